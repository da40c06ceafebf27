/* Ministries, told by what they do and whose they are: "ukrajinské ministerstvo obrany" is the Ministry of Defence of Ukraine. The tables say how each language
 * calls them; whose one is says 1. the country beside it, where the grammar of the language has it, 2. another place of the report that names the ministry
 * with its country (or a person who is of it), 3. the country of the language, 4. the country that the report is about, when that is clear. Else it is nobody's. */
#include <string.h>

#include "reading/collect.h"
#include "reading/homes.h"

enum { NOBODY = UINT16_MAX, MENTIONS_MAX = 256, PHRASE_TOKENS = 14, LINKS_MAX = 3, IN_LEAD = 4 };

/* Where a language has the country of a ministry. PEOPLE is an adjective, NAME the country itself (in the genitive, or a first part). */
enum { PEOPLE_BEFORE = 1, NAME_BEFORE = 2, PEOPLE_AFTER = 4, NAME_AFTER = 8, LINKED_AFTER = 16 };
static const struct {
    const char *languages;
    unsigned places;
} grammar[] = {
    {"en de nl da no sv is", PEOPLE_BEFORE | NAME_BEFORE | LINKED_AFTER},
    {"fi et lv lt hu tr az kk ka hy zh ja ko", PEOPLE_BEFORE | NAME_BEFORE},
    {"cs sk pl ru uk be sr hr bs sl", PEOPLE_BEFORE | NAME_AFTER | LINKED_AFTER},
    {"bg mk el", PEOPLE_BEFORE | LINKED_AFTER},
    {"es fr it pt ro ca sq mt ga ar he", PEOPLE_AFTER | LINKED_AFTER},
    {"fa id vi", PEOPLE_AFTER | NAME_AFTER | LINKED_AFTER},
};

/* Small words between a ministry and its country; in which languages, since what is "of" here is "and" or "to" there. */
static const struct {
    const char *word, *languages;
} links[] = {
    {"of", "en"},         {"in", "en de nl it"}, {"the", "en"},
    {"von", "de"},        {"der", "de"},         {"des", "de fr"},
    {"van", "nl"},        {"het", "nl"},         {"de", "nl es fr pt ca ro"},
    {"i", "da no sv sq"}, {"la", "es fr it ca"}, {"los", "es"},
    {"las", "es"},        {"el", "es"},          {"del", "es it"},
    {"l", "fr it"},       {"d", "fr it ca"},     {"du", "fr"},
    {"en", "es fr"},      {"di", "it"},          {"della", "it"},
    {"dell", "it"},       {"degli", "it"},       {"dei", "it"},
    {"do", "pt"},         {"da", "pt"},          {"dos", "pt"},
    {"das", "pt"},        {"al", "ro"},          {"din", "ro"},
    {"e", "sq"},          {"të", "sq"},          {"së", "sq"},
    {"në", "sq"},         {"ta", "mt"},          {"tal", "mt"},
    {"na", "ga"},         {"в", "ru"},           {"во", "ru"},
    {"у", "uk be"},       {"в", "uk"},           {"на", "bg mk"},
    {"в", "bg"},          {"во", "mk"},          {"u", "sr hr bs"},
    {"у", "sr"},          {"v", "cs sk sl"},     {"ve", "cs"},
    {"w", "pl"},          {"we", "pl"},          {"της", "el"},
    {"του", "el"},        {"των", "el"},         {"στη", "el"},
    {"στην", "el"},       {"στο", "el"},         {"של", "he"},
    {"في", "ar"},
};
/* The same before a capital only: "ministère de la Défense à Rome". */
static const char *const at_capital[][2] = {{"à", "fr"}, {"a", "it ca"}, {"em", "pt"}};

/* "Republic of Bulgaria", in languages whose tables have the country alone. */
static const char *const republics[] = {"republi",  "république", "repúbli",  "republik", "републи",
                                        "республи", "республі",   "рэспублі", "δημοκρατ"};
