/* What of a reading is compared with others. The best of each kind is kept: what stands in the lead and what tells much goes before what is only mentioned. */
#include "reading/trace.h"

#include <stdlib.h>
#include <string.h>

#include "reading/dates.h"
#include "reading/homes.h"
#include "reading/trace_parts.h"

enum { LEAD_BYTES = 300, LEAD_LEAST = 40 };

_Static_assert(sizeof(struct trace) == 4 * (4 + TRACE_KEYS + TRACE_NAMES + 2 * TRACE_PEOPLE + TRACE_PLACES + TRACE_COUNTRIES +
                                            TRACE_TOPICS + TRACE_NUMBERS + TRACE_DAYS) +
                                           8,
               "a trace is stored as it stands: no padding");

uint32_t trace_hash(char kind, struct str text, enum trace_common common) {
    uint32_t hash = 2166136261u;
    hash = (hash ^ (unsigned char)kind) * 16777619u;
    for (size_t i = 0; i < text.len; i++) hash = (hash ^ (unsigned char)text.ptr[i]) * 16777619u;
    hash ^= hash >> 15;
    hash *= 0x85EBCA6Bu;
    hash ^= hash >> 13;
    hash &= ~(uint32_t)(TRACE_COMMON_MASK | TRACE_MARK);
    return (hash ? hash : 8) | (uint32_t)common;
}

uint16_t trace_topic(const char *topic) {
    uint32_t hash = trace_hash('t', str_from(topic), TRACE_RARE);
    uint16_t number = (uint16_t)(hash >> 16 ^ hash);
    return number ? number : 1;
}

void trace_offer(struct arena *arena, struct trace_pick_list *list, uint32_t hash, int worth) {
    for (size_t i = 0; i < list->len; i++)
        if (trace_same(list->items[i].hash, hash)) {
            uint32_t before = list->items[i].hash;
            list->items[i].hash =
                ((before & TRACE_COMMON_MASK) < (hash & TRACE_COMMON_MASK) ? before : hash) | ((before | hash) & TRACE_MARK);
            list->items[i].worth += worth;
            return;
        }
    if (list->len < 512) *vec_push(arena, list) = (struct trace_pick){hash, worth};
}

static int by_worth(const void *a, const void *b) {
    const struct trace_pick *x = a, *y = b;
    if (x->worth != y->worth) return x->worth > y->worth ? -1 : 1;
    return x->hash < y->hash ? -1 : x->hash > y->hash;
}

static int by_hash(const void *a, const void *b) {
    const struct trace_pick *x = a, *y = b;
    return x->hash < y->hash ? -1 : x->hash > y->hash;
}

void trace_take(struct trace_pick_list *list, uint32_t *out, size_t max) {
    if (list->len > 1) qsort(list->items, list->len, sizeof *list->items, by_worth);
    size_t n = list->len < max ? list->len : max;
    if (n > 1) qsort(list->items, n, sizeof *list->items, by_hash);
    for (size_t i = 0; i < max; i++) out[i] = i < n ? list->items[i].hash : 0;
}

/* How much an entity counts: named in the title or first paragraph three times as much; the tenth mention says little more than the fifth. */
static int entity_worth(const struct reading *r, const struct entity *e) {
    size_t lead_end = r->paragraphs.len ? r->paragraphs.items[0].offset + r->paragraphs.items[0].text.len : r->text.len;
    int worth = e->spans.len < 6 ? (int)e->spans.len : 6;
    if (e->spans.len == 0 || e->spans.items[0].from < lead_end) worth += 6;
    return worth;
}

/* The length of the first sentence of a paragraph, of some length itself. */
static size_t first_sentence(struct str text) {
    static const char *const stops[] = {". ", "! ", "? ", "\xE3\x80\x82", "\xD6\x89"};
    size_t most = text.len < LEAD_BYTES ? text.len : LEAD_BYTES, end = most;
    for (size_t i = 0; i < sizeof stops / sizeof *stops; i++) {
        size_t at = str_find(str_sub(text, 0, most), str_from(stops[i]), LEAD_LEAST);
        if (at != SIZE_MAX && at < end) end = at;
    }
    return end;
}

size_t trace_lead(const struct reading *r) {
    size_t end = 0;
    for (size_t i = 0; i < 3 && i < r->paragraphs.len; i++) {
        const struct paragraph *p = &r->paragraphs.items[i];
        bool title = i == 0 && str_starts(r->title, p->text);
        end = p->offset + (title ? p->text.len : first_sentence(p->text));
        if (!title && p->text.len >= 2 * LEAD_LEAST) break; /* a date and the name of the author have less */
    }
    return end;
}

static int by_weight(const void *a, const void *b) {
    const struct trace_weight *x = a, *y = b;
    if (x->weight != y->weight) return x->weight > y->weight ? -1 : 1;
    return x->what < y->what ? -1 : x->what > y->what;
}

