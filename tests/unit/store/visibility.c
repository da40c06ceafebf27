/* The rule of sight is said twice, in SQL (store/visibility.h) and in code (model/view.h). Here both judge every combination of columns
 * for several viewers, and must agree. */
#include "store/visibility.h"

#include <stdlib.h>
#include <unistd.h>

#include "../test.h"
#include "store/attribute.h"
#include "store/event.h"
#include "store/object.h"

static const int64_t INSTANTS[] = {0, 500, 1000, 1500};
static const int64_t GROUPS[] = {2, 4};
static const struct view VIEWS[] = {
    {.org_id = 1, .now = 1000, .groups = GROUPS, .group_count = 2, .groups_json = {"[2,4]", 5}},
    {.org_id = 1, .now = 1000, .groups_json = {"[]", 2}},
    {.org_id = 3, .now = 1500, .groups = GROUPS, .group_count = 1, .groups_json = {"[2]", 3}},
    {.org_id = 9, .now = 1000, .site_admin = true, .groups_json = {"[]", 2}},
};
#define VIEW_COUNT (sizeof VIEWS / sizeof *VIEWS)

static struct db *open_database(char folder[64]) {
    struct db *db = NULL;
    char path[96];
    snprintf(folder, 64, "/tmp/varde-visibility-XXXXXX");
    CHECK(mkdtemp(folder) != NULL);
    snprintf(path, sizeof path, "%s/varde.db", folder);
    struct db_options options = {.path = path, .writer = true, .create = true};
    CHECK(db_open(&db, &options) == OK && db_migrate(db) == OK);
    return db;
}

static void close_database(struct db *db, const char *folder) {
    static const char *const names[] = {"varde.db", "varde.db-wal", "varde.db-shm"};
    db_close(db);
    for (size_t i = 0; i < 3; i++) {
        char path[128];
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        unlink(path);
    }
    rmdir(folder);
}

static struct uuid numbered(int64_t n) {
    struct uuid u = {{0}};
    memcpy(u.bytes, &n, sizeof n);
    u.bytes[15] = 7;
    return u;
}

/* Every organisation, distribution, group, embargo and end; returns how many. */
static int64_t fill_events(struct db *db) {
    int64_t id = 0;
    for (int64_t org = 1; org <= 3; org++)
        for (int distribution = 0; distribution <= 5; distribution++)
            for (int64_t group = 0; group <= 4; group++)
                for (size_t a = 0; a < 4; a++)
                    for (size_t b = 0; b < 4; b++) {
                        struct event e = {.id = ++id,
                                          .uuid = numbered(id),
                                          .org_id = org,
                                          .orgc_id = 2,
                                          .distribution = distribution,
                                          .sharing_group_id = group,
                                          .date = STR("2022-01-14"),
                                          .info = STR("x"),
                                          .threat_level_id = 4,
                                          .protected_state = -1,
                                          .embargo_until = INSTANTS[a],
                                          .visible_until = INSTANTS[b]};
                        CHECK(store_event_insert(db, &e) == OK);
                    }
    return id;
}

static bool sql_sees_event(struct db *db, const struct view *view, int64_t id) {
    struct stmt *st;
    CHECK(db_prepare(db, &st, SQL("SELECT e.id FROM events e WHERE e.id = $5 AND " SEES_EVENT)) == OK);
    CHECK(store_view_bind(st, view) == OK && stmt_bind_int(st, 5, id) == OK);
    bool sees = stmt_step(st);
    CHECK(stmt_done(st) == OK);
    return sees;
}

static void test_events(void) {
    char folder[64];
    struct db *db = open_database(folder);
    struct arena *arena = arena_new(1 << 20);
    CHECK(db_begin_write(db) == OK);
    int64_t count = fill_events(db), seen = 0, differences = 0;
    for (int64_t id = 1; id <= count; id++)
        for (size_t i = 0; i < VIEW_COUNT; i++) {
            struct event e;
            CHECK(store_event_load(db, arena, id, &e) == OK);
            struct visibility v = {.org_id = e.org_id,
                                   .distribution = e.distribution,
                                   .sharing_group_id = e.sharing_group_id,
                                   .embargo_until = e.embargo_until,
                                   .visible_until = e.visible_until};
            bool in_code = view_sees_event(&VIEWS[i], &v);
            differences += in_code != sql_sees_event(db, &VIEWS[i], id);
            seen += in_code;
            arena_reset(arena);
        }
    CHECK_INT(differences, 0);
    CHECK(seen > 0 && seen < count * (int64_t)VIEW_COUNT);
    db_rollback(db);
    arena_free(arena);
    close_database(db, folder);
}

/* One attribute in one object per combination, in an event of organisation 2 that all may see. */
static void fill_items(struct db *db) {
    struct event e = {.id = 1,
                      .uuid = numbered(1),
                      .org_id = 2,
                      .orgc_id = 2,
                      .distribution = 3,
                      .date = STR("2022-01-14"),
                      .info = STR("x"),
                      .threat_level_id = 4,
                      .protected_state = -1};
    CHECK(store_event_insert(db, &e) == OK);
    int64_t id = 0;
    for (int outer = 0; outer <= 5; outer++)
        for (int inner = 0; inner <= 5; inner++)
            for (int64_t group = 0; group <= 4; group++) {
                struct object o = {.id = ++id,
                                   .event_id = 1,
                                   .uuid = numbered(1000 + id),
                                   .name = STR("o"),
                                   .distribution = outer,
                                   .sharing_group_id = group,
                                   .first_seen = SEEN_NONE,
                                   .last_seen = SEEN_NONE};
                struct attribute a = {.id = id,
                                      .event_id = 1,
                                      .object_id = id,
                                      .uuid = numbered(2000 + id),
                                      .type = 1,
                                      .category = 1,
                                      .distribution = inner,
                                      .sharing_group_id = 6 - group,
                                      .value1 = STR("v"),
                                      .first_seen = SEEN_NONE,
                                      .last_seen = SEEN_NONE};
                CHECK(store_object_insert(db, &o) == OK && store_attribute_insert(db, &a) == OK);
            }
}

static void test_attributes_in_objects(void) {
    char folder[64];
    struct db *db = open_database(folder);
    CHECK(db_begin_write(db) == OK);
    fill_items(db);
    int64_t differences = 0, seen = 0, all = 0;
    for (size_t i = 0; i < VIEW_COUNT; i++) {
        struct stmt *st;
        CHECK(db_prepare(db, &st,
                         SQL("SELECT a.distribution, a.sharing_group_id, p.distribution, p.sharing_group_id, CASE WHEN " SEES_ATTRIBUTE
                             " AND " SEES_PARENT_OBJECT " THEN 1 ELSE 0 END FROM attributes a JOIN events e ON e.id = a.event_id JOIN "
                             "objects p ON p.id = a.object_id ORDER BY a.id")) == OK);
        CHECK(store_view_bind(st, &VIEWS[i]) == OK);
        while (stmt_step(st)) {
            bool in_code = view_sees_item(&VIEWS[i], 2, (int)stmt_int(st, 0), stmt_int(st, 1)) &&
                           view_sees_item(&VIEWS[i], 2, (int)stmt_int(st, 2), stmt_int(st, 3));
            differences += in_code != (stmt_int(st, 4) == 1);
            seen += in_code;
            all++;
        }
        CHECK(stmt_done(st) == OK);
    }
    CHECK_INT(differences, 0);
    CHECK(seen > 0 && seen < all);
    db_rollback(db);
    close_database(db, folder);
}

TEST_MAIN(TEST(test_events), TEST(test_attributes_in_objects))
