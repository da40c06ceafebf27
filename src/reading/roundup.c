/* Which stories belong to a span of days, and what is told of each. What is not here: how it is written (format/roundup_*), who may see what (decided
 * before), incidents and agreements (service/). The one idea: everything is counted and chosen from the briefs in a fixed order, so that the
 * same parts give the same roundup whatever the order they came in. */
#include "reading/roundup_work.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/map.h"

enum { COPIES_COMPARED = 3000, AHEAD_DAYS = 31, ATTRIBUTED_MOST = 100 };

/* --- spans --- */

static bool day_of(int64_t year, int64_t month, int64_t day, int64_t *out) {
    char text[16];
    int64_t seconds;
    snprintf(text, sizeof text, "%04d-%02d-%02d", (int)year, (int)month, (int)day);
    if (!clock_parse_date(str_from(text), &seconds)) return false;
    *out = seconds / 86400;
    return true;
}

/* Monday is 0. */
static int64_t weekday_of(int64_t day) { return ((day + 3) % 7 + 7) % 7; }

static bool week_span(struct arena *arena, int64_t year, int64_t week, struct roundup *out) {
    int64_t fourth, first, last;
    if (week < 1 || week > 53 || !day_of(year, 1, 4, &fourth) || !day_of(year, 12, 28, &last)) return false;
    first = fourth - weekday_of(fourth); /* the week of 4 January is the first, that of 28 December the last */
    out->from = first + 7 * (week - 1);
    out->to = out->from + 6;
    out->label = arena_printf(arena, "%04d-W%02d", (int)year, (int)week);
    return out->from <= last;
}

static bool month_span(struct arena *arena, int64_t year, int64_t month, struct roundup *out) {
    int64_t next;
    if (month < 1 || month > 12 || !day_of(year, month, 1, &out->from)) return false;
    if (!day_of(month == 12 ? year + 1 : year, month == 12 ? 1 : month + 1, 1, &next)) return false;
    out->to = next - 1;
    out->label = arena_printf(arena, "%04d-%02d", (int)year, (int)month);
    return true;
}

static bool number_of(struct str text, size_t len, int64_t *out) { return text.len == len && str_is_digits(text) && str_to_i64(text, out); }

enum err roundup_span(struct arena *arena, struct str text, struct roundup *out) {
    struct str rest = text, first = STR_NONE, second = STR_NONE, third = STR_NONE;
    int64_t year = 0, n = 0, day = 0;
    bool found = false;
    *out = (struct roundup){.viewer = {"", 0}};
    str_split(&rest, '-', &first);
    str_split(&rest, '-', &second);
    bool has_third = str_split(&rest, '-', &third);
    if (number_of(first, 4, &year) && year >= 1970 && year < 9999) {
        if (!has_third && second.len == 3 && (second.ptr[0] | 32) == 'w')
            found = number_of(str_sub(second, 1, 2), 2, &n) && week_span(arena, year, n, out);
        else if (!has_third)
            found = number_of(second, 2, &n) && month_span(arena, year, n, out);
        else
            found = number_of(second, 2, &n) && number_of(third, 2, &day) && day_of(year, n, day, &out->from) && !rest.len;
    }
    if (!found)
        return err_set(ERR_BAD_INPUT, "\"%.60s\" is no week (2022-W03), month (2022-01) or day (2022-01-14)", arena_cstr(arena, text));
    if (has_third) {
        out->to = out->from;
        out->label = arena_printf(arena, "%04d-%02d-%02d", (int)year, (int)n, (int)day);
    }
    return OK;
}

/* --- the work on one set of parts --- */

