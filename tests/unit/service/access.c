/* Keys: candidates of a header, masks, addresses; and the whole way from a first start to an actor, with the cache. */
#include "service/access.h"

#include <stdlib.h>
#include <unistd.h>

#include "../test.h"
#include "base/clock.h"
#include "service/core.h"
#include "service/key.h"
#include "service/write.h"
#include "store/user.h"

#define KEY_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define KEY_B "BBBBBBBBBB0123456789bbbbbbbbbbcccccccccc"

static void test_candidates(void) {
    struct str rest = STR("short, " KEY_A " ,x" KEY_A "," KEY_B), key;
    CHECK(access_next_candidate(&rest, &key));
    CHECK_STR(key, KEY_A);
    CHECK(access_next_candidate(&rest, &key));
    CHECK_STR(key, KEY_B);
    CHECK(!access_next_candidate(&rest, &key));
    static const char *const none[] = {"", ",,,", "Bearer " KEY_A, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-", KEY_A "a"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        rest = str_from(none[i]);
        CHECK(!access_next_candidate(&rest, &key));
    }
    rest = STR_NONE;
    CHECK(!access_next_candidate(&rest, &key));
}

static void test_mask(void) {
    CHECK_INT(access_mask(PERM_ALL, false), PERM_ALL);
    CHECK_INT(access_mask(PERM_ALL, true), PERM_AUTH | PERM_AUDIT);
    CHECK_INT(access_mask(PERM_ADD | PERM_AUTH, true), PERM_AUTH);
}

static void test_addresses(void) {
    struct str list = STR("192.0.2.7,10.0.0.0/8,2001:db8::/32");
    CHECK(access_ip_allowed(STR_NONE, STR("203.0.113.1")));
    CHECK(access_ip_allowed(list, STR("192.0.2.7")));
    CHECK(access_ip_allowed(list, STR("10.255.0.1")));
    CHECK(access_ip_allowed(list, STR("2001:db8:1::5")));
    CHECK(!access_ip_allowed(list, STR("192.0.2.8")));
    CHECK(!access_ip_allowed(list, STR("11.0.0.1")));
    CHECK(!access_ip_allowed(list, STR("2001:db9::1")));
    CHECK(!access_ip_allowed(list, STR("")));
    CHECK(!access_ip_allowed(list, STR("not an address")));
    CHECK(access_ip_allowed(STR("10.1.2.3/8"), STR("10.9.9.9")));
    CHECK(!access_ip_allowed(STR("rubbish"), STR("10.9.9.9")));
}

/* ---- with a database ---- */

struct fixture {
    char folder[64];
    struct core *core;
    struct db *reader;
    struct arena *arena;
    struct context admin;
    char key[KEY_LENGTH + 1];
};

static void fixture_open(struct fixture *f) {
    snprintf(f->folder, sizeof f->folder, "/tmp/varde-access-XXXXXX");
    CHECK(mkdtemp(f->folder) != NULL);
    struct core_options options = {.data_dir = f->folder,
                                   .create = true,
                                   .no_index = true,
                                   .default_event_distribution = 1,
                                   .default_attribute_distribution = 5,
                                   .correlation_ceiling = 5000};
    CHECK_INT(core_open(&f->core, &options), OK);
    CHECK_INT(core_reader(f->core, &f->reader), OK);
    f->arena = arena_new(16u << 20);
    f->admin = (struct context){.core = f->core, .db = f->reader, .arena = f->arena, .now = clock_now()};
    CHECK_INT(access_bootstrap(&f->admin, STR("ORGNAME"), STR("admin@admin.test"), f->key), OK);
    CHECK_INT(core_local_context(f->core, &f->admin, f->reader, f->arena), OK);
}

static void fixture_close(struct fixture *f) {
    static const char *const files[] = {"varde.db", "varde.db-wal", "varde.db-shm", "server.key"};
    char path[128];
    arena_free(f->arena);
    db_close(f->reader);
    core_close(f->core);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        snprintf(path, sizeof path, "%s/%s", f->folder, files[i]);
        unlink(path);
    }
    rmdir(f->folder);
}

static enum err enter(struct fixture *f, const char *key, const char *ip, struct context *out) {
    return access_authenticate(f->core, f->reader, f->arena, str_from(key), STR_NONE, str_from(ip), out);
}

