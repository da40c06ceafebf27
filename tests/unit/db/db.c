/* Connections: opening, transactions, savepoints, a reader beside the writer. */
#include <fcntl.h>
#include <pthread.h>
#include <sys/stat.h>

#include "temp.h"

#define COUNT SQL("SELECT count(*) FROM items")

static void add(struct db *db, int id) { CHECK_INT(db_run(db, SQL("INSERT INTO items (id) VALUES ($1)"), "b", id), OK); }

static void test_open(void) {
    struct temp t;
    struct db *none = NULL;
    struct stat st;
    temp_open(&t);
    CHECK_INT(stat(t.path, &st), 0);
    CHECK_INT(st.st_mode & 0777, 0600);
    CHECK_INT(db_open(&none, &(struct db_options){.path = t.other}), ERR_NOT_FOUND);
    CHECK(none == NULL);
    CHECK_INT(db_open(&none, &(struct db_options){.path = "/nowhere/x.db", .create = true}), ERR_IO);
    int fd = open(t.other, O_WRONLY | O_CREAT, 0600);
    static const char junk[2048] = "this is not a database at all";
    CHECK(write(fd, junk, sizeof junk) == (ssize_t)sizeof junk);
    close(fd);
    CHECK_INT(db_open(&none, &(struct db_options){.path = t.other, .writer = true}), ERR_CORRUPT);
    CHECK(none == NULL);
    struct stmt *mode = db_query(t.reader, SQL("PRAGMA journal_mode"), "");
    CHECK(stmt_step(mode));
    CHECK_STR(stmt_str(mode, 0), "wal");
    CHECK_INT(stmt_done(mode), OK);
    CHECK_INT(number_of(t.writer, SQL("PRAGMA synchronous")), 2);
    CHECK_INT(number_of(t.writer, SQL("PRAGMA foreign_keys")), 1);
    CHECK(db_run(t.writer, SQL("ATTACH $1 AS other"), "z", t.other) != OK);
    temp_close(&t);
}

static void test_commit_and_rollback(void) {
    struct temp t;
    temp_open(&t);
    CHECK(!db_in_transaction(t.writer));
    CHECK_INT(db_begin_write(t.writer), OK);
    CHECK(db_in_transaction(t.writer));
    CHECK_INT(db_begin_write(t.writer), ERR_DATABASE);
    add(t.writer, 1);
    CHECK_INT(db_changes(t.writer), 1);
    CHECK_INT(number_of(t.reader, COUNT), 0);
    CHECK_INT(db_commit(t.writer), OK);
    CHECK_INT(number_of(t.reader, COUNT), 1);
    CHECK_INT(db_begin_write(t.writer), OK);
    add(t.writer, 2);
    db_rollback(t.writer);
    db_rollback(t.writer); /* a second time is harmless */
    CHECK(!db_in_transaction(t.writer));
    CHECK_INT(db_commit(t.writer), ERR_DATABASE);
    CHECK_INT(number_of(t.reader, COUNT), 1);
    CHECK_INT(db_run(t.writer, SQL("UPDATE items SET size = 5"), ""), OK);
    CHECK_INT(db_changes(t.writer), 1);
    temp_close(&t);
}

static void test_savepoint(void) {
    struct temp t;
    temp_open(&t);
    CHECK_INT(db_begin_write(t.writer), OK);
    add(t.writer, 1);
    CHECK_INT(db_savepoint(t.writer), OK);
    add(t.writer, 2);
    db_rollback_to(t.writer);
    CHECK_INT(db_savepoint(t.writer), OK);
    add(t.writer, 3);
    CHECK_INT(db_release(t.writer), OK);
    CHECK_INT(db_release(t.writer), ERR_DATABASE);
    CHECK_INT(db_commit(t.writer), OK);
    CHECK_INT(number_of(t.reader, SQL("SELECT sum(id) FROM items")), 4);
    db_rollback_to(t.writer); /* outside: harmless */
    temp_close(&t);
}