static uint16_t country_number(const char *code) { return (uint16_t)((unsigned char)code[0] << 8 | (unsigned char)code[1]); }

/* The country of the language, when no word names it: alone, or behind those that are named. */
static void imply_country(const struct reading *r, struct trace *t) {
    size_t n = 0;
    bool only;
    const char *code = homes_of(r->language.code, &only);
    uint16_t home = code ? country_number(code) : 0;
    while (n < TRACE_COUNTRIES && t->countries[n].what && t->countries[n].what != home) n++;
    if (home && n < TRACE_COUNTRIES && !t->countries[n].what)
        t->countries[n] = (struct trace_weight){home, n == 0 ? TRACE_IMPLIED : TRACE_HOME};
}

static void take_countries(const struct reading *r, struct trace *t) {
    struct trace_weight all[64];
    size_t n = 0;
    int sum = 0;
    for (size_t i = 0; i < r->entities.len && n < 64; i++) {
        const struct entity *e = &r->entities.items[i];
        if (e->kind != ENTITY_COUNTRY || e->id.len != 2) continue;
        int worth = entity_worth(r, e);
        all[n++] = (struct trace_weight){country_number(e->id.ptr), (uint16_t)worth};
        sum += worth;
    }
    if (n > 1) qsort(all, n, sizeof *all, by_weight);
    for (size_t i = 0; i < n && i < TRACE_COUNTRIES; i++)
        t->countries[i] = (struct trace_weight){
            all[i].what, (uint16_t)(all[i].weight * 1000 / sum > TRACE_HOME ? all[i].weight * 1000 / sum : TRACE_HOME + 1)};
}

/* Kinds of one family: what one language calls an attack is a defacement in the next. So each kind counts in part as the head of its family, too. */
static const struct {
    const char *topic, *head;
    int share; /* thousandths */
} families[] = {
    {"ddos", "cyberattack", 600},       {"defacement", "cyberattack", 900},
    {"ransomware", "cyberattack", 600}, {"wiper", "cyberattack", 700},
    {"intrusion", "cyberattack", 1000}, {"data_leak", "cyberattack", 600},
    {"malware", "cyberattack", 300},    {"supply_chain", "cyberattack", 400},
    {"outage", "cyberattack", 300},     {"espionage", "cyberattack", 300},
    {"agreement", "talks", 500},        {"ceasefire", "talks", 400},
    {"takedown", "arrest", 500},        {"trial", "arrest", 400},
    {"patch", "vulnerability", 600},    {"condemnation", "attribution", 300},
};

struct topic_sum {
    const char *topic;
    int64_t score;
};

static void add_topic(struct topic_sum *sums, size_t *n, size_t max, const char *topic, int64_t score) {
    size_t i = 0;
    while (i < *n && strcmp(sums[i].topic, topic) != 0) i++;
    if (i == max) return;
    if (i == *n) sums[(*n)++].topic = topic;
    sums[i].score += score;
}

static int by_topic(const void *a, const void *b) {
    const struct topic_sum *x = a, *y = b;
    if (x->score != y->score) return x->score > y->score ? -1 : 1;
    return strcmp(x->topic, y->topic);
}

/* Scores are floating point; they are rounded once, here, so that everything after is integer arithmetic. */
static void take_topics(const struct reading *r, struct trace *t) {
    struct topic_sum sums[24] = {{0}};
    size_t n = 0;
    int64_t sum = 0;
    for (size_t i = 0; i < r->topics.len && i < 12; i++) {
        int64_t score = (int64_t)(r->topics.items[i].score * 1024);
        add_topic(sums, &n, 24, r->topics.items[i].topic, score);
        for (size_t k = 0; k < sizeof families / sizeof *families; k++)
            if (strcmp(families[k].topic, r->topics.items[i].topic) == 0)
                add_topic(sums, &n, 24, families[k].head, score * families[k].share / 1000);
    }
    if (n > 1) qsort(sums, n, sizeof *sums, by_topic);
    if (n > TRACE_TOPICS) n = TRACE_TOPICS;
    for (size_t i = 0; i < n; i++) sum += sums[i].score;
    for (size_t i = 0; i < n && sum > 0; i++)
        t->topics[i] = (struct trace_weight){trace_topic(sums[i].topic), (uint16_t)(sums[i].score * 1000 / sum)};
    if (n > 1) qsort(t->topics, n, sizeof *t->topics, by_weight);
}

