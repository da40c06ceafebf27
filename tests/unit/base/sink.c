/* Sinks: what is written arrives whole and in order through a small window; errors stick. */
#include "../test.h"

#include <unistd.h>

#include "base/sink.h"

static void test_into_buf(void) {
    struct buf b;
    struct sink_buf s;
    size_t expected = 0;
    buf_init(&b, 1 << 20);
    sink_buf_init(&s, &b);
    for (int i = 0; i < 500; i++) {
        sink_printf(&s.sink, "%d,", i);
        expected += i < 10 ? 2 : i < 100 ? 3 : 4;
    }
    char large[9000];
    memset(large, 'x', sizeof large);
    sink_add(&s.sink, large, sizeof large);
    sink_add_i64(&s.sink, -12);
    sink_add_text(&s.sink, "end");
    sink_printf(&s.sink, "%600d", 1);
    CHECK_INT(sink_buf_done(&s), OK);
    CHECK_INT(b.len, expected + sizeof large + 6 + 600);
    CHECK(str_starts(buf_str(&b), STR("0,1,2,3,4,5,6,7,8,9,10,")));
    CHECK(str_find(buf_str(&b), STR("xx-12end   "), 0) != SIZE_MAX && str_ends(buf_str(&b), STR("  1")));
    buf_done(&b);
}

static void test_room(void) {
    struct buf b;
    struct sink_buf s;
    buf_init(&b, 1 << 20);
    sink_buf_init(&s, &b);
    for (int i = 0; i < 100; i++) {
        char *at = sink_room(&s.sink, 256);
        CHECK(at != NULL);
        memset(at, 'a' + i % 26, 200);
        sink_took(&s.sink, 200);
    }
    CHECK_INT(sink_buf_done(&s), OK);
    CHECK_INT(b.len, 20000);
    CHECK_INT(b.data[19999], 'a' + 99 % 26);
    buf_done(&b);
}

static void test_errors_stick(void) {
    struct buf b;
    struct sink_buf s;
    char piece[1000] = {0};
    buf_init(&b, 5000);
    sink_buf_init(&s, &b);
    for (int i = 0; i < 20; i++) sink_add(&s.sink, piece, sizeof piece);
    CHECK(sink_failed(&s.sink));
    CHECK(sink_room(&s.sink, 10) == NULL);
    CHECK_INT(sink_buf_done(&s), ERR_TOO_LARGE);
    CHECK(b.len <= 5000);
    buf_done(&b);
}

static void test_into_descriptor(void) {
    int ends[2];
    static struct sink_fd s;
    char got[16] = {0};
    CHECK(pipe(ends) == 0);
    sink_fd_init(&s, ends[1]);
    sink_add_text(&s.sink, "hello");
    CHECK_INT(sink_fd_done(&s), OK);
    CHECK_INT(read(ends[0], got, sizeof got), 5);
    CHECK_CSTR(got, "hello");
    close(ends[1]);
    sink_add_text(&s.sink, "lost");
    CHECK_INT(sink_fd_done(&s), ERR_IO);
    close(ends[0]);
}

TEST_MAIN(TEST(test_into_buf), TEST(test_room), TEST(test_errors_stick), TEST(test_into_descriptor))
