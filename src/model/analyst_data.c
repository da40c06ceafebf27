/* Names of analyst data. */
#include "model/analyst_data.h"

static const char *const kinds[] = {"", "Note", "Opinion", "Relationship"};
static const char *const types[] = {"Attribute", "Event",   "EventReport",  "GalaxyCluster", "Galaxy",      "Object",
                                    "Note",      "Opinion", "Relationship", "Organisation",  "SharingGroup"};

struct str analyst_kind_name(enum analyst_kind kind) {
    return str_from(kinds[kind]);
}

enum analyst_kind analyst_kind_parse(struct str name) {
    for (int i = ANALYST_NOTE; i <= ANALYST_RELATIONSHIP; i++)
        if (str_eq_nocase(name, str_from(kinds[i]))) return (enum analyst_kind)i;
    return (enum analyst_kind)0;
}

struct str analyst_object_type(struct str name) {
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (str_eq_nocase(name, str_from(types[i]))) return str_from(types[i]);
    return STR_NONE;
}
