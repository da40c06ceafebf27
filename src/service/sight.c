/* Agreements in memory, folded for an organisation; and the instants that the clock brings. */
#include "service/sight.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/limits.h"
#include "base/map.h"
#include "codec/json_tree.h"
#include "format/agreement_text.h"
#include "service/core.h"
#include "service/write.h"
#include "store/access.h"
#include "store/agreement.h"
#include "store/sequence.h"

#define AGREEMENT_MEMORY (256u << 20)
#define SETTING_MARK "varde.instant" /* the last instant that was materialised */

struct sights {
    pthread_rwlock_t lock;
    struct arena *arena; /* of what is below; made anew with the policy version */
    struct agreement_list all;
    struct map *org_ids; /* 16 bytes of a uuid -> id + 1 */
    uint64_t version;
    pthread_mutex_t instants; /* one materialises at a time */
    _Atomic int64_t next_instant;
    _Atomic size_t count;
};

struct sights *sights_new(void) {
    struct sights *s = calloc(1, sizeof *s);
    if (!s) abort();
    pthread_rwlock_init(&s->lock, NULL);
    pthread_mutexattr_t again; /* the write of instants asks as every write does whether one has passed */
    pthread_mutexattr_init(&again);
    pthread_mutexattr_settype(&again, PTHREAD_MUTEX_RECURSIVE);
    pthread_mutex_init(&s->instants, &again);
    pthread_mutexattr_destroy(&again);
    atomic_store(&s->next_instant, INT64_MIN); /* not known yet: the first look finds it */
    return s;
}

void sights_free(struct sights *s) {
    if (!s) return;
    if (s->arena) arena_free(s->arena);
    pthread_rwlock_destroy(&s->lock);
    pthread_mutex_destroy(&s->instants);
    free(s);
}

/* --- what is in memory --- */

static enum err load(struct sights *s, struct core *core, struct db *db) {
    uint64_t version = core_policy_version(core); /* before the read: what is kept is never younger than it says */
    struct arena *arena = arena_new(AGREEMENT_MEMORY);
    struct agreement_list all = {0};
    struct org_name_list orgs = {0};
    enum err e = store_agreement_load(db, arena, 0, agreement_terms_from_text, &all);
    if (e == OK && all.len) e = store_agreement_orgs(db, arena, &orgs);
    if (e != OK) {
        arena_free(arena);
        return e;
    }
    struct map *ids = map_new(arena, orgs.len + 1);
    for (size_t i = 0; i < orgs.len; i++)
        map_put(ids, (struct str){(const char *)orgs.items[i].uuid.bytes, 16}, (void *)(uintptr_t)(orgs.items[i].id + 1));
    if (s->arena) arena_free(s->arena);
    s->arena = arena;
    s->all = all;
    s->org_ids = ids;
    s->version = version;
    atomic_store(&s->count, all.len);
    return OK;
}

/* With the lock held for reading when it returns OK. */
static enum err look(struct core *core, struct db *db) {
    struct sights *s = core_sights(core);
    pthread_rwlock_rdlock(&s->lock);
    if (s->arena && s->version == core_policy_version(core)) return OK;
    pthread_rwlock_unlock(&s->lock);
    pthread_rwlock_wrlock(&s->lock);
    enum err e = s->arena && s->version == core_policy_version(core) ? OK : load(s, core, db);
    pthread_rwlock_unlock(&s->lock);
    if (e == OK) pthread_rwlock_rdlock(&s->lock);
    return e;
}

bool sight_has_agreements(struct core *core) {
    struct sights *s = core_sights(core);
    return !s->arena || s->version != core_policy_version(core) || atomic_load(&s->count) > 0;
}

/* --- the sight of an organisation --- */

static int64_t id_of(const struct sights *s, const struct uuid *org) {
    return (int64_t)(uintptr_t)map_get(s->org_ids, (struct str){(const char *)org->bytes, 16}) - 1;
}

/* Did it leave with something that only itself may see from then on? A hidden observer that goes has added nothing; named here, it would change the views, and with these
 * the ETags, of those who must not know of it. */
