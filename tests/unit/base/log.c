/* Log: quoting of foreign text, levels, and one whole line per call. */
#include "../test.h"

#include <unistd.h>

#include "base/log.h"

static void test_quote(void) {
    char out[64], small[8];
    CHECK_CSTR(log_quote(out, sizeof out, STR("a \"b\"\\\n\x1b[0m\xC2\x85")), "\"a \\\"b\\\"\\\\\\x0a\\x1b[0m\\xc2\\x85\"");
    CHECK_CSTR(log_quote(out, sizeof out, STR_NONE), "\"\"");
    CHECK_CSTR(log_quote(small, sizeof small, STR("abcdefghijkl")), "\"ab\"");
    CHECK_CSTR(log_quote(small, 2, STR("abc")), "");
}

static void test_levels(void) {
    CHECK(log_is_on(LOG_INFO) && !log_is_on(LOG_DEBUG));
    log_set_level(LOG_ERROR);
    CHECK(log_is_on(LOG_ERROR) && !log_is_on(LOG_WARN));
    log_set_level(LOG_INFO);
}

static void test_line(void) {
    int ends[2], kept = dup(STDERR_FILENO);
    char got[6000], wide[5000];
    memset(wide, 'w', sizeof wide - 1);
    wide[sizeof wide - 1] = '\0';
    CHECK(pipe(ends) == 0);
    dup2(ends[1], STDERR_FILENO);
    log_line(LOG_WARN, "what=%s rc=%d", "x", 5);
    log_line(LOG_DEBUG, "what=unseen");
    ssize_t n = read(ends[0], got, sizeof got - 1);
    log_line(LOG_WARN, "%s", wide);
    ssize_t m = read(ends[0], wide, sizeof wide);
    dup2(kept, STDERR_FILENO);
    got[n > 0 ? n : 0] = '\0';
    CHECK(strncmp(got, "time=20", 7) == 0 && strstr(got, " level=warn what=x rc=5\n") != NULL);
    CHECK(strstr(got, "unseen") == NULL);
    CHECK(m > 3000 && m <= 4096 && wide[m - 1] == '\n');
}

TEST_MAIN(TEST(test_quote), TEST(test_levels), TEST(test_line))
