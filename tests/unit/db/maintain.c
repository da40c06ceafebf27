/* Backup, the engine's check, checkpoints. */
#include <fcntl.h>
#include <sys/stat.h>

#include "temp.h"

static void fill(struct temp *t, int rows) {
    CHECK_INT(db_begin_write(t->writer), OK);
    for (int i = 0; i < rows; i++) {
        char name[400];
        memset(name, 'a' + i % 26, sizeof name);
        snprintf(name, sizeof name, "%d", i);
        CHECK_INT(db_run(t->writer, SQL("INSERT INTO items (name, uuid) VALUES ($1, $2)"), "zs", name, (struct str){name, sizeof name}),
                  OK);
    }
    CHECK_INT(db_commit(t->writer), OK);
}

struct watch {
    struct temp *t;
    int calls, done, total;
};

/* A commit in the middle of the copy must neither disturb it nor be in it. */
static void disturb(void *ctx, int done, int total) {
    struct watch *w = ctx;
    w->calls++;
    w->done = done;
    w->total = total;
    CHECK_INT(db_run(w->t->writer, SQL("INSERT INTO items (size) VALUES (-1)"), ""), OK);
}

static void test_backup(void) {
    struct temp t;
    struct db *copy = NULL;
    struct stat st;
    temp_open(&t);
    fill(&t, 30000);
    struct watch w = {.t = &t};
    CHECK_INT(db_backup(t.reader, t.other, disturb, &w), OK);
    CHECK(w.calls > 1 && w.done == w.total && w.total > 2000);
    CHECK(!db_in_transaction(t.reader));
    CHECK_INT(stat(t.other, &st), 0);
    CHECK_INT(st.st_mode & 0777, 0600);
    CHECK_INT(db_open(&copy, &(struct db_options){.path = t.other, .writer = true}), OK);
    CHECK_INT(number_of(copy, SQL("SELECT count(*) FROM items")), 30000);
    CHECK_INT(db_integrity(copy, NULL, NULL), OK);
    db_close(copy);
    CHECK_INT(number_of(t.reader, SQL("SELECT count(*) FROM items WHERE size = -1")), w.calls);
    CHECK_INT(db_backup(t.reader, t.other, NULL, NULL), ERR_CONFLICT);
    CHECK_INT(db_backup(t.reader, "/nowhere/x.db", NULL, NULL), ERR_IO);
    temp_close(&t);
}

static void count_fault(void *ctx, struct str text) { *(int *)ctx += text.len > 0; }

static void test_integrity(void) {
    struct temp t;
    int faults = 0;
    temp_open(&t);
    fill(&t, 5000);
    CHECK_INT(db_integrity(t.reader, count_fault, &faults), OK);
    CHECK_INT(faults, 0);
    CHECK_INT(db_run(t.writer, SQL("CREATE TABLE parts (item INTEGER REFERENCES items (id))"), ""), OK);
    CHECK_INT(db_run(t.writer, SQL("PRAGMA foreign_keys = OFF"), ""), OK);
    CHECK_INT(db_run(t.writer, SQL("INSERT INTO parts VALUES (99999)"), ""), OK);
    CHECK_INT(db_integrity(t.reader, count_fault, &faults), ERR_CORRUPT);
    CHECK_INT(faults, 1);
    /* overwrite a page in the middle of the file */
    CHECK_INT(db_backup(t.reader, t.other, NULL, NULL), OK);
    static char junk[4096];
    memset(junk, 0x5a, sizeof junk);
    int fd = open(t.other, O_WRONLY);
    CHECK(pwrite(fd, junk, sizeof junk, 100 * 4096) == (ssize_t)sizeof junk);
    close(fd);
    struct db *damaged = NULL;
    CHECK_INT(db_open(&damaged, &(struct db_options){.path = t.other, .writer = true}), OK);
    CHECK_INT(db_integrity(damaged, count_fault, &faults), ERR_CORRUPT);
    CHECK(faults > 1);
    db_close(damaged);
    temp_close(&t);
}

static void test_checkpoint(void) {
    struct temp t;
    char log[128];
    struct stat st;
    temp_open(&t);
    fill(&t, 1000);
    snprintf(log, sizeof log, "%s-wal", t.path);
    CHECK(stat(log, &st) == 0 && st.st_size > 0);
    CHECK_INT(db_checkpoint(t.writer, false), OK);
    CHECK_INT(db_checkpoint(t.writer, true), OK);
    CHECK(stat(log, &st) == 0 && st.st_size == 0);
    CHECK_INT(number_of(t.reader, SQL("SELECT count(*) FROM items")), 1000);
    temp_close(&t);
}

TEST_MAIN(TEST(test_backup), TEST(test_integrity), TEST(test_checkpoint))
