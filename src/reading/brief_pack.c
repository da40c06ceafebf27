/* A brief as bytes: a version, then its fields in order, numbers little-endian, texts with their length before them. Read with a bound at every step:
 * what does not fit exactly is damage. */
#include <string.h>

#include "reading/brief.h"
#include "reading/tables.h"

enum { BRIEF_VERSION = 6, LIST_MAX = 64 };

static void put_u16(struct buf *out, size_t n) {
    buf_add_char(out, (char)(n & 255));
    buf_add_char(out, (char)(n >> 8 & 255));
}

static void put_i64(struct buf *out, int64_t n) {
    for (int i = 0; i < 8; i++) buf_add_char(out, (char)((uint64_t)n >> (8 * i) & 255));
}

static void put_text(struct buf *out, struct str s) {
    size_t n = s.len <= UINT16_MAX ? s.len : 0;
    put_u16(out, n);
    buf_add(out, n ? s.ptr : "", n);
}

static void put_dated(struct buf *out, const struct dated *d) {
    put_i64(out, d->from);
    put_i64(out, d->to);
    buf_add_char(out, (char)d->precision);
    buf_add_char(out, (char)d->source);
}

static void put_thousandths(struct buf *out, double d) { put_i64(out, (int64_t)(d * 1000 + 0.5)); }

void brief_pack(const struct brief *b, struct buf *out) {
    put_u16(out, BRIEF_VERSION);
    put_u16(out, sizeof b->trace);
    buf_add(out, &b->trace, sizeof b->trace);
    put_text(out, str_from(b->language.code));
    put_thousandths(out, b->language.certainty);
    put_dated(out, &b->published);
    put_text(out, b->title);
    put_text(out, b->source_url);
    put_text(out, b->source);
    put_u16(out, b->names.len);
    for (size_t i = 0; i < b->names.len; i++) {
        const struct brief_name *n = &b->names.items[i];
        buf_add_char(out, (char)n->kind);
        buf_add_char(out, (char)n->lead);
        put_i64(out, n->count);
        put_text(out, n->id);
        put_text(out, n->name);
    }
    put_u16(out, b->topics.len);
    for (size_t i = 0; i < b->topics.len; i++) {
        put_text(out, str_from(b->topics.items[i].topic));
        put_thousandths(out, b->topics.items[i].score);
    }
    put_u16(out, b->sentences.len);
    for (size_t i = 0; i < b->sentences.len; i++) {
        put_text(out, b->sentences.items[i].text);
        put_text(out, str_from(b->sentences.items[i].language));
        put_i64(out, b->sentences.items[i].weight);
        put_i64(out, b->sentences.items[i].place);
    }
    put_u16(out, b->quotes.len);
    for (size_t i = 0; i < b->quotes.len; i++) {
        put_text(out, b->quotes.items[i].speaker);
        put_text(out, b->quotes.items[i].text);
    }
    put_u16(out, b->ahead.len);
    for (size_t i = 0; i < b->ahead.len; i++) {
        put_dated(out, &b->ahead.items[i].when);
        put_text(out, b->ahead.items[i].sentence);
        put_text(out, str_from(b->ahead.items[i].language));
    }
}

/* --- back --- */

struct unpacking {
    struct arena *arena;
    struct str rest;
    bool bad;
};

static const char *take(struct unpacking *u, size_t n) {
    if (u->bad || u->rest.len < n) {
        u->bad = true;
        return NULL;
    }
    const char *at = u->rest.ptr;
    u->rest = (struct str){at + n, u->rest.len - n};
    return at;
}

static size_t get_u16(struct unpacking *u) {
    const char *p = take(u, 2);
    return p ? (size_t)(unsigned char)p[0] | (size_t)(unsigned char)p[1] << 8 : 0;
}

static int64_t get_i64(struct unpacking *u) {
    const char *p = take(u, 8);
    uint64_t n = 0;
    for (int i = 0; p && i < 8; i++) n |= (uint64_t)(unsigned char)p[i] << (8 * i);
    return (int64_t)n;
}

