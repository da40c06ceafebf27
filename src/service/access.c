/* Access: the policy cache and the checks of a key. One generation of entries per policy version, dropped whole when the version rises
 * or the generation is full; entries are copied into the request's arena under the read lock, so nobody holds on to one. */
#include "service/access.h"

#include <pthread.h>
#include <sodium.h>
#include <stdatomic.h>

#include "base/clock.h"
#include "base/map.h"
#include "model/address.h"
#include "service/core.h"
#include "service/sight.h"
#include "service/write.h"
#include "store/access.h"

#define ENTRIES_MAX 4096 /* keys in one generation */
#define GENERATION_BYTES (64u << 20)
#define TOUCHES_MAX 1024 /* uses that wait to be stored; more are forgotten */
#define TOUCH_SECONDS 60 /* a key is noted at most so often, unless its address changes */

#define TEXT_FAILED "Authentication failed. Please make sure you pass the API key of an API enabled user along in the Authorization header."
#define TEXT_DISABLED "Authentication failed. Your user account has been disabled."
#define TEXT_EXPIRED "Auth key is expired"
#define TEXT_ADDRESS "It is not possible to use this Auth key from your IP address"
#define TEXT_MAINTENANCE "This server is closed for maintenance: only site administrators may use it."

struct entry {
    struct access_row row;
    struct view view;          /* groups, left, groups_json, next_change */
    _Atomic int64_t noted;     /* when a use was last put among the touches */
    _Atomic uint64_t noted_ip; /* hash of the address it came from */
};

struct touch {
    int64_t key_id, user_id, at;
    char ip[46];
};

struct access {
    pthread_rwlock_t lock; /* the generation */
    struct arena *arena;
    struct map *entries;
    uint64_t version;
    pthread_mutex_t touch_lock;
    struct touch touches[TOUCHES_MAX];
    size_t touch_count;
};

struct access *access_new(void) {
    struct access *a = calloc(1, sizeof *a);
    if (a == NULL) abort();
    pthread_rwlock_init(&a->lock, NULL);
    pthread_mutex_init(&a->touch_lock, NULL);
    return a;
}

void access_free(struct access *a) {
    if (a == NULL) return;
    if (a->arena != NULL) arena_free(a->arena);
    pthread_rwlock_destroy(&a->lock);
    pthread_mutex_destroy(&a->touch_lock);
    free(a);
}

void access_hash_key(struct core *core, struct str key, uint8_t out[KEY_HASH]) {
    crypto_generichash(out, KEY_HASH, (const unsigned char *)key.ptr, key.len, core_secret(core), 32);
}

static bool is_key(struct str s) {
    if (s.len != KEY_LENGTH) return false;
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))) return false;
    }
    return true;
}

bool access_next_candidate(struct str *rest, struct str *key) {
    struct str piece;
    while (!str_is_none(*rest) && str_split(rest, ',', &piece)) {
        piece = str_trim(piece);
        if (!is_key(piece)) continue;
        *key = piece;
        return true;
    }
    return false;
}

uint64_t access_mask(uint64_t permissions, bool read_only_key) { return read_only_key ? role_read_only(permissions) : permissions; }

bool access_ip_allowed(struct str list, struct str ip) {
    struct str piece;
    struct address from, block;
    if (str_is_empty(list)) return true;
    if (!address_parse_plain(ip, &from)) return false;
    while (str_split(&list, ',', &piece))
        if (address_parse(str_trim(piece), &block)) {
            block = address_network(&block);
            if (address_contains(&block, &from)) return true;
        }
    return false;
}

static const int64_t *copy_ids(struct arena *arena, const int64_t *from, size_t count) {
    int64_t *to = ARENA_ARRAY(arena, int64_t, count + 1);
    if (count > 0) memcpy(to, from, count * sizeof *to);
    return to;
}