static void test_first_start(void) {
    struct fixture f;
    struct context c;
    fixture_open(&f);
    for (int i = 0; i < 2; i++) { /* the second time out of the cache */
        CHECK_INT(enter(&f, f.key, "127.0.0.1", &c), OK);
        CHECK_INT(c.actor.user_id, 1);
        CHECK_STR(c.actor.email, "admin@admin.test");
        CHECK_STR(c.actor.org_name, "ORGNAME");
        CHECK(c.view.site_admin && c.view.sees_deleted && c.actor.host_org);
        CHECK_STR(c.view.groups_json, "[]");
    }
    CHECK_INT(access_authenticate(f.core, f.reader, f.arena, STR("Basic abc"), str_from(f.key), STR("127.0.0.1"), &c), OK);
    CHECK_INT(enter(&f, KEY_A, "127.0.0.1", &c), ERR_UNAUTHENTICATED);
    CHECK_INT(access_bootstrap(&f.admin, STR("X"), STR("x@x.test"), f.key), ERR_CONFLICT);
    fixture_close(&f);
}

/* A key with these fields for the administrator. */
static void make_key(struct fixture *f, struct auth_key key, char out[KEY_LENGTH + 1]) {
    struct write w;
    key.user_id = 1;
    CHECK_INT(write_begin(&f->admin, &w), OK);
    CHECK_INT(write_end(&w, key_make(&w, &key, out)), OK);
}

static void test_limits_of_keys(void) {
    struct fixture f;
    struct context c;
    char key[KEY_LENGTH + 1];
    fixture_open(&f);
    for (int i = 0; i < 2; i++) {
        make_key(&f, (struct auth_key){.expiration = clock_now() - 1}, key);
        CHECK_INT(enter(&f, key, "127.0.0.1", &c), ERR_UNAUTHENTICATED);
        CHECK_STR(str_from(err_detail()), "Auth key is expired");
        CHECK_INT(enter(&f, key, "127.0.0.1", &c), ERR_UNAUTHENTICATED);
    }
    make_key(&f, (struct auth_key){.allowed_ips = STR("10.0.0.0/8")}, key);
    CHECK_INT(enter(&f, key, "10.3.4.5", &c), OK);
    CHECK_INT(enter(&f, key, "127.0.0.1", &c), ERR_UNAUTHENTICATED);
    CHECK_STR(str_from(err_detail()), "It is not possible to use this Auth key from your IP address");
    make_key(&f, (struct auth_key){.read_only = true}, key);
    CHECK_INT(enter(&f, key, "127.0.0.1", &c), OK);
    CHECK(c.actor.read_only_key && !c.view.site_admin && !context_may(&c, PERM_ADD));
    fixture_close(&f);
}

/* A change of policy is seen with the next request, cached or not. */
static void test_policy(void) {
    struct fixture f;
    struct context c;
    struct write w;
    struct user u = {0};
    fixture_open(&f);
    CHECK_INT(enter(&f, f.key, "127.0.0.1", &c), OK);
    CHECK_INT(write_begin(&f.admin, &w), OK);
    CHECK_INT(store_user_load(w.db, f.arena, 1, &u), OK);
    u.disabled = true;
    write_policy(&w);
    CHECK_INT(write_end(&w, store_user_update(w.db, f.arena, &u)), OK);
    CHECK_INT(enter(&f, f.key, "127.0.0.1", &c), ERR_UNAUTHENTICATED);
    CHECK_STR(str_from(err_detail()), "Authentication failed. Your user account has been disabled.");
    fixture_close(&f);
}

static void test_use_is_stored(void) {
    struct fixture f;
    struct context c;
    struct user u = {0};
    fixture_open(&f);
    for (int i = 0; i < 3; i++) CHECK_INT(enter(&f, f.key, "127.0.0.1", &c), OK);
    int64_t used = 0;
    struct str ips = STR_NONE;
    access_recent_use(f.core, f.arena, 1, &used, &ips);
    CHECK(used >= c.now - 1);
    CHECK_STR(ips, "127.0.0.1");
    CHECK_INT(access_flush(&f.admin), OK);
    used = 0;
    access_recent_use(f.core, f.arena, 1, &used, &ips);
    CHECK_INT(used, 0);
    CHECK_INT(store_user_load(f.reader, f.arena, 1, &u), OK);
    CHECK(u.last_api_access >= c.now - 1);
    fixture_close(&f);
}

TEST_MAIN(TEST(test_candidates), TEST(test_mask), TEST(test_addresses), TEST(test_first_start), TEST(test_limits_of_keys),
          TEST(test_policy), TEST(test_use_is_stored))
