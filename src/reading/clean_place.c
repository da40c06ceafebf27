/* What only the place of a line tells, when the line by itself says nothing: what stands above it, whether the report has begun, and whether its readers may
 * have begun. */
#include "reading/clean_parts.h"

bool clean_is_paragraph(const struct line *line) {
    return line->length >= (clean_is_wide(line) ? 12 : 30) && clean_ends_sentence(line->text) && !str_ends(line->text, STR(":")) &&
           !str_ends(line->text, STR(","));
}

/* "some_reader: and what do you think about it now?": no name of a person or program has such a form and so many words behind it. */
bool clean_is_from_reader(struct str text) {
    size_t colon = str_find_char(text, ':', 0), blanks = 0;
    bool joined = false;
    if (colon == SIZE_MAX || colon > 24 || colon + 1 >= text.len || text.ptr[colon + 1] != ' ' || text.len > SHORT_LINE) return false;
    for (size_t i = 0; i < colon; i++) {
        if (text.ptr[i] != '_' && (!ascii_is_alnum(text.ptr[i]) || (text.ptr[i] >= 'A' && text.ptr[i] <= 'Z'))) return false;
        joined |= text.ptr[i] == '_';
    }
    for (size_t i = colon; i < text.len; i++) blanks += text.ptr[i] == ' ';
    return joined && blanks >= 6;
}

bool clean_is_second_headline(const struct line *teaser, const struct line *line) {
    if (clean_quote_mark(line->text, 0)) return false;
    return teaser->reason == REMOVED_TEASER && !line->after_blank && line->number == teaser->number + 1 && line->length <= 100 &&
           line->length >= (clean_is_wide(line) ? 9 : 20) && !clean_ends_sentence(line->text) && clean_bullet(line->text) == 0;
}

/* ">> Floods in Nowhere": an arrow, which no list of facts has for its items; a subheading is shorter. */
static bool is_pointed(const struct line *line) {
    static const char *const arrows[] = {">> ", ">>", "» ", "»»", "→", "➤", "➜", "➡", "⇒", "☞",
                                         "▶",   "►",  "▸",  "👉",  "🔗", "🎥", "📺", "📷", "🔴"};
    size_t bytes_each = line->length ? line->text.len / line->length : 1;
    if (line->length > 160 || line->length < (bytes_each > 2 ? 12 : 24) || clean_ends_sentence(line->text)) return false;
    if (str_starts(line->text, STR(">>>"))) return false; /* code */
    for (size_t i = 0; i < sizeof arrows / sizeof *arrows; i++)
        if (str_starts(line->text, str_from(arrows[i]))) return true;
    return false;
}

/* "Sport | Somebody wins something": the name of a section and a headline. Rows of a table come several together. */
static bool is_sectioned(const struct line_list *lines, size_t at) {
    const struct line *line = &lines->items[at];
    size_t bar = line->marks & BAR ? str_find(line->text, STR(" | "), 0) : SIZE_MAX, words = 0;
    if (bar == SIZE_MAX || str_find(line->text, STR("|"), bar + 3) != SIZE_MAX || line->length > 140 || clean_ends_sentence(line->text))
        return false;
    for (size_t i = 0; i < line->text.len; i++) {
        if (line->text.ptr[i] == ' ' && i < bar && ++words > 1) return false;
        if (i < bar && (ascii_is_digit(line->text.ptr[i]) || line->text.ptr[i] == '.')) return false;
    }
    if (str_find(str_sub(line->text, bar + 3, SIZE_MAX), STR(" "), 0) == SIZE_MAX || line->text.len - bar < 24) return false;
    for (size_t i = at > 0 ? at - 1 : at; i <= at + 1 && i < lines->len; i++)
        if (i != at && str_find(lines->items[i].text, STR(" | "), 0) != SIZE_MAX) return false;
    return true;
}

/* The title again with the name of the site behind it, or the beginning of a paragraph with dots. */
static bool is_repeated_in_part(const struct line_list *lines, size_t at, const struct line *title) {
    static const char *const marks[] = {" | ", " - ", " – ", " — ", " :: "};
    struct str text = lines->items[at].text, stem = text;
    for (size_t i = 0; title && i < sizeof marks / sizeof *marks; i++)
        if (title->text.len >= 20 && str_starts(text, title->text) && text.len - title->text.len <= 50 &&
            str_starts(str_sub(text, title->text.len, SIZE_MAX), str_from(marks[i])))
            return true;
    if (str_ends(text, STR("..."))) stem = str_trim(str_sub(text, 0, text.len - 3));
    if (str_ends(text, STR("…"))) stem = str_trim(str_sub(text, 0, text.len - 3));
    if (stem.len == text.len || stem.len < 40) return false;
    for (size_t i = 0; i < lines->len; i++)
        if (i != at && lines->items[i].text.len > text.len && str_starts(lines->items[i].text, stem)) return true;
    return false;
}

/* What only the place of a line tells, when the line by itself says nothing. */
int clean_judge_place(const struct line_list *lines, size_t at, const struct line *title, bool inside) {
    const struct line *line = &lines->items[at], *before = at ? line - 1 : NULL;
    if (before && is_repeated_in_part(lines, at, title)) return REMOVED_REPEATED;
    if (!inside) return KEPT;
    bool listed = before && before->reason == KEPT && (str_ends(before->text, STR(":")) || is_pointed(before));
    if (!listed && is_pointed(line)) return REMOVED_TEASER;
    return is_sectioned(lines, at) ? REMOVED_TEASER : KEPT;
}
