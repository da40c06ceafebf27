/* What at least half of the reports agree on, in a fixed form: "Countries: object, phrase (people) - day - reports". The phrases of the topics and the
 * names of the languages stand here, since only English texts are made of them. */
#include "reading/headline.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"

enum { COUNTRIES_MAX = 3, PEOPLE_MAX = 3, OBJECTS_MAX = 2, NAMES_MAX = 128, TOPICS_MAX = 64, LANGUAGES_MAX = 64 };

static const char *const topic_phrases[][2] = {
    {"cyberattack", "cyberattack"},
    {"ddos", "DDoS attack"},
    {"defacement", "website defacement"},
    {"ransomware", "ransomware attack"},
    {"wiper", "data-wiping attack"},
    {"espionage", "espionage"},
    {"supply_chain", "supply-chain attack"},
    {"phishing", "phishing"},
    {"data_leak", "data leak"},
    {"intrusion", "intrusion"},
    {"malware", "malware"},
    {"botnet", "botnet"},
    {"vulnerability", "vulnerability"},
    {"patch", "security update"},
    {"attribution", "attribution"},
    {"denial", "denial"},
    {"condemnation", "condemnation"},
    {"agreement", "agreement"},
    {"talks", "talks"},
    {"sanctions", "sanctions"},
    {"exercise", "exercise"},
    {"incident_report", "incident report"},
    {"arrest", "arrest"},
    {"trial", "court case"},
    {"takedown", "takedown"},
    {"malware_analysis", "malware analysis"},
    {"military", "military"},
    {"war", "war"},
    {"ceasefire", "ceasefire"},
    {"election", "election"},
    {"energy", "energy"},
    {"outage", "outage"},
    {"finance", "banks and finance"},
    {"government", "government"},
    {"health", "health care"},
    {"telecom", "telecommunications"},
    {"transport", "transport"},
    {"disinformation", "disinformation"},
    {"law", "legislation"},
    {"strategy", "strategy"},
    {"aid", "aid"},
    {"weapons", "weapons"},
    {"nuclear", "nuclear"},
    {"resignation", "resignation"},
    {"space", "space"},
    {"fraud", "fraud"},
    {"spyware", "spyware"},
    {"sabotage", "sabotage"},
    {"protest", "protest"},
    {"cable", "undersea cable"},
    {"terrorism", "terrorism"},
    {"migration", "migration"},
    {"earthquake", "earthquake"},
};

static const char *const language_names[][2] = {
    {"am", "Amharic"},    {"ar", "Arabic"},    {"az", "Azerbaijani"}, {"be", "Belarusian"}, {"bg", "Bulgarian"}, {"bn", "Bengali"},
    {"bs", "Bosnian"},    {"ca", "Catalan"},   {"cs", "Czech"},       {"cy", "Welsh"},      {"da", "Danish"},    {"de", "German"},
    {"el", "Greek"},      {"en", "English"},   {"es", "Spanish"},     {"et", "Estonian"},   {"eu", "Basque"},    {"fa", "Persian"},
    {"fi", "Finnish"},    {"fr", "French"},    {"ga", "Irish"},       {"gl", "Galician"},   {"he", "Hebrew"},    {"hi", "Hindi"},
    {"hr", "Croatian"},   {"hu", "Hungarian"}, {"hy", "Armenian"},    {"id", "Indonesian"}, {"is", "Icelandic"}, {"it", "Italian"},
    {"ja", "Japanese"},   {"ka", "Georgian"},  {"kk", "Kazakh"},      {"ko", "Korean"},     {"ky", "Kyrgyz"},    {"lb", "Luxembourgish"},
    {"lt", "Lithuanian"}, {"lv", "Latvian"},   {"mk", "Macedonian"},  {"mn", "Mongolian"},  {"ms", "Malay"},     {"mt", "Maltese"},
    {"nl", "Dutch"},      {"no", "Norwegian"}, {"pl", "Polish"},      {"pt", "Portuguese"}, {"ro", "Romanian"},  {"ru", "Russian"},
    {"sk", "Slovak"},     {"sl", "Slovenian"}, {"sq", "Albanian"},    {"sr", "Serbian"},    {"sv", "Swedish"},   {"sw", "Swahili"},
    {"th", "Thai"},       {"tr", "Turkish"},   {"uk", "Ukrainian"},   {"ur", "Urdu"},       {"uz", "Uzbek"},     {"vi", "Vietnamese"},
    {"zh", "Chinese"},
};

const char *headline_topic(const char *topic) {
    for (size_t i = 0; i < sizeof topic_phrases / sizeof *topic_phrases; i++)
        if (strcmp(topic_phrases[i][0], topic) == 0) return topic_phrases[i][1];
    return topic;
}

const char *headline_language(const char *code) {
    for (size_t i = 0; i < sizeof language_names / sizeof *language_names; i++)
        if (strcmp(language_names[i][0], code) == 0) return language_names[i][1];
    return code;
}

/* --- what they agree on --- */

