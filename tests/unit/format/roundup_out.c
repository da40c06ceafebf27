/* What the writers of roundups share: dates, counts, titles, addresses, cleaning; and the JSON. */
#include "format/roundup_out.h"

#include "../test.h"

static struct arena *arena;
static struct buf out;
static struct sink_buf sink;

static struct sink *begin(void) {
    if (!arena) arena = arena_new(SIZE_MAX);
    buf_done(&out);
    buf_init(&out, 1 << 20);
    sink_buf_init(&sink, &out);
    return &sink.sink;
}

static struct str said(void) {
    CHECK(sink_buf_done(&sink) == OK);
    return buf_str(&out);
}

static struct roundup span(const char *text) {
    struct roundup r;
    if (!arena) arena = arena_new(SIZE_MAX);
    if (roundup_span(arena, str_from(text), &r) != OK) test_fail(__FILE__, __LINE__, text);
    return r;
}

static struct str title(const char *text) {
    struct roundup r = span(text);
    roundup_out_title(begin(), &r);
    return said();
}

static struct str days(const char *text) {
    struct roundup r = span(text);
    roundup_out_days(begin(), r.from, r.to);
    return said();
}

static void test_titles(void) {
    CHECK_STR(title("2022-W03"), "Week 3 of 2022");
    CHECK_STR(title("2022-01"), "January 2022");
    CHECK_STR(title("2022-01-04"), "4 January 2022");
    CHECK_STR(days("2022-W03"), "17 to 23 January 2022");
    CHECK_STR(days("2022-W05"), "31 January to 6 February 2022");
    CHECK_STR(days("2020-W53"), "28 December 2020 to 3 January 2021");
    CHECK_STR(days("2022-02"), "1 to 28 February 2022");
}

static struct str dated(int64_t from, int64_t to, enum date_precision precision, enum date_source source) {
    struct dated d = {from, to, precision, source};
    roundup_out_dated(begin(), &d);
    return said();
}

static void test_dated(void) {
    CHECK_STR(dated(19006, 19006, PRECISION_DAY, DATE_HINT), "14 January 2022");
    CHECK_STR(dated(18993, 19023, PRECISION_MONTH, DATE_PREFIX), "January 2022");
    CHECK_STR(dated(18993, 19357, PRECISION_YEAR, DATE_BODY), "2022");
    CHECK_STR(dated(0, 0, PRECISION_NONE, DATE_HINT), "day unknown");
    CHECK_STR(dated(19009, 19012, PRECISION_DAY, DATE_STORY), "17 to 20 January 2022, inferred from its story");
}

static struct str counts(size_t reports, size_t events, size_t independent, size_t languages) {
    struct roundup_story s = {.reports = reports, .events = events, .independent = independent, .languages = languages};
    memcpy(s.language_codes[0], "en", 3);
    memcpy(s.language_codes[1], "no", 3);
    roundup_out_counts(begin(), &s);
    return said();
}

static void test_counts(void) {
    CHECK_STR(counts(3, 0, 2, 2), "3 reports in 2 languages (English, Norwegian), 2 independent sources");
    CHECK_STR(counts(1, 0, 1, 1), "1 report in English");
    CHECK_STR(counts(2, 1, 1, 0), "2 reports, 1 event of a member, 1 independent source");
    CHECK_STR(counts(0, 2, 0, 0), "2 events of members");
}

static void test_summary(void) {
    struct roundup r = span("2022-W03");
    roundup_out_summary(begin(), &r);
    CHECK_STR(said(), "Nothing is known of this week: no report and no incident.");
    CHECK(roundup_is_empty(&r));
    r.stories.items = ARENA_ARRAY(arena, struct roundup_story, 2);
    r.stories.len = 2;
    r.reports = 5;
    r.languages = 1;
    vec_push(arena, &r.uncertain);
    roundup_out_summary(begin(), &r);
    CHECK_STR(said(), "2 stories from 5 reports in 1 language, 1 story of uncertain date.");
    r = span("2022-01-14");
    roundup_out_summary(begin(), &r);
    CHECK_STR(said(), "Nothing is known of this day: no report and no incident.");
}