static void take_entities(struct arena *arena, const struct reading *r, struct trace_pick_list *keys, struct trace *t) {
    struct trace_pick_list people = {0}, organisations = {0}, places = {0};
    size_t lead = trace_lead(r);
    for (size_t i = 0; i < r->entities.len; i++) {
        const struct entity *e = &r->entities.items[i];
        enum trace_common common = trace_common_of(e->kind, e->name);
        int worth = entity_worth(r, e) + 4 * (TRACE_EVERYWHERE - (int)common);
        bool capital = strcmp(e->how, "capital") == 0; /* it stands for its country, and is no town where something happened */
        uint32_t leads = e->spans.len == 0 || e->spans.items[0].from < lead ? TRACE_MARK : 0,
                 does = e->kind == ENTITY_PRODUCT ? 0 : TRACE_MARK;
        switch (e->kind) {
        case ENTITY_COUNTRY: break;
        case ENTITY_PERSON: trace_offer(arena, &people, trace_hash('p', e->name, common), worth); break;
        case ENTITY_ORGANISATION: trace_offer(arena, &organisations, trace_hash('o', e->name, common) | leads, worth); break;
        case ENTITY_PLACE: trace_offer(arena, &places, trace_hash('l', e->name, common) | (capital ? 0 : leads), worth); break;
        default: trace_offer(arena, keys, trace_hash('k', e->name, common) | does, worth + 20); break;
        }
    }
    trace_take(&people, t->people, TRACE_PEOPLE);
    trace_take(&organisations, t->organisations, TRACE_PEOPLE);
    trace_take(&places, t->places, TRACE_PLACES);
}

static int by_number(const void *a, const void *b) {
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return x < y ? -1 : x > y;
}

/* Is it the date line: the day of publication, with its year? */
static bool is_date_line(const struct reading *r, const struct mentioned_date *date) {
    struct str text = str_sub(r->text, date->span.from, date->span.to - date->span.from);
    size_t digits = 0;
    if (r->published.precision != PRECISION_DAY || date->when.from != r->published.from) return false;
    for (size_t i = 0; i < text.len && digits < 4; i++) digits = text.ptr[i] >= '0' && text.ptr[i] <= '9' ? digits + 1 : 0;
    return digits == 4;
}

/* Days named, each once: the first ones of the text. */
static void take_days(const struct reading *r, struct trace *t) {
    size_t n = 0;
    for (size_t i = 0; i < TRACE_DAYS; i++) t->days[i] = INT32_MIN;
    for (size_t i = 0; i < r->dates.len && n < TRACE_DAYS; i++) {
        const struct dated *d = &r->dates.items[i].when;
        int32_t day = (int32_t)d->from | (is_date_line(r, &r->dates.items[i]) ? TRACE_DATE_LINE : 0);
        bool seen = d->precision != PRECISION_DAY || d->from != d->to || d->from < 0;
        for (size_t k = 0; k < n && !seen; k++) {
            seen = trace_day(t->days[k]) == trace_day(day);
            if (seen) t->days[k] &= day; /* a day that is told, too */
        }
        if (!seen) t->days[n++] = day;
    }
    qsort(t->days, TRACE_DAYS, sizeof *t->days, by_number);
}

uint32_t trace_year_bit(int64_t year) { return (uint32_t)1 << (year < 2000 ? 0 : year > 2031 ? 31 : year - 2000); }

static void add_when(const struct dated *d, struct trace *t) {
    int year, month, day;
    if (d->precision == PRECISION_NONE) return;
    date_parts(d->from, &year, &month, &day);
    t->years |= trace_year_bit(year);
    if (d->precision >= PRECISION_MONTH) t->months |= (uint32_t)1 << (month - 1);
    date_parts(d->to, &year, &month, &day);
    t->years |= trace_year_bit(year);
    if (d->precision >= PRECISION_MONTH) t->months |= (uint32_t)1 << (month - 1);
}

static void take_calendar(const struct reading *r, struct trace *t) {
    for (size_t i = 0; i < r->dates.len; i++) add_when(&r->dates.items[i].when, t);
    add_when(&r->published, t);
}

static void take_indicators(struct arena *arena, const struct reading *r, struct trace_pick_list *keys) {
    for (size_t i = 0; i < r->indicators.len && i < 64; i++)
        if (r->indicators.items[i].verdict == VERDICT_MALICIOUS)
            trace_offer(arena, keys, trace_hash('i', r->indicators.items[i].value, TRACE_KNOWN), 10);
}

void trace_of(struct arena *arena, const struct reading *reading, struct trace *out) {
    struct trace_pick_list keys = {0}, names = {0}, numbers = {0};
    memset(out, 0, sizeof *out);
    bool dated = reading->published.precision != PRECISION_NONE;
    out->from = dated ? (int32_t)reading->published.from : INT32_MIN;
    out->to = dated ? (int32_t)reading->published.to : INT32_MIN;
    take_countries(reading, out);
    imply_country(reading, out);
    take_topics(reading, out);
    take_entities(arena, reading, &keys, out);
    take_indicators(arena, reading, &keys);
    take_days(reading, out);
    take_calendar(reading, out);
    trace_words(arena, reading, &keys, &names, &out->likeness);
    trace_numbers(arena, reading, &numbers, &out->years);
    out->months |= trace_months(arena, reading);
    trace_take(&keys, out->keys, TRACE_KEYS);
    trace_take(&names, out->names, TRACE_NAMES);
    trace_take(&numbers, out->numbers, TRACE_NUMBERS);
}