struct agreed {
    enum entity_kind kind;
    struct str name;
    int reports, lead, count;
};
struct tally {
    struct agreed names[NAMES_MAX];
    size_t name_count;
    struct {
        const char *topic;
        int64_t share;
        int reports;
    } topics[TOPICS_MAX];
    size_t topic_count;
    const char *languages[LANGUAGES_MAX];
    size_t language_count;
};

static void count_name(struct tally *t, const struct brief_name *n) {
    size_t i = 0;
    while (i < t->name_count && (t->names[i].kind != n->kind || !str_eq(t->names[i].name, n->name))) i++;
    if (i == NAMES_MAX) return;
    if (i == t->name_count) t->names[t->name_count++] = (struct agreed){.kind = n->kind, .name = n->name};
    t->names[i].reports++;
    t->names[i].lead += n->lead;
    t->names[i].count += n->count < 8 ? n->count : 8;
}

/* Each report has the same voice: its topics' shares, in thousandths. */
static void count_topics(struct tally *t, const struct brief *b) {
    int64_t sum = 0;
    for (size_t i = 0; i < b->topics.len; i++) sum += (int64_t)(b->topics.items[i].score * 1000);
    for (size_t i = 0; i < b->topics.len && sum > 0; i++) {
        size_t k = 0;
        while (k < t->topic_count && strcmp(t->topics[k].topic, b->topics.items[i].topic) != 0) k++;
        if (k == TOPICS_MAX) continue;
        if (k == t->topic_count) t->topics[t->topic_count++].topic = b->topics.items[i].topic;
        t->topics[k].share += (int64_t)(b->topics.items[i].score * 1000) * 1000 / sum;
        t->topics[k].reports++;
    }
}

static void count_language(struct tally *t, const char *code) {
    size_t i = 0;
    while (i < t->language_count && strcmp(t->languages[i], code) != 0) i++;
    if (code[0] && i == t->language_count && i < LANGUAGES_MAX) t->languages[t->language_count++] = code;
}

static int by_agreement(const void *a, const void *b) {
    const struct agreed *x = a, *y = b;
    if (x->reports != y->reports) return x->reports > y->reports ? -1 : 1;
    if (x->lead != y->lead) return x->lead > y->lead ? -1 : 1;
    if (x->count != y->count) return x->count > y->count ? -1 : 1;
    return str_cmp(x->name, y->name);
}

/* --- the text --- */

static bool is_object(enum entity_kind kind) {
    return kind == ENTITY_ACTOR || kind == ENTITY_MALWARE || kind == ENTITY_PRODUCT || kind == ENTITY_VULNERABILITY;
}

/* Where something was said or written is not what it is about. */
static bool is_carrier(struct str name) {
    static const char *const carriers[] = {
        "Twitter", "Facebook", "Telegram", "YouTube", "Instagram", "Viber", "Reuters", "Associated Press", "Agence France-Presse"};
    for (size_t i = 0; i < sizeof carriers / sizeof *carriers; i++)
        if (str_eq(str_from(carriers[i]), name)) return true;
    return false;
}

/* A firm and its product of one name are named once, as the firm. */
static bool is_named_as_body(const struct tally *t, const struct agreed *n) {
    for (size_t i = 0; i < t->name_count; i++)
        if (t->names[i].kind == ENTITY_ORGANISATION && is_object(n->kind) && str_eq_nocase(t->names[i].name, n->name)) return true;
    return false;
}

static bool is_wanted(const struct agreed *n, int wanted) { return wanted == -1 ? is_object(n->kind) : (int)n->kind == wanted; }

/* Names of the kind (-1: of any object) that at least half of the reports hold and that lead in at least one, joined by ", ". */
static struct str join_names(struct arena *arena, const struct tally *t, int wanted, size_t most, size_t reports) {
    struct str out = {"", 0};
    size_t used = 0;
    for (size_t i = 0; i < t->name_count && used < most; i++) {
        const struct agreed *n = &t->names[i];
        if (!is_wanted(n, wanted) || (size_t)n->reports * 2 < reports || is_carrier(n->name) || is_named_as_body(t, n) ||
            (n->lead == 0 && n->count < 2 * n->reports))
            continue;
        out = used++ ? arena_printf(arena, "%.*s, %.*s", STR_ARG(out), STR_ARG(n->name)) : n->name;
    }
    return out;
}

/* Words that say little beside another kind. */
static bool is_general(const char *topic) {
    static const char *const general[] = {"cyberattack", "intrusion", "malware", "government", "denial", "military"};
    for (size_t i = 0; i < sizeof general / sizeof *general; i++)
        if (strcmp(general[i], topic) == 0) return true;
    return false;
}

/* The topic of which at least half of the reports are, with the largest share; SIZE_MAX if there is none. */
static size_t largest_topic(const struct tally *t, size_t reports, size_t but, bool telling) {
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < t->topic_count; i++) {
        if (i == but || (size_t)t->topics[i].reports * 2 < reports || (telling && is_general(t->topics[i].topic))) continue;
        if (best == SIZE_MAX || t->topics[i].share > t->topics[best].share) best = i;
    }
    return best;
}

