/* The table of names over the tokens of a block, leftmost and longest, and the rules for words that are a country only sometimes: each homograph
 * has a rule of its own, because none is like another. */
#include <pthread.h>
#include <string.h>

#include "base/map.h"
#include "reading/collect.h"

static struct str text_of(const struct collection *c, size_t from, size_t to) { return str_sub(c->block, from, to - from); }

static bool token_is(const struct collection *c, size_t at, struct str word) {
    const struct token *t = &c->tokens.items[at];
    return str_eq_nocase(text_of(c, t->from, t->to), word);
}

/* Does a given name stand before this word? "Franco-German" is none. */
static bool follows_given(const struct collection *c, size_t at) {
    const struct token *t = &c->tokens.items[at];
    return at > 0 && t->joined && c->block.ptr[t->from - 1] == ' ' && collect_is_given(c, at - 1);
}

/* Michael Jordan, Chad Smith: a given name before, or a country that is one. */
static bool is_part_of_a_person(const struct collection *c, const char *code, size_t at) {
    static const char *const codes[] = {"JO", "TD", "GE", "IL", "CU", "PL", "FR", "MC", "NL", "ME"};
    const struct token *t = c->tokens.items;
    if (strcmp(code, "TD") == 0 && at + 1 < c->tokens.len && t[at + 1].joined && t[at + 1].upper > 0) return true;
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (strcmp(code, codes[i]) == 0) return follows_given(c, at);
    return false;
}

/* "Slovenskej", "Polski", "Deutsche": the letters of an adjective, which is no surname where a "Tím" stands before it. */
static bool is_adjective(struct str form) {
    return str_find(form, STR("sk"), 0) != SIZE_MAX || str_find(form, STR("ck"), 0) != SIZE_MAX ||
           str_find(form, STR("sch"), 0) != SIZE_MAX || str_find(form, STR("ск"), 0) != SIZE_MAX;
}

/* "Jan Slovák", "Luca Germano", Hungarian "Orosz István": the word for a people is a surname, too. */
static bool is_surname(const struct collection *c, const struct trie_entry *e, size_t at) {
    const struct token *t = &c->tokens.items[at];
    if (strcmp(reading_how[e->how], "demonym") != 0 || t->upper != 1 || t->len < 3 || is_adjective(text_of(c, t->from, t->to)))
        return false;
    if (strcmp(c->reading->language.code, "hu") == 0)
        return at + 1 < c->tokens.len && t[1].joined && t[1].upper == 1 && collect_is_given(c, at + 1);
    return follows_given(c, at) && t[-1].upper == 1;
}

/* Sofia Andersson, Roman Protasevich, Elisa Virtanen: a capital, its people or a body that is a given name, before a surname. */
static bool is_given_name(const struct collection *c, size_t at) {
    const struct token *t = c->tokens.items;
    if (!token_is(c, at, STR("Sofia")) && !token_is(c, at, STR("Roman")) && !token_is(c, at, STR("Elisa"))) return false;
    return at + 1 < c->tokens.len && t[at + 1].joined && t[at + 1].upper == 1 && t[at + 1].len > 3;
}

/* Italian Monaco is Munich unless the principality is named. */
static bool is_munich(const struct collection *c, const char *code, size_t at) {
    if (!c->italian || strcmp(code, "MC") != 0 || !token_is(c, at, STR("Monaco"))) return false;
    return !(at >= 2 && token_is(c, at - 1, STR("di")) && token_is(c, at - 2, STR("Principato")));
}

static bool is_katakana(struct str s, size_t at) {
    const unsigned char *c = (const unsigned char *)s.ptr + at;
    return at + 3 <= s.len && c[0] == 0xE3 &&
           ((c[1] == 0x82 && c[2] >= 0xA1) || (c[1] == 0x83 && c[2] != 0xBB)); /* but not the dot between words */
}

/* A katakana word that begins before the name and goes on as the name: バインド, プライマリ. Foreign words are written without blanks, too. */
bool collect_within_katakana(const struct collection *c, size_t at) {
    size_t from = c->tokens.items[at].from;
    return from >= 3 && is_katakana(c->block, from) && is_katakana(c->block, from - 3);
}

/* マリ (Mali) in マリオット, チリ (Chile) in チリソース; a long name may have a katakana word behind it. */
static bool goes_on_in_katakana(const struct collection *c, size_t at, const struct match *m) {
    return m->tokens <= 3 && is_katakana(c->block, c->tokens.items[at].from) && is_katakana(c->block, m->to);
}

static uint16_t target_named(int kind, const char *name) {
    for (size_t i = 0; i < reading_target_count; i++)
        if (reading_targets[i].kind == kind && strcmp(reading_targets[i].name, name) == 0) return (uint16_t)i;
    return UINT16_MAX;
}

