/* What pieces of a page name, and what of it they share. The idea: only the places of names in the whole text are asked, and of words with a capital
 * letter inside a sentence, which are names that no table knows, so that nothing is read before it is known to be an item. */
#include "reading/digest_parts.h"

#include "codec/utf8.h"

enum { OWN_NAMES = 256 };

static bool names_something(const struct reading *r, size_t from, size_t to) {
    for (size_t e = 0; e < r->entities.len; e++)
        for (size_t i = 0; i < r->entities.items[e].spans.len; i++)
            if (r->entities.items[e].spans.items[i].from >= from && r->entities.items[e].spans.items[i].from < to) return true;
    return false;
}

bool digest_is_named(const struct page *pg, size_t paragraph) {
    const struct paragraph *p = &pg->r->paragraphs.items[paragraph];
    return names_something(pg->r, p->offset, p->offset + p->text.len);
}

/* Marks in `seen` the items that name it; how many. *before: the head names it. */
static size_t spread(const struct page *pg, const struct item_list *items, const struct entity *e, bool *seen, bool *before) {
    size_t count = 0;
    memset(seen, 0, items->len * sizeof *seen);
    *before = false;
    for (size_t s = 0; s < e->spans.len; s++) {
        size_t at = e->spans.items[s].from;
        *before |= at < digest_begin(pg, &items->items[0]);
        for (size_t i = 0; i < items->len; i++) {
            if (at < digest_begin(pg, &items->items[i]) || at >= digest_end(pg, &items->items[i])) continue;
            count += !seen[i];
            seen[i] = true;
        }
    }
    return count;
}

/* Words with a capital letter inside a sentence: names that no table knows. Of German, where each noun has one, none. */
struct own_name {
    uint64_t stem;  /* of its first letters */
    uint64_t items; /* a bit of each that says it */
};
struct own_names {
    struct own_name list[OWN_NAMES];
    size_t count;
    bool cased;
};

static bool is_inside_sentence(struct str text, size_t at) {
    return at >= 2 && text.ptr[at - 1] == ' ' && (words_is_letter(text, at - 2) || text.ptr[at - 2] == ',') &&
           !ascii_is_digit(text.ptr[at - 2]);
}

static bool differs(struct str a, struct str b, size_t at) {
    size_t n = at < a.len ? utf8_char_len(a.ptr + at, a.len - at) : 0;
    return n && memcmp(a.ptr + at, b.ptr + at, n) != 0;
}

static void note_name(struct own_names *names, struct str folded, size_t at, size_t item) {
    uint64_t stem = 1469598103934665603u;
    for (size_t i = at, letters = 0; i < folded.len && words_is_letter(folded, i); i++) {
        letters += ((unsigned char)folded.ptr[i] & 0xC0) != 0x80;
        if (letters > THEME_STEM) break;
        stem = (stem ^ (unsigned char)folded.ptr[i]) * 1099511628211u;
    }
    size_t k = 0;
    while (k < names->count && names->list[k].stem != stem) k++;
    if (k == OWN_NAMES) return;
    if (k == names->count) names->list[names->count++] = (struct own_name){stem, 0};
    names->list[k].items |= (uint64_t)1 << item % 64;
}

static void find_names(const struct page *pg, const struct item_list *items, struct own_names *names) {
    for (size_t i = 0; i < items->len; i++)
        for (size_t p = items->items[i].first; p < items->items[i].end; p++) {
            struct str text = pg->r->paragraphs.items[p].text, folded = digest_folded(pg->r, p);
            names->cased |= text.len > 0 && memcmp(text.ptr, folded.ptr, text.len) != 0;
            if (pg->shapes[p].heading) continue;
            for (size_t at = 2; at + 3 < text.len; at++) {
                if (text.ptr[at - 1] != ' ' || !differs(text, folded, at) || !is_inside_sentence(text, at)) continue;
                size_t second = at + utf8_char_len(text.ptr + at, text.len - at);
                if (!words_is_letter(text, second) || differs(text, folded, second) || digest_calendar(folded, at)) continue;
                note_name(names, folded, at, i);
            }
        }
}

struct facts digest_look(const struct page *pg, const struct item_list *items) {
    struct facts facts = {0};
    bool *seen = ARENA_ARRAY(pg->arena, bool, items->len), *names = ARENA_ARRAY(pg->arena, bool, items->len),
         *shares = ARENA_ARRAY(pg->arena, bool, items->len), *abroad = ARENA_ARRAY(pg->arena, bool, items->len), before;
    memset(names, 0, items->len * sizeof *names);
    memset(shares, 0, items->len * sizeof *shares);
    memset(abroad, 0, items->len * sizeof *abroad);
    for (size_t e = 0; e < pg->r->entities.len; e++) {
        size_t count = spread(pg, items, &pg->r->entities.items[e], seen, &before);
        if (count > facts.widest) facts.widest = count;
        facts.themed |= before && count != 1;
        for (size_t i = 0; i < items->len; i++) {
            names[i] |= seen[i];
            shares[i] |= seen[i] && count > 1;
            abroad[i] |= seen[i] && count == 1 && pg->r->entities.items[e].kind == ENTITY_COUNTRY;
        }
    }
    for (size_t i = 0; i < items->len; i++) {
        facts.silent += !names[i];
        facts.shared += shares[i];
        facts.abroad += abroad[i];
    }
    facts.names = names;
    return facts;
}

struct facts digest_look_closer(const struct page *pg, const struct item_list *items) {
    struct facts facts = digest_look(pg, items);
    struct own_names *own = ARENA_NEW(pg->arena, struct own_names);
    uint64_t said = 0;
    if (strcmp(pg->r->language.code, "de") == 0 || items->len > 64) return facts;
    find_names(pg, items, own);
    facts.cased = own->cased;
    for (size_t k = 0; k < own->count; k++) {
        size_t count = 0;
        for (uint64_t bits = own->list[k].items; bits; bits &= bits - 1) count++;
        if (count == 1) said |= own->list[k].items;
        if (count > facts.widest) facts.widest = count;
    }
    bool *names = ARENA_ARRAY(pg->arena, bool, items->len);
    for (size_t i = 0; i < items->len; i++) {
        names[i] = facts.names[i] || (said >> i & 1);
        facts.silent -= names[i] && !facts.names[i];
    }
    facts.names = names;
    return facts;
}
