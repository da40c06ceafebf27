/* Walking a trie along the tokens: the longest entry that begins at a token. Knows no kinds of names. */
#ifndef VARDE_READING_MATCH_H
#define VARDE_READING_MATCH_H

#include "reading/fold.h"
#include "reading/tables.h"

struct match {
    const struct trie_entry *entry; /* the first of a list that ends with `last`; NULL = nothing */
    uint32_t tokens;                /* so many tokens long */
    uint32_t symbols;               /* so many of them told by the entry */
    uint32_t head;                  /* so many symbols of the first token, from its start */
    uint32_t to;                    /* byte after its last */
};

/* What a token looks like to its trie: its folded symbols, or their skeleton. */
struct match_view {
    const struct tokens *tokens;
    bool sound; /* skeletons, with endings of their own */
    uint64_t languages;
};

/* The longest entry at token `at` that has a sense in the languages and the letters allowed; more tokens first, then more symbols. */
struct match match_longest(const struct trie *trie, const struct match_view *view, size_t at);
/* The same of the rest of that token, behind its first symbols: "russisch" in "prorussisch". */
struct match match_rest(const struct trie *trie, const struct match_view *view, size_t at, size_t from);
/* May this entry stand for the match that found it: language and capitals? */
bool match_allows(const struct trie_entry *entry, const struct match_view *view, size_t at, uint32_t head);

#endif
