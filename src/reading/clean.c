/* From the lines of a web page to the paragraphs of a report: what repeats, lures, begs, shows or sells is cut, each line with its reason. What is
 * not here: markup (format/in_html takes the main text out of a page before). The idea: short lines are judged by how they open and by their shape,
 * long ones only by whether they were there before, so a full paragraph is never lost to a word. This file takes the text apart and puts together
 * what stays; who judges what is told in clean_parts.h. */
#include "reading/clean_parts.h"

#include "reading/doubt.h"

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
            line->length = utf8_count(line->text);
            if (text.len <= SHORT_LINE) line->folded = utf8_fold(arena, line->text);
        }
        blank = text.len == 0;
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
                (struct paragraph){.text = {g.text + g.len, line->text.len}, .offset = g.len, .line = line->number};
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
    clean_phrases_prepare();
    split_lines(arena, input, &lines);
    clean_take_prints(&lines);
    bool wrapped = is_wrapped(&lines);
    if (!wrapped) clean_cut_repeated(arena, &lines);
    clean_cut_lines(&lines);
    clean_cut_learnt(arena, &lines, hints);
    clean_note_prints(arena, &lines, r);
    assemble(arena, &lines, wrapped, r);
    find_title(hints, r);
    doubt_mark(r);
}
