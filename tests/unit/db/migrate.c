/* The embedded migrations on a new database, run twice, and what is refused. */
#include "db/schema.h"
#include "temp.h"

static void open_empty(struct temp *t, struct db **db) {
    temp_open(t);
    CHECK_INT(db_open(db, &(struct db_options){.path = t->other, .writer = true, .create = true}), OK);
}

static int newest(void) { return db_schema_count ? db_schemas[db_schema_count - 1].version : 0; }

static void test_new_database(void) {
    struct temp t;
    struct db *db = NULL;
    open_empty(&t, &db);
    CHECK_INT(db_schema_version(db), 0);
    CHECK_INT(db_migrate(db), OK);
    CHECK(newest() > 0);
    CHECK_INT(db_schema_version(db), newest());
    CHECK_INT(db_migrate(db), OK);
    CHECK_INT(number_of(db, SQL("PRAGMA foreign_keys")), 1);
    CHECK_INT(number_of(db, SQL("SELECT count(*) FROM events")), 0);
    CHECK_INT(db_integrity(db, NULL, NULL), OK);
    db_close(db);
    temp_close(&t);
}

static void test_versions_ascend(void) {
    for (int i = 0; i < db_schema_count; i++) CHECK(db_schemas[i].version == i + 1);
}

static void test_newer_is_refused(void) {
    struct temp t;
    struct db *db = NULL;
    open_empty(&t, &db);
    CHECK_INT(db_migrate(db), OK);
    CHECK_INT(db_run(db, SQL("UPDATE meta SET value = CAST($1 AS TEXT) WHERE name = 'schema_version'"), "b", newest() + 1), OK);
    CHECK_INT(db_migrate(db), ERR_CONFLICT);
    CHECK(strstr(err_detail(), "newer program") != NULL);
    CHECK_INT(db_schema_version(db), newest() + 1);
    db_close(db);
    temp_close(&t);
}

static void test_foreign_database_is_refused(void) {
    struct temp t;
    temp_open(&t); /* has a table of its own and no version */
    CHECK_INT(db_migrate(t.writer), ERR_CONFLICT);
    CHECK_INT(number_of(t.reader, SQL("SELECT count(*) FROM sqlite_master WHERE name = 'events'")), 0);
    temp_close(&t);
}

static void test_two_at_once(void) {
    struct temp t;
    struct db *first = NULL, *second = NULL;
    open_empty(&t, &first);
    CHECK_INT(db_open(&second, &(struct db_options){.path = t.other, .writer = true}), OK);
    CHECK_INT(db_migrate(first), OK);
    CHECK_INT(db_migrate(second), OK);
    CHECK_INT(db_schema_version(second), newest());
    db_close(first);
    db_close(second);
    temp_close(&t);
}

TEST_MAIN(TEST(test_new_database), TEST(test_versions_ascend), TEST(test_newer_is_refused), TEST(test_foreign_database_is_refused),
          TEST(test_two_at_once))
