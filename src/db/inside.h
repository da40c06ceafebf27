/* What the files of db/ share and nobody else sees: the connection, the statement and its cache. */
#ifndef VARDE_DB_INSIDE_H
#define VARDE_DB_INSIDE_H

#include <sqlite3.h>

#include "db/db.h"

/* A parameter $n: where SQLite numbers it (0: the text does not use it), and room for a bound UUID. */
struct param {
    int index;
    struct uuid uuid;
};

struct stmt {
    struct db *db;
    sqlite3_stmt *raw; /* NULL: a failed statement, freed by stmt_done */
    char *sql;         /* the text as the caller wrote it */
    uint32_t hash;
    struct stmt *next;    /* the next one of its bucket */
    uint64_t used;        /* tick of the last use, for eviction */
    int shortcut;         /* its place in db.shortcuts, or -1 */
    struct param *params; /* $1 is params[0] */
    int param_count;
    enum err error;
    bool taken;  /* between db_prepare and stmt_done */
    bool active; /* stepped since the last reset */
    bool ended;  /* stepped past the last row */
};

#define CACHE_BUCKETS 1024
#define CACHE_SHORTCUTS 1024
#define CACHE_MAX 400

struct db {
    sqlite3 *raw;
    bool writer;
    uint64_t tick;
    int cached;
    struct stmt *buckets[CACHE_BUCKETS];
    struct stmt *shortcuts[CACHE_SHORTCUTS];
};

/* Set the detail for what the engine answered; `sql` (or NULL) is named in faults. OK stays OK. */
enum err db_fail(struct db *db, int rc, const char *sql);
/* Run texts of the engine's own (BEGIN, PRAGMA, a migration): several statements allowed, not cached, not observed. */
enum err db_exec(struct db *db, const char *text);

/* A free statement for the text, from the cache or freshly prepared. `own`: a text of db/ itself, not shown to the observer. */
enum err cache_take(struct db *db, struct stmt **out, const char *sql, bool own);
void cache_empty(struct db *db);
/* Tell the observer of db_observe, if there is one. */
void observe_text(const char *sql);
/* Prepare, run to the end and release a text of db/ itself that has no parameters. */
enum err db_run_own(struct db *db, const char *sql);

#endif
