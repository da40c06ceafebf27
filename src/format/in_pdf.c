/* What varde-pdf printed, to a document. A PDF has lines, not paragraphs: a line that ends well before the right edge, or an empty one, ends a paragraph;
 * all others are joined, and words cut at a hyphen are made whole. */
#include "format/in_pdf.h"

#include "base/buf.h"
#include "base/clock.h"
#include "codec/utf8.h"
#include "format/in_text.h"
#include "reading/clean.h"

#define TEXT_MAX (32u << 20)
#define SHORT_LINE 0.75 /* of the longest of its page: a shorter one is the last of a paragraph, or a heading */

static in_pdf_extract program; /* set once at start */

void in_pdf_use(in_pdf_extract extract) { program = extract; }

bool in_pdf_is(struct str bytes) { return str_starts(bytes, STR("%PDF-")); }

/* "title: ..." lines up to the first empty one; the rest of *printed is the text. */
static void take_head(struct arena *arena, struct str *printed, struct document_in *out) {
    struct str line;
    int64_t seconds;
    while (str_split(printed, '\n', &line) && line.len > 0) {
        size_t colon = str_find(line, STR(": "), 0);
        struct str value = colon == SIZE_MAX ? STR_NONE : str_trim(in_text_normalise(arena, str_sub(line, colon + 2, line.len)));
        if (value.len == 0) continue;
        if (str_starts(line, STR("title: "))) out->title = value;
        if (str_starts(line, STR("author: "))) out->author = value;
        if (str_starts(line, STR("created: ")) && clock_parse_date(value, &seconds)) out->published = value;
    }
}

static size_t longest_line(struct str page) {
    struct str line;
    size_t longest = 0;
    while (page.len > 0 && str_split(&page, '\n', &line)) {
        size_t letters = utf8_count(str_trim(line));
        if (letters > longest) longest = letters;
    }
    return longest;
}

/* "secu-" before "rity" is one word; "IT-" before "Sicherheit" is not. */
static bool is_cut_word(struct str line, struct str next) {
    if (line.len < 2 || next.len == 0 || line.ptr[line.len - 1] != '-') return false;
    unsigned char before = (unsigned char)line.ptr[line.len - 2], after = (unsigned char)next.ptr[0];
    bool lower_before = (before >= 'a' && before <= 'z') || before >= 0x80;
    if (after < 0x80) return lower_before && after >= 'a' && after <= 'z';
    size_t len = utf8_char_len(next.ptr, next.len);
    char folded[8];
    return lower_before && len > 0 && utf8_fold_into(folded, sizeof folded, str_sub(next, 0, len)) == len &&
           memcmp(folded, next.ptr, len) == 0;
}

/* `ended`: the last line of the page before ended a paragraph; returns the same of this page. */
static bool add_page(struct buf *to, struct str page, bool ended) {
    size_t longest = longest_line(page);
    struct str line, rest = page;
    if (clean_ends_sentence(buf_str(to))) ended = true;
    while (rest.len > 0 && str_split(&rest, '\n', &line)) {
        line = str_trim(line);
        if (line.len == 0 || clean_bullet(line) > 0) ended = true;
        if (line.len == 0) continue;
        struct str so_far = buf_str(to);
        if (so_far.len > 0 && ended)
            buf_add_text(to, "\n\n");
        else if (so_far.len > 0 && is_cut_word(so_far, line))
            to->len--;
        else if (so_far.len > 0)
            buf_add_char(to, ' ');
        buf_add_str(to, line);
        ended = (double)utf8_count(line) < SHORT_LINE * (double)longest;
    }
    return ended;
}

enum err in_pdf_parse(struct arena *arena, struct str printed, struct document_in *out) {
    struct buf joined;
    struct str page;
    bool ended = true;
    *out = (struct document_in){.text = STR_NONE};
    if (!utf8_is_valid(printed)) return err_set(ERR_BAD_INPUT, "The text of the PDF is damaged.");
    take_head(arena, &printed, out);
    buf_init(&joined, TEXT_MAX);
    while (printed.len > 0 && str_split(&printed, '\f', &page)) ended = add_page(&joined, page, ended);
    out->text = in_text_normalise(arena, arena_str(arena, buf_str(&joined)));
    bool failed = joined.failed;
    buf_done(&joined);
    if (failed) return err_set(ERR_TOO_LARGE, "The PDF holds more text than is read.");
    if (str_trim(out->text).len == 0) return err_set(ERR_BAD_INPUT, "The PDF holds no text: it may be made of scanned pictures.");
    return OK;
}

enum err in_pdf_read(struct arena *arena, struct str bytes, struct document_in *out) {
    struct str printed;
    if (!program) return err_set(ERR_UNSUPPORTED, "PDF cannot be read here.");
    enum err e = program(arena, bytes, &printed);
    return e == OK ? in_pdf_parse(arena, printed, out) : e;
}
