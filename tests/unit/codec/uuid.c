/* UUIDs: text both ways, versions, names. */
#include "../test.h"

#include "codec/uuid.h"

static void test_round_trip(void) {
    char text[UUID_TEXT];
    struct uuid u, back;
    for (int i = 0; i < 100; i++) {
        u = uuid_random();
        struct str s = uuid_text(&u, text);
        CHECK(s.len == 36 && text[36] == '\0' && text[14] == '4' && strchr("89ab", text[19]));
        CHECK(uuid_parse(s, &back) && uuid_eq(&u, &back));
    }
    CHECK(uuid_parse(STR("ABCDEF01-2345-6789-abcd-ef0123456789"), &u));
    CHECK_STR(uuid_text(&u, text), "abcdef01-2345-6789-abcd-ef0123456789");
    CHECK(!uuid_is_nil(&u) && uuid_is_nil(&UUID_NIL));
}

/* Every single wrong character is found, wherever it stands. */
static void test_refuses(void) {
    char text[37] = "abcdef01-2345-6789-abcd-ef0123456789";
    struct uuid u;
    const char wrong[] = {'g', 'G', '@', '`', '/', ':', '-', ' ', '\0', '\x80', '\xFF'};
    for (size_t i = 0; i < 36; i++) {
        char kept = text[i];
        for (size_t k = 0; k < sizeof wrong; k++) {
            text[i] = wrong[k];
            CHECK(uuid_parse((struct str){text, 36}, &u) == (kept == wrong[k]));
        }
        text[i] = kept;
    }
    CHECK(uuid_parse((struct str){text, 36}, &u));
    CHECK(!uuid_parse((struct str){text, 35}, &u) && !uuid_parse(STR_NONE, &u));
    CHECK(!uuid_parse(STR("{bcdef01-2345-6789-abcd-ef0123456789}"), &u));
}

static void test_names(void) {
    struct uuid dns, u;
    char text[UUID_TEXT];
    CHECK(uuid_parse(STR("6ba7b810-9dad-11d1-80b4-00c04fd430c8"), &dns));
    u = uuid_from_name(&dns, STR("www.example.com")); /* RFC 9562, annex A.4 */
    CHECK_STR(uuid_text(&u, text), "2ed6657d-e927-568b-95e1-2665a8aea6a2");
}

TEST_MAIN(TEST(test_round_trip), TEST(test_refuses), TEST(test_names))
