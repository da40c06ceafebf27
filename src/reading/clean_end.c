/* What comes behind a report: sources and topics, headlines between buttons, the author's box and the readers. The idea: the last whole sentence ends
 * the report, and a line that says nothing by itself is judged there by what stands around it. */
#include "reading/clean_parts.h"

enum { BOX_LINES = 8 }; /* of the author, between the button to share and the comments */

/* From a comment heading in the later part on nothing belongs to the report; nor does the author's box between share line and comments. */
void clean_cut_tail(struct line_list *lines) {
    size_t comment = SIZE_MAX, share = SIZE_MAX;
    for (size_t i = lines->len * 2 / 5 + 1; i < lines->len && comment == SIZE_MAX; i++) {
        const struct line *line = &lines->items[i];
        if (line->reason == REMOVED_SHARE) share = i;
        if (line->reason == REMOVED_COMMENT && line->folded.len <= 60) comment = i;
    }
    if (comment == SIZE_MAX) return;
    for (size_t i = comment + 1; i < lines->len && lines->items[i].text.len <= SHORT_LINE; i++)
        if (lines->items[i].reason == KEPT) lines->items[i].reason = REMOVED_COMMENT;
    if (share == SIZE_MAX || comment - share > BOX_LINES) return;
    for (size_t i = share + 1; i < comment; i++)
        if (lines->items[i].reason == KEPT) lines->items[i].reason = REMOVED_NAVIGATION;
}

/* A short line that can only be a headline: several words, no stop, no year, nothing that might be an address. */
static bool is_loose_headline(const struct line *line) {
    size_t blanks = 0;
    if (line->length > 140 || clean_ends_sentence(line->text) || clean_has_long_number(line->text)) return false;
    if (clean_bullet(line->text) || clean_quote_mark(line->text, 0)) return false;
    for (size_t i = 0; i < line->text.len; i++) {
        char c = line->text.ptr[i];
        blanks += c == ' ';
        bool within = i > 0 && i + 1 < line->text.len && ascii_is_alnum(line->text.ptr[i - 1]);
        if (c == '@' || c == '/' || c == '[' || (c == '.' && within && ascii_is_alnum(line->text.ptr[i + 1]))) return false;
    }
    return blanks >= 2 || (clean_is_wide(line) && line->length >= 9);
}

static bool is_cut_at_end(const struct line *line) {
    return line->reason != KEPT && line->reason != REMOVED_CAPTION && line->reason != REMOVED_REPEATED;
}

/* "Source: ...", "Topics: ...": only here they are no part of the report. */
static bool is_late(const struct line *line) {
    size_t behind = 0;
    const struct word_row *row = clean_opening_behind_marks(line, NAVIGATION, &behind);
    if (!row || !row->value || line->length > 160 || clean_has_long_number(line->text)) return false;
    return clean_is_parting(row) || !clean_ends_sentence(line->text);
}

/* Behind the last paragraph: sources and topics; and where buttons or lures are, the headlines between them, which nothing announces: those before the
 * first button only when nothing but headlines stands there. */
void clean_cut_end(struct line_list *lines) {
    size_t last = lines->len, button;
    bool loose = true;
    while (last > 0 && (lines->items[last - 1].reason != KEPT || !clean_is_paragraph(&lines->items[last - 1]))) last--;
    if (last == 0) return;
    for (size_t i = last; i < lines->len; i++)
        if (lines->items[i].reason == KEPT && lines->items[i].folded.len && is_late(&lines->items[i]))
            lines->items[i].reason = REMOVED_NAVIGATION;
    for (button = last; button < lines->len && !is_cut_at_end(&lines->items[button]); button++)
        loose = loose && (lines->items[button].reason != KEPT || is_loose_headline(&lines->items[button]));
    if (button == lines->len) return;
    for (size_t i = loose ? last : button; i < lines->len; i++) {
        struct line *line = &lines->items[i];
        if (line->reason == KEPT && line->folded.len && !clean_is_framed(line->text) && is_loose_headline(line))
            line->reason = REMOVED_TEASER;
    }
}
