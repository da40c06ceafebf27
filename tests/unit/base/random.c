/* Random: lengths, alphabet, and that it is not constant. */
#include "../test.h"

#include <ctype.h>

#include "base/random.h"

static void test_alnum(void) {
    char text[1001];
    bool seen[256] = {0};
    int kinds = 0;
    random_alnum(text, 1000);
    CHECK_INT(strlen(text), 1000);
    for (int i = 0; i < 1000; i++) {
        CHECK(isalnum((unsigned char)text[i]));
        kinds += !seen[(unsigned char)text[i]];
        seen[(unsigned char)text[i]] = true;
    }
    CHECK(kinds > 55);
    random_alnum(text, 0);
    CHECK_CSTR(text, "");
}

static void test_bytes_differ(void) {
    unsigned char a[16], b[16];
    random_bytes(a, sizeof a);
    random_bytes(b, sizeof b);
    CHECK(memcmp(a, b, sizeof a) != 0);
}

TEST_MAIN(TEST(test_alnum), TEST(test_bytes_differ))
