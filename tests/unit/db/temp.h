/* A database of its own for each test, below a temporary directory that is removed at the end. */
#ifndef TESTS_UNIT_DB_TEMP_H
#define TESTS_UNIT_DB_TEMP_H

#include <stdlib.h>
#include <unistd.h>

#include "../test.h"
#include "db/db.h"

struct temp {
    char folder[64], path[96], other[96];
    struct db *writer, *reader;
};

#define ITEMS SQL("CREATE TABLE items (id INTEGER PRIMARY KEY, name TEXT UNIQUE, size INTEGER, part REAL, uuid BLOB)")

__attribute__((unused)) static void temp_open(struct temp *t) {
    memset(t, 0, sizeof *t);
    snprintf(t->folder, sizeof t->folder, "%s/varde-db-XXXXXX", getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
    if (!mkdtemp(t->folder)) abort();
    snprintf(t->path, sizeof t->path, "%s/a.db", t->folder);
    snprintf(t->other, sizeof t->other, "%s/b.db", t->folder);
    CHECK_INT(db_open(&t->writer, &(struct db_options){.path = t->path, .writer = true, .create = true}), OK);
    CHECK_INT(db_run(t->writer, ITEMS, ""), OK);
    CHECK_INT(db_open(&t->reader, &(struct db_options){.path = t->path}), OK);
}

__attribute__((unused)) static void temp_close(struct temp *t) {
    static const char *const endings[] = {"", "-wal", "-shm", "-journal"};
    db_close(t->reader);
    db_close(t->writer);
    for (int i = 0; i < 4; i++) {
        char name[128];
        snprintf(name, sizeof name, "%s%s", t->path, endings[i]);
        unlink(name);
        snprintf(name, sizeof name, "%s%s", t->other, endings[i]);
        unlink(name);
    }
    CHECK_INT(rmdir(t->folder), 0);
}

/* One number of a statement without parameters. */
__attribute__((unused)) static int64_t number_of(struct db *db, const char *sql) {
    int64_t n = -1;
    CHECK_INT(db_number(db, &n, -1, sql, ""), OK);
    return n;
}

#endif
