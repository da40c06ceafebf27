/* MISP JSON as clients send it: wrappers, one-by-one attributes, forms of values, and what is refused. */
#include "format/misp_read.h"

#include <stdlib.h>

#include "../test.h"
#include "model/attribute_type.h"

static struct arena *arena;

static enum err read_event(const char *text, struct event *out) {
    static char room[4096];
    struct json j;
    size_t len = strlen(text);
    memset(room, 0, sizeof room);
    memcpy(room, text, len);
    json_init(&j, room, len);
    *out = (struct event){0};
    return misp_read_event(&j, arena, out);
}

static size_t count_attributes(const struct event *e, struct attribute *last) {
    struct misp_attributes list;
    size_t n = 0;
    misp_attributes_begin(&list, e);
    while (misp_attributes_next(&list, arena, last)) n++;
    CHECK(misp_attributes_end(&list) == OK);
    return n;
}

static void test_wrappers(void) {
    static const char *const texts[] = {"{\"info\":\"x\"}",
                                        "{\"Event\":{\"info\":\"x\"}}",
                                        "{\"request\":{\"Event\":{\"info\":\"x\"}}}",
                                        "[{\"Event\":{\"info\":\"x\"}}]",
                                        "{\"response\":[{\"Event\":{\"info\":\"x\"}},{\"Event\":{\"info\":\"y\"}}]}",
                                        "{\"response\":{\"Event\":{\"info\":\"x\"}}}"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct event e;
        CHECK(read_event(texts[i], &e) == OK);
        CHECK_STR(e.info, "x");
        CHECK(e.given == GIVEN_INFO);
    }
}

static void test_nothing(void) {
    struct event e;
    CHECK(read_event("{}", &e) == ERR_METHOD);
    CHECK(read_event("[]", &e) == ERR_METHOD);
    CHECK(read_event("{\"Event\":\"x\"}", &e) == ERR_METHOD);
    CHECK(read_event("{\"Event\":{}}", &e) == OK); /* an event without info: refused later, by its field */
}

static void test_fields(void) {
    struct event e;
    CHECK(read_event(
              "{\"Event\":{\"uuid\":\"5B0D1A2C-0000-4000-8000-0123456789AB\",\"distribution\":\"4\",\"sharing_group_id\":7,"
              "\"analysis\":\"Ongoing\",\"published\":true,\"timestamp\":\"1642118400\",\"threat_level_id\":2,\"unknown\":[{}],"
              "\"Orgc\":{\"uuid\":\"5b0d1a2c-0000-4000-8000-0123456789ac\",\"name\":\"CERT\"},\"Tag\":[{\"name\":\"tlp:green\"},\"a\"]}}",
              &e) == OK);
    CHECK_INT(e.distribution, 4);
    CHECK_INT(e.sharing_group_id, 7);
    CHECK_INT(e.analysis, 1);
    CHECK(e.published);
    CHECK_INT(e.timestamp, 1642118400);
    CHECK_STR(e.orgc.name, "CERT");
    CHECK_INT(e.tags.len, 2);
    CHECK_STR(e.tags.items[1].name, "a");
}

static void test_attributes_one_by_one(void) {
    struct event e;
    struct attribute a;
    CHECK(read_event("{\"info\":\"x\",\"Attribute\":[{\"type\":\"ip-dst\",\"value\":\"1.2.3.4\",\"to_ids\":\"1\"},"
                     "{\"type\":\"nosuch\",\"value\":\"\\u00e9\",\"Tag\":[{\"name\":\"t\"}]}],\"date\":\"2022-01-14\"}",
                     &e) == OK);
    CHECK_STR(e.date, "2022-01-14"); /* what stands behind the list is read as well */
    CHECK(misp_has_attributes(&e));
    CHECK_INT(count_attributes(&e, &a), 2);
    CHECK_STR(a.value, "é");
    CHECK_STR(a.type_name, "nosuch");
    CHECK_INT(a.type, 0);
    CHECK_INT(a.tags.len, 1);
    CHECK(a.first_seen == SEEN_NONE);
}

static void test_attribute_forms(void) {
    struct event e;
    struct attribute a;
    CHECK(read_event("{\"info\":\"x\",\"Attribute\":{\"type\":\"domain|ip\",\"value1\":\"a.example\",\"value2\":\"192.0.2.1\"}}", &e) ==
          OK);
    CHECK_INT(count_attributes(&e, &a), 1);
    CHECK_STR(a.value, "a.example|192.0.2.1");
    CHECK_INT(a.type, TYPE_DOMAIN_IP);
    CHECK(read_event("{\"info\":\"x\",\"Attribute\":[]}", &e) == OK && !misp_has_attributes(&e));
    CHECK(read_event("{\"info\":\"x\",\"Attribute\":null}", &e) == OK && !misp_has_attributes(&e));
    CHECK(read_event("{\"info\":\"x\"}", &e) == OK && !misp_has_attributes(&e));
}

static void test_refused(void) {
    static const char *const texts[] = {"{\"info\":[1]}",
                                        "{\"info\":\"x\",\"uuid\":\"no\"}",
                                        "{\"info\":\"x\",\"distribution\":\"far\"}",
                                        "{\"info\":\"x\",\"published\":\"maybe\"}",
                                        "{\"info\":\"x\",\"timestamp\":\"never\"}",
                                        "{\"info\":\"x\",\"Attribute\":\"text\"}",
                                        "{\"info\":\"x\"",
                                        "{\"info\":\"x\"} {}",
                                        "{\"info\":\"x\",\"Object\":[{\"Attribute\":7}]}"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct event e;
        CHECK(read_event(texts[i], &e) == ERR_BAD_INPUT);
    }
}

static void test_bad_attribute_ends_the_list(void) {
    struct event e;
    struct attribute a;
    struct misp_attributes list;
    CHECK(read_event("{\"info\":\"x\",\"Attribute\":[{\"value\":\"1\"},{\"uuid\":\"no\"},{\"value\":\"3\"}]}", &e) == OK);
    misp_attributes_begin(&list, &e);
    CHECK(misp_attributes_next(&list, arena, &a));
    CHECK(!misp_attributes_next(&list, arena, &a));
    CHECK(misp_attributes_end(&list) == ERR_BAD_INPUT);
}

int main(void) {
    static const struct test_case cases[] = {TEST(test_wrappers),
                                             TEST(test_nothing),
                                             TEST(test_fields),
                                             TEST(test_attributes_one_by_one),
                                             TEST(test_attribute_forms),
                                             TEST(test_refused),
                                             TEST(test_bad_attribute_ends_the_list)};
    arena = arena_new(1 << 20);
    int code = test_run(cases, sizeof cases / sizeof *cases);
    arena_free(arena);
    return code;
}
