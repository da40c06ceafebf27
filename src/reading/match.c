/* The walk branches only where an inflection may follow, and each branch consumes a token, so the time is bounded by the longest entry. */
#include "reading/match.h"

/* of a script without blanks each letter is a token, and the names of authorities are long */
enum { NAME_TOKENS = 24, ENDING_MAX = 8 };

struct walk {
    const struct trie *trie, *endings;
    const struct match_view *view;
    size_t at; /* first token */
    uint32_t head;
    struct match best;
};

/* Without an instruction that every machine has, the compiler would call a function. */
static uint32_t count_bits(uint64_t x) {
    x -= x >> 1 & 0x5555555555555555u;
    x = (x & 0x3333333333333333u) + (x >> 2 & 0x3333333333333333u);
    x = (x + (x >> 4)) & 0x0F0F0F0F0F0F0F0Fu;
    return (uint32_t)(x * 0x0101010101010101u >> 56);
}

/* A place in a trie is the index of a node or, with this bit, one of its tails; 0 is the root, to which nothing leads. */
#define IN_TAIL 0x80000000u

/* The place to which `symbol` leads from a node, or 0. */
static inline uint32_t child_of(const struct trie *trie, uint32_t node, unsigned symbol) {
    const struct trie_node *n = &trie->nodes[node];
    uint64_t bit = 1ULL << symbol, before = n->edges & (bit - 1);
    if (!(n->edges & bit)) return 0;
    uint32_t child = before ? n->child + count_bits(before) : n->child; /* many nodes have one child */
    return trie->nodes[child].edges >> SYMBOL_TAIL ? IN_TAIL | trie->nodes[child].child : child;
}

static inline const uint8_t *tail_of(const struct trie *trie, uint32_t place) { return trie->tails + (place & ~IN_TAIL); }

/* The first of the entries that end here, 0 if there is none. */
static inline uint32_t entry_at(const struct trie *trie, uint32_t place) {
    if (!(place & IN_TAIL)) return trie->nodes[place].entry;
    const uint8_t *end = tail_of(trie, place);
    return *end == SYMBOL_TAIL ? end[1] | (uint32_t)end[2] << 8 | (uint32_t)end[3] << 16 : 0;
}

static inline bool leads_on(const struct trie *trie, uint32_t place) {
    return place & IN_TAIL ? *tail_of(trie, place) != SYMBOL_TAIL : trie->nodes[place].edges != 0;
}

static bool is_ending(const struct walk *w, const uint8_t *symbols, size_t len) {
    uint32_t node = 0;
    for (size_t i = 0; i < len; i++)
        if (!(node = child_of(w->endings, node, symbols[i]))) return false;
    return len == 0 || child_of(w->endings, node, SYMBOL_END) || entry_at(w->endings, node);
}

bool match_allows(const struct trie_entry *entry, const struct match_view *view, size_t at, uint32_t head) {
    const struct token *t = &view->tokens->items[at];
    bool consonants = t->script == TOKEN_ARABIC || t->script == TOKEN_HEBREW;
    if (!(entry->languages & view->languages)) return false;
    if ((entry->flags & ENTRY_CAPITAL) && t->upper == 0) return false;
    if ((entry->flags & ENTRY_LOWER) && t->upper != 0) return false;
    if (view->sound && !(entry->flags & ENTRY_FULL) && consonants) return false; /* a word of consonants sounds like too many names */
    if (entry->flags & (consonants ? ENTRY_LETTERS : ENTRY_CONSONANTS)) return false;
    if ((entry->flags & ENTRY_UPPER) && (consonants || t->script == TOKEN_GEORGIAN))
        return false; /* no capitals: their small words fold to Latin initials */
    return !(entry->flags & ENTRY_UPPER) || t->upper >= head;
}

static bool any_allowed(const struct walk *w, const struct trie_entry *e, uint32_t head) {
    for (;; e++) {
        if (match_allows(e, w->view, w->at, head)) return true;
        if (e->last) return false;
    }
}

struct symbols {
    const uint8_t *items;
    size_t len;
};

static struct symbols symbols_of(const struct match_view *view, size_t token) {
    const struct token *t = &view->tokens->items[token];
    struct symbols s = {view->tokens->symbols + t->symbols, t->len};
    if (view->sound) s.items = fold_sound(view->tokens, token, &s.len);
    return s;
}

static void walk_token(struct walk *w, uint32_t node, size_t token, size_t from, uint32_t told);

/* In scripts without blanks each letter is a token, and Korean parts its words: "일 본회의" is no "일본". What is long may be written either way. */
static bool is_parted(const struct walk *w, const struct trie_entry *e, size_t token, uint32_t count) {
    const struct tokens *tokens = w->view->tokens;
    if (count >= 4 || tokens->symbols[tokens->items[w->at].symbols] < SYMBOL_NIBBLE) return false;
    for (;; e++) {
        if (e->flags & ENTRY_SPACED) return false;
        if (e->last) break;
    }
    for (size_t i = w->at + 1; i <= token; i++)
        if (tokens->items[i].spaced) return true;
    return false;
}

/* The inflection of an acronym within a name: "FN:s säkerhetsråd", "ՄԱԿ-ի Անվտանգության խորհուրդ". */
static bool is_inflection(const struct walk *w, size_t token) {
    const struct tokens *tokens = w->view->tokens;
    if (w->view->sound || token + 1 >= tokens->len) return false;
    const struct token *t = &tokens->items[token];
    return t->attached && t->upper == 0 && t[-1].all_upper && t[-1].len >= 2 && t[1].joined &&
           is_ending(w, tokens->symbols + t->symbols, t->len);
}

