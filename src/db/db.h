/* One face over the database engine (SQLite; the SQL is kept such that PostgreSQL prepares it as it stands).
 *
 * SQL is one text for both engines: $1..$n parameters, ON CONFLICT, RETURNING. `IN $LIST(3)` means "is one of the numbers in
 * the JSON array bound as parameter 3", `IN $TEXTS(3)` the same for texts and `IN $UUIDS(3)` for UUIDs written as texts; db expands them.
 * docs/recipes/sql.md tells how SQL must be written so that both engines take it. A connection is used by one thread at a time. */
#ifndef VARDE_DB_DB_H
#define VARDE_DB_DB_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "codec/uuid.h"

struct db;
struct stmt;

/* A statement text: only literals pass (the empty string makes it so). Composed texts come from store/compose. */
#define SQL(literal) ("" literal)

struct db_options {
    const char *path; /* file */
    bool writer;      /* may write; readers are query-only */
    bool create;
    size_t cache_bytes; /* page cache of this connection */
};

enum err db_open(struct db **out, const struct db_options *options) MUST_USE;
void db_close(struct db *db);
/* Prepared once per connection and text, then reused (reset and unbound). The statement belongs to the connection. At most one use at a
 * time: a nested use of the same text gets a second statement. Finish with stmt_done. */
enum err db_prepare(struct db *db, struct stmt **out, const char *sql) MUST_USE;
/* Prepare, bind, run to the end, for statements without rows. Format letters: i int64_t, b int (boolean or small), d double, s struct str
 * (absent = NULL), z const char * (NULL = NULL), u const struct uuid * (nil or NULL pointer = NULL), x struct str as bytes, n NULL (no argument). */
enum err db_run(struct db *db, const char *sql, const char *format, ...) MUST_USE;
/* Prepare and bind; then `while (stmt_step(st))`; then `e = stmt_done(st)`. On failure *out is a statement that yields no rows and whose
 * stmt_done returns the error, so callers check once. */
struct stmt *db_query(struct db *db, const char *sql, const char *format, ...);
/* One number from the first row; `none` if there is no row or it is NULL. */
enum err db_number(struct db *db, int64_t *out, int64_t none, const char *sql, const char *format, ...) MUST_USE;

enum err stmt_bind(struct stmt *st, const char *format,
                   ...) MUST_USE; /* from $1; keeps the pointers until reset: texts must live so long */
enum err stmt_bind_int(struct stmt *st, int n, int64_t value) MUST_USE;
enum err stmt_bind_str(struct stmt *st, int n, struct str value) MUST_USE;
enum err stmt_bind_double(struct stmt *st, int n, double value) MUST_USE;
enum err stmt_bind_bytes(struct stmt *st, int n, struct str value) MUST_USE;
enum err stmt_bind_uuid(struct stmt *st, int n, const struct uuid *value) MUST_USE; /* copied */
enum err stmt_bind_null(struct stmt *st, int n) MUST_USE;
bool stmt_step(struct stmt *st);              /* a row stands ready */
enum err stmt_run(struct stmt *st) MUST_USE;  /* step to the end and reset; may be bound and run again */
enum err stmt_done(struct stmt *st) MUST_USE; /* release; the error of the steps, if any */
/* Columns from 0; texts live until the next step. */
int64_t stmt_int(struct stmt *st, int column);
double stmt_double(struct stmt *st, int column);
struct str stmt_str(struct stmt *st, int column); /* NULL gives STR_NONE */
struct str stmt_copy(struct stmt *st, int column, struct arena *arena);
struct uuid stmt_uuid(struct stmt *st, int column); /* NULL gives the nil UUID */
bool stmt_is_null(struct stmt *st, int column);
int stmt_columns(struct stmt *st);
const char *stmt_column_name(struct stmt *st, int column);

enum err db_begin_read(struct db *db) MUST_USE;
enum err db_begin_write(struct db *db) MUST_USE; /* IMMEDIATE */
enum err db_commit(struct db *db) MUST_USE;      /* on failure it has rolled back */
void db_rollback(struct db *db);
enum err db_savepoint(struct db *db) MUST_USE; /* one level */
enum err db_release(struct db *db) MUST_USE;
void db_rollback_to(struct db *db);
bool db_in_transaction(const struct db *db);
int64_t db_changes(const struct db *db); /* rows changed by the last statement */
int64_t db_version(struct db *db);       /* changes when another connection has committed */

/* Bring the schema up to date: runs the embedded migrations above the stored version, each in its transaction. A newer database than
 * this program is refused (ERR_CONFLICT). */
enum err db_migrate(struct db *db) MUST_USE;
int db_schema_version(struct db *db);
int db_schema_newest(void); /* the version that this program brings */
/* To a new file (ERR_CONFLICT if it exists), while others read and write; `progress` may be NULL. */
enum err db_backup(struct db *from, const char *path, void (*progress)(void *, int done, int total), void *ctx) MUST_USE;
/* Engine's own check; calls `report` per fault found (may be NULL); ERR_CORRUPT if there was any. */
enum err db_integrity(struct db *db, void (*report)(void *, struct str), void *ctx) MUST_USE;
/* Move the log into the file, any connection may. Without `truncate` it never waits and moves what no reader still needs in the log; with
 * it, it waits for readers (ERR_BUSY in the end) and empties the log: for an orderly stop. */
enum err db_checkpoint(struct db *db, bool truncate) MUST_USE;
/* Every distinct SQL text prepared from now on is handed to `observe` (tests collect them for PostgreSQL). Not thread-safe: set before threads start. */
void db_observe(void (*observe)(void *, const char *sql), void *ctx);
/* The observer that appends each new text and a NUL byte to a file (VARDE_SQL_LOG, see docs/recipes/sql.md). */
enum err db_observe_into(const char *path) MUST_USE;
/* The PostgreSQL form of a text (list parameters and schema types rewritten), for the portability test. */
struct str db_to_postgres(struct arena *arena, const char *sql);

#endif
