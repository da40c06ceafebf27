/* Errors: the table, and the detail of each thread. */
#include "../test.h"

#include <pthread.h>

#include "base/err.h"

static void test_table(void) {
    CHECK_INT(err_status(OK), 200);
    CHECK_INT(err_status(ERR_UNAUTHENTICATED), 403);
    CHECK_INT(err_status(ERR_NOT_FOUND), 404);
    CHECK_INT(err_status(ERR_INTERNAL), 500);
    CHECK(err_is_fault(ERR_DATABASE));
    CHECK(!err_is_fault(ERR_NOT_FOUND));
    CHECK_CSTR(err_name(ERR_GONE), "ERR_GONE");
    CHECK_CSTR(err_text(ERR_GONE), "This is gone.");
    CHECK_INT(err_status((enum err)9999), 500);
}

static void test_detail(void) {
    CHECK_INT(err_set(ERR_BAD_INPUT, "line %d", 7), ERR_BAD_INPUT);
    CHECK_CSTR(err_detail(), "line 7");
    CHECK_INT(err_plain(ERR_CONFLICT), ERR_CONFLICT);
    CHECK_CSTR(err_detail(), err_text(ERR_CONFLICT));
}

static void test_long_detail_is_cut_at_a_character(void) {
    char text[2001] = {0};
    for (size_t i = 0; i + 1 < sizeof text; i += 2) memcpy(text + i, "\xD0\x96", 2);
    (void)err_set(ERR_BAD_INPUT, "x%s", text);
    size_t len = strlen(err_detail());
    CHECK(len <= 1000 && len >= 997);
    CHECK_INT(len % 2, 1);
}

static void *other_thread(void *seen) {
    *(bool *)seen = strcmp(err_detail(), "mine") == 0;
    (void)err_set(ERR_BAD_INPUT, "theirs");
    return NULL;
}

static void test_threads_do_not_share_details(void) {
    pthread_t thread;
    bool seen = true;
    (void)err_set(ERR_BAD_INPUT, "mine");
    CHECK(pthread_create(&thread, NULL, other_thread, &seen) == 0);
    pthread_join(thread, NULL);
    CHECK(!seen);
    CHECK_CSTR(err_detail(), "mine");
}

TEST_MAIN(TEST(test_table), TEST(test_detail), TEST(test_long_detail_is_cut_at_a_character), TEST(test_threads_do_not_share_details))
