/* The order in which lines are judged: each by itself, by those who know lures, advertisements, buttons and captions; then by its place; then what is
 * behind the report. */
#include "reading/clean_parts.h"

static int judge(struct line *line, bool first) {
    if (line->folded.len == 0 || clean_is_framed(line->text)) return KEPT;
    clean_look(line);
    if (!first && clean_is_interrupted(line)) return REMOVED_ADVERTISEMENT;
    if (clean_is_teaser(line, first)) return REMOVED_TEASER;
    if (clean_is_advertisement(line, first)) return REMOVED_ADVERTISEMENT;
    int button = clean_button(line);
    if (button != KEPT) return button;
    if (!first && clean_is_caption(line)) return REMOVED_CAPTION;
    return clean_invitation(line);
}

/* A heading "Read also" that stands alone speaks for the headlines under it. */
static void cut_under_teaser(struct line_list *lines, size_t at) {
    for (size_t i = at + 1; i < lines->len && i <= at + 5; i++) {
        struct line *line = &lines->items[i];
        if (line->reason != KEPT || line->length > 140 || clean_ends_sentence(line->text)) return;
        line->reason = judge(line, false);
        if (line->reason == KEPT) line->reason = REMOVED_TEASER;
    }
}

void clean_cut_lines(struct line_list *lines) {
    bool first = true, inside = false, spaced = false;
    for (size_t i = 1; i < lines->len; i++) spaced = spaced || lines->items[i].after_blank;
    const struct line *title = NULL;
    for (size_t i = 0; i < lines->len; i++) {
        struct line *line = &lines->items[i];
        if (line->reason != KEPT) continue;
        line->reason = judge(line, first);
        if (line->reason == KEPT && i * 2 > lines->len && clean_is_from_reader(line->text)) line->reason = REMOVED_COMMENT;
        if (line->reason == KEPT && line->folded.len) line->reason = clean_judge_place(lines, i, title, inside);
        first = first && line->reason != KEPT;
        if (line->reason == KEPT && !title) title = line;
        inside = inside || (line->reason == KEPT && clean_is_paragraph(line));
        if (line->bare_teaser && line->reason == REMOVED_TEASER) cut_under_teaser(lines, i);
        if (line->reason == KEPT && spaced && i > 0 && clean_is_second_headline(&lines->items[i - 1], line)) line->reason = REMOVED_TEASER;
        /* "Are you interested in ...?" before an advertisement belongs to it */
        if (line->reason == REMOVED_ADVERTISEMENT && i > 0 && lines->items[i - 1].reason == KEPT &&
            str_ends(lines->items[i - 1].text, STR("?")) && lines->items[i - 1].length <= 100)
            lines->items[i - 1].reason = REMOVED_ADVERTISEMENT;
    }
    clean_cut_tail(lines);
    clean_cut_end(lines);
}
