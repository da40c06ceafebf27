/* Persons of public life across scripts and inflections: surnames are compared by their sound, with the endings of the languages. A given name
 * beside it decides; a surname alone counts when the table calls it unmistakable, or when the text names the person in full
 * elsewhere; another given name before it makes it somebody else. */
#include <string.h>

#include "reading/collect.h"
#include "reading/person_alike.h"
#include "reading/person_near.h"

bool collect_is_given(const struct collection *c, size_t at) {
    if (c->tokens.items[at].upper == 0) return false;
    struct match m = match_longest(&reading_people, &c->people, at);
    for (const struct trie_entry *e = m.tokens == 1 ? m.entry : NULL; e; e = e->last ? NULL : e + 1)
        if (reading_targets[e->target].kind == TARGET_GIVEN) return true;
    return false;
}

/* Does the token sound like one of the given names of `target`, give or take an ending? */
static bool is_given_of(const struct collection *c, size_t at, const struct reading_target *target) {
    const struct token *t = &c->tokens.items[at];
    size_t len;
    const uint8_t *sound = fold_sound(&c->tokens, at, &len);
    if (t->upper == 0 || len == 0) return false;
    for (const char *name = target->given; *name;) {
        size_t n = strcspn(name, " "), same = 0;
        while (same < n && same < len && (uint8_t)(name[same] - 'a') == sound[same]) same++;
        /* "Olaf", "Olafa", "Olafem", and "Olga", "Olgi": the last vowel may give way */
        size_t tail = n >= 5 && name[n - 1] == 's' ? 2 : 1; /* Κυριάκος, Κυριάκου; Edgars, Edgara */
        if (n >= 5 && name[n - 1] == 's' && same + tail >= n && len <= n + 1) return true;
        if (n >= 5 && same == n - 2 && strchr("aeo", name[same]) && sound[same] == (uint8_t)(name[n - 1] - 'a') && len > same + 1 &&
            len <= n + 2)
            return true; /* Dimitar, Dimitra; Marek, Marka */
        if (n > 0 && len <= n + 3 && (same == n || (n >= 4 && same == n - 1 && strchr("aeiou", name[n - 1]))) && (n >= 3 || len == n))
            return true;
        name += n + (name[n] == ' ');
    }
    return false;
}

/* The first token of the name when a given name of `target` stands before, or after as in Xi Jinping and Orbán Viktor; SIZE_MAX if none does. */
static bool find_given(const struct collection *c, size_t at, size_t tokens, const struct reading_target *target, struct span *span) {
    const struct token *t = c->tokens.items;
    for (size_t back = 1; back <= 2 && back <= at && t[at - back + 1].joined; back++)
        if (is_given_of(c, at - back, target)) {
            span->from = c->offset + t[at - back].from;
            return true;
        }
    size_t next = at + tokens;
    if (next < c->tokens.len && t[next].joined && is_given_of(c, next, target)) {
        span->to = c->offset + t[next].to;
        return true;
    }
    return false;
}

/* The same word in the other script of consonants is another name. */
static bool is_of_script(const struct trie_entry *e, const struct token *t) {
    return !(e->flags & ENTRY_CONSONANTS) || ((e->flags & ENTRY_HEBREW) != 0) == (t->script == TOKEN_HEBREW);
}

static bool is_nothing(const struct collection *c, size_t at) {
    struct match m = match_longest(&reading_names, &c->names, at);
    return collect_is_nothing(c, at, &m);
}

/* Georgian has no capitals, and many verbs end as other languages inflect names: what is behind a surname has to be an ending of a Georgian noun. */
static bool is_georgian_verb(const struct collection *c, size_t at, const struct match *m) {
    static const char *const endings[] = {"tan", "tvis", "ken", "gan", "mde", "mas", "is", "ma", "it",
                                          "ad",  "si",   "se",  "i",   "m",   "s",   "o",  "a"};
    const struct token *t = &c->tokens.items[at];
    size_t len, n = m->symbols;
    const uint8_t *sound = fold_sound(&c->tokens, at, &len);
    if (m->tokens > 1 || !str_starts(str_sub(c->block, t->from, 3), STR("\xE1\x83"))) return false;
    while (n < len) {
        size_t step = 0;
        for (size_t i = 0; i < sizeof endings / sizeof *endings && !step; i++) {
            size_t same = 0;
            while (endings[i][same] && n + same < len && endings[i][same] == (char)('a' + sound[n + same])) same++;
            step = endings[i][same] ? 0 : same;
        }
        if (!step) return true;
        n += step;
    }
    return false;
}

