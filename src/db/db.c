/* A connection to the database: open, settings, transactions, what the engine's answers mean.
 *
 * One writer and any number of readers, in WAL mode. The writer syncs at every commit; checkpoints are asked for by a
 * background thread, and the engine's own happens only as a fallback when the log grows long. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "codec/uuid.h"
#include "db/inside.h"

#define WRITER_WAITS_MS 15000
#define READER_WAITS_MS 5000
#define CHECKPOINT_PAGES 40000
#define READER_MMAP (INT64_C(4) << 30)
#define LOG_KEPT_BYTES (INT64_C(256) << 20)
#define CACHE_BYTES_USUAL (16u << 20)
#define VALUE_BYTES_MAX ((int)LIMIT_BODY + (64 << 20))

enum err db_fail(struct db *db, int rc, const char *sql) {
    const char *why = db->raw ? sqlite3_errmsg(db->raw) : sqlite3_errstr(rc);
    switch (rc & 0xff) {
    case SQLITE_OK:
    case SQLITE_ROW:
    case SQLITE_DONE: return OK;
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return err_set(ERR_BUSY, "The database is busy; try again later.");
    case SQLITE_CONSTRAINT: return err_set(ERR_CONFLICT, "The request conflicts with what is stored (%s).", why);
    case SQLITE_TOOBIG: return err_set(ERR_TOO_LARGE, "A value is too large to store.");
    case SQLITE_INTERRUPT: return err_plain(ERR_CANCELLED);
    case SQLITE_FULL: return err_set(ERR_FULL, "The disk is full: %s", why);
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY: return err_set(ERR_IO, "The database file: %s (%d)", why, rc);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return err_set(ERR_CORRUPT, "The database is damaged: %s (%d)", why, rc);
    default: return err_set(ERR_DATABASE, "%s (%d) in: %.400s", why, rc, sql ? sql : "-");
    }
}

enum err db_exec(struct db *db, const char *text) { return db_fail(db, sqlite3_exec(db->raw, text, NULL, NULL, NULL), text); }

/* uuid_bytes(text): the 16 bytes of a UUID written with or without dashes; empty bytes, which equal no stored UUID, for anything else. */
static void uuid_bytes(sqlite3_context *context, int count, sqlite3_value **values) {
    struct uuid value;
    char dashed[UUID_TEXT];
    const char *text = (const char *)sqlite3_value_text(values[0]);
    struct str s = {text, text && count == 1 ? (size_t)sqlite3_value_bytes(values[0]) : 0};
    if (s.len == 32) {
        snprintf(dashed, sizeof dashed, "%.8s-%.4s-%.4s-%.4s-%.12s", text, text + 8, text + 12, text + 16, text + 20);
        s = (struct str){dashed, UUID_TEXT - 1};
    }
    if (s.len == UUID_TEXT - 1 && uuid_parse(s, &value))
        sqlite3_result_blob(context, value.bytes, (int)sizeof value.bytes, SQLITE_TRANSIENT);
    else
        sqlite3_result_zeroblob(context, 0);
}

/* Once in the process: the engine keeps no statistics of its memory (a lock at each allocation). */
static void configure_engine(void) {
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    sqlite3_initialize();
}