/* Into `arena`, whole: lives as long as that. */
static void entry_copy(struct arena *arena, const struct entry *from, struct entry *to) {
    to->row = from->row;
    to->row.allowed_ips = arena_str(arena, from->row.allowed_ips);
    to->row.email = arena_str(arena, from->row.email);
    to->row.org_name = arena_str(arena, from->row.org_name);
    to->view = from->view;
    to->view.groups_json = arena_str(arena, from->view.groups_json);
    to->view.groups = copy_ids(arena, from->view.groups, from->view.group_count);
    to->view.left = copy_ids(arena, from->view.left, from->view.left_count);
}

/* Note a use, at most once a minute and address. */
static void touch(struct access *a, struct entry *entry, int64_t now, struct str ip) {
    uint64_t ip_hash = 1469598103934665603u;
    for (size_t i = 0; i < ip.len; i++) ip_hash = (ip_hash ^ (uint8_t)ip.ptr[i]) * 1099511628211u;
    int64_t noted = atomic_load_explicit(&entry->noted, memory_order_relaxed);
    if (now - noted < TOUCH_SECONDS && atomic_load_explicit(&entry->noted_ip, memory_order_relaxed) == ip_hash) return;
    atomic_store_explicit(&entry->noted, now, memory_order_relaxed);
    atomic_store_explicit(&entry->noted_ip, ip_hash, memory_order_relaxed);
    pthread_mutex_lock(&a->touch_lock);
    if (a->touch_count < TOUCHES_MAX) {
        struct touch *t = &a->touches[a->touch_count++];
        *t = (struct touch){.key_id = entry->row.key_id, .user_id = entry->row.user_id, .at = now};
        if (ip.len < sizeof t->ip) memcpy(t->ip, ip.ptr ? ip.ptr : "", ip.len);
    }
    pthread_mutex_unlock(&a->touch_lock);
}

static enum err check(struct core *core, const struct entry *entry, int64_t now, struct str ip) {
    const struct access_row *row = &entry->row;
    if ((row->permissions & PERM_AUTH) == 0) return err_set(ERR_UNAUTHENTICATED, TEXT_FAILED);
    if (row->key_expiration != 0 && row->key_expiration <= now) return err_set(ERR_UNAUTHENTICATED, TEXT_EXPIRED);
    if (!access_ip_allowed(row->allowed_ips, ip)) return err_set(ERR_UNAUTHENTICATED, TEXT_ADDRESS);
    bool lapsed = row->user_expiration != 0 && row->user_expiration <= now;
    if (row->disabled || lapsed) return err_set(ERR_UNAUTHENTICATED, TEXT_DISABLED);
    bool open = (row->permissions & PERM_SITE_ADMIN) != 0 || core_setting_bool(core, "MISP.live", true);
    return open ? OK : err_set(ERR_FORBIDDEN, TEXT_MAINTENANCE);
}

/* Find the key in the cache; if it is there and its view still holds, *result tells whether it may be used now, and if so `out` is filled. */
static bool lookup(struct context *c, struct str hash, struct str ip, struct entry *out, enum err *result) {
    struct access *a = core_access(c->core);
    uint64_t version = core_policy_version(c->core);
    pthread_rwlock_rdlock(&a->lock);
    struct entry *entry = a->entries != NULL && a->version == version ? map_get(a->entries, hash) : NULL;
    if (entry != NULL && entry->view.next_change <= c->now) entry = NULL; /* the clock has changed its view */
    if (entry != NULL && (*result = check(c->core, entry, c->now, ip)) == OK) {
        entry_copy(c->arena, entry, out);
        touch(a, entry, c->now, ip);
    }
    pthread_rwlock_unlock(&a->lock);
    return entry != NULL;
}