static bool is_of_another(const struct collection *c, size_t at) {
    return at > 0 && c->tokens.items[at].joined && collect_is_given(c, at - 1);
}

/* Does an office stand before the name: "premiér Fico", "ministr vnitra Rakušan"? */
static bool is_titled(const struct collection *c, size_t at) {
    static const char *const offices[] = {"minist",   "miniszt",   "prezident", "president", "presid",    "preshedint", "premier",
                                          "premjer",  "premer",    "kancler",   "kantsler",  "kanzler",   "kansler",    "chancel",
                                          "cancell",  "cancill",   "bakan",     "bashkan",   "ipurg",     "proedr",     "predsed",
                                          "predsjed", "varchapet", "nakharar",  "nakhagah",  "taoiseach", "radherra"};
    for (size_t back = 1; back <= 2 && back <= at && c->tokens.items[at - back + 1].joined; back++) {
        const struct token *t = &c->tokens.items[at - back];
        for (size_t i = 0; i < sizeof offices / sizeof *offices; i++)
            for (size_t from = 0, n = strlen(offices[i]), same; from + n <= t->len; from++) {
                for (same = 0; same < n && c->tokens.symbols[t->symbols + from + same] == (uint8_t)(offices[i][same] - 'a');) same++;
                if (same == n) return true;
            }
    }
    return false;
}

enum { TITLED_SHORTEST = 4 };

/* Note whom it may mean; true where the text tells who it is. */
static bool consider(struct collection *c, size_t at, const struct match *m) {
    struct person_candidate found = {.entry = m->entry, .unplaced = c->unplaced};
    found.span = (struct span){c->offset + c->tokens.items[at].from, c->offset + m->to};
    bool any = false;
    for (const struct trie_entry *e = m->entry; e && !found.full; e = e->last ? NULL : e + 1) {
        const struct reading_target *t = &reading_targets[e->target];
        if (t->kind != ENTITY_PERSON || !match_allows(e, &c->people, at, m->head) || !is_of_script(e, &c->tokens.items[at])) continue;
        any = true;
        if ((e->flags & ENTRY_FULL) || find_given(c, at, m->tokens, t, &found.span)) found.full = (uint16_t)(e->target + 1);
    }
    if (!any || (!found.full && (is_of_another(c, at) || is_georgian_verb(c, at, m) || is_nothing(c, at)))) return false;
    found.form = str_sub(c->block, found.span.from - c->offset, found.span.to - found.span.from);
    found.titled = !found.full && m->symbols >= TITLED_SHORTEST && is_titled(c, at);
    *vec_push(c->arena, &c->candidates) = found;
    return found.full;
}

/* The words from `from` to `to` of the block are this person, given name and all; false when it is nobody. */
static bool note_full(struct collection *c, uint16_t target, size_t from, size_t to) {
    if (target == UINT16_MAX) return false;
    struct person_candidate found = {.unplaced = c->unplaced, .full = (uint16_t)(target + 1), .span = {c->offset + from, c->offset + to}};
    found.form = str_sub(c->block, from, to - from);
    *vec_push(c->arena, &c->candidates) = found;
    return true;
}

/* The given name before the token is somebody's whose surname sounds nearly like the token. */
static bool consider_near(struct collection *c, size_t at) {
    const struct token *t = &c->tokens.items[at];
    size_t given_len, len;
    if (at == 0 || !t->joined || t->from - t[-1].to != 1 || c->block.ptr[t[-1].to] != ' ' || t[-1].upper == 0 || t->all_upper ||
        t->script == TOKEN_ARABIC || t->script == TOKEN_HEBREW)
        return false;
    const uint8_t *given = fold_sound(&c->tokens, at - 1, &given_len), *surname = fold_sound(&c->tokens, at, &len);
    uint16_t target = person_near(given, given_len, surname, len);
    return note_full(c, target, t[-1].from, t->to);
}