static void test_links(void) {
    static const char *const good[] = {"http://example.org/a?b=c#d", "HTTPS://example.org", "https://[2001:db8::1]:8443/x",
                                       "https://xn--e1afmkfd.example/"};
    static const char *const bad[] = {"javascript:alert(1)",
                                      "JaVaScRiPt://example.org/%0aalert(1)",
                                      "data:text/html,x",
                                      "//example.org",
                                      "/path",
                                      "ftp://example.org/",
                                      "http://",
                                      "",
                                      "http:example",
                                      " http://example.org",
                                      "http://bank.example@evil.example/",
                                      "http://exa mple.org/",
                                      "vbscript:x",
                                      "file:///etc/passwd",
                                      "http://example.org\\@evil"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) CHECK(roundup_is_link(str_from(good[i])));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (roundup_is_link(str_from(bad[i]))) printf("%s\n", bad[i]);
        CHECK(!roundup_is_link(str_from(bad[i])));
    }
    roundup_out_url(begin(), STR("https://example.org/a\"b<c>(d) \xC3\xA9%20&e='f'"));
    CHECK_STR(said(), "https://example.org/a%22b%3Cc%3E%28d%29%20%C3%A9%20&e='f'");
}

static void add(struct sink *to, struct str piece) { sink_add_str(to, piece); }

static struct str clean(struct str text) {
    roundup_out_clean(begin(), text, add);
    return said();
}

static void test_cleaning(void) {
    CHECK_STR(clean(STR("plain – Текст عربي")), "plain – Текст عربي");
    CHECK_STR(clean(STR("a\nb\tc\x01"
                        "d\x7F")),
              "a b c d ");
    CHECK_STR(clean(STR("a\0b")), "a b");
    CHECK_STR(clean(STR("invoice\xE2\x80\xAE"
                        "fdp.exe")),
              "invoice fdp.exe");
    CHECK_STR(clean(STR("http:\xE2\x81\xA6//x")), "http: //x");
    CHECK_STR(clean(STR("\xFF\xC0")), "\xEF\xBF\xBD\xEF\xBF\xBD");
    CHECK_STR(clean(STR("")), "");
    CHECK(roundup_is_rtl("ar") && roundup_is_rtl("he") && !roundup_is_rtl("en") && !roundup_is_rtl(""));
}

static void test_json(void) {
    struct roundup r = span("2022-W03");
    struct json_out o;
    struct json_node *tree = NULL;
    struct roundup_story *s = vec_push(arena, &r.stories);
    *s = (struct roundup_story){.headline = STR("</script> \"x\""), .reports = 2, .independent = 1, .languages = 1, .single = true};
    memcpy(s->language_codes[0], "ar", 3);
    r.cut[ROUNDUP_TRENDS] = r.cut[ROUNDUP_RELATED] = true;
    *vec_push(arena, &s->sentences) = (struct roundup_sentence){.text = STR("نص"), .language = "ar", .source = STR("a.example")};
    *vec_push(arena, &s->sources) = (struct roundup_source){.url = STR("javascript:x"), .copy = true};
    vec_push(arena, &r.trends)->before[3] = 7;
    json_out_init(&o, begin(), false);
    roundup_json_write(&o, &r);
    json_out_done(&o);
    CHECK(json_tree_copy(arena, said(), &tree) == OK);
    CHECK_STR(json_get_text(tree, "label"), "2022-W03");
    CHECK_STR(json_get_text(tree, "from"), "2022-01-17");
    CHECK_STR(json_get_text(tree, "to"), "2022-01-23");
    const struct json_node *story = json_get(tree, "stories")->child;
    CHECK_STR(json_get_text(story, "headline"), "</script> \"x\"");
    CHECK_STR(json_get_text(story, "independent_sources"), "1");
    CHECK_STR(json_get(story, "languages")->child->text, "ar");
    CHECK_STR(json_get_text(json_get(story, "sentences")->child, "text"), "نص");
    CHECK_STR(json_get(json_get(tree, "trends")->child, "before")->last->text, "7");
    CHECK_STR(json_get(tree, "cut")->child->text, "trends");
    CHECK_STR(json_get(tree, "cut")->last->text, "related");
    static const char *const lists[] = {"incidents", "attributions", "attributed", "agreements", "ahead",
                                        "proposals", "later",        "uncertain",  "cut"};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        CHECK(json_get(tree, lists[i]) && json_get(tree, lists[i])->kind == JSON_ARRAY);
}

static void test_uuid(void) {
    struct roundup a = span("2022-W03"), b = span("2022-W04"), c = span("2022-w03");
    struct uuid x = roundup_uuid(&a), y = roundup_uuid(&b), z = roundup_uuid(&c);
    CHECK(!uuid_eq(&x, &y) && uuid_eq(&x, &z) && !uuid_is_nil(&x));
}

TEST_MAIN(TEST(test_titles), TEST(test_dated), TEST(test_counts), TEST(test_summary), TEST(test_links), TEST(test_cleaning),
          TEST(test_json), TEST(test_uuid))