/* What makes two parts one report. */
static struct str report_key(struct arena *arena, const struct story_part *part) {
    char text[UUID_TEXT];
    if (part->is_event) return arena_printf(arena, "event %.*s", STR_ARG(uuid_text(&part->uuid, text)));
    if (!uuid_is_nil(&part->report_uuid)) return arena_printf(arena, "report %.*s", STR_ARG(uuid_text(&part->report_uuid, text)));
    if (!part->name.len) return arena_printf(arena, "part %.*s", STR_ARG(uuid_text(&part->uuid, text)));
    size_t mark = part->item ? str_find_last(part->name, '#') : SIZE_MAX;
    return arena_join(arena, STR("file "), mark == SIZE_MAX ? part->name : str_sub(part->name, 0, mark));
}

static void number_reports(struct work *w) {
    struct map *seen = map_new(w->arena, w->parts->len);
    w->report = ARENA_ARRAY(w->arena, size_t, w->parts->len + 1);
    w->counted = ARENA_ARRAY(w->arena, bool, w->parts->len + 1);
    w->story_of = ARENA_ARRAY(w->arena, size_t, w->parts->len + 1);
    for (size_t i = 0; i < w->parts->len; i++) {
        struct str key = report_key(w->arena, part_at(w, i));
        size_t *number = map_get(seen, key);
        if (!number) {
            number = ARENA_NEW(w->arena, size_t);
            *number = map_len(seen);
            map_put(seen, key, number);
        }
        w->report[i] = *number;
        w->story_of[i] = SIZE_MAX;
    }
    for (size_t s = 0; s < w->stories->len; s++)
        for (size_t k = 0; k < w->stories->items[s].part_count; k++) w->story_of[w->stories->items[s].parts[k]] = s;
}

/* --- sources and counts --- */

/* Union-find over the members of one story; the root is the lowest. */
static size_t root_of(size_t *parent, size_t i) {
    while (parent[i] != i) i = parent[i] = parent[parent[i]];
    return i;
}
static void join(size_t *parent, size_t a, size_t b) {
    size_t x = root_of(parent, a), y = root_of(parent, b);
    if (x != y) parent[x < y ? y : x] = x < y ? x : y;
}

struct members {
    const struct story *story;
    size_t *parent; /* who counts as one independent source */
    bool *first;    /* the first of its report */
    bool *copy;     /* near-copy of an earlier one of another report */
};

/* One source are: items of one report, reports of one outlet, near-copies of one text. */
static struct members weigh_members(struct work *w, const struct story *story) {
    size_t n = story->part_count;
    struct members m = {.story = story,
                        .parent = ARENA_ARRAY(w->arena, size_t, n + 1),
                        .first = ARENA_ARRAY(w->arena, bool, n + 1),
                        .copy = ARENA_ARRAY(w->arena, bool, n + 1)};
    for (size_t i = 0; i < n; i++) {
        const struct story_part *a = part_at(w, story->parts[i]);
        m.parent[i] = i;
        m.first[i] = true;
        for (size_t k = i > COPIES_COMPARED ? i - COPIES_COMPARED : 0; !a->is_event && k < i; k++) {
            const struct story_part *b = part_at(w, story->parts[k]);
            bool same = w->report[story->parts[i]] == w->report[story->parts[k]];
            if (b->is_event) continue;
            if (same)
                m.first[i] = false;
            else if (link_is_copy(&a->brief->trace, &b->brief->trace))
                m.copy[i] = true;
            else if (!a->brief->source.len || !str_eq_nocase(a->brief->source, b->brief->source))
                continue;
            join(m.parent, i, k);
        }
    }
    return m;
}

struct language_count {
    char code[8];
    size_t count;
};
struct language_count_list VEC_OF(struct language_count);

static void count_language(struct arena *arena, struct language_count_list *list, const char *code) {
    if (!code[0]) return;
    for (size_t i = 0; i < list->len; i++)
        if (strcmp(list->items[i].code, code) == 0) {
            list->items[i].count++;
            return;
        }
    struct language_count *l = vec_push(arena, list);
    snprintf(l->code, sizeof l->code, "%s", code);
    l->count = 1;
}

static int by_count(const void *a, const void *b) {
    const struct language_count *x = a, *y = b;
    return x->count != y->count ? (x->count > y->count ? -1 : 1) : strcmp(x->code, y->code);
}