/* A country behind a ministry is in the genitive; in these cases it is an object of the sentence ("útok na ministerstvo zahraničí Číně připsala vláda"). */
static const struct {
    const char *languages, *other, *genitive;
} cases[] = {
    {"cs", "ě i u", "ánu áku onu ónu"},
    {"sk", "e i u", "ie ánu aku onu"},
    {"pl", "ie ę ą om owi", ""},
    {"ru be", "е у ю ой ом ам", ""},
    {"uk", "їну ні щу ію", ""},
    {"sr hr bs", "i u oj om и у ој ом", ""},
    {"sl", "i u o", ""},
};
/* "a foreign ministry in Central Europe": one that is not told. */
static const char *const some[] = {"a",  "an",  "ein", "eine", "einem", "eines", "een", "en",    "ett",    "et",
                                   "un", "une", "una", "um",   "uno",   "egy",   "bir", "jedno", "jednog", "jednego"};
/* A region behind it: the ministry of one. */
static const char *const regions[] = {"област", "республи", "республі", "провинц", "provinc", "oblast", "kanton", "кантон", "landes"};

static bool is_listed(const char *languages, const char *code) {
    const char *at = *code ? strstr(languages, code) : NULL;
    return at != NULL && strlen(code) == 2;
}

static unsigned places_of(const char *language) {
    for (size_t i = 0; i < sizeof grammar / sizeof *grammar; i++)
        if (is_listed(grammar[i].languages, language)) return grammar[i].places;
    return PEOPLE_BEFORE | LINKED_AFTER;
}

static struct str word_at(const struct collection *c, size_t at) {
    const struct token *t = &c->tokens.items[at];
    return str_sub(c->block, t->from, t->to - t->from);
}

static bool begins_with_any(struct str word, const char *const *beginnings, size_t count) {
    for (size_t i = 0; i < count; i++) {
        struct str b = str_from(beginnings[i]);
        if (word.len >= b.len && str_eq_nocase(str_sub(word, 0, b.len), b)) return true;
    }
    return false;
}

/* The country of a match, or its capital's; *people: told by an adjective. */
static uint16_t country_of_match(const struct collection *c, size_t at, const struct match *m, bool *people) {
    for (const struct trie_entry *e = m->entry; e; e = e->last ? NULL : e + 1) {
        const struct reading_target *t = &reading_targets[e->target];
        if (!match_allows(e, &c->names, at, m->head)) continue;
        *people = strcmp(reading_how[e->how], "demonym") == 0;
        if (t->kind == ENTITY_COUNTRY) return e->target;
        if (t->kind == ENTITY_PLACE && *t->id) return collect_country(t->id);
    }
    return NOBODY;
}

/* "Russian Ministry", "Ukraine's Ministry", "Ukrainan ministeriö". */
static uint16_t country_before(const struct collection *c, size_t at, unsigned places) {
    static const char *const between[] = {"s", "の", "的", "의"};
    size_t end = at;
    bool people = false;
    if (!c->before.entry || at == 0 || !c->tokens.items[at].joined || c->tokens.items[at].opens) return NOBODY;
    if (c->before_at + c->before.tokens + 1 == at && c->tokens.items[at - 1].joined)
        for (size_t i = 0; i < sizeof between / sizeof *between; i++) end -= end == at && str_eq(word_at(c, at - 1), str_from(between[i]));
    if (c->before_at + c->before.tokens != end) return NOBODY;
    uint16_t country = country_of_match(c, c->before_at, &c->before, &people);
    return country != NOBODY && places & (people ? PEOPLE_BEFORE : NAME_BEFORE) ? country : NOBODY;
}

static bool ends_with_any(struct str word, const char *endings) {
    struct str rest = str_from(endings), ending;
    while (rest.len && str_split(&rest, ' ', &ending))
        if (str_ends(word, ending)) return true;
    return false;
}

/* The country behind a ministry without a word between them: in the case that says whose. */
static bool is_owner_case(const struct collection *c, struct str country) {
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (is_listed(cases[i].languages, c->reading->language.code))
            return ends_with_any(country, cases[i].genitive) || !ends_with_any(country, cases[i].other);
    return true;
}