/* The largest topic, and a second that is nearly as large and says more; a general one gives way to its kind. */
static struct str phrase_of(struct arena *arena, const struct tally *t, size_t reports) {
    size_t best = largest_topic(t, reports, SIZE_MAX, false), second = best == SIZE_MAX ? SIZE_MAX : largest_topic(t, reports, best, true);
    if (best == SIZE_MAX) return STR("");
    const char *phrase = headline_topic(t->topics[best].topic);
    if (second == SIZE_MAX || t->topics[second].share * 2 < t->topics[best].share) return str_from(phrase);
    const char *more = headline_topic(t->topics[second].topic);
    if (strcmp(t->topics[best].topic, "cyberattack") == 0 && strstr(more, "attack")) return str_from(more);
    return arena_printf(arena, "%s, %s", phrase, more);
}

static struct str day_text(struct arena *arena, const struct dated *d) {
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    char text[CLOCK_TEXT];
    struct str iso = clock_date(d->to * 86400, text);
    int64_t month = 1, day = 1;
    if (iso.len != 10 || !str_to_i64(str_sub(iso, 5, 2), &month) || !str_to_i64(str_sub(iso, 8, 2), &day) || month < 1 || month > 12)
        return STR("");
    if (d->precision == PRECISION_YEAR) return arena_printf(arena, "%.*s", 4, iso.ptr);
    if (d->precision == PRECISION_MONTH) return arena_printf(arena, "%s %.*s", months[month - 1], 4, iso.ptr);
    return arena_printf(arena, "%d %s %.*s", (int)day, months[month - 1], 4, iso.ptr);
}

/* The latest of the most precise. */
static struct dated latest(const struct story_part_list *parts, const size_t *members, size_t count) {
    struct dated best = {0};
    for (size_t i = 0; i < count; i++) {
        const struct dated *d = &parts->items[members[i]].brief->published;
        if (d->precision > best.precision || (d->precision == best.precision && d->precision != PRECISION_NONE && d->to > best.to))
            best = *d;
    }
    return best;
}

static struct str put_together(struct arena *arena, const struct tally *t, const struct dated *when, size_t reports) {
    struct str countries = join_names(arena, t, ENTITY_COUNTRY, COUNTRIES_MAX, reports),
               objects = join_names(arena, t, -1, OBJECTS_MAX, reports);
    struct str people = join_names(arena, t, ENTITY_PERSON, PEOPLE_MAX, reports), phrase = phrase_of(arena, t, reports);
    struct str organisations = join_names(arena, t, ENTITY_ORGANISATION, 2, reports);
    if (organisations.len)
        countries = countries.len ? arena_printf(arena, "%.*s, %.*s", STR_ARG(organisations), STR_ARG(countries)) : organisations;
    if (objects.len) phrase = phrase.len ? arena_printf(arena, "%.*s, %.*s", STR_ARG(objects), STR_ARG(phrase)) : objects;
    if (!phrase.len) phrase = STR("report");
    struct str out = countries.len ? arena_printf(arena, "%.*s: %.*s", STR_ARG(countries), STR_ARG(phrase)) : phrase;
    if (people.len) out = arena_printf(arena, "%.*s (%.*s)", STR_ARG(out), STR_ARG(people));
    struct str day = when->precision == PRECISION_NONE ? STR("date unknown") : day_text(arena, when);
    out = arena_printf(arena, "%.*s - %.*s - %zu report%s", STR_ARG(out), STR_ARG(day), reports, reports == 1 ? "" : "s");
    if (t->language_count == 0) return out;
    if (t->language_count == 1) return arena_printf(arena, "%.*s in %s", STR_ARG(out), headline_language(t->languages[0]));
    return arena_printf(arena, "%.*s in %zu languages", STR_ARG(out), t->language_count);
}

static bool is_first_of_report(const struct story_part_list *parts, const size_t *members, size_t at) {
    const struct uuid *report = &parts->items[members[at]].report_uuid;
    for (size_t i = 0; i < at && parts->items[members[at]].item && !uuid_is_nil(report); i++)
        if (uuid_eq(&parts->items[members[i]].report_uuid, report)) return false;
    return true;
}

/* Reports speak; an event among them is counted only where there are none. Items of one report count once. */
struct str headline_of(struct arena *arena, const struct story_part_list *parts, const size_t *members, size_t count) {
    struct tally *t = ARENA_NEW(arena, struct tally);
    size_t reports = 0, told = 0;
    for (size_t i = 0; i < count; i++) told += !parts->items[members[i]].is_event;
    for (size_t i = 0; i < count; i++) {
        const struct story_part *part = &parts->items[members[i]];
        const struct brief *b = part->brief;
        if (told && (part->is_event || !is_first_of_report(parts, members, i))) continue;
        reports++;
        for (size_t k = 0; k < b->names.len; k++) count_name(t, &b->names.items[k]);
        count_topics(t, b);
        count_language(t, b->language.code);
    }
    if (t->name_count > 1) qsort(t->names, t->name_count, sizeof *t->names, by_agreement);
    struct dated when = latest(parts, members, count);
    return put_together(arena, t, &when, reports);
}