static bool has_left_behind(const struct agreement_standing *party) { return party->left && !(party->hidden && !party->signed_in); }

static void see_agreement(const struct sights *s, struct arena *arena, const struct agreement *a, const struct uuid *org, int64_t now,
                          int64_t up_to_entry, struct sight *out) {
    struct agreement_fold fold;
    agreement_fold(arena, a, up_to_entry, now, &fold);
    if (!fold.terms || !agreement_standing_of(&fold, org)) return;
    if (fold.next_change < out->next_change) out->next_change = fold.next_change;
    if (!agreement_is_open_to(&fold, org)) return;
    *vec_push(arena, &out->groups) = a->sharing_group_id;
    for (size_t i = 0; i < fold.parties.len; i++)
        if (has_left_behind(&fold.parties.items[i]))
            *vec_push(arena, &out->left) = view_left_code(a->sharing_group_id, id_of(s, &fold.parties.items[i].org));
}

enum err sight_of(struct core *core, struct db *db, struct arena *arena, const struct uuid *org, const struct id_list *plain, int64_t now,
                  int64_t up_to_entry, struct sight *out) {
    struct sights *s = core_sights(core);
    *out = (struct sight){.next_change = INT64_MAX};
    for (size_t i = 0; i < plain->len; i++) *vec_push(arena, &out->groups) = plain->items[i];
    enum err e = look(core, db);
    if (e != OK) return e;
    for (size_t i = 0; i < s->all.len; i++) see_agreement(s, arena, &s->all.items[i], org, now, up_to_entry, out);
    pthread_rwlock_unlock(&s->lock);
    id_list_sort(&out->groups);
    id_list_sort(&out->left);
    return OK;
}

static void add_numbers(struct buf *b, const struct id_list *list) {
    for (size_t i = 0; i < list->len; i++) {
        if (b->len > 1) buf_add_char(b, ',');
        buf_add_i64(b, list->items[i]);
    }
}

void sight_into_view(struct arena *arena, const struct sight *sight, struct view *view) {
    struct buf b;
    buf_init(&b, LIMIT_REQUEST_MEMORY);
    buf_add_char(&b, '[');
    add_numbers(&b, &sight->groups);
    add_numbers(&b, &sight->left);
    buf_add_char(&b, ']');
    view->groups_json = arena_str(arena, buf_str(&b));
    buf_done(&b);
    view->groups = sight->groups.items;
    view->group_count = sight->groups.len;
    view->left = sight->left.items;
    view->left_count = sight->left.len;
    view->next_change = sight->next_change;
}

enum err sight_agreement_of_group(struct core *core, struct db *db, struct arena *arena, int64_t sharing_group_id, struct agreement *out) {
    struct sights *s = core_sights(core);
    struct agreement_list list = {0};
    int64_t id = 0;
    enum err e = look(core, db);
    if (e != OK) return e;
    for (size_t i = 0; i < s->all.len && !id; i++)
        if (s->all.items[i].sharing_group_id == sharing_group_id) id = s->all.items[i].id;
    pthread_rwlock_unlock(&s->lock);
    if (!id) return err_plain(ERR_NOT_FOUND);
    e = store_agreement_load(db, arena, id, agreement_terms_from_text, &list);
    if (e == OK && list.len != 1) e = err_plain(ERR_NOT_FOUND);
    if (e == OK) *out = list.items[0];
    return e;
}

/* --- instants --- */

struct instant {
    int64_t at;
    enum change_kind kind;
    int64_t id;
    struct uuid uuid;
};
struct instant_list VEC_OF(struct instant);

static int by_instant(const void *a, const void *b) {
    const struct instant *x = a, *y = b;
    if (x->at != y->at) return x->at < y->at ? -1 : 1;
    if (x->kind != y->kind) return (int)x->kind - (int)y->kind;
    return x->id < y->id ? -1 : x->id > y->id;
}