enum link { NO_LINK, LINK, LINK_TO_CAPITAL };

static enum link link_at(const struct collection *c, size_t at) {
    struct str word = word_at(c, at);
    const char *language = c->reading->language.code;
    for (size_t i = 0; i < sizeof links / sizeof *links; i++)
        if (is_listed(links[i].languages, language) && str_eq(word, str_from(links[i].word))) return LINK;
    for (size_t i = 0; i < sizeof at_capital / sizeof *at_capital; i++)
        if (is_listed(at_capital[i][1], language) && str_eq(word, str_from(at_capital[i][0]))) return LINK_TO_CAPITAL;
    return begins_with_any(word, republics, sizeof republics / sizeof *republics) ? LINK : NO_LINK;
}

static bool is_capital(const struct match *m) {
    for (const struct trie_entry *e = m->entry; e; e = e->last ? NULL : e + 1)
        if (reading_targets[e->target].kind == ENTITY_PLACE) return true;
    return false;
}

/* May the country that is found at `at` be the owner there, behind that small word? */
static bool is_owner(const struct collection *c, size_t at, const struct match *m, bool people, enum link link, unsigned places) {
    struct str form = str_sub(c->block, c->tokens.items[at].from, m->to - c->tokens.items[at].from);
    /* the stem of a people may be found in the name itself: "de Ucrania" */
    if (people) return places & PEOPLE_AFTER && (link == NO_LINK || (link == LINK && c->tokens.items[at].upper > 0));
    if (link == NO_LINK) return places & NAME_AFTER && is_owner_case(c, form);
    return places & LINKED_AFTER && (link == LINK || is_capital(m));
}

/* "Ministry of Defence of Ukraine", "ministère de la Défense ukrainien", "Außenministerium in Moskau". */
static uint16_t country_after(const struct collection *c, size_t at, unsigned places) {
    enum link link = NO_LINK;
    bool people = false;
    for (size_t seen = 0; seen <= LINKS_MAX && at < c->tokens.len; seen++, at++) {
        if (!c->tokens.items[at].joined || c->tokens.items[at].opens) return NOBODY;
        struct match m = match_longest(&reading_names, &c->names, at);
        uint16_t country = m.entry && !collect_is_nothing(c, at, &m) ? country_of_match(c, at, &m, &people) : NOBODY;
        if (country != NOBODY) return is_owner(c, at, &m, people, link, places) ? country : NOBODY;
        if ((link = link_at(c, at)) == NO_LINK) return NOBODY;
    }
    return NOBODY;
}

/* A word that has its capital from the sentence; of longer English ones nobody knows ("Ontario Health Ministry"). */
static bool is_opening(const struct collection *c, size_t at) {
    const struct token *t = &c->tokens.items[at];
    return t->opens && (t->len <= 3 || strcmp(c->reading->language.code, "en") != 0);
}

/* "Ministry of Health of Ontario", "министерство культуры в Казани": of somewhere that no table knows. */
static bool is_of_unknown(const struct collection *c, size_t at) {
    const struct token *t = c->tokens.items;
    size_t seen = 0;
    while (at < c->tokens.len && t[at].joined && !t[at].opens && link_at(c, at) != NO_LINK) at++, seen++;
    return seen > 0 && at < c->tokens.len && t[at].joined && t[at].upper > 0 && match_longest(&reading_names, &c->names, at).entry == NULL;
}

/* Not the one of a country: some ministry, or part of a longer name, as a province or a church has one (a capitalised word goes before, a region follows). */
static bool is_within_name(const struct collection *c, size_t at, size_t end) {
    const struct token *t = &c->tokens.items[at];
    bool cased = t->script == TOKEN_LATIN || t->script == TOKEN_CYRILLIC || t->script == TOKEN_GREEK;
    for (size_t i = 0; at > 0 && t->joined && i < sizeof some / sizeof *some; i++)
        if (str_eq_nocase(word_at(c, at - 1), str_from(some[i]))) return true;
    if (cased && at > 0 && t->joined && t[-1].upper > 0 && !t[-1].all_upper && !is_opening(c, at - 1)) return true;
    if (cased && is_of_unknown(c, end)) return true;
    for (size_t i = end; i < end + LINKS_MAX && i < c->tokens.len && c->tokens.items[i].joined; i++)
        if (begins_with_any(word_at(c, i), regions, sizeof regions / sizeof *regions)) return true;
    return false;
}

