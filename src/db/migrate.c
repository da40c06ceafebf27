/* Bring the schema up to date: the embedded migrations above the stored version, each in a transaction of its own.
 *
 * The version stands in the table `meta`, which exists before any migration. Foreign keys are off while a migration runs (it
 * may rebuild a table) and checked before its commit. Refused: a newer schema, and a file that is somebody else's database. */
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "db/dialect.h"
#include "db/inside.h"
#include "db/schema.h"

static enum err number(struct db *db, int64_t *out, int64_t none, const char *sql) {
    struct stmt *st = NULL;
    *out = none;
    enum err e = cache_take(db, &st, sql, true);
    if (e) return e;
    if (stmt_step(st) && !stmt_is_null(st, 0)) *out = stmt_int(st, 0);
    return stmt_done(st);
}

static enum err stored_version(struct db *db, int64_t *version) {
    int64_t tables = 0;
    *version = 0;
    enum err e = number(db, &tables, 0, SQL("SELECT count(*) FROM sqlite_master WHERE name = 'meta'"));
    if (e || tables == 0) return e;
    return number(db, version, 0, SQL("SELECT CAST(value AS INTEGER) FROM meta WHERE name = 'schema_version'"));
}

int db_schema_version(struct db *db) {
    int64_t version = 0;
    return stored_version(db, &version) ? 0 : (int)version;
}

static int newest_version(void) { return db_schema_count ? db_schemas[db_schema_count - 1].version : 0; }

int db_schema_newest(void) { return newest_version(); }

static enum err refuse_unfit(struct db *db, int64_t version) {
    int64_t others = 0;
    if (version > newest_version())
        return err_set(ERR_CONFLICT,
                       "The database has schema version %d, but this program knows only versions up to %d: "
                       "use the newer "
                       "program that wrote it.",
                       (int)version, newest_version());
    if (version > 0) return OK;
    enum err e = number(db, &others, 0, SQL("SELECT count(*) FROM sqlite_master WHERE name <> 'meta'"));
    if (!e && others > 0) e = err_set(ERR_CONFLICT, "The file is a database, but not one of this program.");
    return e;
}

static enum err check_references(struct db *db, const struct db_schema *schema) {
    struct stmt *st = NULL;
    enum err e = cache_take(db, &st, SQL("PRAGMA foreign_key_check"), true);
    if (e) return e;
    if (stmt_step(st))
        e = err_set(ERR_CONFLICT, "Migration %d (%s) would leave a row of %.*s that refers to nothing.", schema->version, schema->name,
                    STR_ARG(stmt_str(st, 0)));
    enum err last = stmt_done(st);
    return e ? e : last;
}

static enum err store_version(struct db *db, int version) {
    char text[160];
    snprintf(text, sizeof text,
             "INSERT INTO meta (name, value) VALUES ('schema_version', '%d') "
             "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
             version);
    return db_exec(db, text);
}

static enum err run_text(struct db *db, const char *text) {
    struct buf form;
    buf_init(&form, 16u << 20);
    dialect_write(&form, text, DIALECT_SQLITE);
    enum err e = form.failed ? err_set(ERR_TOO_LARGE, "a migration is too long") : OK;
    if (!e && form.data) e = db_exec(db, form.data);
    buf_done(&form);
    return e;
}

/* In its transaction. Another process may have been faster: then there is nothing to do. */
static enum err apply_inside(struct db *db, const struct db_schema *schema) {
    int64_t version = 0;
    enum err e = stored_version(db, &version);
    if (e || version >= schema->version) return e;
    e = run_text(db, schema->text);
    if (!e) e = store_version(db, schema->version);
    return e ? e : check_references(db, schema);
}

static enum err apply(struct db *db, const struct db_schema *schema) {
    enum err e = db_begin_write(db);
    if (e) return e;
    e = apply_inside(db, schema);
    if (!e) return db_commit(db);
    db_rollback(db);
    return e;
}

static enum err apply_all(struct db *db, int64_t from) {
    enum err e = db_exec(db, "CREATE TABLE IF NOT EXISTS meta (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT");
    for (int i = 0; !e && i < db_schema_count; i++)
        if (db_schemas[i].version > from) e = apply(db, &db_schemas[i]);
    return e;
}

enum err db_migrate(struct db *db) {
    int64_t version = 0;
    enum err e = stored_version(db, &version);
    if (!e) e = refuse_unfit(db, version);
    if (e || version == newest_version()) return e;
    e = db_exec(db, "PRAGMA foreign_keys = OFF");
    if (e) return e;
    e = apply_all(db, version);
    enum err back = db_exec(db, "PRAGMA foreign_keys = ON");
    return e ? e : back;
}