static enum err harden(struct db *db) {
    static const struct {
        int option, value;
    } switches[] = {
        {SQLITE_DBCONFIG_DEFENSIVE, 1}, {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0}, {SQLITE_DBCONFIG_DQS_DML, 0},
        {SQLITE_DBCONFIG_DQS_DDL, 0},   {SQLITE_DBCONFIG_ENABLE_FKEY, 1},    {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
    };
    for (size_t i = 0; i < sizeof switches / sizeof *switches; i++) {
        int rc = sqlite3_db_config(db->raw, switches[i].option, switches[i].value, NULL);
        if (rc != SQLITE_OK) return db_fail(db, rc, NULL);
    }
    sqlite3_limit(db->raw, SQLITE_LIMIT_ATTACHED, 0);
    sqlite3_limit(db->raw, SQLITE_LIMIT_LENGTH, VALUE_BYTES_MAX);
    sqlite3_limit(db->raw, SQLITE_LIMIT_SQL_LENGTH, 1 << 20);
    sqlite3_limit(db->raw, SQLITE_LIMIT_LIKE_PATTERN_LENGTH, LIMIT_VALUE);
    sqlite3_limit(db->raw, SQLITE_LIMIT_TRIGGER_DEPTH, 10);
    sqlite3_limit(db->raw, SQLITE_LIMIT_WORKER_THREADS, 0);
    return OK;
}

static enum err set_up(struct db *db, size_t cache_bytes) {
    char text[512];
    int64_t kib = (int64_t)((cache_bytes ? cache_bytes : CACHE_BYTES_USUAL) / 1024);
    enum err e = harden(db);
    if (e) return e;
    sqlite3_busy_timeout(db->raw, db->writer ? WRITER_WAITS_MS : READER_WAITS_MS);
    if (db->writer)
        snprintf(text, sizeof text,
                 "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = %d;"
                 "PRAGMA journal_size_limit = %lld; PRAGMA cell_size_check = ON; PRAGMA cache_size = -%lld",
                 CHECKPOINT_PAGES, (long long)LOG_KEPT_BYTES, (long long)kib);
    else
        snprintf(text, sizeof text, "PRAGMA query_only = ON; PRAGMA mmap_size = %lld; PRAGMA cache_size = -%lld", (long long)READER_MMAP,
                 (long long)kib);
    e = db_exec(db, text);
    if (e) return e;
    return db_fail(db,
                   sqlite3_create_function_v2(db->raw, "uuid_bytes", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, NULL,
                                              uuid_bytes, NULL, NULL, NULL),
                   NULL);
}

/* The file is made here, not by the engine, so that only its owner may read it (its log takes over the mode). One that is there is never
 * opened here: closing any descriptor of a file drops all POSIX locks that this process holds on it, those of its other connections as
 * well, and another process would take the log away under them. */
static enum err touch_file(const char *path, bool create) {
    struct stat st;
    int fd = create ? open(path, O_RDWR | O_CLOEXEC | O_CREAT | O_EXCL, 0600) : -1;
    if (fd >= 0)
        close(fd);
    else if (create && errno != EEXIST)
        return err_set(ERR_IO, "%s: %s", path, strerror(errno));
    if (stat(path, &st) != 0)
        return errno == ENOENT ? err_set(ERR_NOT_FOUND, "There is no database at %s.", path)
                               : err_set(ERR_IO, "%s: %s", path, strerror(errno));
    if (!S_ISREG(st.st_mode)) return err_set(ERR_IO, "%s: it is not a file", path);
    return access(path, R_OK | W_OK) == 0 ? OK : err_set(ERR_IO, "%s: %s", path, strerror(errno));
}

enum err db_open(struct db **out, const struct db_options *options) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, configure_engine);
    *out = NULL;
    enum err e = touch_file(options->path, options->create);
    if (e) return e;
    struct db *db = calloc(1, sizeof *db);
    if (!db) return err_set(ERR_DATABASE, "out of memory");
    db->writer = options->writer;
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_PRIVATECACHE;
    e = db_fail(db, sqlite3_open_v2(options->path, &db->raw, flags, NULL), NULL);
    if (!e) e = set_up(db, options->cache_bytes);
    if (e) {
        db_close(db);
        return e;
    }
    *out = db;
    return OK;
}

void db_close(struct db *db) {
    if (!db) return;
    cache_empty(db);
    sqlite3_close_v2(db->raw);
    free(db);
}

enum err db_begin_read(struct db *db) { return db_run_own(db, SQL("BEGIN")); }

enum err db_begin_write(struct db *db) { return db_run_own(db, SQL("BEGIN IMMEDIATE")); }

enum err db_commit(struct db *db) {
    enum err e = db_run_own(db, SQL("COMMIT"));
    if (e) db_rollback(db); /* nothing half-done stays open */
    return e;
}

void db_rollback(struct db *db) {
    if (!db_in_transaction(db)) return;
    /* It can fail only where the engine has rolled back by itself. */
    if (db_run_own(db, SQL("ROLLBACK"))) return;
}

enum err db_savepoint(struct db *db) { return db_run_own(db, SQL("SAVEPOINT varde")); }

enum err db_release(struct db *db) { return db_run_own(db, SQL("RELEASE varde")); }

void db_rollback_to(struct db *db) {
    if (!db_in_transaction(db)) return;
    if (db_run_own(db, SQL("ROLLBACK TO varde")) || db_run_own(db, SQL("RELEASE varde")))
        return; /* the engine has rolled back by itself: the commit that follows will fail */
}

bool db_in_transaction(const struct db *db) { return !sqlite3_get_autocommit(db->raw); }

int64_t db_changes(const struct db *db) { return sqlite3_changes64(db->raw); }

int64_t db_version(struct db *db) {
    struct stmt *st = NULL;
    int64_t version = -1;
    if (cache_take(db, &st, SQL("PRAGMA data_version"), true)) return version;
    if (stmt_step(st)) version = stmt_int(st, 0);
    return stmt_done(st) ? -1 : version;
}
