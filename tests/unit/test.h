/* The unit tests' own tiny harness: one executable per tests/unit/ROOM/noun.c, with its own main().
 *
 *   #include "../test.h"
 *   static void test_split(void) { CHECK(1 + 1 == 2); CHECK_INT(2, 2); CHECK_STR(str_of("a"), "a"); }
 *   TEST_MAIN(TEST(test_split), TEST(test_join))
 *
 * Each TEST prints "ok NAME" or, at the failing line, file:line and what was found; the exit code is 0 when
 * everything held. A failed check does not stop its test: the ones after it are still tried. */
#ifndef TESTS_UNIT_TEST_H
#define TESTS_UNIT_TEST_H

#include <inttypes.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static int test_failed_checks;
static int test_done_checks;

__attribute__((unused)) static void test_fail(const char *file, int line, const char *what) {
    test_failed_checks++;
    printf("%s:%d: failed: %s\n", file, line, what);
}

__attribute__((unused)) static void test_int(const char *file, int line, const char *what, int64_t got, int64_t want) {
    test_done_checks++;
    if (got == want) return;
    test_fail(file, line, what);
    printf("    got %" PRId64 ", expected %" PRId64 "\n", got, want);
}

__attribute__((unused)) static void test_text(const char *file, int line, const char *what, const void *got, size_t got_len,
                                              const char *want) {
    size_t want_len = strlen(want);
    test_done_checks++;
    if (got_len == want_len && (want_len == 0 || memcmp(got, want, want_len) == 0)) return;
    test_fail(file, line, what);
    printf("    got      [%.*s] (%zu)\n    expected [%s] (%zu)\n", (int)got_len, got ? (const char *)got : "", got_len, want, want_len);
}

/* The condition holds. */
#define CHECK(cond) \
    do { \
        test_done_checks++; \
        if (!(cond)) test_fail(__FILE__, __LINE__, #cond); \
    } while (0)

/* Two integers are equal; the second is the expected one. */
#define CHECK_INT(got, want) test_int(__FILE__, __LINE__, #got " == " #want, (int64_t)(got), (int64_t)(want))

/* A `struct str` holds exactly this C string. */
#define CHECK_STR(got, want) \
    do { \
        struct str test_str_got = (got); \
        test_text(__FILE__, __LINE__, #got, test_str_got.ptr, test_str_got.len, (want)); \
    } while (0)

/* Bytes (pointer, length) are exactly this C string. */
#define CHECK_MEM(ptr, len, want) test_text(__FILE__, __LINE__, #ptr, (ptr), (len), (want))

/* A C string equals another. */
#define CHECK_CSTR(got, want) \
    do { \
        const char *test_c_got = (got); \
        test_text(__FILE__, __LINE__, #got, test_c_got, test_c_got ? strlen(test_c_got) : 0, (want)); \
    } while (0)

struct test_case {
    const char *name;
    void (*run)(void);
};

#define TEST(function) \
    { #function, function }

/* Run them all; returns the exit code. */
__attribute__((unused)) static int test_run(const struct test_case *cases, size_t count) {
    int bad = 0;
    for (size_t i = 0; i < count; i++) {
        int before = test_failed_checks;
        cases[i].run();
        if (test_failed_checks != before) bad++;
        printf("%s %s\n", test_failed_checks == before ? "ok" : "FAILED", cases[i].name);
        fflush(stdout);
    }
    printf("%zu tests, %d checks, %d failed\n", count, test_done_checks, test_failed_checks);
    return bad ? 1 : 0;
}

#define TEST_MAIN(...) \
    int main(void) { \
        static const struct test_case cases[] = {__VA_ARGS__}; \
        return test_run(cases, sizeof cases / sizeof *cases); \
    }

#endif
