/* What the floors share: the clock, the rows, and the bare table with five plain indexes that they are put into. */
#ifndef VARDE_BENCH_FLOOR_H
#define VARDE_BENCH_FLOOR_H

#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define FLOOR_EVENT_ROWS 10000 /* attributes of one event */

static inline double floor_now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* splitmix64: good enough, and the same rows in each run */
static inline uint64_t floor_random(uint64_t *state) {
    uint64_t z = (*state += UINT64_C(0x9e3779b97f4a7c15));
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static inline void floor_check(sqlite3 *db, int code, const char *what) {
    if (code == SQLITE_OK || code == SQLITE_DONE || code == SQLITE_ROW) return;
    fprintf(stderr, "%s: %s\n", what, db ? sqlite3_errmsg(db) : sqlite3_errstr(code));
    exit(1);
}

static inline void floor_run(sqlite3 *db, const char *sql) { floor_check(db, sqlite3_exec(db, sql, NULL, NULL, NULL), sql); }

static inline sqlite3 *floor_open(const char *path) {
    sqlite3 *db = NULL;
    floor_check(db, sqlite3_open(path, &db), path);
    floor_run(db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -262144; PRAGMA mmap_size = 4294967296;"
                  "PRAGMA wal_autocheckpoint = 50000");
    return db;
}

/* As the columns of an attribute: the five indexes that any such table would have. */
static inline void floor_create(sqlite3 *db) {
    floor_run(
        db, "CREATE TABLE attributes (id INTEGER PRIMARY KEY, event_id INTEGER NOT NULL, type INTEGER NOT NULL, category INTEGER NOT NULL,"
            " to_ids INTEGER NOT NULL, timestamp INTEGER NOT NULL, uuid BLOB NOT NULL, vhash INTEGER NOT NULL, value1 TEXT NOT NULL,"
            " value2 TEXT NOT NULL, comment TEXT NOT NULL);"
            "CREATE UNIQUE INDEX by_uuid ON attributes (uuid); CREATE INDEX by_vhash ON attributes (vhash);"
            "CREATE INDEX by_event ON attributes (event_id); CREATE INDEX by_type ON attributes (type);"
            "CREATE INDEX by_timestamp ON attributes (timestamp)");
}

/* `count` rows of event `event`, in the open transaction. */
static inline void floor_insert(sqlite3 *db, int64_t event, int count, uint64_t *random) {
    static const char *const words[] = {"update", "secure", "login", "mail", "portal", "cloud", "api", "static", "cdn", "sync"};
    sqlite3_stmt *st;
    floor_check(db, sqlite3_prepare_v2(db, "INSERT INTO attributes VALUES (NULL,?,?,?,?,?,?,?,?,?,?)", -1, &st, NULL), "prepare");
    for (int i = 0; i < count; i++) {
        char value[128];
        uint64_t uuid[2] = {floor_random(random), floor_random(random)}, r = floor_random(random);
        int n = snprintf(value, sizeof value, "http://%s-%s%u.example/%s/%s.php?id=%u", words[r % 10], words[r / 10 % 10],
                         (unsigned)(r >> 44), words[r / 100 % 10], words[r / 1000 % 10], (unsigned)(r >> 20 & 0xfffff));
        sqlite3_bind_int64(st, 1, event);
        sqlite3_bind_int(st, 2, (int)(r % 6));
        sqlite3_bind_int(st, 3, (int)(r % 2));
        sqlite3_bind_int(st, 4, 1);
        sqlite3_bind_int64(st, 5, 1767225600 + event);
        sqlite3_bind_blob(st, 6, uuid, sizeof uuid, SQLITE_STATIC);
        sqlite3_bind_int64(st, 7, (int64_t)floor_random(random));
        sqlite3_bind_text(st, 8, value, n, SQLITE_STATIC);
        sqlite3_bind_text(st, 9, "", 0, SQLITE_STATIC);
        sqlite3_bind_text(st, 10, r % 5 < 2 ? "" : "phishing campaign", -1, SQLITE_STATIC);
        floor_check(db, sqlite3_step(st), "insert");
        sqlite3_reset(st);
    }
    sqlite3_finalize(st);
}

/* A table that already holds a million rows: made once, then kept. */
static inline sqlite3 *floor_million(const char *path, int events) {
    sqlite3 *db = floor_open(path);
    sqlite3_stmt *st;
    floor_check(db, sqlite3_prepare_v2(db, "SELECT count(*) FROM sqlite_master", -1, &st, NULL), "prepare");
    sqlite3_step(st);
    int have = sqlite3_column_int(st, 0);
    sqlite3_finalize(st);
    if (have) return db;
    uint64_t random = 42;
    floor_create(db);
    for (int event = 1; event <= events; event++) {
        floor_run(db, "BEGIN IMMEDIATE");
        floor_insert(db, event, FLOOR_EVENT_ROWS, &random);
        floor_run(db, "COMMIT");
    }
    floor_run(db, "PRAGMA wal_checkpoint(TRUNCATE)");
    return db;
}

#endif