static void sound_of(const struct collection *c, size_t at, size_t skip, struct person_sound *sound) {
    const struct token *t = &c->tokens.items[at];
    person_sound_word(c->tokens.symbols + t->symbols + skip, t->len - skip, (enum token_script)t->script, false, sound);
}

/* A conjunction or preposition of one letter may be written onto an Arabic or Hebrew given name. */
static bool has_prefix(const struct collection *c, const struct token *t) {
    static const char letters[] = "wfblkvhm";
    uint8_t first = c->tokens.symbols[t->symbols];
    return (t->script == TOKEN_ARABIC || t->script == TOKEN_HEBREW) && t->len >= 4 && first < 26 && strchr(letters, 'a' + first);
}

/* The two words are spoken as the name of somebody whom the table has in other letters. */
static bool consider_alike(struct collection *c, size_t at) {
    const struct token *t = &c->tokens.items[at];
    struct person_sound given, surname;
    if (at == 0 || !t->joined || t->script == TOKEN_LATIN || t[-1].script != t->script || t[-1].upper == 0 || t->len < 3 || t[-1].len < 2 ||
        c->tokens.symbols[t->symbols] >= SYMBOL_NIBBLE || c->tokens.symbols[t[-1].symbols] >= SYMBOL_NIBBLE)
        return false;
    sound_of(c, at, 0, &surname);
    sound_of(c, at - 1, 0, &given);
    uint16_t target = person_alike(&given, &surname);
    if (target == UINT16_MAX && has_prefix(c, &t[-1])) {
        sound_of(c, at - 1, 1, &given);
        target = person_alike(&given, &surname);
    }
    return note_full(c, target, t[-1].from, t->to);
}

/* Korean sets particles behind a name. */
static size_t particle_of(struct str word) {
    static const char *const particles[] = {"에게", "에서", "으로", "까지", "부터", "측은", "은", "는", "이", "가",
                                            "을",   "를",   "의",   "도",   "와",   "과",   "로", "씨", "측"};
    for (size_t i = 0; i < sizeof particles / sizeof *particles; i++)
        if (str_ends(word, str_from(particles[i])) && word.len >= strlen(particles[i]) + 6) return strlen(particles[i]);
    return 0;
}

/* The same in Japanese and Korean, whose words are no tokens: ベルナール・カズヌーヴ, 베르나르 카즈뇌브는. */
static bool consider_syllables(struct collection *c, size_t at) {
    enum { KOREAN_JOINT = 3 };
    static const char *const joints[] = {"・", "＝", "=", " "};
    struct person_sound given, surname;
    size_t from = c->tokens.items[at].from, first = person_sound_syllables(str_sub(c->block, from, c->block.len), &given),
           next = from + first;
    for (int part = 0; first > 0 && part < (given.voice == VOICE_KANA ? 2 : 1); part++) { /* a second given name may stand between */
        size_t joint = 0, len;
        for (size_t i = given.voice == VOICE_KOREAN ? KOREAN_JOINT : 0;
             i < (given.voice == VOICE_KOREAN ? KOREAN_JOINT + 1 : KOREAN_JOINT) && !joint; i++)
            if (str_starts(str_sub(c->block, next, c->block.len), str_from(joints[i]))) joint = strlen(joints[i]);
        struct str behind = str_sub(c->block, next + joint, c->block.len);
        if (!joint || !(len = person_sound_syllables(behind, &surname))) return false;
        size_t bare = len - particle_of(str_sub(behind, 0, len));
        uint16_t target = person_alike(&given, &surname);
        if (target == UINT16_MAX && bare < len) {
            person_sound_syllables(str_sub(behind, 0, bare), &surname);
            target = person_alike(&given, &surname);
        }
        if (note_full(c, target, from, next + joint + len)) return true;
        next += joint + len;
    }
    return false;
}

