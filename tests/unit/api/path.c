/* Paths taken apart: decoding, named parameters, suffixes, and what is refused. */
#include "api/path.h"

#include "../test.h"

static struct arena *arena;

static struct path parsed(const char *path, const char *query) {
    struct path out;
    enum err e = path_parse(arena, STR_NONE, str_from(path), str_from(query), &out);
    CHECK_INT(e, OK);
    return out;
}

static enum err refused(const char *path, const char *query) {
    struct path out;
    return path_parse(arena, STR_NONE, str_from(path), str_from(query), &out);
}

static void test_segments(void) {
    struct path p = parsed("/events/view/5", NULL);
    CHECK_INT(p.count, 3);
    CHECK_STR(p.segments[0], "events");
    CHECK_STR(p.segments[2], "5");
    CHECK(p.named == NULL);
    CHECK_INT(parsed("/", NULL).count, 0);
    CHECK_INT(parsed("", NULL).count, 0);
    p = parsed("//event_reports///add/", NULL);
    CHECK_INT(p.count, 2);
    CHECK_STR(p.segments[1], "add");
}

static void test_decoding(void) {
    struct path p = parsed("/tags/search/a+b%20c%2Fd", NULL);
    CHECK_INT(p.count, 3);
    CHECK_STR(p.segments[2], "a b c/d");
    p = parsed("/tags/search/%C3%A4", NULL);
    CHECK_STR(p.segments[2], "\xC3\xA4");
    CHECK_INT(refused("/a/%", NULL), ERR_BAD_INPUT);
    CHECK_INT(refused("/a/%4", NULL), ERR_BAD_INPUT);
    CHECK_INT(refused("/a/%zz", NULL), ERR_BAD_INPUT);
    CHECK_INT(refused("/a/%00", NULL), ERR_BAD_INPUT);
    CHECK_INT(refused("/a/%FF%FE", NULL), ERR_BAD_INPUT);
    CHECK_INT(refused("/a/%C0%AF", NULL), ERR_BAD_INPUT);
    CHECK_INT(refused("/a/\xFF", NULL), ERR_BAD_INPUT);
    CHECK_INT(refused("/a/b", "x=%ED%A0%80"), ERR_BAD_INPUT);
}

static void test_suffix(void) {
    struct path p = parsed("/attributes/describeTypes.json", NULL);
    CHECK_INT(p.suffix, SUFFIX_JSON);
    CHECK_STR(p.segments[1], "describeTypes");
    p = parsed("/events/view/5/deleted:1.xml", NULL);
    CHECK_INT(p.suffix, SUFFIX_XML);
    CHECK_STR(json_get_text(p.named, "deleted"), "1");
    CHECK_INT(parsed("/a/b.csv", NULL).suffix, SUFFIX_CSV);
    CHECK_INT(parsed("/a/b.txt", NULL).suffix, SUFFIX_NONE);
}

static void test_named(void) {
    struct path p = parsed("/admin/users/index/value:x+y/searchorg:2", NULL);
    CHECK_INT(p.count, 3);
    CHECK_STR(json_get_text(p.named, "value"), "x y");
    CHECK_STR(json_get_text(p.named, "searchorg"), "2");
    p = parsed("/events/index/searchtag:tlp;white", NULL);
    CHECK_STR(json_get_text(p.named, "searchtag"), "tlp:white");
    p = parsed("/events/index/url:http:%2F%2Fa.example", NULL);
    CHECK_STR(json_get_text(p.named, "url"), "http://a.example");
    p = parsed("/galaxies/value:", NULL);
    CHECK_INT(p.count, 1);
    CHECK_STR(json_get_text(p.named, "value"), "");
    p = parsed("/events/:x", NULL);
    CHECK_INT(p.count, 2);
}

