/* The filter against what was put in, and its bytes against the layout. */
#include "format/bloom_out.h"

#include <math.h>

#include "../test.h"
#include "base/buf.h"

static uint64_t number(struct str bytes, size_t place) {
    uint64_t n = 0;
    for (int i = 7; i >= 0; i--) n = n << 8 | (uint8_t)bytes.ptr[place * 8 + (size_t)i];
    return n;
}

static void test_filter(void) {
    struct bloom *b = bloom_new(10000, 0.001);
    char text[32];
    for (int i = 0; i < 10000; i++) {
        snprintf(text, sizeof text, "in-%d", i);
        bloom_add(b, str_from(text));
        bloom_add(b, str_from(text)); /* twice is once */
    }
    int wrong = 0;
    for (int i = 0; i < 100000; i++) {
        snprintf(text, sizeof text, "in-%d", i % 10000);
        CHECK(bloom_holds(b, str_from(text)));
        snprintf(text, sizeof text, "out-%d", i);
        wrong += bloom_holds(b, str_from(text));
    }
    CHECK(wrong < 200); /* a hundred are promised */
    bloom_free(b);
}

static void test_layout(void) {
    struct bloom *b = bloom_new(100, 0.01);
    struct buf buf;
    struct sink_buf s;
    double p;
    bloom_add(b, STR("foo"));
    buf_init(&buf, 1 << 16);
    sink_buf_init(&s, &buf);
    bloom_write(b, &s.sink);
    CHECK_INT(sink_buf_done(&s), OK);
    struct str bytes = buf_str(&buf);
    uint64_t raw = number(bytes, 2);
    memcpy(&p, &raw, sizeof p);
    CHECK_INT(number(bytes, 0), 1);
    CHECK_INT(number(bytes, 1), 100);
    CHECK(fabs(p - 0.01) < 1e-12);
    CHECK_INT(number(bytes, 3), 7);
    CHECK_INT(number(bytes, 4), 958);
    CHECK_INT(number(bytes, 5), 1);
    CHECK_INT(bytes.len, 48 + 15 * 8);
    int bits = 0;
    for (size_t i = 48; i < bytes.len; i++) bits += __builtin_popcount((uint8_t)bytes.ptr[i]);
    CHECK(bits > 0 && bits <= 7);
    buf_done(&buf);
    bloom_free(b);
}

static void test_empty(void) {
    struct bloom *b = bloom_new(0, 0.001);
    CHECK(!bloom_holds(b, STR("anything")));
    bloom_add(b, STR(""));
    CHECK(bloom_holds(b, STR("")));
    bloom_free(b);
}

TEST_MAIN(TEST(test_filter), TEST(test_layout), TEST(test_empty))
