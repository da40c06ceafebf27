/* See names.h. A hash table from folded forms to what they stand for. At each token that may begin a name, the forms of 1, 2, ... tokens are looked up
 * by a running hash, so a text costs a few look-ups a capitalised word, however large the book. */
#include "reading/names.h"

#include <stdlib.h>

#include "base/map.h"
#include "reading/entities.h"
#include "reading/fold.h"

enum { FORM_TOKENS = 7, KEY_MAX = 120, SHORTEST = 4, SHORTEST_NUMBERED = 3, FORMS_KEPT = 40, PREFIX_BITS = 18 };

struct form {
    struct reading_name what;
    bool plain; /* one word of letters as any other: only its capital tells it */
};

struct reading_names {
    struct arena *arena;
    struct map *forms;                           /* folded key -> struct form */
    struct tokens tokens;                        /* for adding */
    uint64_t prefixes[(1u << PREFIX_BITS) / 64]; /* of the first three symbols: a quick no */
};

/* Ordinary words that galaxies use as names. Such a name is believed only in company: as a part of a longer one. */
static const char *const ordinary[] = {
    "0-day",       "adobe",     "agency",     "agent",         "alien",          "amazon",        "anchor",      "android",
    "angel",       "apple",     "april",      "arena",         "army",           "arrow",         "atlas",       "august",
    "bandit",      "bank",      "black",      "black sea",     "blue",           "border",        "bridge",      "bundle",
    "camera",      "campaign",  "carbon",     "center",        "chaos",          "charon",        "china",       "chinese",
    "chrome",      "chromium",  "cisco",      "cobalt",        "comet",          "coronavirus",   "council",     "crash",
    "cross",       "crypto",    "dark",       "december",      "defense",        "delta",         "desktop",     "digital",
    "discord",     "district",  "downloader", "dragon",        "eagle",          "emergency",     "empire",      "endpoint",
    "energy",      "epic",      "europe",     "explorer",      "express",        "facebook",      "factory",     "falcon",
    "family",      "february",  "federal",    "firefox",       "first",          "flame",         "force",       "freedom",
    "friday",      "galaxy",    "general",    "ghost",         "github",         "global",        "gold",        "google",
    "green",       "guardian",  "hammer",     "havoc",         "health",         "hidden",        "hong kong",   "hospital",
    "huawei",      "hunter",    "industry",   "intelligence",  "internal",       "iran",          "iranian",     "iron",
    "january",     "july",      "june",       "jupiter",       "justice",        "legion",        "liberty",     "linux",
    "lion",        "loader",    "locker",     "magnet",        "mail",           "march",         "mars",        "matrix",
    "may",         "mega",      "microsoft",  "ministry",      "mirage",         "mobile",        "monday",      "monster",
    "nation",      "national",  "network",    "north korea",   "november",       "october",       "octopus",     "office",
    "operation",   "oracle",    "orion",      "parliament",    "phantom",        "phoenix",       "pirate",      "play",
    "police",      "power",     "president",  "project",       "prometheus",     "proxy",         "python",      "ransom",
    "red",         "red cross", "remote",     "remote access", "remote control", "rover",         "russia",      "russian",
    "samsung",     "saturday",  "scout",      "second",        "secure",         "security",      "senate",      "september",
    "server",      "service",   "shadow",     "shell",         "signal",         "snake",         "south korea", "spider",
    "sputnik",     "state",     "storm",      "sunday",        "super",          "system",        "target",      "team",
    "team viewer", "telegram",  "temple",     "thursday",      "tiger",          "titan",         "tower",       "trojan",
    "trust",       "tuesday",   "twitter",    "union",         "unit",           "united states", "university",  "victory",
    "viper",       "virus",     "vision",     "volt",          "web shell",      "wednesday",     "white",       "white house",
    "windows",     "winter",    "wolf",       "world",         "zero",           "zlib",
};

static bool is_ordinary(struct str s) {
    for (size_t i = 0; i < sizeof ordinary / sizeof *ordinary; i++)
        if (str_eq_nocase(s, str_from(ordinary[i]))) return true;
    return false;
}

struct reading_names *reading_names_new(struct arena *arena, size_t expected) {
    struct reading_names *book = ARENA_NEW(arena, struct reading_names);
    book->arena = arena;
    book->forms = map_new(arena, expected);
    book->tokens = fold_new(arena);
    return book;
}

/* Append the symbols of a token; false when the key has no room. */
static bool key_add(char key[KEY_MAX], size_t *len, const struct tokens *tokens, const struct token *t) {
    if (*len + t->len > KEY_MAX) return false;
    for (size_t i = 0; i < t->len; i++) key[(*len)++] = (char)(1 + tokens->symbols[t->symbols + i]);
    return true;
}

static size_t prefix_of(const char *key) {
    return ((size_t)(unsigned char)key[0] << 12 ^ (size_t)(unsigned char)key[1] << 6 ^ (size_t)(unsigned char)key[2]) &
           ((1u << PREFIX_BITS) - 1);
}

