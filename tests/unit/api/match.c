/* Which route a path means, and which tables are refused. */
#include "api/match.h"

#include "../test.h"
#include "model/role.h"

static struct arena *arena;
static struct route_map *map;

static enum err nothing(struct call *call) {
    (void)call;
    return OK;
}

#define ROW(m, p) \
    { .methods = (m), .path = (p), .permission = PERM_ANY, .handler = nothing, .help = "help" }

static const struct route events[] = {
    ROW("GET|POST", "events/index"),
    ROW("GET|POST", "events/view/:event"),
    ROW("POST", "events"),
    ROW("GET", "events/:event"),
    ROW("POST|PUT", "events/:event"),
    ROW("POST", "events/edit/:event"),
    ROW("POST", "events/add"),
    ROW("POST|DELETE", "events/delete/:event?"),
    ROW("POST", "admin/users/add"),
    ROW("GET", "admin/users/index"),
    ROW("POST", "admin/users/edit/:user"),
    ROW("GET", "sharingGroups/view/:group"),
    ROW("GET", "eventReports/index/:event?"),
    ROW("GET", "*/queryACL/:what?"),
    ROW("POST", "galaxies/attachCluster/:target/:type/local/:x?"),
};
static const struct route_table table = ROUTE_TABLE(events);
static const struct route_table *const tables[] = {&table, NULL};

static struct route_match found;

static enum err find(unsigned method, const char *text) {
    struct path path;
    CHECK_INT(path_parse(arena, STR_NONE, str_from(text), STR_NONE, &path), OK);
    return route_map_find(map, &path, method, &found);
}

static void check(unsigned method, const char *text, const char *pattern) {
    CHECK_INT(find(method, text), OK);
    CHECK_CSTR(found.route ? found.route->path : "-", pattern);
}

static void test_plain(void) {
    check(METHOD_GET, "/events/view/5", "events/view/:event");
    CHECK_STR(found.params[0], "5");
    CHECK(str_is_none(found.params[1]));
    check(METHOD_POST, "/events/view/5/metadata:1", "events/view/:event");
    check(METHOD_POST, "/events/add", "events/add");
    check(METHOD_POST, "/admin/users/add", "admin/users/add");
    check(METHOD_POST, "/admin/users/edit/7", "admin/users/edit/:user");
    CHECK_STR(found.params[0], "7");
    check(METHOD_POST, "/galaxies/attachCluster/1/event/local/0", "galaxies/attachCluster/:target/:type/local/:x?");
    CHECK_STR(found.params[1], "event");
    CHECK_STR(found.params[2], "0");
}

static void test_spelling(void) {
    check(METHOD_GET, "/sharing_groups/view/1", "sharingGroups/view/:group");
    check(METHOD_GET, "/SharingGroups/VIEW/1", "sharingGroups/view/:group");
    check(METHOD_GET, "/event_reports/index", "eventReports/index/:event?");
    check(METHOD_GET, "/eventreports/index/4", "eventReports/index/:event?");
    check(METHOD_GET, "/Admin/Users/index", "admin/users/index");
}

static void test_shortcuts(void) {
    check(METHOD_GET, "/", "events/index");
    check(METHOD_GET, "/events", "events/index");
    check(METHOD_POST, "/events", "events");
    check(METHOD_GET, "/events/12", "events/:event");
    check(METHOD_PUT, "/events/5dd3d2ac-7a44-4c7c-8d5c-4a7a950d210f", "events/:event");
    check(METHOD_GET, "/admin/users", "admin/users/index");
    check(METHOD_GET, "/event_reports", "eventReports/index/:event?");
    check(METHOD_GET, "/tags/queryACL/findMissingFunctionNames", "*/queryACL/:what?");
    CHECK_STR(found.params[0], "findMissingFunctionNames");
    check(METHOD_GET, "/events/query_acl", "*/queryACL/:what?");
}

