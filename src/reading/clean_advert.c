/* Lines that sell: the labels that the law wants before an advertisement, what says that the story goes on below one, and invitations to a channel.
 * The idea: a label stands alone, or is parted from what it sells by a mark or by its capitals. */
#include "reading/clean_parts.h"

/* "The story continues below the advertisement": one that says where, and one that says that it goes on. */
bool clean_is_interrupted(const struct line *line) { return line->length <= 110 && clean_says(line, BEYOND) && clean_says(line, ONWARD); }

/* "Advertisement", or what the law wants before one: "Advertisement. Example Ltd." */
static bool is_sold(const struct line *line) {
    size_t behind = 0;
    const struct word_row *row = clean_opening_behind_marks(line, ADVERTISEMENT, &behind);
    if (!row) return false;
    if (clean_is_bare(line->folded, behind)) return true;
    if (clean_is_phrase(row) && line->length <= 60 && !clean_ends_sentence(line->text)) return true;
    return behind + 1 < line->folded.len && line->folded.ptr[behind] == '.' && line->folded.ptr[behind + 1] == ' ' && line->length <= 120;
}

/* A full stop that is none of an abbreviation: "Try it for 99 kr." */
static bool ends_with_stop(struct str s) {
    if (!str_ends(s, STR("."))) return false;
    size_t blank = s.len;
    while (blank > 0 && s.ptr[blank - 1] != ' ') blank--;
    return utf8_count(str_sub(s, blank, SIZE_MAX)) > 3 || !ascii_is_digit(s.ptr[blank > 1 ? blank - 2 : 0]);
}

/* "ADVERTISEMENT A weekend by the sea": the label in capitals, the rest not. Without capitals a script has neither. */
static bool is_loud(const struct line *line, size_t behind) {
    if (behind - line->letter < 6 || line->folded.len != line->text.len) return false;
    size_t small = 0;
    for (size_t i = 0; i < line->text.len; i++) {
        unsigned char c = (unsigned char)line->text.ptr[i];
        if (c < 'A' || (c & 0xC0) == 0x80 || c >= 0xE1 || !words_is_letter(line->text, i)) continue;
        size_t len = c < 0x80 ? 1 : 2;
        bool same = memcmp(line->text.ptr + i, line->folded.ptr + i, len) == 0;
        if (i < behind && same) return false;
        small += i >= behind && same;
    }
    return small >= 4;
}

/* "Advertisement: ...", "[Ad] ...", "Advertisement - scroll on", "Course at half price - sponsored". */
static bool is_labelled(const struct line *line) {
    static const char *const parts[] = {" — ", " – ", " - ", " | ", "(", "["};
    size_t behind = 0, last = 0, letters = line->length;
    if (letters > 160 || ends_with_stop(line->text)) return false;
    const struct word_row *row = clean_opening_behind_marks(line, LABEL, &behind);
    if (row && (clean_has_colon(line, row, behind) || clean_is_bare(line->folded, behind))) return true;
    if (row && letters <= 100 && (clean_has_dash(line->folded, behind) || is_loud(line, behind))) return true;
    if (row && letters <= 100 && behind + 1 < line->folded.len && !words_is_letter(line->folded, behind + 1) && clean_says(line, ONWARD))
        return true;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        for (size_t at = 0; (at = str_find(line->folded, str_from(parts[i]), at)) != SIZE_MAX; at++)
            if (at + strlen(parts[i]) > last) last = at + strlen(parts[i]);
    row = last ? clean_phrase_at(LABEL, line->folded, last) : NULL;
    return row && clean_is_bare(line->folded, last + strlen(row->text));
}

bool clean_is_advertisement(const struct line *line, bool first) { return is_sold(line) || (!first && is_labelled(line)); }

/* An invitation with a channel to follow: a sales line where it only ends so, a share line where it opens so. */
int clean_invitation(const struct line *line) {
    if (line->length > 260) return KEPT;
    if (!clean_says(line, CALL) || !clean_says(line, CHANNEL)) return KEPT;
    bool opens = clean_opening(line, CALL) != NULL;
    if (opens && line->length <= 120) return REMOVED_SHARE;
    bool loud = !str_ends(line->text, STR("."));
    return loud ? REMOVED_ADVERTISEMENT : KEPT;
}