/* The countries stand first among the targets; a square of their two letters holds all. */
static uint16_t countries[26][26];
static pthread_once_t counted = PTHREAD_ONCE_INIT;

static void count_countries(void) {
    memset(countries, 0xFF, sizeof countries);
    for (size_t i = 0; i < reading_target_count && reading_targets[i].kind == ENTITY_COUNTRY; i++)
        countries[reading_targets[i].id[0] - 'A'][reading_targets[i].id[1] - 'A'] = (uint16_t)i;
}

uint16_t collect_country(const char *code) {
    pthread_once(&counted, count_countries);
    return countries[code[0] - 'A'][code[1] - 'A'];
}

/* "(Reuters)", "/PAP/": the agency that wires a report has no part in what happened. */
static bool is_byline(const struct collection *c, const struct reading_target *organisation, size_t at, const struct match *m) {
    static const char *const agencies[] = {
        "Reuters", "PAP",      "BTA",       "Agence France-Presse", "Associated Press", "dpa",    "ANA-MPA",    "ANSA",      "EFE", "Lusa",
        "TASS",    "Interfax", "Ukrinform", "Anadolu Agency",       "Xinhua",           "Yonhap", "Kyodo News", "Jiji Press"};
    size_t from = c->tokens.items[at].from;
    from -= from > 0 && c->block.ptr[from - 1] == ' ';
    bool closed = m->to >= c->block.len || strchr(")/,", c->block.ptr[m->to]);
    if (from == 0 || !strchr("(/", c->block.ptr[from - 1]) || !closed) return false;
    for (size_t i = 0; i < sizeof agencies / sizeof *agencies; i++)
        if (strcmp(organisation->name, agencies[i]) == 0) return true;
    return false;
}

static void note_negative(struct collection *c, const char *name) {
    c->us_state |= strcmp(name, "us-state") == 0;
    c->montecarlo |= strcmp(name, "montecarlo") == 0;
}

static void note(struct collection *c, size_t at, const struct match *m, const struct trie_entry *e) {
    const struct reading_target *t = &reading_targets[e->target];
    struct span span = {c->offset + c->tokens.items[at].from, c->offset + m->to};
    struct str form = text_of(c, c->tokens.items[at].from, m->to);
    if (t->kind == TARGET_NEGATIVE) {
        note_negative(c, t->name);
        return;
    }
    if (t->kind == ENTITY_COUNTRY && is_munich(c, t->id, at)) {
        uint16_t munich = target_named(ENTITY_PLACE, "Munich");
        if (munich != UINT16_MAX) collect_add(c, munich, "name", form, span);
        return;
    }
    if ((t->kind == ENTITY_COUNTRY || t->kind == ENTITY_PLACE) && (collect_within_katakana(c, at) || goes_on_in_katakana(c, at, m))) return;
    if (t->kind == ENTITY_ORGANISATION && is_byline(c, t, at, m)) return;
    if (t->kind == ENTITY_COUNTRY && m->tokens == 1 && (is_part_of_a_person(c, t->id, at) || is_surname(c, e, at))) return;
    bool named = t->kind == ENTITY_PLACE || t->kind == ENTITY_COUNTRY || t->kind == ENTITY_ORGANISATION;
    if (named && m->tokens == 1 && is_given_name(c, at)) return;
    collect_add(c, e->target, reading_how[e->how], form, span);
    uint16_t country = t->kind == ENTITY_PLACE && *t->id ? collect_country(t->id) : UINT16_MAX;
    if (country != UINT16_MAX) collect_add(c, country, "capital", form, span);
}

bool collect_is_nothing(const struct collection *c, size_t at, const struct match *m) {
    for (const struct trie_entry *e = m->entry; e; e = e->last ? NULL : e + 1)
        if (reading_targets[e->target].kind == TARGET_NEGATIVE && match_allows(e, &c->names, at, m->head)) return true;
    return false;
}

/* Each sense of the match that counts. One that means nothing is no country and no place; British Airways are a company all the same. True when a
 * body is among them; with `inside`, where only a country counts, when one is. */
static bool note_all(struct collection *c, size_t at, const struct match *m, bool nothing, bool inside) {
    bool found = false;
    for (const struct trie_entry *e = m->entry; e; e = e->last ? NULL : e + 1) {
        int kind = reading_targets[e->target].kind;
        bool geographic = kind == ENTITY_COUNTRY || kind == ENTITY_PLACE;
        if (kind == TARGET_MINISTRY || !match_allows(e, &c->names, at, m->head) || (nothing && geographic) ||
            (inside && kind != ENTITY_COUNTRY))
            continue;
        note(c, at, m, e);
        found |= inside || kind == ENTITY_ORGANISATION || kind == ENTITY_ACTOR;
    }
    return found;
}

