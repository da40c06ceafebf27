/* Names of tags. */
#include "model/tag_name.h"

#include "../test.h"

static void test_check(void) {
    struct str name;
    char text[300];
    CHECK_INT(tag_name_check(STR("  tlp:red "), &name), OK);
    CHECK_STR(name, "tlp:red");
    CHECK_INT(tag_name_check(STR(" "), &name), ERR_REFUSED);
    CHECK_CSTR(err_detail(), "Name cannot be empty.");
    CHECK_INT(tag_name_check(STR_NONE, &name), ERR_REFUSED);
    CHECK_INT(tag_name_check(STR("a\nb"), &name), ERR_REFUSED);
    CHECK_INT(tag_name_check(STR("a\x7f"
                                 "b"),
                             &name),
              ERR_REFUSED);
    memset(text, 'a', sizeof text);
    memcpy(text + 254, "\xc3\xa9", 2);
    CHECK_INT(tag_name_check((struct str){text, sizeof text}, &name), OK);
    CHECK_INT(name.len, 254);
}

static void test_galaxy(void) {
    CHECK(tag_name_is_galaxy(STR("misp-galaxy:threat-actor=\"Sofacy\"")));
    CHECK(tag_name_is_galaxy(STR("misp-galaxy:tool=\"A: B\"")));
    CHECK(!tag_name_is_galaxy(STR("misp-galaxy:threat-actor=\"\"")));
    CHECK(!tag_name_is_galaxy(STR("misp-galaxy:threat-actor")));
    CHECK(!tag_name_is_galaxy(STR("tlp:red")));
    CHECK(!tag_name_is_custom_galaxy(STR("misp-galaxy:threat-actor=\"Sofacy\"")));
    CHECK(tag_name_is_custom_galaxy(STR("misp-galaxy:x=\"1f1a1d6c-9b14-4d3b-a4a5-0b6b6f5ae6a1\"")));
}

static void test_parts(void) {
    struct tag_parts p = tag_name_parts(STR("admiralty-scale:source-reliability=\"a\""));
    CHECK_STR(p.name_space, "admiralty-scale");
    CHECK_STR(p.predicate, "source-reliability");
    CHECK_STR(p.value, "a");
    p = tag_name_parts(STR("tlp:red"));
    CHECK_STR(p.predicate, "red");
    CHECK(str_is_none(p.value));
    p = tag_name_parts(STR("plain"));
    CHECK(str_is_none(p.name_space));
    p = tag_name_parts(STR("a:b=\""));
    CHECK_STR(p.predicate, "b=\"");
}

TEST_MAIN(TEST(test_check), TEST(test_galaxy), TEST(test_parts))
