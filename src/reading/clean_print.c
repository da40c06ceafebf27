/* Lines that were there before: in this text, or under other reports of the same source. The idea: a line is known again by a print of its letters
 * and digits, whatever marks it has, and a print is a number, so that what a source repeats can be kept without its words. */
#include "reading/clean_parts.h"

#include <stdlib.h>

#include "base/map.h"
#include "model/ascii.h"

/* letters: a line is told from others by as many; of a heading; of what stands below it */
enum { PRINTED = 8, HEADING = 100, HEADED = 80 };

static int64_t print_of(struct str s, size_t *letters) {
    uint64_t h = 1469598103934665603u;
    *letters = 0;
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (c < 0x80 && !ascii_is_alnum((char)c)) continue;
        if (c >= 'A' && c <= 'Z') c |= 0x20;
        h = (h ^ c) * 1099511628211u;
        *letters += (c & 0xC0) != 0x80;
    }
    return (int64_t)(h ? h : 1);
}

void clean_take_prints(struct line_list *lines) {
    for (size_t i = 0; i < lines->len; i++) {
        struct line *line = &lines->items[i];
        int64_t print = print_of(line->text, &line->letters);
        line->print = line->letters < PRINTED ? 0 : print;
    }
}

void clean_cut_repeated(struct arena *arena, struct line_list *lines) {
    struct map *seen = map_new(arena, lines->len);
    for (size_t i = 0; i < lines->len; i++) {
        int64_t key = lines->items[i].print;
        if (!key) continue;
        if (map_get_id(seen, key))
            lines->items[i].reason = REMOVED_REPEATED;
        else
            map_put_id(seen, key, &lines->items[i]);
    }
}

static bool is_learnt(const struct line *line, const struct reading_hints *hints) {
    return line->reason == KEPT && line->print && line->text.len <= SHORT_LINE &&
           bsearch(&line->print, hints->learnt->items, hints->learnt->len, sizeof line->print, id_list_order);
}

/* Between two paragraphs, above the longer one: a roundup may have the same headings each week. */
static bool is_heading(const struct line_list *lines, size_t at, const struct reading_hints *hints) {
    const struct line *line = &lines->items[at];
    size_t before = at, behind = at + 1;
    if (line->length > HEADING || clean_ends_sentence(line->text)) return false;
    while (before > 0 && lines->items[before - 1].reason != KEPT) before--;
    while (behind < lines->len && lines->items[behind].reason != KEPT) behind++;
    if (before == 0 || behind == lines->len) return false;
    return !is_learnt(&lines->items[before - 1], hints) && !is_learnt(&lines->items[behind], hints) &&
           lines->items[behind].letters >= HEADED;
}

/* What its source prints under everything. Never the first line, which may be the name of a series; and nothing where it would be half of the text: then it is
 * one report that was told again. */
void clean_cut_learnt(struct arena *arena, struct line_list *lines, const struct reading_hints *hints) {
    size_t all = 0, cut = 0, first = 0;
    if (!hints || !hints->learnt || !hints->learnt->len) return;
    while (first < lines->len && lines->items[first].reason != KEPT) first++;
    bool *learnt = ARENA_ARRAY(arena, bool, lines->len + 1);
    for (size_t i = first; i < lines->len; i++) {
        learnt[i] = i > first && is_learnt(&lines->items[i], hints) && !is_heading(lines, i, hints);
        all += lines->items[i].reason == KEPT ? lines->items[i].letters : 0;
        cut += learnt[i] ? lines->items[i].letters : 0;
    }
    for (size_t i = first + 1; cut * 2 < all && i < lines->len; i++)
        if (learnt[i]) lines->items[i].reason = REMOVED_SOURCE;
}

/* For what follows from the same source. */
void clean_note_prints(struct arena *arena, const struct line_list *lines, struct reading *r) {
    for (size_t i = 0; i < lines->len; i++) {
        const struct line *line = &lines->items[i];
        if (line->print && line->text.len <= SHORT_LINE && (line->reason == KEPT || line->reason == REMOVED_SOURCE))
            *vec_push(arena, &r->lines) = line->print;
    }
}
