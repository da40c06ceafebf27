/* From the lines of a web page to the paragraphs of a report: what repeats, lures, begs, shows or sells is cut, each line with its reason. What is
 * not here: markup (format/in_html takes the main text out of a page before). The idea: short lines are judged by how they open and by their shape,
 * long ones only by whether they were there before, so a full paragraph is never lost to a word. */
#include "reading/clean.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/map.h"
#include "codec/utf8.h"
#include "model/ascii.h"
#include "reading/doubt.h"
#include "reading/words.h"

enum { KEPT = -1, SHORT_LINE = 600, HEADLINE = 320, CREDIT_TAIL = 100, BOX_LINES = 8, BUTTON_ROW = 90, NAME_TAIL = 40, VERB_REACH = 60 };
enum {
    PRINTED = 8,
    HEADING = 100,
    HEADED = 80
}; /* letters: a line is told from others by as many; of a heading; of what stands below it */

/* The kinds of the table. They are asked for each short line, so what is asked is made ready once. The last ones are looked for in the whole line. */
enum asked {
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
    ASKED_COUNT
};
enum { ANYWHERE = CREDIT, ANYWHERE_COUNT = ASKED_COUNT - ANYWHERE };
static struct words_query queries[ASKED_COUNT];
static pthread_once_t prepared = PTHREAD_ONCE_INIT;
static void prepare(void) {
    static const char *const kinds[ASKED_COUNT] = {"teaser",  "news",       "advertisement", "label",  "share",
                                                   "comment", "navigation", "section",       "credit", "taken",
                                                   "call",    "channel",    "beyond",        "onward", "mail"};
    for (size_t i = 0; i < ASKED_COUNT; i++) queries[i] = words_query(WORDS_BOILERPLATE, kinds[i], NULL);
}

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
    bool headed; /* a mark of Markdown made it a heading */
};
struct line_list VEC_OF(struct line);

enum { BAR = 1, SLASH = 2, BRACKET = 4, ANGLE = 8, EQUALS = 16, SYMBOL = 32 };
static const uint8_t mark_of[256] = {['|'] = BAR,    ['/'] = SLASH,   ['('] = BRACKET, ['['] = BRACKET, ['>'] = ANGLE,
                                     ['='] = EQUALS, [0xC2] = SYMBOL, [0xE2] = ANGLE,  [0xEF] = BRACKET};

static uint8_t marks_in(struct str s) {
    uint8_t marks = 0;
    for (size_t i = 0; i < s.len; i++) marks |= mark_of[(unsigned char)s.ptr[i]];
    return marks;
}

static struct str strip_markup(struct str s) {
    size_t hashes = 0;
    while (hashes < s.len && hashes < 6 && s.ptr[hashes] == '#') hashes++;
    if (hashes && hashes < s.len && s.ptr[hashes] == ' ') s = str_trim(str_sub(s, hashes, SIZE_MAX));
    return s;
}

static void split_lines(struct arena *arena, struct str input, struct line_list *lines) {
    struct str rest = input, piece, date;
    size_t number = 0;
    bool blank = true;
    while (str_split(&rest, '\n', &piece)) {
        number++;
        struct str text = str_trim(piece);
        if (text.len && lines->len == 0) text = str_trim(str_sub(text, clean_prefix(text, &date), SIZE_MAX));
        if (text.len) {
            struct line *line = vec_push(arena, lines);
            *line = (struct line){.text = strip_markup(text), .number = number, .reason = KEPT, .after_blank = blank};
            line->headed = line->text.len < text.len;
            line->length = utf8_count(line->text);
            if (text.len <= SHORT_LINE) line->folded = utf8_fold(arena, line->text);
        }
        blank = text.len == 0;
    }
}