/* The ministry that the match tells, or NULL; *other: the match tells something else, too. */
static const struct trie_entry *ministry_of(const struct collection *c, size_t at, const struct match *m, bool *other) {
    const struct trie_entry *found = NULL;
    *other = false;
    for (const struct trie_entry *e = m->entry; e; e = e->last ? NULL : e + 1) {
        if (!match_allows(e, &c->names, at, m->head)) continue;
        bool is_ministry = reading_targets[e->target].kind == TARGET_MINISTRY;
        if (is_ministry && !found) found = e;
        *other |= !is_ministry;
    }
    return found;
}

/* "ministère russe de la Défense": the same without the adjective. The tokens after it are put in its place for one look. */
static const struct trie_entry *ministry_around(struct collection *c, size_t at, uint16_t *country, size_t *tokens) {
    struct token phrase[PHRASE_TOKENS];
    struct tokens all = c->tokens;
    bool people = false, other;
    struct match m = {0};
    if (at + 1 < all.len && all.items[at + 1].joined) m = match_longest(&reading_names, &c->names, at + 1);
    *country = m.entry ? country_of_match(c, at + 1, &m, &people) : NOBODY;
    if (*country == NOBODY || !people) return NULL;
    size_t n = 1, from = at + 1 + m.tokens;
    phrase[0] = all.items[at];
    while (n < PHRASE_TOKENS && from < all.len) phrase[n++] = all.items[from++];
    c->tokens.items = phrase;
    c->tokens.len = n;
    struct match whole = match_longest(&reading_names, &c->names, 0);
    const struct trie_entry *found = whole.entry ? ministry_of(c, 0, &whole, &other) : NULL;
    c->tokens = all;
    *tokens = whole.tokens + m.tokens;
    return found && *reading_targets[found->target].id ? found : NULL;
}

static void mention(struct collection *c, size_t at, size_t end, const struct trie_entry *e, uint16_t country) {
    size_t from = c->tokens.items[at].from, to = c->tokens.items[end - 1].to;
    if (c->ministries.len == MENTIONS_MAX) return;
    *vec_push(c->arena, &c->ministries) = (struct ministry_mention){
        e->target, country, c->unplaced, e->flags & ENTRY_WEAK, str_sub(c->block, from, to - from), {c->offset + from, c->offset + to},
    };
}

size_t collect_ministry(struct collection *c, size_t at, const struct match *m) {
    bool other;
    size_t tokens = m->tokens;
    uint16_t country = NOBODY;
    const struct trie_entry *e = ministry_of(c, at, m, &other);
    if (!e) return 0;
    if (*reading_targets[e->target].id == '\0') {
        e = ministry_around(c, at, &country, &tokens);
        if (e) mention(c, at, at + tokens, e, country);
        return 0; /* the country within is found as the next word */
    }
    unsigned places = places_of(c->reading->language.code);
    country = country_before(c, at, places);
    if (country == NOBODY) country = country_after(c, at + tokens, places);
    if (country == NOBODY && other) return 0;
    if (country == NOBODY && is_within_name(c, at, at + tokens)) return tokens;
    mention(c, at, at + tokens, e, country);
    return tokens;
}

/* --- whose --- */

static const struct reading_ministry *known_ministry(uint16_t ministry, uint16_t country) {
    size_t from = 0, to = reading_ministry_count;
    while (from < to) {
        size_t middle = (from + to) / 2;
        const struct reading_ministry *r = &reading_ministries[middle];
        if (r->ministry == ministry && r->country == country) return r;
        bool below = r->ministry != ministry ? r->ministry < ministry : r->country < country;
        if (below)
            from = middle + 1;
        else
            to = middle;
    }
    return NULL;
}

