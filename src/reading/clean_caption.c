/* Captions of pictures and who took them. The idea: a word for photo, an agency or a sign of copyright counts where a name stands beside it, in the
 * few characters with which a line begins or ends. */
#include "reading/clean_parts.h"

enum { CREDIT_TAIL = 100, NAME_TAIL = 40 }; /* bytes: how far from its end the credit of a caption stands, and a name from its word */

/* A small letter of a script that has capitals. */
static bool is_small_letter(const struct line *line, size_t at) {
    while (at < line->folded.len && line->folded.ptr[at] == ' ') at++;
    if (!words_is_letter(line->folded, at) || line->folded.len != line->text.len) return false;
    unsigned char c = (unsigned char)line->text.ptr[at];
    if (c < 0x80) return c >= 'a' && c <= 'z';
    return c <= 0xD6 && memcmp(line->text.ptr + at, line->folded.ptr + at, 2) == 0;
}

/* "TRENCHES: A soldier ...": at least five letters, none of them small, then a colon and more. */
static bool has_capital_lead(const struct line *line) {
    size_t colon = str_find_char(line->text, ':', 0);
    if (colon == SIZE_MAX || colon > 80 || colon + 2 >= line->text.len || line->text.ptr[colon + 1] != ' ') return false;
    return clean_capitals(str_sub(line->text, 0, colon), line->folded) >= 5;
}

static bool follows_stop(struct str s, size_t at) {
    while (at > 0 && s.ptr[at - 1] == ' ') at--;
    if (at == 0) return true;
    return strchr(".!?)(]|/,-:\"", s.ptr[at - 1]) != NULL || clean_ends_sentence(str_sub(s, 0, at)) || (unsigned char)s.ptr[at - 1] >= 0x80;
}

/* The words of a credit with their mark ("Photo:", "©"), with nothing behind them, or with what can only be a name. */
static bool is_credit_row(const struct line *line, const struct word_row *row, size_t behind) {
    unsigned char begin = (unsigned char)row->text[0], last = (unsigned char)row->text[strlen(row->text) - 1];
    if (!words_is_letter(str_from(row->text), 0) || clean_is_parting(row) || last == '.' || last == '/' || last == ')') return true;
    if (begin >= 0xE3 && (strlen(row->text) >= 12 || !words_is_letter(line->folded, behind))) return true;
    return clean_is_parted(line->folded, behind) || clean_is_bare(line->folded, behind);
}

/* "Photo: Somebody", "Photo Somebody", but not "Photographs show how ..." */
static bool is_credited(const struct line *line) {
    size_t behind = 0;
    const struct word_row *row = clean_opening_behind_marks(line, CREDIT, &behind);
    if (!row || row->value || line->length > 160) return false;
    if (is_credit_row(line, row, behind)) return true;
    if ((unsigned char)row->text[0] >= 0xE3 || (!strchr(row->text, ' ') && is_small_letter(line, behind))) return false;
    return !clean_ends_sentence(line->text) || line->length <= 40;
}

/* "J. Body", "/ Reuters", "＝Body": what stands beside a word for photo in a credit. */
static bool has_initial(struct str s, struct str folded, size_t from, size_t end) {
    for (size_t i = from; i < end; i++) {
        if (str_starts(str_sub(s, i, end - i), STR(" / ")) || str_starts(str_sub(s, i, end - i), STR("＝"))) return true;
        size_t letter = i;
        if (s.ptr[i] != '.' || i == 0 || i + 2 >= end) continue;
        while (letter > 0 && ((unsigned char)s.ptr[--letter] & 0xC0) == 0x80) continue;
        bool capital =
            words_is_letter(s, letter) && !ascii_is_digit(s.ptr[letter]) && memcmp(s.ptr + letter, folded.ptr + letter, i - letter) != 0;
        if (capital && letter >= from && (letter == 0 || s.ptr[letter - 1] == ' ') &&
            (letter <= from + 1 || clean_begins_clause(s, letter)))
            return true;
    }
    return false;
}

/* "... in the harbour. J. Body photo", "... in the harbour. Photo J. Body" */
static bool is_taken(const struct line *line) {
    size_t at = 0, from = line->folded.len > 2 * NAME_TAIL ? line->folded.len - 2 * NAME_TAIL : 0;
    if (line->folded.len != line->text.len || !clean_says(line, TAKEN)) return false;
    while (from > 0 && ((unsigned char)line->folded.ptr[from] & 0xC0) == 0x80) from--;
    for (const struct word_row *row; (row = words_find(WORDS_BOILERPLATE, "taken", NULL, line->folded, from, &at)); from = at + 1) {
        size_t behind = at + strlen(row->text);
        if (clean_is_bare(line->folded, behind)) {
            if (row->text[strlen(row->text) - 1] == '.') return true;
            if (has_initial(line->text, line->folded, at > NAME_TAIL ? at - NAME_TAIL : 0, at)) return true;
        } else if (clean_begins_clause(line->folded, at) && line->folded.len - behind <= NAME_TAIL &&
                   has_initial(line->text, line->folded, behind, line->folded.len) && !is_small_letter(line, behind))
            return true;
    }
    return false;
}

/* "(Reuters)" with more behind it belongs to a dateline. */
static bool is_in_closed_bracket(const struct line *line, const struct word_row *row, size_t at) {
    if (row->text[0] != '(' && (at == 0 || line->folded.ptr[at - 1] != '(')) return false;
    size_t close = str_find_char(line->folded, ')', at);
    return close != SIZE_MAX && !clean_is_bare(line->folded, close);
}

