/* References in reports: masked, found and put in. */
#include "service/report_mark.h"

#include "../test.h"

static struct arena *arena;

static struct str masked(const char *text) {
    struct str s = str_from(text);
    return (struct str){report_mark_mask(arena, s), s.len};
}

static void test_mask(void) {
    CHECK_STR(masked("see @[attribute](ab) x"), "see                  x");
    CHECK_STR(masked("@![attribute](a)@[tag](b c)"), "                           ");
    CHECK_STR(masked("a@b.example [x](y) @[tag @[tag] @[tag]("), "a@b.example [x](y) @[tag @[tag] @[tag](");
    CHECK_STR(masked("@[tag](one\ntwo)"), "@[tag](one\ntwo)");
    CHECK_STR(masked("@"), "@");
    CHECK_STR(masked(""), "");
}

/* Each value found becomes <value>. */
static struct str marked(const char *text) {
    struct str s = str_from(text);
    struct report_value_list values = {0};
    struct report_mark_list marks = {0};
    report_mark_values(arena, report_mark_mask(arena, s), s.len, &values, &marks);
    for (size_t i = 0; i < values.len; i++) values.items[i].put = arena_printf(arena, "<%.*s>", STR_ARG(values.items[i].hit->what.value));
    return report_mark_apply(arena, s, &marks, &values);
}

static void test_values(void) {
    CHECK_STR(marked("198.51.100.7, 198[.]51[.]100[.]7 and 198.51.100.7"), "<198.51.100.7>, <198.51.100.7> and <198.51.100.7>");
    CHECK_STR(marked("198.51.100.7 is not 198.51.100.77 or 1198.51.100.7"), "<198.51.100.7> is not <198.51.100.77> or 1198.51.100.7");
    CHECK_STR(marked("evil.example.com and example.com"), "<evil.example.com> and <example.com>");
    CHECK_STR(marked("http://example.com/a then example.com"), "<http://example.com/a> then <example.com>");
    CHECK_STR(marked("known: @[attribute](198.51.100.7)"), "known: @[attribute](198.51.100.7)");
    CHECK_STR(marked("nothing here"), "nothing here");
    CHECK_STR(marked(""), "");
}

static void test_known(void) {
    struct str s = STR("abcd xabcd abcd-e abcd. abcd.e (abcd)");
    struct report_value_list values = {0};
    struct report_mark_list marks = {0};
    char *mask = report_mark_mask(arena, s);
    report_mark_known(arena, STR("abcd"), mask, s.len, &values, &marks);
    report_mark_known(arena, STR("nowhere"), mask, s.len, &values, &marks);
    CHECK(values.len == 1);
    values.items[0].put = STR("@");
    CHECK_STR(report_mark_apply(arena, s, &marks, &values), "@ xabcd abcd-e @. abcd.e (@)");
}

static void begin(void) { arena = arena_new(SIZE_MAX); }
static void end(void) { arena_free(arena); }

TEST_MAIN(TEST(begin), TEST(test_mask), TEST(test_values), TEST(test_known), TEST(end))