static void add_source(struct work *w, const struct story *story, size_t at, const struct members *m, struct roundup_story *out) {
    const struct story_part *part = part_at(w, story->parts[at]);
    const struct brief *b = part->brief;
    struct roundup_source *s = vec_push(w->arena, &out->sources);
    *s = (struct roundup_source){
        .name = source_name(part), .url = b->source_url, .title = b->title, .copy = m->copy[at], .same = !m->first[at]};
    s->published = story_dated(story, part);
    s->is_event = part->is_event;
    s->event_id = part->event_id;
    s->report = part->is_event || uuid_is_nil(&part->report_uuid) ? part->uuid : part->report_uuid;
    snprintf(s->language, sizeof s->language, "%s", b->language.code);
}

static void count_members(struct work *w, const struct story *story, struct roundup_story *out) {
    struct members m = weigh_members(w, story);
    struct language_count_list languages = {0};
    for (size_t i = 0; i < story->part_count; i++) {
        const struct story_part *part = part_at(w, story->parts[i]);
        out->continued |= is_before(w, &part->brief->published);
        if (part->is_event)
            out->events++;
        else if (m.parent[i] == i)
            out->independent++;
        if (!part->is_event) count_language(w->arena, &languages, part->brief->language.code);
        if (!part->is_event && m.first[i]) out->reports++;
        add_source(w, story, i, &m, out);
    }
    if (languages.len) qsort(languages.items, languages.len, sizeof *languages.items, by_count);
    out->languages = languages.len;
    for (size_t i = 0; i < languages.len && i < sizeof out->language_codes / sizeof *out->language_codes; i++)
        memcpy(out->language_codes[i], languages.items[i].code, sizeof languages.items[i].code);
    out->single = out->independent + out->events <= 1;
}

static void add_story(struct work *w, const struct story *story, struct roundup_story_list *to) {
    struct roundup_story *out = vec_push(w->arena, to);
    *out = (struct roundup_story){.uuid = story->uuid, .headline = story->headline, .when = story->when, .related = story->related};
    out->from = story->from;
    out->to = story->to;
    count_members(w, story, out);
    if (out->continued && out->from >= w->out->from) out->from = out->to = 0; /* what came before is known less exactly */
    roundup_choose_sentences(w, story, out);
    roundup_choose_quotes(w, story, out);
}

/* --- which stories --- */

static bool has_part_inside(const struct work *w, const struct story *story) {
    for (size_t i = 0; i < story->part_count; i++)
        if (is_inside(w, &part_at(w, story->parts[i])->brief->published)) return true;
    return false;
}

static struct roundup_story_list *list_for(const struct work *w, const struct story *story) {
    const struct dated *when = &story->when;
    if (!is_known(when)) return &w->out->uncertain;
    if (is_inside(w, when)) return &w->out->stories;
    if (when->from <= w->out->to && when->to >= w->out->from) return &w->out->uncertain;
    return when->from > w->out->to && has_part_inside(w, story) ? &w->out->later : NULL;
}

/* A story that went on, as it was known at the end of the span. */
static struct story *known_by_then(const struct work *w, const struct story *story) {
    struct story *out = ARENA_NEW(w->arena, struct story);
    *out = *story;
    out->parts = ARENA_ARRAY(w->arena, size_t, story->part_count + 1);
    out->part_count = 0;
    for (size_t i = 0; i < story->part_count; i++) {
        const struct dated *when = &part_at(w, story->parts[i])->brief->published;
        if (is_known(when) && when->to <= w->out->to) out->parts[out->part_count++] = story->parts[i];
    }
    return out;
}

