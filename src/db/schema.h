/* The migrations of schema/NNN_name.sql as the build embeds them, lowest version first. */
#ifndef VARDE_DB_SCHEMA_H
#define VARDE_DB_SCHEMA_H

struct db_schema {
    int version;
    const char *name;
    const char *text;
};

extern const struct db_schema db_schemas[];
extern const int db_schema_count;

#endif
