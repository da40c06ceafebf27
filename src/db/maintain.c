/* What keeps a database healthy: backup while it is in use, the engine's own check, the checkpoint of its log. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "db/inside.h"

#define BACKUP_PAGES 2000 /* copied between two calls of `progress` */

static enum err copy_pages(sqlite3_backup *backup, void (*progress)(void *, int, int), void *ctx) {
    int rc = SQLITE_OK;
    do {
        rc = sqlite3_backup_step(backup, BACKUP_PAGES);
        int total = sqlite3_backup_pagecount(backup);
        if (progress && (rc == SQLITE_OK || rc == SQLITE_DONE)) progress(ctx, total - sqlite3_backup_remaining(backup), total);
    } while (rc == SQLITE_OK);
    if (rc == SQLITE_DONE) return OK;
    return err_set((rc & 0xff) == SQLITE_BUSY ? ERR_BUSY : ERR_IO, "The backup failed: %s", sqlite3_errstr(rc));
}

/* Hold one snapshot of the source, so that commits meanwhile do not start the copy anew. */
static enum err hold_snapshot(struct db *from, bool *mine) {
    struct stmt *st = NULL;
    *mine = false;
    if (db_in_transaction(from)) return OK;
    enum err e = db_begin_read(from);
    if (e) return e;
    *mine = true;
    e = cache_take(from, &st, SQL("SELECT count(*) FROM sqlite_master"), true);
    if (e) return e;
    stmt_step(st);
    return stmt_done(st);
}

static enum err copy_into(struct db *from, sqlite3 *to, void (*progress)(void *, int, int), void *ctx) {
    bool mine = false;
    enum err e = hold_snapshot(from, &mine);
    sqlite3_backup *backup = e ? NULL : sqlite3_backup_init(to, "main", from->raw, "main");
    if (!e && !backup) e = err_set(ERR_IO, "The backup failed: %s", sqlite3_errmsg(to));
    if (backup) {
        e = copy_pages(backup, progress, ctx);
        int rc = sqlite3_backup_finish(backup);
        if (!e && rc != SQLITE_OK) e = err_set(ERR_IO, "The backup failed: %s", sqlite3_errstr(rc));
    }
    if (mine) db_rollback(from);
    /* The copy takes over the WAL mark; as a backup it shall be one file. */
    if (!e && sqlite3_exec(to, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL) != SQLITE_OK)
        e = err_set(ERR_IO, "The backup failed: %s", sqlite3_errmsg(to));
    return e;
}

enum err db_backup(struct db *from, const char *path, void (*progress)(void *, int done, int total), void *ctx) {
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0 && errno == EEXIST) return err_set(ERR_CONFLICT, "%s exists already; a backup is not written over anything.", path);
    if (fd < 0) return err_set(ERR_IO, "%s: %s", path, strerror(errno));
    close(fd);
    sqlite3 *to = NULL;
    enum err e = OK;
    if (sqlite3_open_v2(path, &to, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
        e = err_set(ERR_IO, "%s: %s", path, to ? sqlite3_errmsg(to) : "out of memory");
    if (!e) e = copy_into(from, to, progress, ctx);
    sqlite3_close(to);
    if (e) unlink(path);
    return e;
}

/* Hand every row that is not "ok" to `report`, and count them. */
static enum err check(struct db *db, const char *sql, bool references, void (*report)(void *, struct str), void *ctx, int *faults) {
    struct stmt *st = NULL;
    enum err e = cache_take(db, &st, sql, true);
    if (e) return e;
    while (stmt_step(st)) {
        char line[200];
        struct str text = stmt_str(st, 0);
        if (!references && str_eq(text, STR("ok"))) continue;
        ++*faults;
        if (references) {
            snprintf(line, sizeof line, "a row of %.*s refers to nothing in %.*s", STR_ARG(text), STR_ARG(stmt_str(st, 2)));
            text = str_from(line);
        }
        if (report) report(ctx, text);
    }
    return stmt_done(st);
}

enum err db_integrity(struct db *db, void (*report)(void *, struct str), void *ctx) {
    int faults = 0;
    enum err e = check(db, SQL("PRAGMA integrity_check"), false, report, ctx, &faults);
    if (!e) e = check(db, SQL("PRAGMA foreign_key_check"), true, report, ctx, &faults);
    if (!e && faults) e = err_set(ERR_CORRUPT, "The check of the database found %d faults.", faults);
    return e;
}

enum err db_checkpoint(struct db *db, bool truncate) {
    int mode = truncate ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE;
    return db_fail(db, sqlite3_wal_checkpoint_v2(db->raw, "main", mode, NULL, NULL), NULL);
}
