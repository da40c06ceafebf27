/* The score of two traces. Each part is a small sum over sorted arrays, weighed by how little the shared names tell (reading/trace.h); the parts are added
 * in one fixed order. The weights were found on labelled reports (tests/reading/stories) and are thousandths of a point. */
#include "reading/link.h"

#include "reading/trace_parts.h"

enum {
    BIAS = -3000,
    THRESHOLD_STORY = 2500,
    THRESHOLD_UNDATED = 2050,
    THRESHOLD_RELATED = 900,
    THRESHOLD_FAR = -2000,
    COPY_BITS = 10,
    OWN_COUNTRY = 250,
    DIFFER = 5000,
    TOPICS_ALONE = 3800,
    DAYS_ALONE = 1000,
    TWO_VICTIMS = 2000,
    GANG_LATER = 2500,
    GANG_APART = 1500,
    GANG_HALF = 1500,
    APART_LATER = 1500,
    OTHER_PERSON = 500,
    DAYS_LATER = 700,
    NAMED_ITEM = 500,
    ONE_NAME = 1300,
    UNDATED_NUMBERED = 3200,
    DIFFER_NAMED = 1000,
    RECENT = 10
};

static int at_most(int n, int most) { return n < most ? n : most; }

/* --- what is shared --- */

/* The sum of the weights of the hashes that stand in both (sorted, 0 at the end); *count says how many there are. */
static int shared_hashes(const uint32_t *a, const uint32_t *b, size_t n, const int weights[4], int *count) {
    int sum = 0;
    *count = 0;
    for (size_t i = 0, k = 0; i < n && k < n && a[i] && b[k];) {
        if (trace_same(a[i], b[k])) {
            uint32_t common = a[i] & TRACE_COMMON_MASK;
            int weight = weights[common == (b[k] & TRACE_COMMON_MASK) ? common : TRACE_KNOWN];
            sum += weight;
            *count += weight > 0;
            i++;
            k++;
        } else if (a[i] < b[k]) {
            i++;
        } else {
            k++;
        }
    }
    return sum;
}

/* How many tell something by themselves. */
static int count_telling(const uint32_t *a, size_t n) {
    int count = 0;
    for (size_t i = 0; i < n && a[i]; i++) count += (a[i] & TRACE_COMMON_MASK) <= TRACE_KNOWN;
    return count;
}

/* An actor, a program or a vulnerability: two reports that name different ones tell of two happenings. */
static bool has_rare(const uint32_t *keys) {
    for (size_t i = 0; i < TRACE_KEYS && keys[i]; i++)
        if (keys[i] & TRACE_MARK) return true;
    return false;
}

static bool has_any(const uint32_t *a) { return a[0] != 0; }

/* Countries that stand in reports of every kind tell less. */
static int country_share(uint16_t what) {
    static const char common[][3] = {"RU", "UA", "US"};
    for (size_t i = 0; i < sizeof common / sizeof *common; i++)
        if (what == (uint16_t)((unsigned char)common[i][0] << 8 | (unsigned char)common[i][1])) return 500;
    return 1000;
}

/* How far the countries agree: 0 to 1000. */
static int shared_countries(const struct trace *a, const struct trace *b) {
    int sum = 0;
    for (size_t i = 0; i < TRACE_COUNTRIES && a->countries[i].what; i++)
        for (size_t k = 0; k < TRACE_COUNTRIES && b->countries[k].what; k++)
            if (a->countries[i].what == b->countries[k].what && a->countries[i].weight > TRACE_HOME &&
                b->countries[k].weight > TRACE_HOME) {
                int least = a->countries[i].weight < b->countries[k].weight ? a->countries[i].weight : b->countries[k].weight;
                sum += least * country_share(a->countries[i].what) / 1000;
            }
    return at_most(sum, 1000);
}

static unsigned root(uint64_t n) {
    uint64_t r = 0;
    for (uint64_t bit = 1 << 20; bit; bit >>= 1) /* of at most 6,000,000 squared */
        if ((r | bit) * (r | bit) <= n) r |= bit;
    return (unsigned)r;
}

