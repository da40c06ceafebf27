/* The steps of cleaning and the lines they share, private to them. clean.c takes the text apart and puts together what stays; clean_print.c cuts what
 * was there before; clean_cut.c asks for each line those who judge it: clean_teaser.c, clean_advert.c, clean_button.c and clean_caption.c by what it
 * says (clean_phrase.c), clean_place.c and clean_end.c by where it stands. clean_line.c knows the forms of a line that need no table. */
#ifndef VARDE_READING_CLEAN_PARTS_H
#define VARDE_READING_CLEAN_PARTS_H

#include "codec/utf8.h"
#include "reading/clean.h"
#include "reading/reading.h"
#include "reading/words.h"

enum {
    KEPT = -1,
    SHORT_LINE = 600,
    HEADLINE = 320
}; /* the last two in bytes or characters: of a line that is judged, and of one that may be a headline */

/* The kinds of the table. The last ones are looked for in the whole line. */
enum phrase {
    TEASER,
    NEWS,
    ADVERTISEMENT,
    LABEL,
    SHARE,
    COMMENT,
    NAVIGATION,
    SECTION,
    CREDIT,
    TAKEN,
    CALL,
    CHANNEL,
    BEYOND,
    ONWARD,
    MAIL,
    PHRASE_COUNT
};
enum { ANYWHERE = CREDIT, ANYWHERE_COUNT = PHRASE_COUNT - ANYWHERE };

enum { BAR = 1, SLASH = 2, BRACKET = 4, ANGLE = 8, EQUALS = 16, SYMBOL = 32 };

struct line {
    struct str text;
    struct str folded; /* of short lines; empty of others */
    size_t number;     /* from 1 */
    size_t letter;     /* where the first one stands, of short lines */
    size_t length;     /* in characters */
    uint8_t marks;     /* of short lines: which of the marks stand in it that parts of it may be told by */
    unsigned kinds;    /* a bit of each of those looked for anywhere that stands in it, if it is no longer than a headline */
    int reason;        /* enum removed_reason or KEPT */
    int64_t print;     /* 0: of few letters */
    size_t letters;
    bool after_blank, bare_teaser;
};
struct line_list VEC_OF(struct line);

/* --- clean_line.c --- */

/* A year, a hash or a number: what a line of facts may have. */
bool clean_has_long_number(struct str s);
/* "+++ Privacy +++": a heading of a roundup, whatever its word may mean elsewhere. */
bool clean_is_framed(struct str line);

/* --- clean_phrase.c --- */

/* Before anything else of this file. */
void clean_phrases_prepare(void);
/* Finds the first letter of a short line, its marks, and the phrases that are looked for anywhere. */
void clean_look(struct line *line);
/* The row of that kind that stands there. */
const struct word_row *clean_phrase_at(enum phrase kind, struct str folded, size_t at);
/* The row with which a line of that kind opens. */
const struct word_row *clean_opening(const struct line *line, enum phrase kind);
/* The same, where a bracket, a bullet or a number may stand before it; *behind is the place after the row. */
const struct word_row *clean_opening_behind_marks(const struct line *line, enum phrase kind, size_t *behind);
/* Does a phrase of that kind, one of those looked for anywhere, stand in it? */
bool clean_says(const struct line *line, enum phrase kind);
/* A dash, or a bar, an arrow or the like, stands there, perhaps behind a blank. */
bool clean_has_dash(struct str folded, size_t at);
bool clean_has_bar(struct str folded, size_t at);
/* A colon, a closing bracket or a dash stands there. */
bool clean_is_parted(struct str folded, size_t at);
/* Does the row itself end with a colon or a bracket? It hides a shorter one without. */
bool clean_is_parting(const struct word_row *row);
/* A colon or the end of a bracket, in the row or behind it. */
bool clean_has_colon(const struct line *line, const struct word_row *row, size_t behind);
/* What follows the phrase, without marks, digits and blanks: is there nothing, or nothing but the letter with which scripts without blanks count
 * ("评论 152 条")? */
bool clean_is_bare(struct str folded, size_t from);
/* Several words; of Vietnamese, which writes each syllable by itself, three. */
bool clean_has_words(const struct word_row *row);
/* Several words, or as many characters of a script without blanks. */
bool clean_is_phrase(const struct word_row *row);
/* At the beginning of a line or behind a mark, or in a script without blanks. */
bool clean_begins_clause(struct str s, size_t at);

/* --- what a line says; the reasons are of enum removed_reason, or KEPT; `first`: nothing that stays is before it --- */

bool clean_is_interrupted(const struct line *line);
/* Says in line->bare_teaser, too, whether it is nothing but the phrase, and so speaks for the lines under it. */
bool clean_is_teaser(struct line *line, bool first);
bool clean_is_advertisement(const struct line *line, bool first);
int clean_button(const struct line *line);
bool clean_is_caption(const struct line *line);
int clean_invitation(const struct line *line);

/* --- where it stands --- */

/* Of a script whose characters are syllables or words. */
static inline bool clean_is_wide(const struct line *line) { return line->length && line->text.len >= line->length * 5 / 2; }
/* A whole sentence: the report itself. */
bool clean_is_paragraph(const struct line *line);
/* "some_reader: and what do you think about it now?" */
bool clean_is_from_reader(struct str text);
/* Right under a teaser, without an empty line: the next of its headlines. */
bool clean_is_second_headline(const struct line *teaser, const struct line *line);
/* `title`: the first line that stayed, NULL before; `inside`: a whole sentence stands before it. */
int clean_judge_place(const struct line_list *lines, size_t at, const struct line *title, bool inside);
/* From a comment heading in the later part on nothing belongs to the report. */
void clean_cut_tail(struct line_list *lines);
/* Sources, topics and loose headlines behind the last paragraph. */
void clean_cut_end(struct line_list *lines);

/* --- the lines of a text --- */

void clean_take_prints(struct line_list *lines);
void clean_cut_repeated(struct arena *arena, struct line_list *lines);
void clean_cut_lines(struct line_list *lines);
/* What its source prints under everything. */
void clean_cut_learnt(struct arena *arena, struct line_list *lines, const struct reading_hints *hints);
/* Notes the prints of the lines in the reading, for what follows from the same source. */
void clean_note_prints(struct arena *arena, const struct line_list *lines, struct reading *r);

#endif
