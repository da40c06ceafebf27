/* Lists are read one type at a time, in pages. Their state is the digest of what they hold: it is found by reading them once, and remembered by view and choice with
 * the place in the change log up to which it holds. So a poll costs one look at the log while nothing changes, and an ETag tells nothing of what the caller
 * does not see. */
#include "service/lookup_list.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "codec/hex.h"
#include "format/text_out.h"
#include "service/access.h"
#include "service/core.h"
#include "service/warninglist.h"
#include "service/write.h"
#include "store/change.h"
#include "store/lookup.h"

#define STATES 256
#define PAGE_MEMORY (64u << 20)
#define KEY 32

struct remembered {
    uint8_t key[KEY]; /* of view and choice */
    bool used;
    int64_t checked; /* the row of the change log up to which the state holds */
    struct lookup_state state;
};

struct lookups {
    pthread_mutex_t lock;
    struct remembered states[STATES];
    size_t next; /* the one to be overwritten when all are used */
};

struct lookups *lookups_new(void) {
    struct lookups *l = calloc(1, sizeof *l);
    if (!l) abort();
    pthread_mutex_init(&l->lock, NULL);
    return l;
}

void lookups_free(struct lookups *l) {
    if (!l) return;
    pthread_mutex_destroy(&l->lock);
    free(l);
}

/* --- reading --- */

struct walk {
    struct context *c;
    const struct lookup_choice *choice;
    struct arena *page;
    struct line_set *seen;
    lookup_value_fn fn;
    void *ctx;
};

static void tell(struct walk *w, enum sensor_kind kind, struct str value) {
    if (!(kind & w->choice->kinds) || !sensor_is_line(value) ||
        !line_set_put(w->seen, value, (struct str){(const char *)&kind, sizeof kind}))
        return;
    struct sensor_value out = {kind, value};
    if (w->c->view.site_admin && !w->c->read_noted) { /* may hold what its organisation does not see */
        w->c->read_noted = true;
        audit_refusal(w->c, "read", "Lookup", 0);
    }
    w->fn(w->ctx, &out);
}

static enum err walk_type(struct walk *w, int type, struct sensor_halves halves) {
    struct lookup_page page = {.type = type, .with_unpublished = w->choice->with_unpublished, .without_to_ids = w->choice->without_to_ids};
    struct context *c = w->c;
    struct attribute_list rows = {0};
    do {
        arena_reset(w->page);
        rows = (struct attribute_list){0};
        enum err e = access_renew(c);
        if (e == OK) e = store_lookup_values(c->db, w->page, &c->view, &page, LIMIT_PAGE, &rows);
        if (e != OK) return e;
        for (size_t i = 0; i < rows.len; i++) {
            const struct attribute *a = &rows.items[i];
            page.after = a->id;
            if (w->choice->without_warned && warninglist_hits(c, a, NULL)) continue;
            if (halves.first) tell(w, halves.first, a->value1);
            if (halves.second && a->value2.len) tell(w, halves.second, a->value2);
        }
    } while (rows.len == LIMIT_PAGE);
    return OK;
}

enum err lookup_each(struct context *c, const struct lookup_choice *choice, lookup_value_fn fn, void *ctx) {
    struct walk w = {.c = c, .choice = choice, .page = arena_new(PAGE_MEMORY), .seen = line_set_new(), .fn = fn, .ctx = ctx};
    enum err e = OK;
    for (int type = 1; type <= ATTRIBUTE_TYPE_COUNT && e == OK; type++) {
        struct sensor_halves halves = sensor_halves(type);
        if ((halves.first | halves.second) & choice->kinds) e = walk_type(&w, type, halves);
    }
    line_set_free(w.seen);
    arena_free(w.page);
    return e;
}

/* --- the state of a list --- */

struct summing {
    struct digest digest;
    int64_t count;
};

static void sum_value(void *ctx, const struct sensor_value *v) {
    struct summing *s = ctx;
    digest_add(&s->digest, &v->kind, sizeof v->kind);
    digest_add(&s->digest, v->value.ptr, v->value.len);
    digest_add(&s->digest, "\n", 1);
    s->count++;
}