/* A token is done with: the entry may end here, and may go on with the next token. */
static void arrive(struct walk *w, uint32_t node, size_t token, size_t consumed, uint32_t told) {
    const struct tokens *tokens = w->view->tokens;
    uint32_t count = (uint32_t)(token - w->at + 1);
    if (token == w->at) w->head = (uint32_t)consumed;
    const struct trie_entry *e = w->trie->entries + entry_at(w->trie, node);
    if (e != w->trie->entries && (count > w->best.tokens || (count == w->best.tokens && told > w->best.symbols)) &&
        any_allowed(w, e, w->head) && !is_parted(w, e, token, count))
        w->best = (struct match){e, count, told, w->head, tokens->items[token].to};
    if (!leads_on(w->trie, node) || token + 1 >= tokens->len || !tokens->items[token + 1].joined || count >= NAME_TOKENS) return;
    walk_token(w, node, token + 1, 0, told);
    if (is_inflection(w, token + 1)) walk_token(w, node, token + 2, 0, told);
}

/* The rest of the symbols of a token along a tail: they lead to its end, or to nothing. */
static void walk_tail(struct walk *w, uint32_t place, size_t token, struct symbols rest, size_t consumed, uint32_t told) {
    const uint8_t *tail = tail_of(w->trie, place);
    size_t i = 0;
    while (i < rest.len && tail[i] == rest.items[i]) i++;
    bool ends = tail[i] == SYMBOL_END && i == rest.len;
    if (ends || tail[i] == SYMBOL_STAR ||
        (tail[i] == SYMBOL_TILDE && rest.len - i <= ENDING_MAX && is_ending(w, rest.items + i, rest.len - i)))
        arrive(w, place + (uint32_t)i + 1, token, consumed + i, told + (uint32_t)i + ends);
}

static void walk_token(struct walk *w, uint32_t node, size_t token, size_t from, uint32_t told) {
    struct symbols all = symbols_of(w->view, token);
    for (size_t i = from;; i++) {
        if (node & IN_TAIL) {
            walk_tail(w, node, token, (struct symbols){all.items + i, all.len - i}, i, told + (uint32_t)(i - from));
            return;
        }
        uint64_t edges = w->trie->nodes[node].edges;
        uint32_t head = w->head;
        if (edges & (1ULL << SYMBOL_STAR)) arrive(w, child_of(w->trie, node, SYMBOL_STAR), token, i, told + (uint32_t)(i - from));
        if (edges & (1ULL << SYMBOL_TILDE) && all.len - i <= ENDING_MAX && is_ending(w, all.items + i, all.len - i))
            arrive(w, child_of(w->trie, node, SYMBOL_TILDE), token, i, told + (uint32_t)(i - from));
        if (i >= all.len) {
            if (edges & (1ULL << SYMBOL_END)) arrive(w, child_of(w->trie, node, SYMBOL_END), token, i, told + (uint32_t)(i - from) + 1);
            return;
        }
        w->head = head;
        if (!(edges >> all.items[i] & 1) || !(node = child_of(w->trie, node, all.items[i]))) return;
    }
}

/* Arabic and Hebrew write the article and short prepositions onto the word. */
static void walk_prefixes(struct walk *w, const struct token *t) {
    static const char *const arabic[] = {"al", "wal", "bal", "fal", "kal", "ll", "wll", "w", "b", "l", "f", "k", "wb", "wl", NULL};
    static const char *const hebrew[] = {"h", "v", "b", "l", "m", "sh", "k", "vh", "mh", "shh", "bh", "vb", "shb", NULL};
    const char *const *prefixes = t->script == TOKEN_ARABIC ? arabic : hebrew;
    const uint8_t *symbols = w->view->tokens->symbols + t->symbols;
    for (size_t p = 0; prefixes[p]; p++) {
        size_t n = 0;
        while (prefixes[p][n] && n < t->len && symbols[n] == (uint8_t)(prefixes[p][n] - 'a')) n++;
        if (!prefixes[p][n] && t->len >= n + 3) walk_token(w, 0, w->at, n, 0);
    }
}

struct match match_longest(const struct trie *trie, const struct match_view *view, size_t at) {
    const struct token *t = &view->tokens->items[at];
    bool prefixed = (t->script == TOKEN_ARABIC || t->script == TOKEN_HEBREW) && !view->sound;
    struct symbols symbols = symbols_of(view, at);
    bool begins = trie_begins(t->upper ? &trie->any : &trie->small, symbols.items, symbols.len);
    if (!begins && !prefixed) return (struct match){0}; /* most words of a text */
    struct walk w = {.trie = trie, .endings = view->sound ? &reading_soft_endings : &reading_endings, .view = view, .at = at};
    if (begins) walk_token(&w, 0, at, 0, 0);
    if (prefixed) walk_prefixes(&w, t);
    return w.best;
}

struct match match_rest(const struct trie *trie, const struct match_view *view, size_t at, size_t from) {
    struct walk w = {.trie = trie, .endings = &reading_endings, .view = view, .at = at};
    walk_token(&w, 0, at, from, 0);
    return w.best;
}
