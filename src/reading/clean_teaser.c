/* Lines that lure to another page: "Read also: ...", "Just in: ...", the invitation and the headline behind it. The idea: an opening that says so and
 * a mark that parts it from a headline; a full stop makes it the report's own sentence. */
#include "reading/clean_parts.h"

enum { VERB_REACH = 60 }; /* bytes in which the mark of an invitation must stand */

/* Most characters begin none of them. */
static bool may_begin_mark(struct str s, size_t at) {
    unsigned char c = (unsigned char)s.ptr[at], next = at + 1 < s.len ? (unsigned char)s.ptr[at + 1] : 0;
    return c == ':' || c == '>' || c == 0xC2 || c == 0xD5 || c == 0xE2 || c == 0xEF ||
           (c == ' ' && (next == '|' || next == '>' || next == 0xE2));
}

/* Where the mark stands that parts the opening from the headline, at most five words on; SIZE_MAX of none. */
static size_t mark_near(const struct line *line, size_t from) {
    static const char *const marks[] = {":", "：", "՝", " | ", " > ", ">>", "»", "►", "▶", "→", "➤", " – ", " — ", NULL};
    size_t words = 0;
    for (size_t i = from; i < line->folded.len && i < from + VERB_REACH && words <= 5; i++) {
        if (((unsigned char)line->folded.ptr[i] & 0xC0) == 0x80) continue;
        if (ascii_is_digit(line->folded.ptr[i])) return SIZE_MAX;
        for (const char *const *mark = marks; *mark && may_begin_mark(line->folded, i); mark++)
            if (str_starts(str_sub(line->folded, i, SIZE_MAX), str_from(*mark))) return i;
        words += line->folded.ptr[i] == ' ';
    }
    return SIZE_MAX;
}

/* "Read our report on the case: Floods in Nowhere" */
static bool is_invited(const struct line *line, size_t behind) {
    size_t mark = mark_near(line, behind);
    if (mark == SIZE_MAX || line->length > 160 || clean_bullet(line->text) || str_ends(line->text, STR("."))) return false;
    if (line->folded.ptr[mark] == ' ' && str_find(line->folded, STR(" | "), mark + 2) != SIZE_MAX) return false; /* a row of a table */
    return line->folded.len - mark > 8;
}

/* A title may begin with "Video:" as well, so the first line is no teaser for one word. */
static bool is_teaser(struct line *line, bool first) {
    size_t behind = 0;
    const struct word_row *row = clean_opening_behind_marks(line, TEASER, &behind);
    if (!row || line->folded.len > HEADLINE) return false;
    if (row->value == 1) return !first && is_invited(line, behind);
    bool phrase = clean_has_words(row), colon = clean_is_parting(row);
    line->bare_teaser = clean_is_bare(line->folded, behind);
    if (line->bare_teaser) return true;
    if (first && !phrase && (unsigned char)row->text[0] < 0xE0) return false;
    if (colon || clean_is_parted(line->folded, behind) || (phrase && !clean_ends_sentence(line->text))) return true;
    return row->value && !first && is_invited(line, behind);
}

/* "The interview read: ...", as languages say it whose verbs come last: the verb before the mark. */
static bool is_invited_late(const struct line *line) {
    size_t mark = mark_near(line, 0), end = mark;
    if (mark == SIZE_MAX || line->length > 160 || clean_bullet(line->text) || str_ends(line->text, STR("."))) return false;
    while (end > 0 && line->folded.ptr[end - 1] == ' ') end--;
    for (size_t at = end > VERB_REACH ? end - VERB_REACH : 0; at < end; at++) {
        const struct word_row *row = words_is_start(line->folded, at) ? clean_phrase_at(TEASER, line->folded, at) : NULL;
        size_t behind = row ? at + strlen(row->text) : 0;
        if (row && ((row->value && behind == end) || (clean_is_parting(row) && behind > mark))) return line->folded.len - mark > 8;
    }
    return false;
}

/* "Just in: ...", "More news: ...": a colon makes it a lure, a full stop the report's own. A title may begin so. */
static bool is_latest(struct line *line, bool first) {
    size_t behind = 0;
    const struct word_row *row = first ? NULL : clean_opening_behind_marks(line, NEWS, &behind);
    if (!row || line->length > 160) return false;
    line->bare_teaser = !row->value && clean_is_bare(line->folded, behind);
    if (line->bare_teaser) return true;
    bool parted = clean_has_colon(line, row, behind) || clean_has_bar(line->folded, behind);
    return parted && !str_ends(line->text, STR(".")) && !clean_is_bare(line->folded, behind);
}

bool clean_is_teaser(struct line *line, bool first) {
    return is_teaser(line, first) || is_latest(line, first) || (!first && is_invited_late(line));
}