static char upper(char c) { return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c; }

/* Right behind it and in the same part of a sentence? */
static bool is_near(const struct collection *c, const struct ministry_mention *m, size_t from) {
    enum { NEAR = 44 };
    if (from < m->span.to || from > m->span.to + NEAR) return false;
    for (size_t i = m->span.to; i < from; i++)
        if (strchr(".;:,(\n\"", c->reading->text.ptr[i])) return false;
    return true;
}

/* "Foreign Ministry spokeswoman Maria Zakharova": the country of a known person right behind. */
static uint16_t country_of_person(const struct collection *c, const struct ministry_mention *m) {
    for (size_t i = 0; i < c->entities->len && !m->unplaced; i++) {
        const struct entity *e = &c->entities->items[i];
        if (e->kind != ENTITY_PERSON) continue;
        for (size_t k = 0; k < e->spans.len; k++) {
            if (!is_near(c, m, e->spans.items[k].from)) continue;
            uint16_t target = collect_target(c, i);
            const char *code = target == NOBODY ? "" : reading_targets[target].id;
            if (*code) return collect_country((const char[3]){upper(code[0]), upper(code[1]), '\0'});
        }
    }
    return NOBODY;
}

/* The one country whose ministry of that kind the report names elsewhere; *several when there are more. */
static uint16_t named_elsewhere(const struct collection *c, uint16_t ministry, bool *several) {
    uint16_t found = NOBODY;
    for (size_t i = 0; i < c->ministries.len; i++) {
        const struct ministry_mention *m = &c->ministries.items[i];
        if (m->ministry != ministry || m->country == NOBODY) continue;
        *several |= found != NOBODY && found != m->country;
        found = m->country;
    }
    for (size_t i = 0; i < reading_ministry_count; i++) {
        const struct reading_ministry *r = &reading_ministries[i];
        if (r->ministry != ministry || r->body == NOBODY || collect_find(c, r->body) == SIZE_MAX) continue;
        *several |= found != NOBODY && found != r->country;
        found = r->country;
    }
    return found;
}

/* Where the lead ends: with the first paragraph that is more than a title or a day. */
static size_t lead_end(const struct collection *c) {
    enum { SHORT = 120 };
    const struct paragraph_list *p = &c->reading->paragraphs;
    size_t i = 0;
    while (i + 1 < p->len && p->items[i].text.len < SHORT) i++;
    return p->len ? p->items[i].offset + p->items[i].text.len : c->reading->text.len;
}

/* How much the report tells of a country. */
static size_t worth_of(const struct entity *e, size_t lead) {
    size_t worth = e->spans.len < 6 ? e->spans.len : 6;
    return worth + (e->spans.len == 0 || e->spans.items[0].from < lead ? IN_LEAD : 0);
}

/* The country of the report: that of its language where it is named (or nothing speaks against it), else the one it is about, which is named more than
 * all others together; NOBODY where that is not clear. */
static uint16_t country_of_report(const struct collection *c, const char *home, bool only) {
    size_t lead = lead_end(c), best = 0, sum = 0, at_home = 0;
    uint16_t first = NOBODY;
    for (size_t i = 0; i < c->entities->len; i++) {
        const struct entity *e = &c->entities->items[i];
        if (e->kind != ENTITY_COUNTRY || e->id.len != 2) continue;
        size_t worth = worth_of(e, lead);
        char code[3] = {e->id.ptr[0], e->id.ptr[1], '\0'};
        if (home && strcmp(code, home) == 0) at_home = worth;
        sum += worth;
        if (worth > best) first = collect_country(code);
        best = worth > best ? worth : best;
    }
    if (home && at_home > 0) return only || 3 * at_home >= best ? collect_country(home) : NOBODY;
    if (best > IN_LEAD && 2 * best > sum) return first;
    return only && best <= IN_LEAD ? collect_country(home) : NOBODY;
}