/* What decides which rows a list holds: the view without its clock (what the clock brings stands in the change log). */
static void add_view(struct context *c, struct digest *d) {
    const struct view *v = &c->view;
    int64_t numbers[] = {v->org_id, v->site_admin};
    digest_init(d, DIGEST_SHA256);
    digest_add(d, core_secret(c->core), 32);
    digest_add(d, numbers, sizeof numbers);
    digest_add(d, v->groups_json.ptr, v->groups_json.len);
}

static void key_of(struct context *c, const struct lookup_choice *choice, uint8_t key[KEY]) {
    struct digest d;
    uint8_t out[DIGEST_MAX];
    unsigned flags =
        choice->kinds << 3 | (unsigned)choice->with_unpublished << 2 | (unsigned)choice->without_to_ids << 1 | choice->without_warned;
    add_view(c, &d);
    digest_add(&d, &flags, sizeof flags);
    digest_finish(&d, out);
    memcpy(key, out, KEY);
}

static struct remembered *find(struct lookups *l, const uint8_t key[KEY]) {
    for (size_t i = 0; i < STATES; i++)
        if (l->states[i].used && memcmp(l->states[i].key, key, KEY) == 0) return &l->states[i];
    return NULL;
}

static bool recall(struct lookups *l, const uint8_t key[KEY], struct remembered *out) {
    pthread_mutex_lock(&l->lock);
    const struct remembered *r = find(l, key);
    if (r) *out = *r;
    pthread_mutex_unlock(&l->lock);
    return r != NULL;
}

static void remember(struct lookups *l, const struct remembered *what) {
    pthread_mutex_lock(&l->lock);
    struct remembered *r = find(l, what->key);
    if (!r) {
        r = &l->states[l->next];
        l->next = (l->next + 1) % STATES;
    }
    if (!r->used || memcmp(r->key, what->key, KEY) != 0 || r->checked <= what->checked) *r = *what;
    pthread_mutex_unlock(&l->lock);
}

static enum err read_state(struct context *c, const struct lookup_choice *choice, struct lookup_state *out) {
    struct summing s = {.count = 0};
    digest_init(&s.digest, DIGEST_SHA256);
    enum err e = lookup_each(c, choice, sum_value, &s);
    *out = (struct lookup_state){.count = s.count};
    digest_finish(&s.digest, out->digest);
    return e;
}

enum err lookup_state(struct context *c, const struct lookup_choice *choice, struct lookup_state *out) {
    struct lookups *l = core_lookups(c->core);
    struct remembered now = {.used = true}, before;
    int64_t last;
    bool changed = true;
    enum err e = store_change_last(c->db, &last); /* before the reading: what is read is never older than it says */
    if (e != OK) return e;
    key_of(c, choice, now.key);
    bool known = recall(l, now.key, &before);
    if (known) e = store_lookup_changed(c->db, before.checked, &changed);
    if (e == OK && changed) e = read_state(c, choice, &now.state);
    if (e != OK) return e;
    if (!changed) now.state = before.state;
    bool same = known && memcmp(now.state.digest, before.state.digest, sizeof now.state.digest) == 0;
    now.checked = last;
    if (changed) now.state.serial = same ? before.state.serial : known && before.state.serial >= c->now ? before.state.serial + 1 : c->now;
    remember(l, &now);
    *out = now.state;
    return OK;
}

struct str lookup_etag(struct context *c, const struct lookup_state *state, struct str form) {
    struct digest d;
    uint8_t out[DIGEST_MAX];
    char hex[33];
    add_view(c, &d);
    digest_add(&d, form.ptr, form.len);
    digest_add(&d, "", 1);
    digest_add(&d, state->digest, 32);
    digest_finish(&d, out);
    hex_encode_into(hex, out, 16);
    return arena_printf(c->arena, "\"%s\"", hex);
}