static int by_weight(const void *a, const void *b) {
    const struct roundup_story *x = a, *y = b;
    if (x->single != y->single) return x->single ? 1 : -1;
    if (x->independent != y->independent) return x->independent > y->independent ? -1 : 1;
    if (x->reports != y->reports) return x->reports > y->reports ? -1 : 1;
    if (x->when.to != y->when.to) return x->when.to > y->when.to ? -1 : 1;
    int order = str_cmp(x->headline, y->headline);
    return order ? order : memcmp(x->uuid.bytes, y->uuid.bytes, sizeof x->uuid.bytes);
}

static void sort_stories(struct roundup_story_list *list) {
    if (list->len) qsort(list->items, list->len, sizeof *list->items, by_weight);
}

/* Each report and language once over all stories of the span. */
static void count_all(struct work *w) {
    struct language_count_list languages = {0};
    for (size_t i = 0; i < w->parts->len; i++) {
        const struct story_part *part = part_at(w, i);
        if (part->is_event || w->story_of[i] == SIZE_MAX || list_for(w, &w->stories->items[w->story_of[i]]) != &w->out->stories) continue;
        count_language(w->arena, &languages, part->brief->language.code);
        if (!w->counted[w->report[i]]) w->out->reports++;
        w->counted[w->report[i]] = true;
    }
    w->out->languages = languages.len;
}

/* --- days to come --- */

/* What a report before the span said of a day counts for a month more. */
static bool is_ahead(const struct work *w, const struct story_part *part, const struct dated *when) {
    const struct dated *said = &part->brief->published;
    if (!is_known(said) || said->to > w->out->to || !is_known(when) || when->from <= w->out->to) return false;
    return is_inside(w, said) || (when->precision == PRECISION_DAY && when->to <= w->out->to + AHEAD_DAYS);
}

struct found_ahead {
    struct roundup_ahead ahead;
    size_t story;
    const struct story_part *part;
};
struct found_ahead_list VEC_OF(struct found_ahead);

static int by_day(const void *a, const void *b) {
    const struct found_ahead *x = a, *y = b;
    if (x->ahead.when.from != y->ahead.when.from) return x->ahead.when.from < y->ahead.when.from ? -1 : 1;
    if (x->ahead.when.to != y->ahead.when.to) return x->ahead.when.to < y->ahead.when.to ? -1 : 1;
    bool english = strcmp(x->ahead.language, "en") == 0;
    if (english != (strcmp(y->ahead.language, "en") == 0)) return english ? -1 : 1;
    int order = str_cmp(x->ahead.text, y->ahead.text);
    return order ? order : memcmp(x->part->uuid.bytes, y->part->uuid.bytes, sizeof x->part->uuid.bytes);
}

/* The same day told of by the same story, or in the same words. */
static bool is_ahead_told(const struct work *w, const struct found_ahead_list *all, size_t at) {
    const struct found_ahead *x = &all->items[at];
    for (size_t i = 0; i < at; i++) {
        const struct found_ahead *y = &all->items[i];
        if (x->ahead.when.from != y->ahead.when.from || x->ahead.when.to != y->ahead.when.to) continue;
        if ((x->story == y->story && x->story != SIZE_MAX) || roundup_says_same(w->arena, x->ahead.text, y->ahead.text)) return true;
    }
    return false;
}

static void find_ahead(struct work *w) {
    struct found_ahead_list all = {0};
    for (size_t i = 0; i < w->parts->len; i++) {
        const struct story_part *part = part_at(w, i);
        for (size_t k = 0; k < part->brief->ahead.len; k++) {
            const struct brief_ahead *a = &part->brief->ahead.items[k];
            if (!is_ahead(w, part, &a->when) || !a->sentence.len) continue;
            struct found_ahead *found = vec_push(w->arena, &all);
            *found = (struct found_ahead){.story = w->story_of[i], .part = part};
            found->ahead = (struct roundup_ahead){
                .when = a->when, .text = roundup_bare(a->sentence), .source = source_name(part), .url = part->brief->source_url};
            snprintf(found->ahead.language, sizeof found->ahead.language, "%s", a->language);
        }
    }
    if (all.len) qsort(all.items, all.len, sizeof *all.items, by_day);
    for (size_t i = 0; i < all.len; i++)
        if (!is_ahead_told(w, &all, i)) *vec_push(w->arena, &w->out->ahead) = all.items[i].ahead;
}

