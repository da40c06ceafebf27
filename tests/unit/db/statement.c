/* Statements: bind, step, columns, the cache of texts, errors and reuse after them. */
#include "temp.h"

static void test_types_and_nulls(void) {
    struct temp t;
    struct uuid id = {{1, 2, 3, 255}}, nil = UUID_NIL;
    temp_open(&t);
    const char *insert = SQL("INSERT INTO items (id, name, size, part, uuid) VALUES ($1, $2, $3, $4, $5)");
    CHECK_INT(db_run(t.writer, insert, "isidu", (int64_t)1, STR("one\0x"), INT64_MIN, 1.5, &id), OK);
    CHECK_INT(db_run(t.writer, insert, "bznnu", 2, NULL, &nil), OK);
    CHECK_INT(db_run(t.writer, insert, "bsbdx", 3, STR(""), 1, 0.0, STR("")), OK);
    CHECK_INT(db_run(t.writer, insert, "bzbnu", 4, "four", 0, NULL), OK);

    struct stmt *st = db_query(t.reader, SQL("SELECT id, name, size, part, uuid FROM items ORDER BY id"), "");
    CHECK_INT(stmt_columns(st), 5);
    CHECK_CSTR(stmt_column_name(st, 4), "uuid");
    CHECK(stmt_step(st));
    struct uuid got = stmt_uuid(st, 4);
    CHECK(memcmp(&got, &id, sizeof id) == 0);
    CHECK_INT(stmt_str(st, 1).len, 5);
    CHECK_INT(stmt_int(st, 2), INT64_MIN);
    CHECK(stmt_double(st, 3) == 1.5);
    CHECK(stmt_step(st));
    CHECK(stmt_is_null(st, 1) && stmt_is_null(st, 2) && stmt_is_null(st, 3) && stmt_is_null(st, 4));
    CHECK(stmt_str(st, 1).ptr == NULL);
    got = stmt_uuid(st, 4);
    CHECK(memcmp(&got, &nil, sizeof nil) == 0);
    CHECK(stmt_step(st));
    CHECK(stmt_str(st, 1).ptr != NULL && stmt_str(st, 1).len == 0);
    CHECK(stmt_str(st, 4).ptr != NULL && stmt_str(st, 4).len == 0 && !stmt_is_null(st, 4));
    CHECK(stmt_step(st));
    CHECK_STR(stmt_str(st, 2), "0");
    CHECK(stmt_is_null(st, 4));
    CHECK(!stmt_step(st));
    CHECK(!stmt_step(st)); /* and it does not start anew */
    CHECK_INT(stmt_done(st), OK);
    temp_close(&t);
}

/* $1 is the first argument wherever it stands, and twice where it stands twice. */
static void test_parameter_order(void) {
    struct temp t;
    temp_open(&t);
    struct stmt *st = db_query(t.reader, SQL("SELECT $3, $1, $2, $1"), "zzz", "a", "b", "c");
    CHECK(stmt_step(st));
    CHECK_STR(stmt_str(st, 0), "c");
    CHECK_STR(stmt_str(st, 1), "a");
    CHECK_STR(stmt_str(st, 2), "b");
    CHECK_STR(stmt_str(st, 3), "a");
    CHECK_INT(stmt_done(st), OK);
    /* a composed text may leave one out: it is bound and ignored */
    st = db_query(t.reader, SQL("SELECT $1, $3"), "zzz", "a", "b", "c");
    CHECK(stmt_step(st));
    CHECK_STR(stmt_str(st, 1), "c");
    CHECK_INT(stmt_done(st), OK);
    temp_close(&t);
}

static void test_wrong_binding(void) {
    struct temp t;
    int64_t n = 0;
    temp_open(&t);
    CHECK_INT(db_number(t.reader, &n, 7, SQL("SELECT $1 + $2"), "i", (int64_t)1), ERR_INTERNAL);
    CHECK_INT(n, 7);
    CHECK_INT(db_run(t.writer, SQL("DELETE FROM items WHERE id = $1"), "ii", (int64_t)1, (int64_t)2), ERR_INTERNAL);
    CHECK_INT(db_run(t.writer, SQL("DELETE FROM items WHERE id = $1"), "q", 1), ERR_INTERNAL);
    CHECK_INT(db_run(t.writer, SQL("DELETE FROM items WHERE id = ?"), ""), ERR_INTERNAL);
    CHECK_INT(db_run(t.writer, SQL("DELETE FROM items WHERE id = :a"), ""), ERR_INTERNAL);
    CHECK_INT(db_run(t.writer, SQL("DELETE FROM items; DELETE FROM items"), ""), ERR_INTERNAL);
    CHECK_INT(db_run(t.writer, SQL(" "), ""), ERR_INTERNAL);
    CHECK_INT(db_number(t.reader, &n, 7, SQL("SELECT $1 + $2"), "ib", (int64_t)1, 2), OK);
    CHECK_INT(n, 3);
    CHECK_INT(db_number(t.reader, &n, 7, SQL("SELECT NULL"), ""), OK);
    CHECK_INT(n, 7);
    temp_close(&t);
}

