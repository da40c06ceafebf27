/* A statement in use: bind, step, read columns, release.
 *
 * Errors are sticky until stmt_done (or stmt_run, which reports them itself), so that callers check once. Texts and bytes are
 * bound without a copy and forgotten at the release; UUIDs and numbers are copied. */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "db/inside.h"

enum err db_prepare(struct db *db, struct stmt **out, const char *sql) {
    *out = NULL;
    return cache_take(db, out, sql, false);
}

static void rewind_statement(struct stmt *st) {
    if (st->active) sqlite3_reset(st->raw); /* repeats the error of the last step, which was kept already */
    st->active = false;
    st->ended = false;
}

static enum err keep(struct stmt *st, enum err e) {
    if (e && !st->error) st->error = e;
    return e;
}

/* Where SQLite numbers $n; 0 where the text does not use it, -1 (and an error) where it has no such parameter. */
static int slot(struct stmt *st, int n) {
    if (!st->raw) return -1;
    if (n < 1 || n > st->param_count) {
        keep(st, err_set(ERR_INTERNAL, "there is no parameter $%d in: %.200s", n, st->sql));
        return -1;
    }
    if (st->active || st->ended) rewind_statement(st);
    return st->params[n - 1].index;
}

static enum err bound(struct stmt *st, int rc) { return rc == SQLITE_OK ? OK : keep(st, db_fail(st->db, rc, st->sql)); }

enum err stmt_bind_int(struct stmt *st, int n, int64_t value) {
    int at = slot(st, n);
    if (at > 0) return bound(st, sqlite3_bind_int64(st->raw, at, value));
    return at == 0 ? OK : st->error;
}

enum err stmt_bind_double(struct stmt *st, int n, double value) {
    int at = slot(st, n);
    if (at > 0) return bound(st, sqlite3_bind_double(st->raw, at, value));
    return at == 0 ? OK : st->error;
}

enum err stmt_bind_null(struct stmt *st, int n) {
    int at = slot(st, n);
    if (at > 0) return bound(st, sqlite3_bind_null(st->raw, at));
    return at == 0 ? OK : st->error;
}

enum err stmt_bind_str(struct stmt *st, int n, struct str value) {
    int at = slot(st, n);
    if (at > 0 && !value.ptr) return bound(st, sqlite3_bind_null(st->raw, at));
    if (at > 0) return bound(st, sqlite3_bind_text64(st->raw, at, value.ptr, value.len, SQLITE_STATIC, SQLITE_UTF8));
    return at == 0 ? OK : st->error;
}

enum err stmt_bind_bytes(struct stmt *st, int n, struct str value) {
    int at = slot(st, n);
    if (at > 0 && !value.ptr) return bound(st, sqlite3_bind_null(st->raw, at));
    if (at > 0) return bound(st, sqlite3_bind_blob64(st->raw, at, value.ptr, value.len, SQLITE_STATIC));
    return at == 0 ? OK : st->error;
}

enum err stmt_bind_uuid(struct stmt *st, int n, const struct uuid *value) {
    static const struct uuid nil;
    int at = slot(st, n);
    if (at <= 0) return at == 0 ? OK : st->error;
    if (!value || memcmp(value, &nil, sizeof nil) == 0) return bound(st, sqlite3_bind_null(st->raw, at));
    struct uuid *copy = &st->params[n - 1].uuid;
    *copy = *value;
    return bound(st, sqlite3_bind_blob(st->raw, at, copy->bytes, (int)sizeof copy->bytes, SQLITE_STATIC));
}

/* Bind what the letters say; `args` is advanced by the caller's own copy only. */
static enum err bind_letter(struct stmt *st, int n, char letter, va_list *args) {
    switch (letter) {
    case 'i': return stmt_bind_int(st, n, va_arg(*args, int64_t));
    case 'b': return stmt_bind_int(st, n, va_arg(*args, int));
    case 'd': return stmt_bind_double(st, n, va_arg(*args, double));
    case 's': return stmt_bind_str(st, n, va_arg(*args, struct str));
    case 'z': return stmt_bind_str(st, n, str_from(va_arg(*args, const char *)));
    case 'u': return stmt_bind_uuid(st, n, va_arg(*args, const struct uuid *));
    case 'x': return stmt_bind_bytes(st, n, va_arg(*args, struct str));
    case 'n': return stmt_bind_null(st, n);
    default: return keep(st, err_set(ERR_INTERNAL, "no such format letter '%c' for: %.200s", letter, st->sql));
    }
}

static enum err bind_all(struct stmt *st, const char *format, va_list *args) {
    for (int n = 1; format[n - 1]; n++) {
        enum err e = bind_letter(st, n, format[n - 1], args);
        if (e) return e;
    }
    return OK;
}