/* The cosine of the topics, 0 to 1000; *count says how many are shared, *whole whether one has no other. */
static int shared_topics(const struct trace *a, const struct trace *b, int *count, bool *whole) {
    uint64_t dot = 0, long_a = 0, long_b = 0;
    int all_a = 0, all_b = 0;
    *count = 0;
    for (size_t i = 0; i < TRACE_TOPICS; i++) {
        long_a += (uint64_t)a->topics[i].weight * a->topics[i].weight;
        long_b += (uint64_t)b->topics[i].weight * b->topics[i].weight;
        all_a += a->topics[i].what != 0;
        all_b += b->topics[i].what != 0;
        for (size_t k = 0; k < TRACE_TOPICS && a->topics[i].what; k++)
            if (a->topics[i].what == b->topics[k].what) {
                dot += (uint64_t)a->topics[i].weight * b->topics[k].weight;
                ++*count;
            }
    }
    *whole = *count > 0 && (*count == all_a || *count == all_b);
    unsigned both = root(long_a * long_b);
    return both ? (int)(dot * 1000 / both) : 0;
}

/* Several kinds of happening at once tell more than one kind twice. */
static int compare_topics(const struct trace *a, const struct trace *b) {
    int count;
    bool whole;
    int score = 3 * shared_topics(a, b, &count, &whole);
    if (count == 0) return a->topics[0].what && b->topics[0].what ? -1000 : 1000;
    if (a->topics[0].what == b->topics[0].what)
        score += 800;
    else if (a->topics[0].what == b->topics[1].what || a->topics[1].what == b->topics[0].what)
        score += 700; /* one tells the attack first, the other what came of it */
    if (count >= 3) score += whole && count >= 4 ? 2200 : 500;
    return score;
}

static int shared_numbers(const struct trace *a, const struct trace *b) {
    int sum = 0;
    for (size_t i = 0, k = 0; i < TRACE_NUMBERS && k < TRACE_NUMBERS && a->numbers[i] && b->numbers[k];) {
        uint32_t x = a->numbers[i], y = b->numbers[k];
        if (x == y) sum += x < 32 ? 300 : x < 100 ? 500 : x % 100 ? 1600 : 1000;
        i += x <= y;
        k += y <= x;
    }
    return at_most(sum, 2400);
}

/* Does it name a day of its last days, other than in its date line? */
static bool names_recent(const struct trace *t) {
    for (size_t i = 0; i < TRACE_DAYS; i++)
        if (t->days[i] != INT32_MIN && t->from != INT32_MIN && t->days[i] >= (int64_t)t->from - RECENT &&
            t->days[i] <= (int64_t)t->to + RECENT)
            return true;
    return false;
}

/* Days that both name tell that it is one happening; when both name days and none is near another, that it is not: the more so for days of late, since
 * what was long ago is told beside many things. */
static int compare_days(const struct trace *a, const struct trace *b) {
    bool any_a = false, any_b = false, near = false, same = false;
    for (size_t i = 0; i < TRACE_DAYS; i++) {
        any_b = any_b || b->days[i] != INT32_MIN;
        if (a->days[i] == INT32_MIN) continue;
        any_a = true;
        for (size_t k = 0; k < TRACE_DAYS; k++) {
            if (b->days[k] == INT32_MIN) continue;
            int64_t apart = (int64_t)trace_day(a->days[i]) - trace_day(b->days[k]);
            same = same || apart == 0;
            near = near || (apart >= -1 && apart <= 1);
        }
    }
    if (same) return 1300;
    if (near || !any_a || !any_b) return 0;
    return names_recent(a) && names_recent(b) ? -1800 : -300;
}

/* --- when --- */

static bool is_dated(const struct trace *t) { return t->from != INT32_MIN; }

/* Days between the two intervals; 0 when they meet. */
static int64_t gap_of(const struct trace *a, const struct trace *b) {
    if (a->from > b->to) return (int64_t)a->from - b->to;
    return b->from > a->to ? (int64_t)b->from - a->to : 0;
}