static void remember(struct access *a, struct str hash, uint64_t version, const struct entry *loaded) {
    pthread_rwlock_wrlock(&a->lock);
    bool stale = a->entries == NULL || version > a->version || map_len(a->entries) >= ENTRIES_MAX || arena_is_over(a->arena);
    if (stale && version >= a->version) {
        if (a->arena != NULL) arena_free(a->arena);
        a->arena = arena_new(GENERATION_BYTES);
        a->entries = map_new(a->arena, 64);
        a->version = version;
    }
    const struct entry *known = a->version == version ? map_get(a->entries, hash) : NULL;
    if (a->version == version && (known == NULL || known->view.next_change < loaded->view.next_change)) {
        struct entry *kept = ARENA_NEW(a->arena, struct entry);
        entry_copy(a->arena, loaded, kept);
        map_put(a->entries, arena_str(a->arena, hash), kept);
    }
    pthread_rwlock_unlock(&a->lock);
}

/* What the organisation of the entry sees by its groups. */
static enum err see(struct core *core, struct db *db, struct arena *arena, int64_t now, struct entry *entry) {
    struct id_list plain = {0};
    struct sight sight = {0};
    enum err e = store_access_groups(db, arena, entry->row.org_id, &plain);
    if (e == OK) e = sight_of(core, db, arena, &entry->row.org_uuid, &plain, now, INT64_MAX, &sight);
    if (e == OK) sight_into_view(arena, &sight, &entry->view);
    return e;
}

static enum err load(struct core *core, struct db *db, struct arena *arena, struct str hash, int64_t now, struct entry *out) {
    uint64_t version = core_policy_version(core); /* before the read: an entry is never younger than it says */
    enum err e = store_access_by_hash(db, arena, hash, &out->row);
    if (e == OK) e = see(core, db, arena, now, out);
    if (e != OK) return e;
    remember(core_access(core), hash, version, out);
    return OK;
}

static void fill(struct context *c, const struct entry *entry, struct str ip) {
    const struct access_row *row = &entry->row;
    /* a site administrator passes every check of a permission, whatever else the role says */
    bool all = (row->permissions & PERM_SITE_ADMIN) != 0;
    uint64_t permissions = access_mask(all ? PERM_ALL : row->permissions, row->read_only);
    c->actor = (struct actor){.user_id = row->user_id,
                              .org_id = row->org_id,
                              .role_id = row->role_id,
                              .auth_key_id = row->key_id,
                              .permissions = permissions,
                              .read_only_key = row->read_only,
                              .host_org = row->org_id == core_host_org(c->core),
                              .email = row->email,
                              .org_name = row->org_name,
                              .ip = ip,
                              .org_uuid = row->org_uuid,
                              .key_expiration = row->key_expiration};
    bool site_admin = (permissions & PERM_SITE_ADMIN) != 0;
    c->view = entry->view;
    c->view.org_id = row->org_id;
    c->view.user_id = row->user_id;
    c->view.site_admin = site_admin;
    c->view.sees_deleted = site_admin || (permissions & PERM_SYNC) != 0;
    c->view.now = c->now;
}

static enum err try_hash(struct context *c, struct str hash, struct str ip) {
    struct entry entry = {0};
    enum err e = OK;
    uint64_t version = core_policy_version(c->core); /* before the look: what is filled is never younger than it says */
    if (!lookup(c, hash, ip, &entry, &e)) {
        e = load(c->core, c->db, c->arena, hash, c->now, &entry);
        if (e == ERR_NOT_FOUND) return err_set(ERR_UNAUTHENTICATED, TEXT_FAILED);
        /* through the cache again, so that this use is noted as well */
        if (e == OK && !lookup(c, hash, ip, &entry, &e)) e = check(c->core, &entry, c->now, ip);
    }
    if (e != OK) return e;
    fill(c, &entry, ip);
    c->policy_version = version;
    return OK;
}

static enum err try_key(struct context *c, struct str key, struct str ip) {
    uint8_t hash[KEY_HASH];
    access_hash_key(c->core, key, hash);
    enum err e = try_hash(c, (struct str){(const char *)hash, sizeof hash}, ip);
    if (e == OK) c->key_hash = arena_str(c->arena, (struct str){(const char *)hash, sizeof hash});
    return e;
}

