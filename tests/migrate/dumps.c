/* Databases of every earlier schema version are brought up to date and keep their rows; one of a newer version is refused.
 *
 *   migrate-dumps DIRECTORY     which holds NNN.sql for each version, made by make.py when the version was new */
#include <dirent.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <unistd.h>

#include "../unit/test.h"
#include "base/buf.h"
#include "db/db.h"
#include "db/schema.h"

static const char *dumps;
static char folder[64], path[96];

static void read_dump(int version, struct buf *out) {
    char name[512], piece[65536];
    size_t n;
    buf_init(out, 64u << 20);
    snprintf(name, sizeof name, "%s/%03d.sql", dumps, version);
    FILE *f = fopen(name, "rb");
    if (!f) {
        test_fail(__FILE__, __LINE__, name);
        printf("    there is no dump of schema version %d: run tests/migrate/make.py\n", version);
        return;
    }
    while ((n = fread(piece, 1, sizeof piece, f)) > 0) buf_add(out, piece, n);
    fclose(f);
}

/* A database file made from the dump, with the engine alone. */
static void restore(int version) {
    struct buf text;
    sqlite3 *raw = NULL;
    char *why = NULL;
    unlink(path);
    read_dump(version, &text);
    CHECK_INT(sqlite3_open(path, &raw), SQLITE_OK);
    CHECK_INT(sqlite3_exec(raw, text.data ? text.data : "", NULL, NULL, &why), SQLITE_OK);
    if (why) printf("    %03d.sql: %s\n", version, why);
    sqlite3_free(why);
    sqlite3_close(raw);
    buf_done(&text);
}

static struct db *open_writer(void) {
    struct db *db = NULL;
    CHECK_INT(db_open(&db, &(struct db_options){.path = path, .writer = true, .create = true}), OK);
    if (!db) exit(1);
    return db;
}

/* What a statement answers, one row a line. */
static void answer(struct db *db, const char *sql, struct buf *out) {
    struct stmt *st = db_query(db, sql, "");
    buf_init(out, 64u << 20);
    while (stmt_step(st)) {
        for (int i = 0; i < stmt_columns(st); i++) {
            buf_add_str(out, stmt_str(st, i));
            buf_add_char(out, '|');
        }
        buf_add_char(out, '\n');
    }
    CHECK_INT(stmt_done(st), OK);
}

/* The schema is exactly that of a database that was made anew. */
static void check_schema(struct db *db, int version) {
    const char *sql = SQL("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name");
    struct buf old, fresh;
    answer(db, sql, &old);
    db_close(db);
    unlink(path);
    struct db *anew = open_writer();
    CHECK_INT(db_migrate(anew), OK);
    answer(anew, sql, &fresh);
    db_close(anew);
    bool same = str_eq(buf_str(&old), buf_str(&fresh));
    CHECK(same);
    if (!same)
        printf("    %03d.sql does not lead to the schema of a new database. A migration that was released is never changed;\n"
               "    if version %d is not released yet: run tests/migrate/make.py %d\n",
               version, version, version);
    buf_done(&old);
    buf_done(&fresh);
}

static int newest(void) { return db_schemas[db_schema_count - 1].version; }

static int64_t number(struct db *db, const char *sql) {
    int64_t n = -1;
    CHECK_INT(db_number(db, &n, -1, sql, ""), OK);
    return n;
}

/* Rows that every version must keep; the dumps hold three in each table. */
static void check_rows(struct db *db) {
    CHECK_INT(number(db, SQL("SELECT count(*) FROM organisations")), 3);
    CHECK_INT(number(db, SQL("SELECT count(*) FROM users")), 3);
    CHECK_INT(number(db, SQL("SELECT count(*) FROM events WHERE info = 'info 2' AND length(uuid) = 16")), 1);
    CHECK_INT(number(db, SQL("SELECT count(*) FROM attributes")), 3);
    CHECK_INT(number(db, SQL("SELECT count(*) FROM audit_log")), 3);
    CHECK_INT(db_integrity(db, NULL, NULL), OK);
}

static void test_each_version(void) {
    CHECK(db_schema_count > 0);
    for (int i = 0; i < db_schema_count; i++) {
        restore(db_schemas[i].version);
        struct db *db = open_writer();
        CHECK_INT(db_schema_version(db), db_schemas[i].version);
        enum err e = db_migrate(db);
        CHECK_INT(e, OK);
        if (e) printf("    %s\n", err_detail());
        CHECK_INT(db_schema_version(db), newest());
        check_rows(db);
        check_schema(db, db_schemas[i].version);
    }
}

static void test_newer_is_refused(void) {
    restore(newest());
    struct db *db = open_writer();
    CHECK_INT(db_run(db, SQL("UPDATE meta SET value = $1 WHERE name = 'schema_version'"), "z", "32000"), OK);
    CHECK_INT(db_migrate(db), ERR_CONFLICT);
    CHECK(strstr(err_detail(), "32000") != NULL);
    CHECK_INT(db_schema_version(db), 32000);
    check_rows(db); /* and nothing was touched */
    db_close(db);
}

static void remove_all(void) {
    static const char *const endings[] = {"", "-wal", "-shm"};
    for (int i = 0; i < 3; i++) {
        char name[128];
        snprintf(name, sizeof name, "%s%s", path, endings[i]);
        unlink(name);
    }
    rmdir(folder);
}

int main(int argc, char **argv) {
    static const struct test_case cases[] = {TEST(test_each_version), TEST(test_newer_is_refused)};
    snprintf(folder, sizeof folder, "/tmp/varde-migrate-XXXXXX");
    if (argc != 2 || !mkdtemp(folder)) return 2;
    dumps = argv[1];
    snprintf(path, sizeof path, "%s/a.db", folder);
    int bad = test_run(cases, sizeof cases / sizeof *cases);
    remove_all();
    return bad;
}