int64_t clean_print(struct str s, size_t *letters) {
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

static void take_prints(struct line_list *lines) {
    for (size_t i = 0; i < lines->len; i++) {
        struct line *line = &lines->items[i];
        int64_t print = clean_print(line->text, &line->letters);
        line->print = line->letters < PRINTED ? 0 : print;
    }
}

static void cut_repeated(struct arena *arena, struct line_list *lines) {
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

/* The length of the digit at `at`, in Latin, Arabic or Persian letters; 0 if there is none. */
static size_t digit_len(struct str s, size_t at) {
    unsigned char c = (unsigned char)s.ptr[at], next = at + 1 < s.len ? (unsigned char)s.ptr[at + 1] : 0;
    if (ascii_is_digit((char)c)) return 1;
    return (c == 0xD9 && next >= 0xA0 && next <= 0xA9) || (c == 0xDB && next >= 0xB0 && next <= 0xB9) ? 2 : 0;
}

/* A triangle, a star, a pictogram: what no word is made of. */
static bool is_symbol(struct str s, size_t at) {
    unsigned char c = (unsigned char)s.ptr[at], next = at + 1 < s.len ? (unsigned char)s.ptr[at + 1] : 0;
    return (c == 0xE2 && next >= 0x8C && next < 0xB0) || (c == 0xF0 && next == 0x9F);
}

static bool is_digit(struct str s, size_t at) { return digit_len(s, at) > 0; }

/* A year, a hash or a number: what a line of facts may have. */
static bool has_long_number(struct str s) {
    size_t digits = 0;
    for (size_t i = 0; i < s.len; i++) {
        if (((unsigned char)s.ptr[i] & 0xC0) == 0x80) continue;
        digits = is_digit(s, i) ? digits + 1 : 0;
        if (digits >= 4) return true;
    }
    return false;
}

/* Where the first letter stands, behind bullets, brackets, numbers ("122 comments") and arrows. */
static size_t first_letter(const struct line *line) {
    size_t at = 0;
    while (at < line->folded.len && (((unsigned char)line->folded.ptr[at] & 0xC0) == 0x80 || !words_is_letter(line->folded, at) ||
                                     is_digit(line->folded, at) || is_symbol(line->folded, at)))
        at++;
    return at;
}

/* The row with which a line of that kind opens. */
static const struct word_row *opening(const struct line *line, enum asked kind) { return words_query_at(&queries[kind], line->folded, 0); }

/* The same, where a bracket, a bullet or a number may stand before it; *behind is the place after the row. */
static const struct word_row *opening_behind_marks(const struct line *line, enum asked kind, size_t *behind) {
    size_t at = 0;
    const struct word_row *row = opening(line, kind);
    if (!row && (at = line->letter) > 0) row = words_query_at(&queries[kind], line->folded, at);
    if (row) *behind = at + strlen(row->text);
    return row;
}

static const char *const colons[] = {":", "：", "՝", "]", "】", NULL}, *const dashes[] = {"|", "–", "—", "- ", NULL},
                         *const bars[] = {"|", "｜", "丨", "►", "▶", "→", ">", "»", NULL};

/* One of them stands there, perhaps behind a blank. */
static bool has_mark(struct str folded, size_t at, const char *const *marks) {
    while (at < folded.len && folded.ptr[at] == ' ') at++;
    for (; *marks; marks++)
        if (str_starts(str_sub(folded, at, SIZE_MAX), str_from(*marks))) return true;
    return false;
}

/* A colon, a closing bracket or a dash stands there. */
static bool is_parted(struct str folded, size_t at) { return has_mark(folded, at, colons) || has_mark(folded, at, dashes); }

/* Does the row itself end with such a mark? It hides a shorter one without. */
static bool is_parting(const struct word_row *row) {
    for (const char *const *mark = colons; *mark; mark++)
        if (str_ends(str_from(row->text), str_from(*mark))) return true;
    return str_ends(str_from(row->text), STR("＝"));
}

/* A colon or the end of a bracket, in the row or behind it. */
static bool has_colon(const struct line *line, const struct word_row *row, size_t behind) {
    return is_parting(row) || has_mark(line->folded, behind, colons);
}

/* What follows the phrase, without marks, digits and blanks: is there nothing, or nothing but the letter with which scripts without blanks count
 * ("评论 152 条")? */
static bool is_bare(struct str folded, size_t from) {
    bool number = false, counter = false;
    for (size_t i = from; i < folded.len;) {
        size_t digit = digit_len(folded, i), len = digit ? digit : utf8_char_len(folded.ptr + i, folded.len - i);
        bool letter = !digit && !is_symbol(folded, i) && words_is_letter(folded, i), wide = (unsigned char)folded.ptr[i] >= 0xE3;
        if (letter && (counter || !number || !wide)) return false;
        counter |= letter;
        number |= digit > 0;
        i += len ? len : 1;
    }
    return true;
}

/* Several words; of Vietnamese, which writes each syllable by itself, three. */
static bool has_words(const struct word_row *row) {
    const char *blank = strchr(row->text, ' ');
    return blank && (strcmp(row->language, "vi") != 0 || strchr(blank + 1, ' '));
}

/* Several words, or as many characters of a script without blanks. */
static bool is_phrase(const struct word_row *row) {
    return has_words(row) || ((unsigned char)row->text[0] >= 0xE3 && strlen(row->text) >= 18);
}

static bool has(const struct line *line, enum asked kind) { return line->kinds >> (kind - ANYWHERE) & 1; }

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
    const struct word_row *row = opening_behind_marks(line, TEASER, &behind);
    if (!row || line->folded.len > HEADLINE) return false;
    if (row->value == 1) return !first && is_invited(line, behind);
    bool phrase = has_words(row), colon = is_parting(row);
    line->bare_teaser = is_bare(line->folded, behind);
    if (line->bare_teaser) return true;
    if (first && !phrase && (unsigned char)row->text[0] < 0xE0) return false;
    if (colon || is_parted(line->folded, behind) || (phrase && !clean_ends_sentence(line->text))) return true;
    return row->value && !first && is_invited(line, behind);
}

/* "The interview read: ...", as languages say it whose verbs come last: the verb before the mark. */
static bool is_invited_late(const struct line *line) {
    size_t mark = mark_near(line, 0), end = mark;
    if (mark == SIZE_MAX || line->length > 160 || clean_bullet(line->text) || str_ends(line->text, STR("."))) return false;
    while (end > 0 && line->folded.ptr[end - 1] == ' ') end--;
    for (size_t at = end > VERB_REACH ? end - VERB_REACH : 0; at < end; at++) {
        const struct word_row *row = words_is_start(line->folded, at) ? words_query_at(&queries[TEASER], line->folded, at) : NULL;
        size_t behind = row ? at + strlen(row->text) : 0;
        if (row && ((row->value && behind == end) || (is_parting(row) && behind > mark))) return line->folded.len - mark > 8;
    }
    return false;
}

/* "Just in: ...", "More news: ...": a colon makes it a lure, a full stop the report's own. A title may begin so. */
static bool is_latest(struct line *line, bool first) {
    size_t behind = 0;
    const struct word_row *row = first ? NULL : opening_behind_marks(line, NEWS, &behind);
    if (!row || line->length > 160) return false;
    line->bare_teaser = !row->value && is_bare(line->folded, behind);
    if (line->bare_teaser) return true;
    bool parted = has_colon(line, row, behind) || has_mark(line->folded, behind, bars);
    return parted && !str_ends(line->text, STR(".")) && !is_bare(line->folded, behind);
}

/* "3 comments on this", "Comments 25 in all": a number before the word or right behind it. */
static bool is_counted(const struct line *line, size_t behind) {
    while (behind < line->folded.len && line->folded.ptr[behind] == ' ') behind++;
    if (line->length > 36 || clean_ends_sentence(line->text)) return false;
    return is_digit(line->folded, 0) || (line->length <= 16 && behind < line->folded.len && is_digit(line->folded, behind));
}

/* A phrase of several words, or one with its colon, convicts a short line; a single word only a line that has nothing else. */
static bool opens_with(const struct line *line, enum asked kind, size_t longest) {
    size_t behind = 0;
    const struct word_row *row = opening_behind_marks(line, kind, &behind);
    if (!row || row->value) return false;
    if (is_bare(line->folded, behind) || (kind == COMMENT && is_counted(line, behind))) return true;
    if (behind > strlen(row->text) && !(is_parting(row) && line->letter == clean_bullet(line->text))) return false;
    if (is_parting(row) && (line->length <= 60 || (line->length <= 200 && !clean_ends_sentence(line->text)))) return true;
    return is_phrase(row) && line->folded.len <= longest;
}

/* The row of buttons under a headline: "Share  WhatsApp  Print". What none of them shares is navigation, or comments if that comes first. The sections of
 * a paper may be the headings of a roundup as well: they make a row from three on. */
static int button_row(const struct line *line) {
    static const enum asked kinds[] = {SHARE, CHANNEL, NAVIGATION, COMMENT, SECTION};
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
            const struct word_row *other = words_query_at(&queries[kinds[k]], line->folded, at);
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
    const struct word_row *row = opening_behind_marks(line, SHARE, &behind);
    if (!row || line->folded.len > HEADLINE) return false;
    if (is_bare(line->folded, behind)) return true;
    if (line->folded.ptr[behind] == ',') return false; /* "Follow us, they told the villagers" */
    bool phrase = is_phrase(row), ends = str_ends(line->text, STR(".")), brief = line->length <= 60;
    if (has(line, CHANNEL)) return phrase || (brief && !ends);
    return phrase && brief && !ends;
}

/* "Follow @somebody on ..." */
static bool is_handle(const struct line *line) {
    return line->length <= 80 && str_find(line->text, STR(" @"), 0) != SIZE_MAX && !str_ends(line->text, STR(".")) &&
           (opening(line, CALL) || opening(line, SHARE));
}

/* An invitation with a channel to follow: a sales line where it only ends so, a share line where it opens so. */
static int invitation(const struct line *line) {
    if (line->length > 260) return KEPT;
    if (!has(line, CALL) || !has(line, CHANNEL)) return KEPT;
    bool opens = opening(line, CALL) != NULL;
    if (opens && line->length <= 120) return REMOVED_SHARE;
    bool loud = !str_ends(line->text, STR("."));
    return loud ? REMOVED_ADVERTISEMENT : KEPT;
}

/* "Advertisement", or what the law wants before one: "Advertisement. Example Ltd." */
static bool is_sold(const struct line *line) {
    size_t behind = 0;
    const struct word_row *row = opening_behind_marks(line, ADVERTISEMENT, &behind);
    if (!row) return false;
    if (is_bare(line->folded, behind)) return true;
    if (is_phrase(row) && line->length <= 60 && !clean_ends_sentence(line->text)) return true;
    return behind + 1 < line->folded.len && line->folded.ptr[behind] == '.' && line->folded.ptr[behind + 1] == ' ' && line->length <= 120;
}

/* A full stop that is none of an abbreviation: "Try it for 99 kr." */
static bool ends_with_stop(struct str s) {
    if (!str_ends(s, STR("."))) return false;
    size_t blank = s.len;
    while (blank > 0 && s.ptr[blank - 1] != ' ') blank--;
    return utf8_count(str_sub(s, blank, SIZE_MAX)) > 3 || !ascii_is_digit(s.ptr[blank > 1 ? blank - 2 : 0]);
}

/* A small letter of a script that has capitals. */
static bool is_small_letter(const struct line *line, size_t at) {
    while (at < line->folded.len && line->folded.ptr[at] == ' ') at++;
    if (!words_is_letter(line->folded, at) || line->folded.len != line->text.len) return false;
    unsigned char c = (unsigned char)line->text.ptr[at];
    if (c < 0x80) return c >= 'a' && c <= 'z';
    return c <= 0xD6 && memcmp(line->text.ptr + at, line->folded.ptr + at, 2) == 0;
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
    const struct word_row *row = opening_behind_marks(line, LABEL, &behind);
    if (row && (has_colon(line, row, behind) || is_bare(line->folded, behind))) return true;
    if (row && letters <= 100 && (has_mark(line->folded, behind, dashes) || is_loud(line, behind))) return true;
    if (row && letters <= 100 && behind + 1 < line->folded.len && !words_is_letter(line->folded, behind + 1) && has(line, ONWARD))
        return true;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        for (size_t at = 0; (at = str_find(line->folded, str_from(parts[i]), at)) != SIZE_MAX; at++)
            if (at + strlen(parts[i]) > last) last = at + strlen(parts[i]);
    row = last ? words_query_at(&queries[LABEL], line->folded, last) : NULL;
    return row && is_bare(line->folded, last + strlen(row->text));
}

/* "The story continues below the advertisement": one that says where, and one that says that it goes on. */
static bool is_interrupted(const struct line *line) { return line->length <= 110 && has(line, BEYOND) && has(line, ONWARD); }

/* At the beginning of a line or behind a mark, or in a script without blanks. */
static bool begins_clause(struct str s, size_t at) {
    while (at > 0 && s.ptr[at - 1] == ' ') at--;
    size_t before = at;
    while (before > 0 && ((unsigned char)s.ptr[--before] & 0xC0) == 0x80) continue;
    return at == 0 || (unsigned char)s.ptr[before] >= 0xE3 || !words_is_letter(s, before) || ascii_is_digit(s.ptr[before]);
}

/* "You receive this mail because ...", "Click here to unsubscribe". */
static bool is_mail_foot(const struct line *line) {
    size_t at = 0;
    if (line->length > 220 || !has(line, MAIL)) return false;
    for (size_t from = 0; words_find(WORDS_BOILERPLATE, "mail", NULL, line->folded, from, &at); from = at + 1)
        if (begins_clause(line->folded, at)) return true;
    return false;
}

/* "HOME / WORLD / EUROPE": the first piece is the name of a page, so that the others may be names. */
static bool is_trail_from_home(const struct line *line) {
    size_t slash = str_find_char(line->folded, '/', 0), count = 0, end = slash;
    if (slash == SIZE_MAX || line->length > 110 || clean_ends_sentence(line->text)) return false;
    while (end > 0 && line->folded.ptr[end - 1] == ' ') end--;
    const struct word_row *row = words_query_at(&queries[NAVIGATION], line->folded, line->letter);
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

/* "TRENCHES: A soldier ...": at least five letters, none of them small, then a colon and more. */
static bool has_capital_lead(const struct line *line) {
    size_t colon = str_find_char(line->text, ':', 0), letters = 0;
    if (colon == SIZE_MAX || colon > 80 || colon + 2 >= line->text.len || line->text.ptr[colon + 1] != ' ') return false;
    for (size_t i = 0; i < colon; i++) {
        unsigned char c = (unsigned char)line->text.ptr[i];
        if (c >= 'a' && c <= 'z') return false;
        if ((c & 0xC0) == 0x80 || !words_is_letter(line->text, i)) continue;
        size_t len = utf8_char_len(line->text.ptr + i, colon - i);
        if (c >= 0x80 && len && i + len <= line->folded.len && memcmp(line->text.ptr + i, line->folded.ptr + i, len) == 0) return false;
        letters++;
    }
    return letters >= 5;
}

static bool follows_stop(struct str s, size_t at) {
    while (at > 0 && s.ptr[at - 1] == ' ') at--;
    if (at == 0) return true;
    return strchr(".!?)(]|/,-:\"", s.ptr[at - 1]) != NULL || clean_ends_sentence(str_sub(s, 0, at)) || (unsigned char)s.ptr[at - 1] >= 0x80;
}

/* The words of a credit with their mark ("Photo:", "©"), with nothing behind them, or with what can only be a name. */
static bool is_credit_row(const struct line *line, const struct word_row *row, size_t behind) {
    unsigned char begin = (unsigned char)row->text[0], last = (unsigned char)row->text[strlen(row->text) - 1];
    if (!words_is_letter(str_from(row->text), 0) || is_parting(row) || last == '.' || last == '/' || last == ')') return true;
    if (begin >= 0xE3 && (strlen(row->text) >= 12 || !words_is_letter(line->folded, behind))) return true;
    return is_parted(line->folded, behind) || is_bare(line->folded, behind);
}

/* "Photo: Somebody", "Photo Somebody", but not "Photographs show how ..." */
static bool is_credited(const struct line *line) {
    size_t behind = 0;
    const struct word_row *row = opening_behind_marks(line, CREDIT, &behind);
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
        if (capital && letter >= from && (letter == 0 || s.ptr[letter - 1] == ' ') && (letter <= from + 1 || begins_clause(s, letter)))
            return true;
    }
    return false;
}

/* "... in the harbour. J. Body photo", "... in the harbour. Photo J. Body" */
static bool is_taken(const struct line *line) {
    size_t at = 0, from = line->folded.len > 2 * NAME_TAIL ? line->folded.len - 2 * NAME_TAIL : 0;
    if (line->folded.len != line->text.len || !has(line, TAKEN)) return false;
    while (from > 0 && ((unsigned char)line->folded.ptr[from] & 0xC0) == 0x80) from--;
    for (const struct word_row *row; (row = words_find(WORDS_BOILERPLATE, "taken", NULL, line->folded, from, &at)); from = at + 1) {
        size_t behind = at + strlen(row->text);
        if (is_bare(line->folded, behind)) {
            if (row->text[strlen(row->text) - 1] == '.') return true;
            if (has_initial(line->text, line->folded, at > NAME_TAIL ? at - NAME_TAIL : 0, at)) return true;
        } else if (begins_clause(line->folded, at) && line->folded.len - behind <= NAME_TAIL &&
                   has_initial(line->text, line->folded, behind, line->folded.len) && !is_small_letter(line, behind))
            return true;
    }
    return false;
}

/* "(Reuters)" with more behind it belongs to a dateline. */
static bool is_in_closed_bracket(const struct line *line, const struct word_row *row, size_t at) {
    if (row->text[0] != '(' && (at == 0 || line->folded.ptr[at - 1] != '(')) return false;
    size_t close = str_find_char(line->folded, ')', at);
    return close != SIZE_MAX && !is_bare(line->folded, close);
}

/* What a caption ends with: "(Reuters)", "[archive]"; the whole line may be that. A sentence before it makes it a paragraph. */
static bool is_bracketed(const struct line *line) {
    static const char *const opens[] = {"(", "（", "["};
    static const char *const closes[] = {")", "）", "]"};
    if (line->length > 160 || (line->length <= 45 && has_long_number(line->text))) return false; /* "Ankara, 12 March 2025 (AA)" */
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
    const struct word_row *first = has(line, CREDIT) ? words_find(WORDS_BOILERPLATE, "credit", NULL, line->folded, 0, &at) : NULL;
    if (first && first->value) return true;
    static const char *const brackets[] = {"(", "（"};
    for (size_t b = 0; b < 2 && line->marks & BRACKET; b++)
        for (size_t from = 0; (from = str_find(line->folded, str_from(brackets[b]), from)) != SIZE_MAX; from++) {
            const struct word_row *row = words_query_at(&queries[CREDIT], line->folded, from);
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

static bool is_caption(const struct line *line) {
    size_t at = 0, from = line->folded.len > CREDIT_TAIL ? line->folded.len - CREDIT_TAIL : 0;
    if (line->length > HEADLINE) return false;
    if (is_credited(line) || is_bracketed(line) || is_taken(line) || is_owned(line) || ends_with_agency(line)) return true;
    if (tells_sides(line)) return true;
    if (!has(line, CREDIT)) return false;
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

/* "+++ Privacy +++": a heading of a roundup, whatever its word may mean elsewhere. */
static bool is_framed(const struct line *line) {
    static const char *const frames[] = {"++", "==", "**"};
    for (size_t i = 0; i < sizeof frames / sizeof *frames; i++)
        if (str_starts(line->text, str_from(frames[i])) && str_ends(line->text, str_from(frames[i]))) return true;
    return false;
}

static int judge(struct line *line, bool first) {
    int buttons;
    if (line->folded.len == 0 || is_framed(line)) return KEPT;
    line->letter = first_letter(line);
    line->marks = marks_in(line->text);
    if (line->length <= HEADLINE) line->kinds = words_which(queries + ANYWHERE, ANYWHERE_COUNT, line->folded);
    if (!first && is_interrupted(line)) return REMOVED_ADVERTISEMENT;
    if (is_teaser(line, first) || is_latest(line, first) || (!first && is_invited_late(line))) return REMOVED_TEASER;
    if (is_sold(line) || (!first && is_labelled(line))) return REMOVED_ADVERTISEMENT;
    if (is_mail_foot(line)) return REMOVED_NAVIGATION;
    if ((buttons = button_row(line)) != KEPT) return buttons;
    if (is_share(line) || is_handle(line)) return REMOVED_SHARE;
    if (opens_with(line, COMMENT, HEADLINE)) return REMOVED_COMMENT;
    if (opens_with(line, NAVIGATION, HEADLINE) || (line->marks & (BAR | ANGLE | SYMBOL) && is_trail(line->text)) ||
        is_trail_from_home(line) || is_copyright(line))
        return REMOVED_NAVIGATION;
    if (!first && is_caption(line)) return REMOVED_CAPTION;
    return invitation(line);
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

/* From a comment heading in the later part on nothing belongs to the report; nor does the author's box between share line and comments. */
static void cut_tail(struct line_list *lines) {
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

/* "some_reader: and what do you think about it now?": no name of a person or program has such a form and so many words behind it. */
static bool is_from_reader(struct str text) {
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

/* Of a script whose characters are syllables or words. */
static bool is_wide(const struct line *line) { return line->length && line->text.len >= line->length * 5 / 2; }

/* Right under a teaser, without an empty line: the next of its headlines. */
static bool is_second_headline(const struct line *teaser, const struct line *line) {
    if (clean_quote_mark(line->text, 0)) return false;
    return teaser->reason == REMOVED_TEASER && !line->after_blank && line->number == teaser->number + 1 && line->length <= 100 &&
           line->length >= (is_wide(line) ? 9 : 20) && !clean_ends_sentence(line->text) && clean_bullet(line->text) == 0;
}

/* A whole sentence: the report itself. */
static bool is_paragraph(const struct line *line) {
    return line->length >= (is_wide(line) ? 12 : 30) && clean_ends_sentence(line->text) && !str_ends(line->text, STR(":")) &&
           !str_ends(line->text, STR(","));
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
static int judge_place(const struct line_list *lines, size_t at, const struct line *title, bool inside) {
    const struct line *line = &lines->items[at], *before = at ? line - 1 : NULL;
    if (before && is_repeated_in_part(lines, at, title)) return REMOVED_REPEATED;
    if (!inside) return KEPT;
    bool listed = before && before->reason == KEPT && (str_ends(before->text, STR(":")) || is_pointed(before));
    if (!listed && is_pointed(line)) return REMOVED_TEASER;
    return is_sectioned(lines, at) ? REMOVED_TEASER : KEPT;
}

/* A short line that can only be a headline: several words, no stop, no year, nothing that might be an address. */
static bool is_loose_headline(const struct line *line) {
    size_t blanks = 0;
    if (line->length > 140 || clean_ends_sentence(line->text) || has_long_number(line->text)) return false;
    if (clean_bullet(line->text) || clean_quote_mark(line->text, 0)) return false;
    for (size_t i = 0; i < line->text.len; i++) {
        char c = line->text.ptr[i];
        blanks += c == ' ';
        bool within = i > 0 && i + 1 < line->text.len && ascii_is_alnum(line->text.ptr[i - 1]);
        if (c == '@' || c == '/' || c == '[' || (c == '.' && within && ascii_is_alnum(line->text.ptr[i + 1]))) return false;
    }
    return blanks >= 2 || (is_wide(line) && line->length >= 9);
}

static bool is_cut_at_end(const struct line *line) {
    return line->reason != KEPT && line->reason != REMOVED_CAPTION && line->reason != REMOVED_REPEATED;
}

/* "Source: ...", "Topics: ...": only here they are no part of the report. */
static bool is_late(const struct line *line) {
    size_t behind = 0;
    const struct word_row *row = opening_behind_marks(line, NAVIGATION, &behind);
    if (!row || !row->value || line->length > 160 || has_long_number(line->text)) return false;
    return is_parting(row) || !clean_ends_sentence(line->text);
}

/* Behind the last paragraph: sources and topics; and where buttons or lures are, the headlines between them, which nothing announces: those before the
 * first button only when nothing but headlines stands there. */
static void cut_end(struct line_list *lines) {
    size_t last = lines->len, button;
    bool loose = true;
    while (last > 0 && (lines->items[last - 1].reason != KEPT || !is_paragraph(&lines->items[last - 1]))) last--;
    if (last == 0) return;
    for (size_t i = last; i < lines->len; i++)
        if (lines->items[i].reason == KEPT && lines->items[i].folded.len && is_late(&lines->items[i]))
            lines->items[i].reason = REMOVED_NAVIGATION;
    for (button = last; button < lines->len && !is_cut_at_end(&lines->items[button]); button++)
        loose = loose && (lines->items[button].reason != KEPT || is_loose_headline(&lines->items[button]));
    if (button == lines->len) return;
    for (size_t i = loose ? last : button; i < lines->len; i++) {
        struct line *line = &lines->items[i];
        if (line->reason == KEPT && line->folded.len && !is_framed(line) && is_loose_headline(line)) line->reason = REMOVED_TEASER;
    }
}

static void cut_lines(struct line_list *lines) {
    bool first = true, inside = false, spaced = false;
    for (size_t i = 1; i < lines->len; i++) spaced = spaced || lines->items[i].after_blank;
    const struct line *title = NULL;
    for (size_t i = 0; i < lines->len; i++) {
        struct line *line = &lines->items[i];
        if (line->reason != KEPT) continue;
        line->reason = judge(line, first);
        if (line->reason == KEPT && i * 2 > lines->len && is_from_reader(line->text)) line->reason = REMOVED_COMMENT;
        if (line->reason == KEPT && line->folded.len) line->reason = judge_place(lines, i, title, inside);
        first = first && line->reason != KEPT;
        if (line->reason == KEPT && !title) title = line;
        inside = inside || (line->reason == KEPT && is_paragraph(line));
        if (line->bare_teaser && line->reason == REMOVED_TEASER) cut_under_teaser(lines, i);
        if (line->reason == KEPT && spaced && i > 0 && is_second_headline(&lines->items[i - 1], line)) line->reason = REMOVED_TEASER;
        /* "Are you interested in ...?" before an advertisement belongs to it */
        if (line->reason == REMOVED_ADVERTISEMENT && i > 0 && lines->items[i - 1].reason == KEPT &&
            str_ends(lines->items[i - 1].text, STR("?")) && lines->items[i - 1].length <= 100)
            lines->items[i - 1].reason = REMOVED_ADVERTISEMENT;
    }
    cut_tail(lines);
    cut_end(lines);
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
static void cut_learnt(struct arena *arena, struct line_list *lines, const struct reading_hints *hints) {
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
static void note_prints(struct arena *arena, const struct line_list *lines, struct reading *r) {
    for (size_t i = 0; i < lines->len; i++) {
        const struct line *line = &lines->items[i];
        if (line->print && line->text.len <= SHORT_LINE && (line->reason == KEPT || line->reason == REMOVED_SOURCE))
            *vec_push(arena, &r->lines) = line->print;
    }
}

/* Mail and old text files break their paragraphs at some column: then no line is long, and many are nearly as long as the longest. */
static bool is_wrapped(const struct line_list *lines) {
    size_t longest = 0, inner = 0, full = 0;
    for (size_t i = 0; i < lines->len; i++) {
        size_t n = lines->items[i].length;
        if (n > longest) longest = n;
    }
    if (longest < 50 || longest > 100) return false;
    for (size_t i = 0; i + 1 < lines->len; i++) {
        if (lines->items[i + 1].after_blank) continue;
        inner++;
        full += lines->items[i].length + 16 >= longest;
    }
    return inner >= 3 && full * 10 >= inner * 7;
}

static bool continues(const struct line *line, const struct line *next, bool wrapped) {
    return wrapped && !next->after_blank && next->number == line->number + 1 && clean_bullet(next->text) == 0 &&
           !(clean_ends_sentence(line->text) && line->length < 45);
}

static void note_removed(struct arena *arena, const struct line *line, struct reading *r) {
    struct removed_line *removed = vec_push(arena, &r->removed);
    *removed = (struct removed_line){line->number, line->text, (enum removed_reason)line->reason};
}

/* The text as it grows, and the same folded, so that no later step folds it again. */
struct growing {
    char *text, *folded;
    size_t len;
};

static void append(struct growing *g, struct str text, struct str folded) {
    memcpy(g->text + g->len, text.ptr, text.len);
    memcpy(g->folded + g->len, folded.ptr, text.len);
    g->len += text.len;
}

/* As words_fold; of most lines that is done. */
static struct str folded_alike(struct arena *arena, const struct line *line) {
    return line->folded.len == line->text.len ? line->folded : words_fold(arena, line->text);
}

static void assemble(struct arena *arena, const struct line_list *lines, bool wrapped, struct reading *r) {
    size_t size = 1;
    for (size_t i = 0; i < lines->len; i++) size += lines->items[i].text.len + 2;
    struct growing g = {arena_raw(arena, size), arena_raw(arena, size), 0};
    const struct line *last = NULL;
    for (size_t i = 0; i < lines->len; i++) {
        const struct line *line = &lines->items[i];
        if (line->reason != KEPT) {
            note_removed(arena, line, r);
            continue;
        }
        if (last && r->paragraphs.len && continues(last, line, wrapped)) {
            append(&g, STR(" "), STR(" "));
            r->paragraphs.items[r->paragraphs.len - 1].text.len += 1 + line->text.len;
        } else {
            if (g.len) append(&g, STR("\n\n"), STR("\n\n"));
            *vec_push(arena, &r->paragraphs) =
                (struct paragraph){.text = {g.text + g.len, line->text.len}, .offset = g.len, .line = line->number, .headed = line->headed};
        }
        append(&g, line->text, folded_alike(arena, line));
        last = line;
    }
    r->text = (struct str){g.text, g.len};
    r->folded = (struct str){g.folded, g.len};
}

/* The first line is the title when it is short, no sentence, and something longer follows. */
static void find_title(const struct reading_hints *hints, struct reading *r) {
    if (hints && hints->title.len) {
        r->title = hints->title;
        return;
    }
    if (r->paragraphs.len < 2) return;
    struct str first = r->paragraphs.items[0].text;
    size_t longest = 0;
    for (size_t i = 1; i < r->paragraphs.len && i < 12; i++)
        if (r->paragraphs.items[i].text.len > longest) longest = r->paragraphs.items[i].text.len;
    bool sentence = str_ends(first, STR(".")) || str_ends(first, STR("。")) || str_ends(first, STR(","));
    if (first.len && first.len <= HEADLINE && !sentence && clean_bullet(first) == 0 && longest > first.len) r->title = first;
}

void reading_clean(struct arena *arena, struct str input, const struct reading_hints *hints, struct reading *r) {
    struct line_list lines = {0};
    pthread_once(&prepared, prepare);
    split_lines(arena, input, &lines);
    take_prints(&lines);
    bool wrapped = is_wrapped(&lines);
    if (!wrapped) cut_repeated(arena, &lines);
    cut_lines(&lines);
    cut_learnt(arena, &lines, hints);
    note_prints(arena, &lines, r);
    assemble(arena, &lines, wrapped, r);
    find_title(hints, r);
    if (!wrapped) doubt_mark(arena, r); /* pages are not wrapped, mail and old texts are */
}