/* "Ministry of Foreign Affairs of Ukraine", "Dutch police": the longest match is a body, and its country stands there as a word of its own. Only
 * names and peoples: a capital within a name (Washington Post) says little. What negative.txt names (Deutsche Bahn) has none. */
static void look_inside(struct collection *c, size_t at, const struct match *body) {
    size_t all = c->tokens.len, end = at + body->tokens;
    for (size_t from = at; from < end;) {
        c->tokens.len = from == at ? end - 1 : end; /* the body itself is known */
        struct match m = match_longest(&reading_names, &c->names, from);
        c->tokens.len = all;
        bool nothing = collect_is_nothing(c, from, &m);
        from += note_all(c, from, &m, nothing, true) || nothing ? m.tokens : 1; /* a shorter body in it hides nothing */
    }
}

/* What stands before the word for the people of a country, in one word with it or before a hyphen, and the country that it is itself. */
struct forepart {
    const char *letters; /* as they are folded, which for Greek is αντι -> adi */
    const char *code;    /* NULL: for or against somebody */
};
static const struct forepart foreparts[] = {
    {"pro", NULL},     {"anti", NULL},   {"anty", NULL},  {"proti", NULL},     {"protu", NULL},  {"filo", NULL},
    {"adi", NULL},     {"franco", "FR"}, {"sino", "CN"},  {"russo", "RU"},     {"ruso", "RU"},   {"anglo", "GB"},
    {"italo", "IT"},   {"turco", "TR"},  {"greco", "GR"}, {"germano", "DE"},   {"polono", "PL"}, {"serbo", "RS"},
    {"israelo", "IL"}, {"nippo", "JP"},  {"chino", "CN"}, {"ucraino", "UA"},   {"ucrano", "UA"}, {"luso", "PT"},
    {"austro", "AT"},  {"irano", "IR"},  {"syro", "SY"},  {"americano", "US"}, {"indo", "IN"},   {"coreano", "KR"}};

static bool begins_with(const struct collection *c, const struct token *t, const char *letters, size_t len) {
    const uint8_t *symbols = c->tokens.symbols + t->symbols;
    if (t->len < len) return false;
    for (size_t i = 0; i < len; i++)
        if (symbols[i] != (uint8_t)(letters[i] - 'a')) return false;
    return true;
}

/* The sense of a match that is the word for a people and is written small: no name, which may begin within any word. */
static const struct trie_entry *people_of(const struct collection *c, size_t at, const struct match *m, bool small) {
    for (const struct trie_entry *e = m->entry; e; e = e->last ? NULL : e + 1)
        if (reading_targets[e->target].kind == ENTITY_COUNTRY && strcmp(reading_how[e->how], "demonym") == 0 &&
            match_allows(e, &c->names, at, m->head) && !(small && e->flags & (ENTRY_CAPITAL | ENTRY_UPPER)))
            return e;
    return NULL;
}

static void add_first(struct collection *c, size_t at, const char *code, size_t to) {
    size_t from = c->tokens.items[at].from;
    uint16_t country = collect_country(code);
    if (country == UINT16_MAX) return;
    collect_add(c, country, "demonym", text_of(c, from, to), (struct span){c->offset + from, c->offset + to});
}

/* "prorussisch", "antyizraelski", "francoalemán", "Sino-American". */
static void note_compound(struct collection *c, size_t at) {
    enum { SHORTEST = 4 }; /* symbols of a people that are no accident */
    const struct token *t = &c->tokens.items[at];
    const uint8_t *symbols = c->tokens.symbols + t->symbols; /* four at least */
    for (size_t i = 0; i < sizeof foreparts / sizeof *foreparts; i++) {
        const struct forepart *f = &foreparts[i];
        if (symbols[0] != (uint8_t)(f->letters[0] - 'a') || symbols[2] != (uint8_t)(f->letters[2] - 'a')) continue;
        size_t len = strlen(f->letters);
        if (!begins_with(c, t, f->letters, len)) continue;
        bool hyphen = t->len == len && f->code && at + 1 < c->tokens.len && t[1].joined && c->block.ptr[t->to] == '-';
        if (!hyphen && (t->len < len + SHORTEST || t->upper > 1 || (f->code && strcmp(f->code, "IN") == 0))) continue;
        struct match m = hyphen ? match_longest(&reading_names, &c->names, at + 1) : match_rest(&reading_names, &c->names, at, len);
        const struct trie_entry *e = people_of(c, hyphen ? at + 1 : at, &m, !hyphen);
        if (!e || (!hyphen && (m.symbols < SHORTEST || m.tokens > 1))) continue;
        if (f->code) add_first(c, at, f->code, t->to);
        if (!hyphen) note(c, at, &m, e);
        return;
    }
}