/* Does a Japanese or Korean word begin here? */
static bool begins_syllables(const struct collection *c, size_t at) {
    const struct token *t = &c->tokens.items[at];
    if (c->tokens.symbols[t->symbols] < SYMBOL_NIBBLE) return false;
    if (at == 0 || t->spaced) return true;
    unsigned char lead = (unsigned char)c->block.ptr[t->from], before = (unsigned char)c->block.ptr[t[-1].from];
    if (lead >= 0xEA) return false;
    /* U+30A1.. begins with E3 82 or E3 83; what stands before is of another script, or hiragana */
    struct str here = str_sub(c->block, t->from, 3), last = str_sub(c->block, t[-1].from, 3);
    return lead == 0xE3 && str_cmp(here, STR("ァ")) >= 0 && (before != 0xE3 || str_cmp(last, STR("ァ")) < 0);
}

void collect_persons(struct collection *c) {
    for (size_t at = 0; at < c->tokens.len;) {
        struct match m = {0};
        bool capital = c->tokens.items[at].upper > 0;
        if (capital) m = match_longest(&reading_people, &c->people, at);
        bool known = m.entry && !collect_within_katakana(c, at) && consider(c, at, &m);
        if (capital && !known && !consider_near(c, at) && !consider_alike(c, at) && begins_syllables(c, at)) consider_syllables(c, at);
        at += m.entry ? m.tokens : 1;
    }
}

/* The targets that the text names in full, as bits: there are thousands, and few are named. */
static bool is_full(const uint8_t *full, uint16_t target) { return full[target / 8] >> target % 8 & 1; }

/* Of those of the surname the only one who holds or held an office in a country that the text names. */
static const struct trie_entry *settle_titled(const struct collection *c, const struct trie_entry *list) {
    const struct trie_entry *found = NULL;
    for (const struct trie_entry *e = list; e; e = e->last ? NULL : e + 1) {
        const char *country = reading_targets[e->target].kind == ENTITY_PERSON ? reading_targets[e->target].id : "";
        bool named = false;
        for (size_t i = 0; *country && i < c->entities->len && !named; i++)
            named = c->entities->items[i].kind == ENTITY_COUNTRY && str_eq(c->entities->items[i].id, str_from(country));
        if (!named || (found && found->target == e->target)) continue;
        if (found) return NULL;
        found = e;
    }
    return found;
}

/* Whom a bare surname means: the one who is named in full elsewhere in the text, else the one who needs no given name. */
static const struct trie_entry *settle(const struct trie_entry *list, const uint8_t *full) {
    const struct trie_entry *alone = NULL;
    for (const struct trie_entry *e = list; e; e = e->last ? NULL : e + 1) {
        if (reading_targets[e->target].kind != ENTITY_PERSON) continue;
        if (is_full(full, e->target)) return e;
        if ((e->flags & ENTRY_ALONE) && !alone) alone = e;
    }
    return alone;
}

void collect_persons_settle(struct collection *c) {
    if (c->candidates.len == 0) return;
    uint8_t *full = ARENA_ARRAY(c->arena, uint8_t, reading_target_count / 8 + 1);
    for (size_t i = 0; i < c->candidates.len; i++)
        if (c->candidates.items[i].full)
            full[(c->candidates.items[i].full - 1) / 8] |= (uint8_t)(1u << (c->candidates.items[i].full - 1) % 8);
    for (size_t i = 0; i < c->candidates.len; i++) {
        const struct person_candidate *p = &c->candidates.items[i];
        c->unplaced = p->unplaced;
        const struct trie_entry *e = p->full ? NULL : settle(p->entry, full);
        if (!p->full && !e && p->titled) e = settle_titled(c, p->entry);
        if (p->full)
            collect_add(c, (uint16_t)(p->full - 1), "full name", p->form, p->span);
        else if (e)
            collect_add(c, e->target, "surname", p->form, p->span);
    }
    c->unplaced = false;
}