static int compare_publication(const struct trace *a, const struct trace *b) {
    if (!is_dated(a) || !is_dated(b)) {
        int score = a->years && b->years && !(a->years & b->years) ? -3000 : -900;
        if (a->months && b->months) score += a->months & b->months ? 650 : -900;
        return score;
    }
    int64_t gap = gap_of(a, b), wide_a = (int64_t)a->to - a->from, wide_b = (int64_t)b->to - b->from,
            wide = wide_a > wide_b ? wide_a : wide_b;
    if (gap <= 3) return wide > 7 ? (gap ? -1400 : 0) : wide > 3 ? 400 : gap <= 1 ? 1100 : -300;
    return gap <= 10 ? -1400 : -2400;
}

/* --- the sums --- */

static int count_names(const struct trace *t) {
    return count_telling(t->keys, TRACE_KEYS) + count_telling(t->names, TRACE_NAMES) + count_telling(t->people, TRACE_PEOPLE) +
           count_telling(t->organisations, TRACE_PEOPLE) + count_telling(t->places, TRACE_PLACES);
}

static int count_all(const uint32_t *hashes, size_t n) {
    int count = 0;
    while ((size_t)count < n && hashes[count]) count++;
    return count;
}

/* Two reports that name several people, and mostly others. */
static int differing_people(const struct trace *a, const struct trace *b, int shared) {
    int in_a = count_all(a->people, TRACE_PEOPLE), in_b = count_all(b->people, TRACE_PEOPLE);
    if (in_a < 2 || in_b < 2) return 0;
    return shared == 0 ? 1200 : shared * 3 < in_a + in_b - shared ? 1300 : 0;
}