static void test_snapshot_and_version(void) {
    struct temp t;
    temp_open(&t);
    int64_t before = db_version(t.reader);
    CHECK_INT(db_version(t.reader), before);
    CHECK_INT(db_begin_read(t.reader), OK);
    CHECK_INT(number_of(t.reader, COUNT), 0);
    add(t.writer, 1);
    CHECK_INT(number_of(t.reader, COUNT), 0); /* still its snapshot */
    CHECK_INT(db_commit(t.reader), OK);
    CHECK_INT(number_of(t.reader, COUNT), 1);
    CHECK(db_version(t.reader) != before);
    temp_close(&t);
}

static void test_references_are_kept(void) {
    struct temp t;
    temp_open(&t);
    CHECK_INT(db_run(t.writer, SQL("CREATE TABLE parts (item INTEGER NOT NULL REFERENCES items (id))"), ""), OK);
    CHECK_INT(db_run(t.writer, SQL("INSERT INTO parts VALUES (1)"), ""), ERR_CONFLICT);
    add(t.writer, 1);
    CHECK_INT(db_run(t.writer, SQL("INSERT INTO parts VALUES (1)"), ""), OK);
    CHECK_INT(db_run(t.writer, SQL("INSERT INTO parts VALUES (NULL)"), ""), ERR_CONFLICT);
    temp_close(&t);
}

static void *read_much(void *path) {
    struct db *db = NULL;
    int64_t last = 0, faults = 0;
    if (db_open(&db, &(struct db_options){.path = path})) return (void *)1;
    while (last < 2000 && !faults) {
        int64_t rows = 0, sum = 0;
        faults += db_begin_read(db) != OK;
        faults += db_number(db, &rows, 0, COUNT, "") != OK;
        faults += db_number(db, &sum, 0, SQL("SELECT coalesce(sum(size), 0) FROM items"), "") != OK;
        faults += db_commit(db) != OK;
        faults += rows < last || rows % 10 != 0 || sum != rows * 3; /* whole transactions only, never backwards */
        last = rows;
    }
    db_close(db);
    return (void *)(intptr_t)faults;
}

static void test_readers_beside_writer(void) {
    struct temp t;
    pthread_t readers[2];
    temp_open(&t);
    for (int i = 0; i < 2; i++) CHECK_INT(pthread_create(&readers[i], NULL, read_much, t.path), 0);
    for (int i = 0; i < 200; i++) {
        CHECK_INT(db_begin_write(t.writer), OK);
        for (int k = 0; k < 10; k++) CHECK_INT(db_run(t.writer, SQL("INSERT INTO items (size) VALUES (3)"), ""), OK);
        CHECK_INT(db_commit(t.writer), OK);
        if (i % 50 == 49) CHECK_INT(db_checkpoint(t.reader, false), OK);
    }
    for (int i = 0; i < 2; i++) {
        void *faults = NULL;
        CHECK_INT(pthread_join(readers[i], &faults), 0);
        CHECK(faults == NULL);
    }
    temp_close(&t);
}

static void count_text(void *ctx, const char *sql) { *(int *)ctx += strstr(sql, "observed") != NULL; }

static void test_observe(void) {
    struct temp t;
    int seen = 0;
    temp_open(&t);
    db_observe(count_text, &seen);
    for (int i = 0; i < 3; i++) number_of(t.reader, SQL("SELECT 1 AS observed"));
    CHECK_INT(seen, 1);
    CHECK_INT(db_observe_into(t.other), OK); /* for the life of the process */
    number_of(t.reader, SQL("SELECT 2"));
    number_of(t.writer, SQL("SELECT 2"));
    CHECK_INT(db_begin_read(t.reader), OK);
    CHECK_INT(db_commit(t.reader), OK);
    number_of(t.reader, SQL("SELECT 3"));
    char text[64] = {0};
    FILE *f = fopen(t.other, "rb");
    CHECK(f != NULL);
    CHECK_INT(fread(text, 1, sizeof text, f), 18);
    CHECK_CSTR(text, "SELECT 2");
    CHECK_CSTR(text + 9, "SELECT 3");
    fclose(f);
    temp_close(&t);
}

TEST_MAIN(TEST(test_open), TEST(test_commit_and_rollback), TEST(test_savepoint), TEST(test_snapshot_and_version),
          TEST(test_references_are_kept), TEST(test_readers_beside_writer), TEST(test_observe))