/* Most words that no table knows have other letters at their start: asked of each, so it says no after two of them. */
static bool may_be_compound(const struct collection *c, size_t at) {
#define SECOND(letter) (1u << ((letter) - 'a'))
    static const uint32_t seconds[26] = {
        ['a' - 'a'] = SECOND('d') | SECOND('m') | SECOND('n') | SECOND('u'),
        ['c' - 'a'] = SECOND('h') | SECOND('o'),
        ['f' - 'a'] = SECOND('i') | SECOND('r'),
        ['g' - 'a'] = SECOND('e') | SECOND('r'),
        ['i' - 'a'] = SECOND('n') | SECOND('r') | SECOND('s') | SECOND('t'),
        ['l' - 'a'] = SECOND('u'),
        ['n' - 'a'] = SECOND('i'),
        ['p' - 'a'] = SECOND('o') | SECOND('r'),
        ['r' - 'a'] = SECOND('u'),
        ['s' - 'a'] = SECOND('e') | SECOND('i') | SECOND('y'),
        ['t' - 'a'] = SECOND('u'),
        ['u' - 'a'] = SECOND('c'),
    };
#undef SECOND
    const struct token *t = &c->tokens.items[at];
    const uint8_t *symbols = c->tokens.symbols + t->symbols;
    return t->len >= 4 && symbols[0] < 26 && symbols[1] < 26 && seconds[symbols[0]] >> symbols[1] & 1;
}

/* CVE-2021-44228, with any dash */
static size_t vulnerability_at(struct collection *c, size_t at) {
    const struct token *t = &c->tokens.items[at];
    if (at + 2 >= c->tokens.len || !token_is(c, at, STR("CVE")) || !t[1].joined || !t[2].joined) return 0;
    struct str year = text_of(c, t[1].from, t[1].to), number = text_of(c, t[2].from, t[2].to);
    if (year.len != 4 || !str_is_digits(year) || number.len < 4 || number.len > 7 || !str_is_digits(number)) return 0;
    struct str id = arena_printf(c->arena, "CVE-%.*s-%.*s", STR_ARG(year), STR_ARG(number)), form = text_of(c, t->from, t[2].to);
    if (!c->vulnerabilities) c->vulnerabilities = map_new(c->arena, 16);
    uintptr_t known = (uintptr_t)map_get(c->vulnerabilities, id);
    struct entity *e = known ? &c->entities->items[known - 1] : NULL;
    if (!e) {
        e = vec_push(c->arena, c->entities);
        map_put(c->vulnerabilities, id, (void *)(uintptr_t)c->entities->len);
        *e = (struct entity){.kind = ENTITY_VULNERABILITY, .id = id, .name = id, .how = "pattern"};
        *vec_push(c->arena, &e->forms) = form;
    }
    if (!c->unplaced) *vec_push(c->arena, &e->spans) = (struct span){c->offset + t->from, c->offset + t[2].to};
    return 3;
}

/* "EE. UU.": the dot after a doubled initial ends no sentence. */
static size_t united_states_at(struct collection *c, size_t at) {
    const struct token *t = &c->tokens.items[at];
    if (t->upper != 2 || at + 1 >= c->tokens.len || !token_is(c, at, STR("EE")) || !token_is(c, at + 1, STR("UU"))) return 0;
    if (t[1].from > t->to + 3) return 0; /* a dot and a blank, that does not break perhaps */
    struct span span = {c->offset + t->from, c->offset + t[1].to};
    collect_add(c, collect_country("US"), "name", text_of(c, t->from, t[1].to), span);
    return 2;
}

void collect_names(struct collection *c) {
    c->before = (struct match){0};
    for (size_t at = 0; at < c->tokens.len;) {
        size_t taken = vulnerability_at(c, at);
        if (!taken) taken = united_states_at(c, at);
        struct match m = {0};
        if (!taken) m = match_longest(&reading_names, &c->names, at);
        if (m.entry && (taken = collect_ministry(c, at, &m)) == 0) {
            bool nothing = collect_is_nothing(c, at, &m);
            if (note_all(c, at, &m, nothing, false) && m.tokens > 1 && !nothing) look_inside(c, at, &m);
            c->before = nothing ? (struct match){0} : m;
            c->before_at = at;
            taken = m.tokens;
        } else if (!m.entry && !taken && may_be_compound(c, at)) {
            note_compound(c, at);
        }
        at += taken ? taken : 1;
    }
}

/* Georgia beside other states of the union is one of them, unless its capital or its people are named too. */
void collect_names_settle(struct collection *c) {
    uint16_t georgia = collect_country("GE");
    size_t at = georgia == UINT16_MAX ? SIZE_MAX : collect_find(c, georgia);
    if (at == SIZE_MAX || !c->us_state) return;
    for (size_t i = 0; i < c->entities->items[at].forms.len; i++)
        if (!str_eq(c->entities->items[at].forms.items[i], STR("Georgia"))) return;
    collect_drop(c, georgia);
}
