/* What a page has to be pressed: buttons to share and to comment, its menu, the trail of where one is, the foot of a mail. The idea: such a line is
 * nothing but the words of buttons, or a phrase of several words and no sentence. */
#include "reading/clean_parts.h"

enum { BUTTON_ROW = 90 };

/* "3 comments on this", "Comments 25 in all": a number before the word or right behind it. */
static bool is_counted(const struct line *line, size_t behind) {
    while (behind < line->folded.len && line->folded.ptr[behind] == ' ') behind++;
    if (line->length > 36 || clean_ends_sentence(line->text)) return false;
    return utf8_is_digit(line->folded, 0) || (line->length <= 16 && behind < line->folded.len && utf8_is_digit(line->folded, behind));
}

/* A phrase of several words, or one with its colon, convicts a short line; a single word only a line that has nothing else. */
static bool opens_with(const struct line *line, enum phrase kind, size_t longest) {
    size_t behind = 0;
    const struct word_row *row = clean_opening_behind_marks(line, kind, &behind);
    if (!row || row->value) return false;
    if (clean_is_bare(line->folded, behind) || (kind == COMMENT && is_counted(line, behind))) return true;
    if (behind > strlen(row->text) && !(clean_is_parting(row) && line->letter == clean_bullet(line->text))) return false;
    if (clean_is_parting(row) && (line->length <= 60 || (line->length <= 200 && !clean_ends_sentence(line->text)))) return true;
    return clean_is_phrase(row) && line->folded.len <= longest;
}

/* The row of buttons under a headline: "Share  WhatsApp  Print". What none of them shares is navigation, or comments if that comes first. The sections of
 * a paper may be the headings of a roundup as well: they make a row from three on. */
static int button_row(const struct line *line) {
    static const enum phrase kinds[] = {SHARE, CHANNEL, NAVIGATION, COMMENT, SECTION};
    size_t buttons = 0, least = 2;
    int reason = REMOVED_NAVIGATION;
    if (line->length > BUTTON_ROW) return KEPT;
    for (size_t at = 0; at < line->folded.len;) {
        unsigned char c = (unsigned char)line->folded.ptr[at];
        if ((c & 0xC0) == 0x80 || !words_is_letter(line->folded, at) || ascii_is_digit((char)c)) {
            at++;
            continue;
        }
        const struct word_row *row = NULL;
        for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
            const struct word_row *other = clean_phrase_at(kinds[k], line->folded, at);
            if (other && (!row || strlen(other->text) > strlen(row->text))) row = other;
        }
        if (!row || row->value) return KEPT;
        if (row->kind[0] == 's' && row->kind[1] == 'e') {
            least = 3;
        } else if (reason == REMOVED_NAVIGATION && (row->kind[0] == 's' || row->kind[1] == 'h')) {
            reason = REMOVED_SHARE;
        }
        if (buttons++ == 0 && row->kind[0] == 'c' && row->kind[1] == 'o') reason = REMOVED_COMMENT;
        at += strlen(row->text);
    }
    return buttons >= least ? reason : KEPT;
}

static bool is_share(const struct line *line) {
    size_t behind = 0;
    const struct word_row *row = clean_opening_behind_marks(line, SHARE, &behind);
    if (!row || line->folded.len > HEADLINE) return false;
    if (clean_is_bare(line->folded, behind)) return true;
    if (line->folded.ptr[behind] == ',') return false; /* "Follow us, they told the villagers" */
    bool phrase = clean_is_phrase(row), ends = str_ends(line->text, STR(".")), brief = line->length <= 60;
    if (clean_says(line, CHANNEL)) return phrase || (brief && !ends);
    return phrase && brief && !ends;
}

/* "Follow @somebody on ..." */
static bool is_handle(const struct line *line) {
    return line->length <= 80 && str_find(line->text, STR(" @"), 0) != SIZE_MAX && !str_ends(line->text, STR(".")) &&
           (clean_opening(line, CALL) || clean_opening(line, SHARE));
}

/* "You receive this mail because ...", "Click here to unsubscribe". */
static bool is_mail_foot(const struct line *line) {
    size_t at = 0;
    if (line->length > 220 || !clean_says(line, MAIL)) return false;
    for (size_t from = 0; words_find(WORDS_BOILERPLATE, "mail", NULL, line->folded, from, &at); from = at + 1)
        if (clean_begins_clause(line->folded, at)) return true;
    return false;
}

/* "HOME / WORLD / EUROPE": the first piece is the name of a page, so that the others may be names. */
static bool is_trail_from_home(const struct line *line) {
    size_t slash = str_find_char(line->folded, '/', 0), count = 0, end = slash;
    if (slash == SIZE_MAX || line->length > 110 || clean_ends_sentence(line->text)) return false;
    while (end > 0 && line->folded.ptr[end - 1] == ' ') end--;
    const struct word_row *row = clean_phrase_at(NAVIGATION, line->folded, line->letter);
    if (!row || line->letter + strlen(row->text) != end) return false;
    for (size_t i = 0; i < line->folded.len; i++) {
        if (ascii_is_digit(line->folded.ptr[i])) return false;
        count += line->folded.ptr[i] == '/';
    }
    return count >= 2;
}

/* "© 2024 Example Media", not "© Example" under a picture. */
static bool is_copyright(const struct line *line) {
    size_t at = strlen("©");
    if (!str_starts(line->text, STR("©")) || line->length > 160) return false;
    while (at < line->text.len && line->text.ptr[at] == ' ') at++;
    return at < line->text.len && ascii_is_digit(line->text.ptr[at]);
}

/* "Home > World > Europe", "News | Sport | Video": short pieces between separators. */
static bool is_trail(struct str text) {
    static const char *const marks[] = {" | ", " › ", " > ", " » ", " · "};
    if (text.len > 200 || clean_ends_sentence(text)) return false;
    for (size_t m = 0; m < sizeof marks / sizeof *marks; m++) {
        size_t count = 0;
        for (size_t at = 0; (at = str_find(text, str_from(marks[m]), at)) != SIZE_MAX; at++) count++;
        if (count >= 2 && text.len / (count + 1) <= 30) {
            for (size_t i = 0; i < text.len; i++)
                if (ascii_is_digit(text.ptr[i])) return false; /* a head line with a date */
            return true;
        }
    }
    return false;
}

int clean_button(const struct line *line) {
    if (is_mail_foot(line)) return REMOVED_NAVIGATION;
    int buttons = button_row(line);
    if (buttons != KEPT) return buttons;
    if (is_share(line) || is_handle(line)) return REMOVED_SHARE;
    if (opens_with(line, COMMENT, HEADLINE)) return REMOVED_COMMENT;
    if (opens_with(line, NAVIGATION, HEADLINE) || (line->marks & (BAR | ANGLE | SYMBOL) && is_trail(line->text)) ||
        is_trail_from_home(line) || is_copyright(line))
        return REMOVED_NAVIGATION;
    return KEPT;
}