static bool has_digit(struct str s) {
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] >= '0' && s.ptr[i] <= '9') return true;
    return false;
}

static bool has_inner_capital(struct str s) {
    for (size_t i = 1; i < s.len; i++)
        if (s.ptr[i] >= 'A' && s.ptr[i] <= 'Z') return true;
    return false;
}

/* The whole of a short text as a key; 0 when it is none. */
static size_t key_of(struct tokens *tokens, struct str text, char key[KEY_MAX]) {
    size_t len = 0;
    if (text.len > FOLD_BLOCK) return 0;
    fold_tokens(tokens, text);
    if (tokens->len == 0 || tokens->len > FORM_TOKENS) return 0;
    for (size_t i = 0; i < tokens->len; i++)
        if (!key_add(key, &len, tokens, &tokens->items[i])) return 0;
    return len;
}

static bool is_lower(struct str s) {
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] < 'a' || s.ptr[i] > 'z') return false;
    return true;
}

static bool is_fit(struct str form, size_t tokens, size_t symbols) {
    if (symbols < SHORTEST_NUMBERED || (symbols < SHORTEST && !has_digit(form)) || str_is_digits(form)) return false;
    return !is_ordinary(form) && (tokens > 1 || !is_lower(form));
}

static void add_ref(struct arena *arena, struct id_list *refs, int64_t ref) {
    for (size_t i = 0; i < refs->len; i++)
        if (refs->items[i] == ref) return;
    *vec_push(arena, refs) = ref;
}

void reading_names_add(struct reading_names *book, enum entity_kind kind, bool quiet, struct str name, struct str form, int64_t ref) {
    char key[KEY_MAX];
    form = str_trim(form);
    size_t len = key_of(&book->tokens, form, key);
    if (len < SHORTEST_NUMBERED || !is_fit(form, book->tokens.len, len)) return;
    struct str look = {key, len};
    struct form *f = map_get(book->forms, look);
    if (!f) {
        f = ARENA_NEW(book->arena, struct form);
        f->what = (struct reading_name){.kind = kind, .quiet = quiet, .name = arena_str(book->arena, name)};
        f->plain = book->tokens.len == 1 && !has_digit(form) && !has_inner_capital(form);
        map_put(book->forms, arena_str(book->arena, look), f);
        size_t prefix = prefix_of(key);
        book->prefixes[prefix / 64] |= UINT64_C(1) << prefix % 64;
    } else if (f->what.quiet && !quiet) {
        f->what.kind = kind;
        f->what.quiet = false;
        f->what.name = arena_str(book->arena, name);
    }
    add_ref(book->arena, &f->what.refs, ref);
}

const struct reading_name *reading_names_find(const struct reading_names *book, struct str form) {
    char key[KEY_MAX];
    if (!book || form.len > KEY_MAX * 4) return NULL;
    struct arena *arena = arena_new(1u << 20);
    struct tokens tokens = fold_new_for(arena, form.len);
    size_t len = key_of(&tokens, form, key);
    const struct form *f = len ? map_get(book->forms, (struct str){key, len}) : NULL;
    arena_free(arena);
    return f ? &f->what : NULL;
}

/* Does the place in the text look like a name? */
static bool looks_named(const struct form *f, const struct token *first, struct str written) {
    if (first->upper == 0) return false;
    if (!f->plain) return true;
    return !first->opens || has_inner_capital(str_sub(written, 1, SIZE_MAX));
}

/* T1566.001 is not T1566 */
static bool goes_on(struct str block, size_t to) {
    return to + 1 < block.len && block.ptr[to] == '.' && block.ptr[to + 1] >= '0' && block.ptr[to + 1] <= '9';
}

/* The longest form that begins at the token; *count tokens of it. */
static const struct form *longest_at(const struct reading_names *book, const struct tokens *tokens, struct str block, size_t at,
                                     size_t *count) {
    char key[KEY_MAX];
    size_t len = 0;
    const struct form *best = NULL;
    const struct token *first = &tokens->items[at];
    if (first->upper == 0) return NULL;
    for (size_t n = 0; n < FORM_TOKENS && at + n < tokens->len && (n == 0 || tokens->items[at + n].joined); n++) {
        const struct token *t = &tokens->items[at + n];
        if (!key_add(key, &len, tokens, t)) break;
        if (len < SHORTEST_NUMBERED) continue;
        size_t prefix = prefix_of(key);
        if (!(book->prefixes[prefix / 64] >> prefix % 64 & 1)) return best;
        const struct form *f = map_get(book->forms, (struct str){key, len});
        if (!f || !looks_named(f, first, str_sub(block, first->from, t->to - first->from)) || goes_on(block, t->to)) continue;
        best = f;
        *count = n + 1;
    }
    return best;
}