static struct str get_text(struct unpacking *u) {
    size_t n = get_u16(u);
    const char *p = take(u, n);
    return p ? arena_str(u->arena, (struct str){p, n}) : (struct str){"", 0};
}

static void get_code(struct unpacking *u, char out[8]) {
    struct str s = get_text(u);
    if (s.len > 7)
        u->bad = true;
    else if (s.len)
        memcpy(out, s.ptr, s.len);
}

/* A number from 0 to `most`. */
static int get_small(struct unpacking *u, int most) {
    const char *p = take(u, 1);
    int n = p ? (unsigned char)*p : 0;
    if (n > most) u->bad = true;
    return u->bad ? 0 : n;
}

static size_t get_count(struct unpacking *u) {
    size_t n = get_u16(u);
    if (n > LIST_MAX) u->bad = true;
    return u->bad ? 0 : n;
}

static struct dated get_dated(struct unpacking *u) {
    struct dated d = {.from = get_i64(u), .to = get_i64(u)};
    d.precision = (enum date_precision)get_small(u, PRECISION_DAY);
    d.source = (enum date_source)get_small(u, DATE_FEED);
    return d;
}

/* The table's own literal; a topic that the tables no longer know is left out. */
static const char *topic_literal(struct str name) {
    for (size_t i = 0; i < reading_target_count; i++)
        if (reading_targets[i].kind == TARGET_TOPIC && str_eq(str_from(reading_targets[i].name), name)) return reading_targets[i].name;
    return NULL;
}

static void get_names(struct unpacking *u, struct brief *out) {
    for (size_t n = get_count(u); n > 0 && !u->bad; n--) {
        struct brief_name *name = vec_push(u->arena, &out->names);
        name->kind = (enum entity_kind)get_small(u, ENTITY_VULNERABILITY);
        name->lead = get_small(u, 1);
        name->count = (int)get_i64(u);
        name->id = get_text(u);
        name->name = get_text(u);
    }
}

static void get_lists(struct unpacking *u, struct brief *out) {
    for (size_t n = get_count(u); n > 0 && !u->bad; n--) {
        const char *topic = topic_literal(get_text(u));
        double score = (double)get_i64(u) / 1000;
        if (topic) *vec_push(u->arena, &out->topics) = (struct topic_score){topic, score};
    }
    for (size_t n = get_count(u); n > 0 && !u->bad; n--) {
        struct brief_sentence *s = vec_push(u->arena, &out->sentences);
        s->text = get_text(u);
        get_code(u, s->language);
        s->weight = (int)get_i64(u);
        s->place = (int)get_i64(u);
    }
    for (size_t n = get_count(u); n > 0 && !u->bad; n--) {
        struct quote *q = vec_push(u->arena, &out->quotes);
        q->speaker = get_text(u);
        q->text = get_text(u);
    }
    for (size_t n = get_count(u); n > 0 && !u->bad; n--) {
        struct brief_ahead *a = vec_push(u->arena, &out->ahead);
        a->when = get_dated(u);
        a->sentence = get_text(u);
        get_code(u, a->language);
    }
}

enum err brief_unpack(struct arena *arena, struct str bytes, struct brief *out) {
    struct unpacking u = {.arena = arena, .rest = bytes};
    *out = (struct brief){0};
    if (get_u16(&u) != BRIEF_VERSION || get_u16(&u) != sizeof out->trace)
        return err_set(ERR_CORRUPT, "A stored brief is of another version.");
    const char *trace = take(&u, sizeof out->trace);
    if (trace) memcpy(&out->trace, trace, sizeof out->trace);
    get_code(&u, out->language.code);
    out->language.certainty = (double)get_i64(&u) / 1000;
    out->published = get_dated(&u);
    out->title = get_text(&u);
    out->source_url = get_text(&u);
    out->source = get_text(&u);
    get_names(&u, out);
    get_lists(&u, out);
    return u.bad || u.rest.len ? err_set(ERR_CORRUPT, "A stored brief is damaged.") : OK;
}