/* What a caption ends with: "(Reuters)", "[archive]"; the whole line may be that. A sentence before it makes it a paragraph. */
static bool is_bracketed(const struct line *line) {
    static const char *const opens[] = {"(", "（", "["};
    static const char *const closes[] = {")", "）", "]"};
    if (line->length > 160 || (line->length <= 45 && clean_has_long_number(line->text))) return false; /* "Ankara, 12 March 2025 (AA)" */
    for (size_t i = 0; i < sizeof opens / sizeof *opens; i++) {
        if (!str_ends(line->folded, str_from(closes[i]))) continue;
        size_t open = SIZE_MAX, at;
        for (at = 0; (at = str_find(line->folded, str_from(opens[i]), at)) != SIZE_MAX; at++) open = at;
        if (open == SIZE_MAX || line->folded.len - open > CREDIT_TAIL) continue;
        size_t inner = open + strlen(opens[i]);
        bool named = str_find_char(line->folded, '/', inner) != SIZE_MAX && !is_small_letter(line, inner);
        if (!named && clean_ends_sentence(str_trim(str_sub(line->folded, 0, open)))) continue;
        if (words_find(WORDS_BOILERPLATE, "agency", NULL, line->folded, inner, &at)) return true;
    }
    return false;
}

/* Does the word before this place begin with a small letter? No name does. */
static bool follows_small_word(const struct line *line, size_t at) {
    while (at > 0 && line->text.ptr[at - 1] == ' ') at--;
    while (at > 0 && line->text.ptr[at - 1] != ' ') at--;
    return is_small_letter(line, at);
}

/* "The ministers Doe (left) and Roe" */
static bool tells_sides(const struct line *line) {
    size_t at = 0;
    if (line->length > 260) return false;
    const struct word_row *first = clean_says(line, CREDIT) ? words_find(WORDS_BOILERPLATE, "credit", NULL, line->folded, 0, &at) : NULL;
    if (first && first->value) return true;
    static const char *const brackets[] = {"(", "（"};
    for (size_t b = 0; b < 2 && line->marks & BRACKET; b++)
        for (size_t from = 0; (from = str_find(line->folded, str_from(brackets[b]), from)) != SIZE_MAX; from++) {
            const struct word_row *row = clean_phrase_at(CREDIT, line->folded, from);
            if (row && row->value && (!clean_ends_sentence(line->text) || !follows_small_word(line, from))) return true;
        }
    return false;
}

/* "... on Monday. © Jane Roe, Agency": in the last part of a line, and a name behind it. */
static bool is_owned(const struct line *line) {
    size_t from = line->text.len > CREDIT_TAIL ? line->text.len - CREDIT_TAIL : 0, at = SIZE_MAX;
    if (!(line->marks & SYMBOL)) return false;
    for (size_t i = from; (i = str_find(line->text, STR("©"), i)) != SIZE_MAX; i++) at = i;
    if (at == SIZE_MAX || line->length > HEADLINE || clean_ends_sentence(line->text)) return false;
    at += strlen("©");
    while (at < line->text.len && line->text.ptr[at] == ' ') at++;
    return at < line->text.len && !ascii_is_digit(line->text.ptr[at]) && !is_small_letter(line, at);
}

/* "Somebody in Nowhere | Agency", "Somebody in Nowhere. /Agency" */
static bool ends_with_agency(const struct line *line) {
    static const char *const marks[] = {" | ", " / ", " /", "/ ", "=", ". "};
    if (line->length > 200 || line->length < 24 || !(line->marks & (BAR | SLASH | EQUALS))) return false;
    for (size_t m = 0; m < sizeof marks / sizeof *marks; m++) {
        size_t last = SIZE_MAX;
        for (size_t at = 0; (at = str_find(line->folded, str_from(marks[m]), at)) != SIZE_MAX; at++) last = at + strlen(marks[m]);
        const struct word_row *row = last == SIZE_MAX ? NULL : words_at(WORDS_BOILERPLATE, "agency", NULL, line->folded, last);
        if (!row || line->folded.len - last - strlen(row->text) > 24 || str_ends(line->text, STR("."))) continue;
        if (marks[m][0] != '.' || line->folded.ptr[last + strlen(row->text)] == '/') return true;
    }
    return false;
}

bool clean_is_caption(const struct line *line) {
    size_t at = 0, from = line->folded.len > CREDIT_TAIL ? line->folded.len - CREDIT_TAIL : 0;
    if (line->length > HEADLINE) return false;
    if (is_credited(line) || is_bracketed(line) || is_taken(line) || is_owned(line) || ends_with_agency(line)) return true;
    if (tells_sides(line)) return true;
    if (!clean_says(line, CREDIT)) return false;
    while (from > 0 && ((unsigned char)line->folded.ptr[from] & 0xC0) == 0x80) from--;
    bool lead = has_capital_lead(line);
    for (const struct word_row *row; (row = words_find(WORDS_BOILERPLATE, "credit", NULL, line->folded, from, &at)); from = at + 1) {
        bool is_agency = !row->language[0];
        if (row->value) continue;
        if (is_in_closed_bracket(line, row, at)) continue;
        if (is_agency && line->folded.len - at - strlen(row->text) > 12) continue;
        if (at > 0 && line->folded.ptr[at - 1] != '(' && !is_agency && strlen(row->text) < 4) continue;
        bool names = is_credit_row(line, row, at + strlen(row->text)) || !is_small_letter(line, at + strlen(row->text));
        if (lead || (names && follows_stop(line->folded, at) && !is_agency) || (is_agency && !str_ends(line->text, STR(".")))) return true;
    }
    return false;
}