enum err access_renew(struct context *c) {
    int64_t now = clock_now(), expiration = c->actor.key_expiration;
    if (now > c->view.now) c->view.now = now;
    bool expired = (expiration != 0 && expiration <= now) || c->view.next_change <= now;
    if (str_is_none(c->key_hash) || (core_policy_version(c->core) == c->policy_version && !expired)) return OK;
    struct str request_id = c->actor.request_id;
    if (now > c->now) c->now = now;
    enum err e = try_hash(c, c->key_hash, c->actor.ip);
    c->actor.request_id = request_id;
    return e;
}

void access_stranger(struct core *core, struct db *db, struct arena *arena, struct str ip, struct context *out) {
    *out = (struct context){.core = core, .db = db, .arena = arena, .now = clock_now()};
    out->actor.ip = ip;
    out->view = (struct view){.org_id = -1, .now = out->now, .next_change = INT64_MAX, .groups_json = STR("[]")};
}

enum err access_as_user(struct core *core, struct db *db, struct arena *arena, int64_t user_id, struct context *out) {
    struct entry entry = {0};
    access_stranger(core, db, arena, STR("local"), out);
    enum err e = store_access_by_user(db, arena, user_id, &entry.row);
    if (e == ERR_NOT_FOUND) return err_set(ERR_UNAUTHENTICATED, TEXT_FAILED);
    if (e == OK) e = check(core, &entry, out->now, out->actor.ip);
    if (e == OK) e = see(core, db, arena, out->now, &entry);
    if (e != OK) return e;
    fill(out, &entry, out->actor.ip);
    return OK;
}

enum err access_authenticate(struct core *core, struct db *db, struct arena *arena, struct str authorization, struct str x_misp_auth,
                             struct str ip, struct context *out) {
    access_stranger(core, db, arena, ip, out);
    enum err e = sight_materialise(core);
    if (e != OK) return e;
    struct str rest = str_trim(x_misp_auth), key;
    if (str_is_empty(rest)) rest = str_trim(authorization);
    if (str_starts_nocase(rest, STR("Basic"))) rest = STR_NONE;
    e = err_set(ERR_UNAUTHENTICATED, TEXT_FAILED);
    for (int tries = 0; tries < 8 && access_next_candidate(&rest, &key); tries++) {
        e = try_key(out, key, ip);
        if (e != ERR_UNAUTHENTICATED) return e;
    }
    return e;
}

static bool list_has(struct str list, struct str item) {
    struct str piece;
    while (!str_is_empty(list) && str_split(&list, ',', &piece))
        if (str_eq(piece, item)) return true;
    return false;
}

void access_recent_use(struct core *core, struct arena *arena, int64_t key_id, int64_t *last_used, struct str *ips) {
    struct access *a = core_access(core);
    pthread_mutex_lock(&a->touch_lock);
    for (size_t i = 0; i < a->touch_count; i++) {
        const struct touch *t = &a->touches[i];
        if (t->key_id != key_id) continue;
        if (t->at > *last_used) *last_used = t->at;
        struct str ip = str_from(t->ip);
        if (list_has(*ips, ip)) continue;
        *ips = str_is_empty(*ips) ? arena_str(arena, ip) : arena_printf(arena, "%.*s,%.*s", STR_ARG(*ips), STR_ARG(ip));
    }
    pthread_mutex_unlock(&a->touch_lock);
}

enum err access_flush(struct context *c) {
    struct access *a = core_access(c->core);
    pthread_mutex_lock(&a->touch_lock);
    size_t count = a->touch_count;
    struct touch *touches = ARENA_ARRAY(c->arena, struct touch, count + 1);
    memcpy(touches, a->touches, count * sizeof *touches);
    a->touch_count = 0;
    pthread_mutex_unlock(&a->touch_lock);
    if (count == 0) return OK;
    struct write w;
    enum err e = write_begin(c, &w);
    for (size_t i = 0; i < count && e == OK; i++)
        e = store_access_touch(w.db, c->arena, touches[i].key_id, touches[i].user_id, touches[i].at, str_from(touches[i].ip));
    return write_end(&w, e);
}