/* The span that was noted last goes to its place in the order of the text: ministries are settled when all else is. */
static void order_last(struct span_list *spans) {
    for (size_t i = spans->len; i > 1 && spans->items[i - 2].from > spans->items[i - 1].from; i--) {
        struct span later = spans->items[i - 2];
        spans->items[i - 2] = spans->items[i - 1];
        spans->items[i - 1] = later;
    }
}

static struct str name_of(struct collection *c, const struct ministry_mention *m, const struct reading_ministry *known) {
    if (known) return str_from(known->name);
    return arena_printf(c->arena, "%s of %s", reading_targets[m->ministry].name, reading_spoken[m->country]);
}

/* The entity of a ministry that the tables do not name. */
static struct entity *composed(struct collection *c, struct str name) {
    for (size_t i = 0; i < c->entities->len; i++)
        if (c->entities->items[i].kind == ENTITY_ORGANISATION && str_eq(c->entities->items[i].name, name)) return &c->entities->items[i];
    struct entity *e = vec_push(c->arena, c->entities);
    *e = (struct entity){.kind = ENTITY_ORGANISATION, .id = STR(""), .name = name, .how = "alias"};
    return e;
}

static void add_mention(struct collection *c, const struct ministry_mention *m) {
    const struct reading_ministry *known = known_ministry(m->ministry, m->country);
    struct entity *e;
    if (known && known->body != NOBODY) {
        c->unplaced = m->unplaced;
        collect_add(c, known->body, "alias", m->form, m->span);
        e = &c->entities->items[collect_find(c, known->body)];
    } else {
        e = composed(c, name_of(c, m, known));
        size_t n = 0;
        while (n < e->forms.len && !str_eq(e->forms.items[n], m->form)) n++;
        if (n == e->forms.len) *vec_push(c->arena, &e->forms) = m->form;
        if (!m->unplaced) *vec_push(c->arena, &e->spans) = m->span;
    }
    order_last(&e->spans);
}

/* Was the country named before the mention? A long report tells of many things: there in its paragraph or the one before. */
static bool is_named_near(const struct collection *c, const struct ministry_mention *m, uint16_t country) {
    enum { SHORT = 8 };
    const struct paragraph_list *p = &c->reading->paragraphs;
    size_t at = collect_find(c, country), i = 0;
    if (at == SIZE_MAX || m->unplaced) return at != SIZE_MAX;
    const struct span_list *spans = &c->entities->items[at].spans;
    while (i + 1 < p->len && p->items[i + 1].offset <= m->span.from) i++;
    size_t from = p->len < SHORT ? 0 : p->items[i ? i - 1 : 0].offset;
    for (size_t k = 0; k < spans->len; k++)
        if (spans->items[k].from >= from && spans->items[k].from < m->span.from) return true;
    return spans->len == 0;
}

/* Of one without a country beside it. */
static uint16_t country_of_mention(const struct collection *c, const struct ministry_mention *m, uint16_t about, uint16_t home, bool only) {
    bool several = false;
    uint16_t country = named_elsewhere(c, m->ministry, &several);
    if (several) return NOBODY;
    if (country != NOBODY || about == NOBODY) return country;
    if (about == home) return m->weak ? NOBODY : home;
    if (!is_named_near(c, m, about)) return m->weak || !only ? NOBODY : home;
    return m->weak && home == NOBODY ? NOBODY : about;
}

void collect_ministries_settle(struct collection *c) {
    bool only = false;
    const char *code = homes_of(c->reading->language.code, &only);
    uint16_t home = code ? collect_country(code) : NOBODY, about = c->ministries.len ? country_of_report(c, code, only) : NOBODY;
    for (size_t i = 0; i < c->ministries.len; i++) {
        struct ministry_mention *m = &c->ministries.items[i];
        if (m->country == NOBODY) m->country = country_of_person(c, m);
    }
    for (size_t i = 0; i < c->ministries.len; i++) {
        struct ministry_mention m = c->ministries.items[i];
        if (m.country == NOBODY) m.country = country_of_mention(c, &m, about, home, only);
        if (m.country != NOBODY) add_mention(c, &m);
    }
}