static void test_failed_query(void) {
    struct temp t;
    temp_open(&t);
    struct stmt *st = db_query(t.reader, SQL("SELECT nothing FROM nowhere WHERE a = $1"), "b", 1);
    CHECK(!stmt_step(st));
    CHECK_INT(stmt_bind_int(st, 1, 2), ERR_DATABASE);
    CHECK_INT(stmt_columns(st), 0);
    CHECK_INT(stmt_run(st), ERR_DATABASE);
    CHECK_INT(stmt_done(st), ERR_DATABASE);
    CHECK(strstr(err_detail(), "nowhere") != NULL);
    st = db_query(t.reader, SQL("SELECT $1"), "zz", "a", "b");
    CHECK(!stmt_step(st));
    CHECK_INT(stmt_done(st), ERR_INTERNAL);
    CHECK_INT(db_prepare(t.reader, &st, SQL("SELEC")), ERR_DATABASE);
    CHECK(st == NULL);
    CHECK_INT(stmt_done(NULL), OK);
    CHECK_INT(db_run(t.reader, SQL("INSERT INTO items (id) VALUES (1)"), ""), ERR_IO); /* query-only */
    /* double quotes are names, never texts */
    CHECK_INT(db_number(t.reader, &(int64_t){0}, 0, SQL("SELECT \"text\""), ""), ERR_DATABASE);
    temp_close(&t);
}

static void test_nested_use(void) {
    struct temp t;
    const char *sql = SQL("SELECT id FROM items WHERE id > $1 ORDER BY id");
    int64_t sum = 0;
    temp_open(&t);
    for (int i = 1; i <= 4; i++) CHECK_INT(db_run(t.writer, SQL("INSERT INTO items (id) VALUES ($1)"), "b", i), OK);
    struct stmt *outer = db_query(t.reader, sql, "b", 0);
    while (stmt_step(outer)) {
        struct stmt *inner = db_query(t.reader, sql, "i", stmt_int(outer, 0));
        CHECK(inner != outer);
        while (stmt_step(inner)) sum += stmt_int(inner, 0);
        CHECK_INT(stmt_done(inner), OK);
    }
    CHECK_INT(stmt_done(outer), OK);
    CHECK_INT(sum, 2 + 3 + 4 + 3 + 4 + 4);
    temp_close(&t);
}

static void test_run_again_after_error(void) {
    struct temp t;
    struct stmt *st = NULL;
    temp_open(&t);
    CHECK_INT(db_prepare(t.writer, &st, SQL("INSERT INTO items (id, name) VALUES ($1, $2)")), OK);
    CHECK_INT(stmt_bind(st, "bz", 1, "a"), OK);
    CHECK_INT(stmt_run(st), OK);
    CHECK_INT(stmt_bind(st, "bz", 2, "a"), OK);
    CHECK_INT(stmt_run(st), ERR_CONFLICT);
    CHECK(strstr(err_detail(), "items.name") != NULL);
    CHECK_INT(stmt_bind_str(st, 2, STR("b")), OK);
    CHECK_INT(stmt_run(st), OK);
    CHECK_INT(stmt_bind_null(st, 3), ERR_INTERNAL);
    CHECK_INT(stmt_run(st), ERR_INTERNAL);
    CHECK_INT(stmt_bind(st, "bn", 3), OK);
    CHECK_INT(stmt_run(st), OK);
    CHECK_INT(stmt_done(st), OK);
    CHECK_INT(number_of(t.reader, SQL("SELECT count(*) FROM items")), 3);
    /* nothing stays bound for the next user of the text */
    CHECK_INT(db_prepare(t.writer, &st, SQL("INSERT INTO items (id, name) VALUES ($1, $2)")), OK);
    CHECK_INT(stmt_bind_int(st, 1, 9), OK);
    CHECK_INT(stmt_run(st), OK);
    CHECK_INT(stmt_done(st), OK);
    CHECK_INT(number_of(t.reader, SQL("SELECT count(*) FROM items WHERE name IS NULL")), 2);
    temp_close(&t);
}

/* After its last row, and after none, a statement that is bound again runs again. */
static void test_bound_again_after_the_end(void) {
    struct temp t;
    struct stmt *st = NULL;
    temp_open(&t);
    CHECK_INT(db_run(t.writer, SQL("INSERT INTO items (id, name) VALUES (1, 'a'), (3, 'c')"), ""), OK);
    CHECK_INT(db_prepare(t.reader, &st, SQL("SELECT name FROM items WHERE id = $1")), OK);
    for (int id = 1; id <= 3; id++) {
        CHECK_INT(stmt_bind_int(st, 1, id), OK);
        CHECK(stmt_step(st) == (id != 2));
        CHECK(id != 3 || !stmt_step(st));
    }
    CHECK_INT(stmt_done(st), OK);
    temp_close(&t);
}