/* For the calls that cannot bind anything later. */
static enum err bind_exactly(struct stmt *st, const char *format, va_list *args) {
    if ((int)strlen(format) != st->param_count)
        return err_set(ERR_INTERNAL, "%d parameters, but the format is \"%s\": %.200s", st->param_count, format, st->sql);
    return bind_all(st, format, args);
}

enum err stmt_bind(struct stmt *st, const char *format, ...) {
    va_list args;
    va_start(args, format);
    enum err e = bind_all(st, format, &args);
    va_end(args);
    return e;
}

bool stmt_step(struct stmt *st) {
    if (!st || st->error || st->ended) return false;
    st->active = true;
    int rc = sqlite3_step(st->raw);
    if (rc == SQLITE_ROW) return true;
    if (rc != SQLITE_DONE) keep(st, db_fail(st->db, rc, st->sql));
    sqlite3_reset(st->raw); /* ends the implicit read transaction at once */
    st->active = false;
    st->ended = true;
    return false;
}

enum err stmt_run(struct stmt *st) {
    while (stmt_step(st))
        ;
    enum err e = st->error;
    if (st->raw) {
        rewind_statement(st);
        st->error = OK;
    }
    return e;
}

enum err stmt_done(struct stmt *st) {
    if (!st) return OK;
    enum err e = st->error;
    if (!st->raw) {
        free(st);
        return e;
    }
    rewind_statement(st);
    if (st->param_count) sqlite3_clear_bindings(st->raw);
    st->error = OK;
    st->taken = false;
    return e;
}

/* A statement that yields no rows and whose stmt_done tells `e`. */
static struct stmt *failed_statement(struct db *db, enum err e) {
    struct stmt *st = calloc(1, sizeof *st);
    if (!st) abort(); /* as the arena does: a half-served request is worse */
    st->db = db;
    st->error = e;
    st->ended = true;
    return st;
}

struct stmt *db_query(struct db *db, const char *sql, const char *format, ...) {
    struct stmt *st = NULL;
    enum err e = cache_take(db, &st, sql, false);
    if (e) return failed_statement(db, e);
    va_list args;
    va_start(args, format);
    keep(st, bind_all(st, format, &args));
    va_end(args);
    return st;
}

enum err db_run(struct db *db, const char *sql, const char *format, ...) {
    struct stmt *st = NULL;
    enum err e = cache_take(db, &st, sql, false);
    if (e) return e;
    va_list args;
    va_start(args, format);
    e = bind_exactly(st, format, &args);
    va_end(args);
    if (!e) e = stmt_run(st);
    enum err last = stmt_done(st);
    return e ? e : last;
}

enum err db_run_own(struct db *db, const char *sql) {
    struct stmt *st = NULL;
    enum err e = cache_take(db, &st, sql, true);
    if (e) return e;
    e = stmt_run(st);
    enum err last = stmt_done(st);
    return e ? e : last;
}

enum err db_number(struct db *db, int64_t *out, int64_t none, const char *sql, const char *format, ...) {
    struct stmt *st = NULL;
    *out = none;
    enum err e = cache_take(db, &st, sql, false);
    if (e) return e;
    va_list args;
    va_start(args, format);
    e = bind_exactly(st, format, &args);
    va_end(args);
    if (!e && stmt_step(st) && !stmt_is_null(st, 0)) *out = stmt_int(st, 0);
    enum err last = stmt_done(st);
    return e ? e : last;
}

int64_t stmt_int(struct stmt *st, int column) { return sqlite3_column_int64(st->raw, column); }

double stmt_double(struct stmt *st, int column) { return sqlite3_column_double(st->raw, column); }

struct str stmt_str(struct stmt *st, int column) {
    const char *text = NULL;
    switch (sqlite3_column_type(st->raw, column)) {
    case SQLITE_NULL: return STR_NONE;
    case SQLITE_BLOB: text = sqlite3_column_blob(st->raw, column); break;
    default: text = (const char *)sqlite3_column_text(st->raw, column); break;
    }
    if (!text) return STR(""); /* bytes of length 0 */
    return (struct str){text, (size_t)sqlite3_column_bytes(st->raw, column)};
}

struct str stmt_copy(struct stmt *st, int column, struct arena *arena) {
    struct str text = stmt_str(st, column);
    return text.ptr ? arena_str(arena, text) : STR_NONE;
}

struct uuid stmt_uuid(struct stmt *st, int column) {
    struct uuid value = UUID_NIL;
    struct str bytes = stmt_str(st, column);
    if (bytes.len == sizeof value.bytes) memcpy(value.bytes, bytes.ptr, sizeof value.bytes);
    return value;
}

bool stmt_is_null(struct stmt *st, int column) { return sqlite3_column_type(st->raw, column) == SQLITE_NULL; }

int stmt_columns(struct stmt *st) { return st->raw ? sqlite3_column_count(st->raw) : 0; }

const char *stmt_column_name(struct stmt *st, int column) { return sqlite3_column_name(st->raw, column); }