void reading_names_scan(const struct reading_names *book, struct arena *arena, struct str text, struct name_hit_list *out) {
    struct tokens tokens = fold_new_for(arena, text.len);
    struct str block;
    size_t offset = 0;
    for (struct str rest = text; fold_block(&rest, &block); offset += block.len) {
        fold_tokens(&tokens, block);
        for (size_t at = 0; at < tokens.len;) {
            size_t count = 1;
            const struct form *f = longest_at(book, &tokens, block, at, &count);
            if (f)
                *vec_push(arena, out) =
                    (struct name_hit){&f->what, {offset + tokens.items[at].from, offset + tokens.items[at + count - 1].to}};
            at += count;
        }
    }
}

/* --- the step --- */

struct noting {
    struct arena *arena;
    const struct reading_names *book;
    struct reading *r;
    struct span_list taken; /* of the entities that were there, by place */
    struct map *by_name;    /* folded canonical name -> index in the entities + 1 */
};

static int by_start(const void *a, const void *b) {
    const struct span *x = a, *y = b;
    return x->from != y->from ? (x->from < y->from ? -1 : 1) : (x->to > y->to) - (x->to < y->to);
}

static bool is_group(const struct entity *e) { return e->kind == ENTITY_ACTOR || e->kind == ENTITY_MALWARE; }

/* An actor goes by the name that the book has for it, whichever of its names the tables prefer. */
static struct str key_name(const struct noting *n, struct str name) {
    const struct reading_name *known = reading_names_find(n->book, name);
    return arena_lower(n->arena, known && !known->quiet ? known->name : name);
}

static void begin(struct noting *n) {
    n->by_name = map_new(n->arena, 16);
    for (size_t i = 0; i < n->r->entities.len; i++) {
        const struct entity *e = &n->r->entities.items[i];
        for (size_t k = 0; k < e->spans.len; k++) *vec_push(n->arena, &n->taken) = e->spans.items[k];
        if (is_group(e)) map_put(n->by_name, key_name(n, e->name), (void *)(uintptr_t)(i + 1));
    }
    if (n->taken.len) qsort(n->taken.items, n->taken.len, sizeof *n->taken.items, by_start);
}

/* Longer than every entity that it touches: "Lebanese Cedar" is an actor, and Lebanon stays named by it. */
static bool is_free(const struct noting *n, struct span span, size_t *from) {
    while (*from < n->taken.len && n->taken.items[*from].to <= span.from) (*from)++;
    for (size_t i = *from; i < n->taken.len && n->taken.items[i].from < span.to; i++) {
        struct span s = n->taken.items[i];
        if (s.to <= span.from) continue;
        bool inside = s.from >= span.from && s.to <= span.to && s.to - s.from < span.to - span.from;
        if (!inside) return false;
    }
    return true;
}

static void add(struct noting *n, const struct reading_name *what, struct str form, const struct span *span) {
    struct str key = arena_lower(n->arena, what->name);
    size_t at = (size_t)(uintptr_t)map_get(n->by_name, key);
    if (at == 0) {
        *vec_push(n->arena, &n->r->entities) = (struct entity){.kind = what->kind, .id = STR(""), .name = what->name, .how = "galaxy"};
        at = n->r->entities.len;
        map_put(n->by_name, key, (void *)(uintptr_t)at);
    }
    struct entity *e = &n->r->entities.items[at - 1];
    size_t known = 0;
    while (known < e->forms.len && !str_eq(e->forms.items[known], form)) known++;
    if (known == e->forms.len && known < FORMS_KEPT) *vec_push(n->arena, &e->forms) = form;
    if (span) *vec_push(n->arena, &e->spans) = *span;
}

static void finish(struct reading *r) {
    for (size_t i = 0; i < r->entities.len; i++)
        if (is_group(&r->entities.items[i]) && r->entities.items[i].spans.len > 1)
            qsort(r->entities.items[i].spans.items, r->entities.items[i].spans.len, sizeof(struct span), by_start);
    qsort(r->entities.items, r->entities.len, sizeof *r->entities.items, entities_by_place);
}

void reading_names_note(struct arena *arena, const struct reading_names *book, struct reading *r) {
    struct noting n = {.arena = arena, .book = book, .r = r};
    struct name_hit_list in_title = {0}, in_text = {0};
    size_t from = 0;
    if (!book) return;
    reading_names_scan(book, arena, r->text, &in_text);
    if (r->title.len && str_find(r->text, r->title, 0) == SIZE_MAX) reading_names_scan(book, arena, r->title, &in_title);
    if (in_text.len + in_title.len == 0) return;
    begin(&n);
    for (size_t i = 0; i < in_text.len; i++) {
        struct span span = in_text.items[i].span;
        if (in_text.items[i].what->quiet || !is_free(&n, span, &from)) continue;
        add(&n, in_text.items[i].what, str_sub(r->text, span.from, span.to - span.from), &span);
    }
    for (size_t i = 0; i < in_title.len; i++) {
        struct span span = in_title.items[i].span;
        if (!in_title.items[i].what->quiet) add(&n, in_title.items[i].what, str_sub(r->title, span.from, span.to - span.from), NULL);
    }
    finish(r);
}