static void test_unknown(void) {
    CHECK_INT(find(METHOD_GET, "/events/nosuchaction"), ERR_NOT_FOUND);
    CHECK_INT(find(METHOD_GET, "/nonexistent/thing"), ERR_NOT_FOUND);
    CHECK_INT(find(METHOD_GET, "/events/view"), ERR_NOT_FOUND);
    CHECK_INT(find(METHOD_GET, "/events/view/1/2"), ERR_NOT_FOUND);
    CHECK_INT(find(METHOD_GET, "/../etc/passwd"), ERR_NOT_FOUND);
    char text[400] = "/";
    memset(text + 1, 'a', sizeof text - 2);
    CHECK_INT(find(METHOD_GET, text), ERR_NOT_FOUND);
    text[129] = '/';
    CHECK_INT(find(METHOD_GET, text), ERR_NOT_FOUND);
}

static void test_methods(void) {
    CHECK_INT(find(METHOD_GET, "/events/add"), ERR_METHOD);
    CHECK_INT(found.allowed, METHOD_POST);
    CHECK_CSTR(found.route->path, "events/add");
    CHECK_INT(find(METHOD_GET, "/events/delete/3"), ERR_METHOD);
    CHECK_STR(route_methods_text(arena, found.allowed), "POST, DELETE");
    CHECK_INT(find(METHOD_PATCH, "/events/3"), ERR_METHOD);
    CHECK_STR(route_methods_text(arena, found.allowed), "GET, HEAD, POST, PUT");
    CHECK_INT(route_method(HTTP_HEAD), METHOD_GET);
    CHECK_INT(route_method(HTTP_OTHER), 0);
    CHECK_INT(find(0, "/events/view/5"), ERR_METHOD);
}

static const struct route *begun(const char *text) {
    struct path path;
    CHECK_INT(path_parse(arena, STR_NONE, str_from(text), STR_NONE, &path), OK);
    return route_map_begun(map, &path);
}

static void test_begun(void) {
    const struct route *route = begun("/event_s/EDIT");
    CHECK(route != NULL);
    CHECK_CSTR(route->path, "events/edit/:event");
    CHECK(begun("/events/nosuch") == NULL);
    CHECK(begun("/events") == NULL);
    CHECK(begun("/admin/users") == NULL);
    route = begun("/admin/users/edit");
    CHECK(route != NULL);
}

static enum err build(struct route row) {
    struct route rows[] = {row, ROW("GET", "tags/view/:tag")};
    struct route_table one = ROUTE_TABLE(rows);
    const struct route_table *const list[] = {&one, NULL};
    struct route_map *out;
    return route_map_build(&out, arena, list);
}

static bool always(struct call *call) { return call != NULL; }

static void test_bad_rows(void) {
    CHECK_INT(build((struct route)ROW("GET", "tags/index")), OK);
    struct route row = ROW("GET", "tags/index");
    row.permission = 0;
    CHECK_INT(build(row), ERR_INTERNAL);
    row.flags = ROUTE_OPEN;
    CHECK_INT(build(row), OK);
    row = (struct route)ROW("GET", "tags/index");
    row.handler = NULL;
    CHECK_INT(build(row), ERR_INTERNAL);
    CHECK_INT(build((struct route)ROW("FETCH", "tags/index")), ERR_INTERNAL);
    CHECK_INT(build((struct route)ROW("GET", "tags/:a?/index")), ERR_INTERNAL);
    CHECK_INT(build((struct route)ROW("GET", "tags//index")), ERR_INTERNAL);
    CHECK_INT(build((struct route)ROW("GET", ":tag/view")), ERR_INTERNAL);
    CHECK_INT(build((struct route)ROW("GET", "t/a/:1/:2/:3/:4/:5")), ERR_INTERNAL);
    CHECK_INT(build((struct route)ROW("GET|POST", "Tags/view/:other")), ERR_INTERNAL);
    CHECK_INT(build((struct route)ROW("POST", "tags/view/:tag")), OK);
    row = (struct route)ROW("GET", "tags/index");
    row.flags = ROUTE_MAYBE_LONG;
    CHECK_INT(build(row), ERR_INTERNAL);
    row.is_long = always;
    CHECK_INT(build(row), OK);
}

static void run_all(void) {
    arena = arena_new(1u << 24);
    CHECK_INT(route_map_build(&map, arena, tables), OK);
    test_plain();
    test_spelling();
    test_shortcuts();
    test_unknown();
    test_methods();
    test_begun();
    test_bad_rows();
    arena_free(arena);
}

TEST_MAIN(TEST(run_all))