/* --- who is held to have done it --- */

static bool has_topic(const struct topic_list *topics, const char *topic) {
    for (size_t i = 0; i < topics->len; i++)
        if (strcmp(topics->items[i].topic, topic) == 0) return true;
    return false;
}

/* Is it about a deed that somebody did? Of much else somebody is accused, too. */
static bool is_of_a_deed(const struct topic_list *topics) {
    static const char *const deeds[] = {"cyberattack",    "ddos",     "defacement", "ransomware", "wiper",   "espionage",
                                        "supply_chain",   "phishing", "data_leak",  "intrusion",  "malware", "botnet",
                                        "disinformation", "spyware",  "sabotage",   "cable",      "outage",  "terrorism",
                                        "sanctions",      "arrest",   "trial"};
    for (size_t i = 0; i < sizeof deeds / sizeof *deeds; i++)
        if (has_topic(topics, deeds[i])) return true;
    return false;
}

/* Does the sentence by itself speak of an attribution and name somebody who may be meant? */
static bool is_attribution(const struct work *w, const struct brief *b, const struct brief_sentence *sentence) {
    struct reading_hints hints = {.language = str_from(sentence->language)};
    struct reading r;
    reading_of(w->arena, sentence->text, &hints, &r);
    if (!has_topic(&r.topics, "attribution") || (!is_of_a_deed(&r.topics) && !is_of_a_deed(&b->topics))) return false;
    for (size_t i = 0; i < r.entities.len; i++)
        if (r.entities.items[i].kind == ENTITY_ACTOR || r.entities.items[i].kind == ENTITY_COUNTRY) return true;
    return false;
}

static int by_source(const void *a, const void *b) {
    const struct roundup_sentence *x = a, *y = b;
    if (x->published.to != y->published.to) return x->published.to < y->published.to ? -1 : 1;
    int order = str_cmp(x->source, y->source);
    return order ? order : str_cmp(x->text, y->text);
}

static void find_attributed(struct work *w) {
    struct roundup_sentence_list all = {0};
    for (size_t i = 0; i < w->parts->len; i++) {
        const struct story_part *part = part_at(w, i);
        const struct brief *b = part->brief;
        if (part->is_event || !is_inside(w, &b->published) || !has_topic(&b->topics, "attribution")) continue;
        for (size_t k = 0; k < b->sentences.len; k++)
            if (is_attribution(w, b, &b->sentences.items[k]))
                *vec_push(w->arena, &all) = roundup_sentence_of(part, &b->published, &b->sentences.items[k]);
    }
    if (all.len) qsort(all.items, all.len, sizeof *all.items, by_source);
    for (size_t i = 0; i < all.len && w->out->attributed.len < ATTRIBUTED_MOST; i++)
        if (!roundup_is_told(w, &w->out->attributed, all.items[i].text)) *vec_push(w->arena, &w->out->attributed) = all.items[i];
    w->out->cut[ROUNDUP_ATTRIBUTED] = w->out->attributed.len == ATTRIBUTED_MOST && all.len > ATTRIBUTED_MOST;
}

void roundup_stories(struct arena *arena, const struct story_part_list *parts, const struct story_list *stories, struct roundup *out) {
    struct work w = {.arena = arena, .parts = parts, .stories = stories, .out = out};
    number_reports(&w);
    for (size_t i = 0; i < stories->len; i++) {
        struct roundup_story_list *to = list_for(&w, &stories->items[i]);
        if (to) add_story(&w, to == &out->later ? known_by_then(&w, &stories->items[i]) : &stories->items[i], to);
    }
    sort_stories(&out->stories);
    sort_stories(&out->uncertain);
    sort_stories(&out->later);
    count_all(&w);
    find_attributed(&w);
    find_ahead(&w);
}