static void test_lists(void) {
    struct path p = parsed("/events/index/uuid[]:a/uuid%5B%5D:b", "uuid[]=c");
    struct json_node *list = json_get(p.named, "uuid");
    CHECK(list && list->kind == JSON_ARRAY && list->len == 3);
    CHECK_STR(list->child->text, "c");
    CHECK_STR(list->child->next->text, "a");
    p = parsed("/events/index", "tags[0]=x&tags[1]=y");
    CHECK_INT(json_get(p.named, "tags")->len, 2);
    CHECK_INT(refused("/events/index/a[]:1/a[]:2", "a=3"), ERR_BAD_INPUT);
    CHECK_INT(refused("/events/index/a:2", "a[]=3"), ERR_BAD_INPUT);
    /* brackets without a key are part of the name */
    p = parsed("/events/index", "[]=x");
    CHECK_STR(json_get_text(p.named, "[]"), "x");
}

static void test_query(void) {
    struct path p = parsed("/events/index", "page=2&limit=10&flag&&=x&a=b=c&page=3");
    CHECK_STR(json_get_text(p.named, "page"), "3");
    CHECK_STR(json_get_text(p.named, "limit"), "10");
    CHECK_STR(json_get_text(p.named, "flag"), "");
    CHECK_STR(json_get_text(p.named, "a"), "b=c");
    CHECK_INT(p.named->len, 4);
    /* what stands in the path wins */
    p = parsed("/events/index/page:7", "page=2");
    CHECK_STR(json_get_text(p.named, "page"), "7");
    CHECK(parsed("/events/index", "").named == NULL);
}

static void test_prefix(void) {
    struct path p;
    CHECK_INT(path_parse(arena, STR("/misp"), STR("/misp/events/view/1"), STR_NONE, &p), OK);
    CHECK_STR(p.segments[0], "events");
    CHECK_INT(path_parse(arena, STR("/misp"), STR("/misp"), STR_NONE, &p), OK);
    CHECK_INT(p.count, 0);
    CHECK_INT(path_parse(arena, STR("/misp"), STR("/mispx/view"), STR_NONE, &p), OK);
    CHECK_STR(p.segments[0], "mispx");
    CHECK_INT(path_parse(arena, STR("/misp"), STR("/events"), STR_NONE, &p), OK);
    CHECK_STR(p.segments[0], "events");
}

/* Look-ups take any text as it stands. */
static void test_plain(void) {
    struct path p = parsed("/lookup/http%3A%2F%2Fa.example:80%2Fx+y.json", "detail=full&value=a+b%2Bc");
    CHECK_INT(p.count, 2);
    CHECK_STR(p.segments[1], "http://a.example:80/x+y.json");
    CHECK(p.suffix == SUFFIX_NONE);
    CHECK_STR(json_get_text(p.named, "value"), "a+b+c");
    CHECK_STR(parsed("/lookup/2001:db8::1", NULL).segments[1], "2001:db8::1");
    CHECK_INT(parsed("/lookups/a:b", NULL).count, 1);
    CHECK_INT(refused("/lookup/%00", NULL), ERR_BAD_INPUT);
    CHECK_INT(refused("/lookup/%zz", NULL), ERR_BAD_INPUT);
}

static void test_limits(void) {
    CHECK_INT(refused("/a/b/c/d/e/f/g/h/i/j/k/l", NULL), OK);
    CHECK_INT(refused("/a/b/c/d/e/f/g/h/i/j/k/l/m", NULL), ERR_NOT_FOUND);
    char query[4000];
    size_t len = 0;
    for (int i = 0; i < 300; i++) len += (size_t)snprintf(query + len, sizeof query - len, "k%d=&", i);
    CHECK_INT(refused("/a", query), ERR_BAD_INPUT);
    for (len = 0; len < sizeof query - 8;) len += (size_t)snprintf(query + len, sizeof query - len, "k[]=&");
    CHECK_INT(refused("/a", query), ERR_BAD_INPUT);
}

static void run_all(void) {
    arena = arena_new(1u << 24);
    test_segments();
    test_decoding();
    test_suffix();
    test_named();
    test_lists();
    test_query();
    test_prefix();
    test_plain();
    test_limits();
    arena_free(arena);
}

TEST_MAIN(TEST(run_all))