static void test_many_composed_texts(void) {
    struct temp t;
    char text[64];
    temp_open(&t);
    struct stmt *held = db_query(t.reader, SQL("SELECT 41 UNION SELECT 42 ORDER BY 1"), "");
    CHECK(stmt_step(held));
    for (int i = 0; i < 3000; i++) {
        int64_t n = -1;
        snprintf(text, sizeof text, "SELECT %d", i % 1300); /* ever new texts at one address */
        CHECK_INT(db_number(t.reader, &n, -1, text, ""), OK);
        CHECK_INT(n, i % 1300);
    }
    CHECK(stmt_step(held)); /* what is in use is not evicted */
    CHECK_INT(stmt_int(held, 0), 42);
    CHECK_INT(stmt_done(held), OK);
    temp_close(&t);
}

static void test_big_text(void) {
    struct temp t;
    size_t size = 20u << 20;
    char *text = malloc(size);
    if (!text) abort();
    memset(text, 'x', size);
    temp_open(&t);
    CHECK_INT(db_run(t.writer, SQL("INSERT INTO items (id, name) VALUES (1, $1)"), "s", (struct str){text, size}), OK);
    struct stmt *st = db_query(t.reader, SQL("SELECT name FROM items"), "");
    CHECK(stmt_step(st));
    CHECK_INT(stmt_str(st, 0).len, size);
    CHECK(memcmp(stmt_str(st, 0).ptr, text, size) == 0);
    CHECK_INT(stmt_done(st), OK);
    struct str beyond = {text, (size_t)INT32_MAX + 1};
    CHECK_INT(db_run(t.writer, SQL("INSERT INTO items (id, name) VALUES (2, $1)"), "s", beyond), ERR_TOO_LARGE);
    free(text);
    temp_close(&t);
}

static void test_copy_outlives(void) {
    struct temp t;
    struct arena *arena = arena_new(1 << 20);
    temp_open(&t);
    struct stmt *st = db_query(t.reader, SQL("SELECT 'kept', NULL, ''"), "");
    CHECK(stmt_step(st));
    struct str kept = stmt_copy(st, 0, arena), none = stmt_copy(st, 1, arena), empty = stmt_copy(st, 2, arena);
    CHECK_INT(stmt_done(st), OK);
    CHECK_STR(kept, "kept");
    CHECK(none.ptr == NULL);
    CHECK(empty.ptr != NULL && empty.len == 0);
    arena_free(arena);
    temp_close(&t);
}

static int64_t count_in(struct db *db, const char *sql, const char *list) {
    int64_t n = -1;
    CHECK_INT(db_number(db, &n, -1, sql, "z", list), OK);
    return n;
}

static void test_lists(void) {
    struct temp t;
    const char *ids = SQL("SELECT count(*) FROM items WHERE id IN $LIST(1)");
    const char *names = SQL("SELECT count(*) FROM items WHERE name IN $TEXTS(1)");
    const char *uuids = SQL("SELECT count(*) FROM items WHERE uuid IN $UUIDS(1)");
    struct uuid id = {{0x5a, 0x01, 0xff, [15] = 0x10}};
    temp_open(&t);
    for (int i = 1; i <= 50; i++) {
        char name[16];
        snprintf(name, sizeof name, i % 2 ? "%d" : "n\"%d", i);
        id.bytes[3] = (uint8_t)i;
        CHECK_INT(db_run(t.writer, SQL("INSERT INTO items (id, name, uuid) VALUES ($1, $2, $3)"), "bzu", i, name, &id), OK);
    }
    CHECK_INT(count_in(t.reader, ids, "[]"), 0);
    CHECK_INT(count_in(t.reader, ids, "[1,2,2,50,51]"), 3);
    CHECK_INT(count_in(t.reader, ids, "[\"1\",\"2\"]"), 2);
    CHECK_INT(count_in(t.reader, names, "[\"1\",\"n\\\"2\",\"2\",3]"), 3);
    CHECK_INT(count_in(t.reader, uuids,
                       "[\"5a01ff01-0000-0000-0000-000000000010\",\"5A01FF020000000000000000000000"
                       "10\",\"nonsense\",null,7,\"zzzzzzzz-zzzz-zzzz-zzzz-zzzzzzzzzzzz\"]"),
              2);
    CHECK_INT(count_in(t.reader, SQL("SELECT count(*) FROM items WHERE uuid NOT IN $UUIDS(1)"), "[\"nonsense\"]"), 50);
    int64_t n = 0;
    CHECK_INT(db_number(t.reader, &n, -1, ids, "z", "[1,"), ERR_DATABASE);
    temp_close(&t);
}

TEST_MAIN(TEST(test_types_and_nulls), TEST(test_parameter_order), TEST(test_wrong_binding), TEST(test_failed_query), TEST(test_nested_use),
          TEST(test_run_again_after_error), TEST(test_bound_again_after_the_end), TEST(test_many_composed_texts), TEST(test_big_text),
          TEST(test_copy_outlives), TEST(test_lists))