/* Of all agreements: each in (after, until], and the first beyond. */
static enum err agreement_instants(struct core *core, struct db *db, struct arena *arena, int64_t after, int64_t until,
                                   struct instant_list *out, int64_t *next) {
    struct sights *s = core_sights(core);
    enum err e = look(core, db);
    if (e != OK) return e;
    for (size_t i = 0; i < s->all.len; i++) {
        const struct agreement *a = &s->all.items[i];
        struct agreement_fold fold;
        for (int64_t at = after;; at = fold.next_change) {
            agreement_fold(arena, a, INT64_MAX, at, &fold);
            if (fold.next_change > until) break;
            *vec_push(arena, out) = (struct instant){fold.next_change, KIND_SHARING_GROUP, a->sharing_group_id, a->uuid};
        }
        if (fold.next_change < *next) *next = fold.next_change;
    }
    pthread_rwlock_unlock(&s->lock);
    return OK;
}

static enum err write_scope(struct write *w, const struct instant *i) {
    struct change change = {.action = CHANGE_SCOPE, .kind = i->kind, .first_id = i->id, .last_id = i->id, .uuid = &i->uuid, .at = i->at};
    if (i->kind == KIND_EVENT) change.event_id = i->id;
    return write_change(w, &change);
}

static enum err write_instants(struct context *c, int64_t *next) {
    struct write w;
    struct instant_list list = {0};
    struct event_instant_list events = {0};
    enum err e = write_begin(c, &w);
    if (e != OK) return e;
    int64_t mark = 0;
    *next = INT64_MAX;
    e = store_setting_int(w.db, STR(SETTING_MARK), &mark);
    if (e == OK) e = agreement_instants(c->core, w.db, c->arena, mark, c->now, &list, next);
    if (e == OK) e = store_event_instants(w.db, c->arena, mark, c->now, &events);
    for (size_t i = 0; i < events.len; i++)
        *vec_push(c->arena, &list) = (struct instant){events.items[i].at, KIND_EVENT, events.items[i].event_id, events.items[i].uuid};
    if (list.len > 1) qsort(list.items, list.len, sizeof *list.items, by_instant);
    for (size_t i = 0; i < list.len && e == OK; i++) e = write_scope(&w, &list.items[i]);
    int64_t event_next = INT64_MAX;
    if (e == OK) e = store_event_next_instant(w.db, c->now, &event_next);
    if (event_next < *next) *next = event_next;
    if (e == OK && list.len) e = store_setting_put(w.db, STR(SETTING_MARK), arena_printf(c->arena, "%lld", (long long)c->now));
    return write_end(&w, e);
}

enum err sight_materialise(struct core *core) {
    struct sights *s = core_sights(core);
    int64_t now = clock_now();
    if (now < atomic_load_explicit(&s->next_instant, memory_order_relaxed)) return OK;
    pthread_mutex_lock(&s->instants);
    enum err e = OK;
    if (now >= atomic_load(&s->next_instant)) {
        struct arena *arena = arena_new(AGREEMENT_MEMORY);
        struct context c = {.core = core, .arena = arena, .now = now};
        int64_t next = INT64_MAX;
        atomic_store(&s->next_instant, INT64_MAX); /* what is noted from now on lowers it again */
        e = write_instants(&c, &next);
        if (e != OK) next = INT64_MIN; /* to be tried again */
        sight_note_instant(core, next);
        arena_free(arena);
    }
    pthread_mutex_unlock(&s->instants);
    return e;
}

enum err sight_settle(struct write *w) {
    int64_t mark = 0;
    enum err e = store_setting_int(w->db, STR(SETTING_MARK), &mark);
    if (e != OK || mark >= w->c->now) return e;
    return store_setting_put(w->db, STR(SETTING_MARK), arena_printf(w->c->arena, "%lld", (long long)w->c->now));
}

int64_t sight_next_instant(struct core *core) { return atomic_load(&core_sights(core)->next_instant); }

void sight_note_instant(struct core *core, int64_t at) {
    struct sights *s = core_sights(core);
    int64_t seen = atomic_load(&s->next_instant);
    while (at < seen && !atomic_compare_exchange_weak(&s->next_instant, &seen, at))
        ;
}
