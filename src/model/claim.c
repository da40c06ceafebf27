/* Words of claims, and the rule of the summary as docs/CLAIMS.md tells it. Whole numbers only, so that anybody can work it out again. */
#include "model/claim.h"

#include <stdlib.h>

#include "base/clock.h"

#define DAY 86400
#define FRESH_DAYS 30
#define HALF_DAYS 365

/* 04857a28-ccc4-5240-b1f0-314c3b990221 */
static const struct uuid actor_space = {{0x04, 0x85, 0x7a, 0x28, 0xcc, 0xc4, 0x52, 0x40, 0xb1, 0xf0, 0x31, 0x4c, 0x3b, 0x99, 0x02, 0x21}};

static const char *const relations[] = {"responsible", "sponsored", "tooling-of", "same-as", "not-responsible"};
static const char *const statuses[] = {"preliminary", "assessed", "confirmed", "disputed", "withdrawn"};
static const char *const confidences[] = {"low", "moderate", "high"};
static const int confidence_weights[] = {400, 700, 1000};

static int place_of(const char *const *names, int count, struct str text) {
    for (int i = 0; i < count; i++)
        if (str_eq(text, str_from(names[i]))) return i;
    return -1;
}
#define COUNT(array) ((int)(sizeof(array) / sizeof *(array)))

const char *claim_relation_text(enum claim_relation relation) { return relations[relation]; }
const char *claim_status_text(enum claim_status status) { return statuses[status]; }
const char *claim_confidence_text(enum claim_confidence confidence) { return confidences[confidence]; }
int claim_relation_parse(struct str text) { return place_of(relations, COUNT(relations), text); }
int claim_status_parse(struct str text) { return place_of(statuses, COUNT(statuses), text); }
int claim_confidence_parse(struct str text) { return place_of(confidences, COUNT(confidences), text); }

const char *claim_likelihood_text(int likelihood) {
    static const struct {
        int below;
        const char *text;
    } terms[] = {{5, "almost no chance"},     {20, "very unlikely"}, {45, "unlikely"},
                 {55, "roughly even chance"}, {80, "likely"},        {95, "very likely"}};
    for (size_t i = 0; i < sizeof terms / sizeof *terms; i++)
        if (likelihood < terms[i].below) return terms[i].text;
    return "almost certain";
}

struct str claim_actor_key(struct arena *arena, const struct claim *c) {
    char text[UUID_TEXT];
    if (!uuid_is_nil(&c->actor_cluster)) return arena_printf(arena, "cluster:%s", uuid_text(&c->actor_cluster, text).ptr);
    if (!str_is_empty(c->actor_country)) return arena_printf(arena, "country:%.*s", STR_ARG(c->actor_country));
    return arena_printf(arena, "name:%.*s", STR_ARG(c->actor_name));
}

struct uuid claim_actor_uuid(struct arena *arena, const struct claim *c) {
    return uuid_is_nil(&c->actor_cluster) ? uuid_from_name(&actor_space, claim_actor_key(arena, c)) : c->actor_cluster;
}

struct uuid claim_opinion_uuid(const struct uuid *series) {
    return uuid_from_name(series, STR("opinion"));
}

int claim_opinion(const struct claim *c) { return c->relation == CLAIM_NOT_RESPONSIBLE ? 100 - c->likelihood : c->likelihood; }

/* --- the summary --- */

/* An organisation of the alliance speaks for itself; an outside source counts by its rating. */
static int reliability_of(const struct claim *c) {
    static const int rated[] = {1000, 800, 600, 400, 200, 500}; /* A to F */
    if (c->claimant_org) return 800;
    return c->reliability >= 'A' && c->reliability <= 'F' ? rated[c->reliability - 'A'] : 500;
}

static int recency_of(const struct claim *c, int64_t today) {
    int64_t stated = 0;
    if (!clock_parse_date(c->stated_on, &stated)) return 0;
    int64_t age = today - stated / DAY;
    if (age <= FRESH_DAYS) return 1000;
    return (int)(1000 * HALF_DAYS / (HALF_DAYS + age - FRESH_DAYS));
}

static struct claim_weight weigh(const struct claim *c, size_t place, int64_t today) {
    struct claim_weight w = {
        .claim = place, .reliability = reliability_of(c), .recency = recency_of(c, today), .confidence = confidence_weights[c->confidence]};
    if (c->status != CLAIM_WITHDRAWN) w.weight = w.reliability * w.recency / 1000 * w.confidence / 1000;
    return w;
}

static struct claim_position *position_of(struct arena *arena, struct claim_position_list *list, const struct claim *c) {
    struct str key = claim_actor_key(arena, c);
    for (size_t i = 0; i < list->len; i++)
        if (list->items[i].relation == c->relation && str_eq(list->items[i].actor, key)) return &list->items[i];
    struct claim_position *p = vec_push(arena, list);
    p->actor = key;
    p->relation = c->relation;
    return p;
}

/* The weighted mean, rounded half up; of claims without weight the plain one. */
static int likelihood_of(const struct claim_list *claims, const struct claim_position *p) {
    int64_t sum = 0, total = 0;
    for (size_t i = 0; i < p->claims.len; i++) {
        int64_t weight = p->sum ? p->claims.items[i].weight : 1;
        sum += weight * claims->items[p->claims.items[i].claim].likelihood;
        total += weight;
    }
    return (int)((2 * sum + total) / (2 * total));
}

static int by_weight(const void *a, const void *b) {
    const struct claim_position *x = a, *y = b;
    if (x->sum != y->sum) return x->sum > y->sum ? -1 : 1;
    int order = str_cmp(x->actor, y->actor);
    return order ? order : (int)x->relation - (int)y->relation;
}

/* Shares of 1000, rounded down; what is missing goes to the heaviest, one each. */
static void share(struct claim_position_list *list) {
    int64_t total = 0;
    int given = 0;
    for (size_t i = 0; i < list->len; i++) total += list->items[i].sum;
    if (total == 0) return;
    for (size_t i = 0; i < list->len; i++) {
        list->items[i].weight = (int)(list->items[i].sum * 1000 / total);
        given += list->items[i].weight;
    }
    for (size_t i = 0; given < 1000; i = (i + 1) % list->len) {
        list->items[i].weight++;
        given++;
    }
}

void claim_summarise(struct arena *arena, const struct claim_list *claims, int64_t today, struct claim_position_list *out) {
    for (size_t i = 0; i < claims->len; i++) {
        struct claim_weight w = weigh(&claims->items[i], i, today);
        struct claim_position *p = position_of(arena, out, &claims->items[i]);
        p->sum += w.weight;
        *vec_push(arena, &p->claims) = w;
    }
    for (size_t i = 0; i < out->len; i++) out->items[i].likelihood = likelihood_of(claims, &out->items[i]);
    if (out->len > 1) qsort(out->items, out->len, sizeof *out->items, by_weight);
    share(out);
}