/* Is it of a kind of happening that is about those who take part? What happens to computers is only spoken of by people, by others in each country. */
static bool are_of_people(const struct trace *t) {
    static const char *const kinds[] = {"talks", "agreement", "arrest", "trial", "resignation"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        for (size_t k = 0; k < 2; k++)
            if (t->topics[k].what == trace_topic(kinds[i])) return true;
    return false;
}

struct leads {
    int count;       /* telling names that lead in one report */
    int both, other; /* of these: that lead in the other one too, that it names later */
};

static void add_leads(struct leads *l, const uint32_t *a, const uint32_t *b, size_t n) {
    for (size_t i = 0; i < n && a[i]; i++) {
        if (!(a[i] & TRACE_MARK) || (a[i] & TRACE_COMMON_MASK) > TRACE_KNOWN) continue;
        l->count++;
        for (size_t k = 0; k < n && b[k]; k++) {
            if (!trace_same(a[i], b[k])) continue;
            l->both += (b[k] & TRACE_MARK) != 0;
            l->other += !(b[k] & TRACE_MARK);
        }
    }
}

static struct leads leads_of(const struct trace *a, const struct trace *b) {
    struct leads l = {0};
    add_leads(&l, a->names, b->names, TRACE_NAMES);
    add_leads(&l, a->organisations, b->organisations, TRACE_PEOPLE);
    add_leads(&l, a->places, b->places, TRACE_PLACES);
    return l;
}

/* What the two begin with (words, bodies, places: the victims, the towns): nobody knows; the same; the one with what the other one tells further down, as
 * of an earlier case; other names altogether. */
enum begin { BEGIN_UNKNOWN, BEGIN_SAME, BEGIN_HALF, BEGIN_APART };
static enum begin compare_leads(const struct trace *a, const struct trace *b) {
    struct leads x = leads_of(a, b), y = leads_of(b, a);
    if (!x.count || !y.count) return BEGIN_UNKNOWN;
    if (x.both || (x.other && y.other)) return BEGIN_SAME;
    return x.other || y.other ? BEGIN_HALF : BEGIN_APART;
}

/* Two reports without a common person begin with other names: the next victim of one gang, the next town. */
static int compare_beginnings(const struct trace *a, const struct trace *b, bool gang) {
    enum begin begin = compare_leads(a, b);
    bool later = is_dated(a) && is_dated(b) && gap_of(a, b) >= 2;
    if (begin <= BEGIN_SAME) return 0;
    if (gang) return later ? GANG_LATER : begin == BEGIN_HALF ? GANG_HALF : GANG_APART;
    if (begin == BEGIN_HALF) return 0;
    return later ? APART_LATER : 0;
}

/* Each of them names a body that other reports do not name everywhere. */
static bool have_bodies(const struct trace *a, const struct trace *b) {
    return count_telling(a->organisations, TRACE_PEOPLE) > 0 && count_telling(b->organisations, TRACE_PEOPLE) > 0;
}

static int count_rare(const uint32_t *keys) {
    int count = 0;
    for (size_t i = 0; i < TRACE_KEYS && keys[i]; i++) count += (keys[i] & TRACE_COMMON_MASK) == TRACE_RARE;
    return count;
}

/* Do both name the same vulnerabilities and no other? Each has its number once, whereas a gang has many victims. */
static bool share_numbers(const struct trace *a, const struct trace *b) {
    static const int rare[4] = {1, 0, 0, 0};
    int count;
    shared_hashes(a->keys, b->keys, TRACE_KEYS, rare, &count);
    return count > 0 && count == count_rare(a->keys) && count == count_rare(b->keys);
}

static int shared_of(const uint32_t *a, const uint32_t *b, size_t n) {
    static const int telling[4] = {1, 1, 0, 0};
    int count;
    shared_hashes(a, b, n, telling, &count);
    return count;
}

/* Names that tell something and that both hold, but for gangs and places: two of them are one and the same thing, told in two countries. */
static int shared_telling(const struct trace *a, const struct trace *b) {
    return shared_of(a->people, b->people, TRACE_PEOPLE) + shared_of(a->organisations, b->organisations, TRACE_PEOPLE) +
           shared_of(a->names, b->names, TRACE_NAMES);
}

/* The same with gangs and places. */
static int shared_names(const struct trace *a, const struct trace *b) {
    return shared_telling(a, b) + shared_of(a->keys, b->keys, TRACE_KEYS) + shared_of(a->places, b->places, TRACE_PLACES);
}

/* Each kind has its ceiling. When both name much and nothing of it is shared, they tell of two happenings of one kind. */
static int compare_names(const struct trace *a, const struct trace *b) {
    static const int keys[4] = {3000, 1800, 900, 300}, names[4] = {1100, 800, 0, 0}, people[4] = {1500, 1200, 700, 250},
                     organisations[4] = {1300, 1000, 450, 200}, places[4] = {1200, 1000, 500, 200};
    int count, sum;
    bool rare = has_rare(a->keys) && has_rare(b->keys);
    sum = at_most(shared_hashes(a->keys, b->keys, TRACE_KEYS, keys, &count), 4500);
    if (count == 0 && rare) sum -= 1200;
    bool shared_gang = count > 0 && rare;
    bool gang = shared_gang, numbered = share_numbers(a, b);
    if (numbered) shared_gang = false;
    sum += at_most(shared_hashes(a->names, b->names, TRACE_NAMES, names, &count), 3300);
    gang = gang && count == 0;
    sum += at_most(shared_hashes(a->people, b->people, TRACE_PEOPLE, people, &count), 2300);
    sum -= differing_people(a, b, count);
    if (count == 0) {
        sum -= compare_beginnings(a, b, shared_gang);
        if (count_telling(a->people, TRACE_PEOPLE) && count_telling(b->people, TRACE_PEOPLE) && are_of_people(a) && are_of_people(b))
            sum -= OTHER_PERSON;
    }
    sum += at_most(shared_hashes(a->organisations, b->organisations, TRACE_PEOPLE, organisations, &count), 1500);
    if (gang && count == 0 && have_bodies(a, b)) sum -= TWO_VICTIMS; /* what one gang did to two bodies is two happenings */
    int shared = shared_hashes(a->places, b->places, TRACE_PLACES, places, &count);
    sum += at_most(shared, 1200);
    if (!shared && has_any(a->places) && has_any(b->places)) sum -= 600;
    int least = count_names(a) < count_names(b) ? count_names(a) : count_names(b);
    if (sum < 600 && least >= 2 && shared_telling(a, b) == 0) sum -= least >= 4 ? 1500 : 800;
    if (sum < 0) sum -= 600; /* nothing but the kind and the country is left to join them */
    if (sum < -1800) return -1800;
    if (is_dated(a) && is_dated(b)) return sum;
    if (numbered) return at_most(sum, UNDATED_NUMBERED);
    return sum < 400 ? sum - 600 : at_most(sum, shared_names(a, b) <= 1 ? ONE_NAME : 1600);
}

/* The one country is only that of the language (reading/trace.c). */
static bool is_implied(const struct trace *t) { return t->countries[0].weight == TRACE_IMPLIED && !t->countries[1].what; }

/* A country that much of a report is about, that reports of other kinds seldom name, and that the other one does not name at all: what one gang did in two
 * countries is two happenings. */
static bool has_country_of_its_own(const struct trace *t, const struct trace *other) {
    for (size_t i = 0; i < TRACE_COUNTRIES && t->countries[i].what; i++) {
        bool named = t->countries[i].weight < OWN_COUNTRY || country_share(t->countries[i].what) < 1000;
        for (size_t k = 0; k < TRACE_COUNTRIES && !named; k++) named = other->countries[k].what == t->countries[i].what;
        if (!named) return true;
    }
    return false;
}

/* Does one name the country of the other's language, which that one need not name? */
static bool is_at_home(const struct trace *t, const struct trace *other) {
    for (size_t i = 0; i < TRACE_COUNTRIES && t->countries[i].what; i++)
        for (size_t k = 0; k < TRACE_COUNTRIES; k++)
            if (t->countries[i].what == other->countries[k].what && other->countries[k].weight == TRACE_HOME) return true;
    return false;
}

static int compare_countries(const struct trace *a, const struct trace *b) {
    if (!a->countries[0].what || !b->countries[0].what) return 300;
    int shared = shared_countries(a, b);
    bool implied = is_implied(a) || is_implied(b);
    if (!shared && implied) return is_dated(a) && is_dated(b) ? 0 : -600;
    if (!shared && (is_at_home(a, b) || is_at_home(b, a))) return 0;
    bool differ = !implied && has_country_of_its_own(a, b) && has_country_of_its_own(b, a);
    int score = shared ? shared * 21 / 10 : -1500;
    if (!differ) return score;
    return score - (shared_telling(a, b) >= 2 ? DIFFER_NAMED : shared ? DIFFER : DIFFER - 1500);
}

/* Does it tell of a week, as an item of a roundup does? */
static bool is_item(const struct trace *t) { return (int64_t)t->to - t->from > 3 && (int64_t)t->to - t->from <= 7; }

int link_score(const struct trace *a, const struct trace *b) {
    int names = compare_names(a, b), topics = compare_topics(a, b);
    int score = BIAS + names;
    score += names < 0 ? at_most(topics, TOPICS_ALONE) : topics; /* two victims of one kind of attack */
    score += compare_countries(a, b);
    score += shared_numbers(a, b);
    score += names < 0 ? at_most(compare_days(a, b), DAYS_ALONE) : compare_days(a, b); /* "on Friday" stands in both */
    score += compare_publication(a, b);
    bool dated = is_dated(a) && is_dated(b);
    if (dated && names >= 2000 && is_item(a) != is_item(b) && gap_of(a, b) == 0) score += NAMED_ITEM;
    if (names <= 0 && dated && gap_of(a, b) >= 2) score -= DAYS_LATER; /* the next one of the kind */
    return score;
}

int link_is_copy(const struct trace *a, const struct trace *b) {
    return a->likeness && b->likeness && __builtin_popcountll(a->likeness ^ b->likeness) <= COPY_BITS;
}

enum link_kind link_kind_of(const struct trace *a, const struct trace *b, int score) {
    bool far = is_dated(a) && is_dated(b) && gap_of(a, b) > LINK_DAYS;
    if (link_is_copy(a, b)) return far ? LINK_RELATED : LINK_STORY;
    if (score >= (is_dated(a) && is_dated(b) ? THRESHOLD_STORY : THRESHOLD_UNDATED) && !far) return LINK_STORY;
    return score >= (far ? THRESHOLD_FAR : THRESHOLD_RELATED) ? LINK_RELATED : LINK_NONE;
}

/* --- keys --- */

struct key_list {
    uint32_t *keys;
    size_t len;
};

static uint32_t mix(uint32_t a, uint32_t b) {
    uint64_t x = ((uint64_t)a << 32 | b) * 0x9E3779B97F4A7C15u;
    return (uint32_t)(x >> 32) ? (uint32_t)(x >> 32) : 1;
}

static void add_key(struct key_list *list, uint32_t key) {
    for (size_t i = 0; i < list->len; i++)
        if (list->keys[i] == key) return;
    if (list->len < LINK_KEYS_MAX) list->keys[list->len++] = key;
}

/* Names that tell enough by themselves, at most `most`. */
static void add_telling(struct key_list *list, const uint32_t *hashes, size_t n, size_t most) {
    for (size_t i = 0; i < n && hashes[i] && most > 0; i++) {
        if ((hashes[i] & TRACE_COMMON_MASK) > TRACE_KNOWN) continue;
        add_key(list, mix(hashes[i] & ~(uint32_t)TRACE_MARK, 1));
        most--;
    }
}

/* Names that stand everywhere tell only together with the country and topic of the report. */
static void add_common(struct key_list *list, const struct trace *t, const uint32_t *hashes, size_t n, size_t most) {
    for (size_t i = 0, k = 0; i < n && hashes[i] && k < most; i++) {
        if ((hashes[i] & TRACE_COMMON_MASK) <= TRACE_KNOWN) continue;
        k++;
        for (size_t c = 0; c < 2 && t->topics[c].what; c++) add_key(list, mix(hashes[i] & ~(uint32_t)TRACE_MARK, t->topics[c].what));
    }
}

size_t link_keys(const struct trace *trace, uint32_t keys[LINK_KEYS_MAX]) {
    struct key_list list = {.keys = keys};
    if (trace->likeness)
        for (unsigned part = 0; part < 4; part++) add_key(&list, mix((uint32_t)(trace->likeness >> (16 * part) & 0xFFFF), 0xC0 + part));
    add_telling(&list, trace->keys, TRACE_KEYS, 10);
    add_telling(&list, trace->names, TRACE_NAMES, 12);
    add_telling(&list, trace->people, TRACE_PEOPLE, 4);
    add_telling(&list, trace->organisations, TRACE_PEOPLE, TRACE_PEOPLE);
    add_telling(&list, trace->places, TRACE_PLACES, 2);
    for (size_t c = 0; c < 2 && trace->countries[c].weight > TRACE_HOME; c++)
        for (size_t i = 0; i < 4 && trace->topics[i].what; i++) add_key(&list, mix(trace->countries[c].what, trace->topics[i].what));
    add_common(&list, trace, trace->people, TRACE_PEOPLE, 2);
    add_common(&list, trace, trace->keys, TRACE_KEYS, 2);
    for (size_t i = 0; i < 4 && trace->people[i]; i++)
        for (size_t k = i + 1; k < 4 && trace->people[k]; k++) add_key(&list, mix(trace->people[i], trace->people[k]));
    for (size_t i = 0; i < 2 && trace->people[i]; i++)
        if (trace->places[0]) add_key(&list, mix(trace->people[i], trace->places[0] & ~(uint32_t)TRACE_MARK));
    for (size_t i = 0; i < TRACE_NUMBERS && trace->numbers[i]; i++)
        if (trace->numbers[i] >= 100 && trace->countries[0].what) add_key(&list, mix(trace->numbers[i], trace->countries[0].what));
    return list.len;
}
