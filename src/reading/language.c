/* Language of the whole and of each paragraph, by CLD2. What is added here: near relatives count as one, and short text is unknown unless its
 * script belongs to one language alone. The idea: the detector goes over the text once and says which stretches of it are in which language; a
 * paragraph takes that of most of its bytes, if it is one of those that the whole is in. A language is certain long before the end of a long
 * paragraph, so only the beginning of it is looked at: the detector takes more time than any other step. */
#include "reading/language.h"

#include "codec/utf8.h"
#include "reading/cld2_shim.h"
#include "reading/language_near.h"
#include "reading/words.h"

enum { LETTERS_ENOUGH = 60, LETTERS_OF_SCRIPT = 12, CANDIDATES = 32 };
enum { WINDOW = 1 << 16, TEXT_ENOUGH = 1100, PARAGRAPH_ENOUGH = 110 }; /* bytes */

/* One code for what cannot be told apart by its letters. */
static const char *merged(const char *code) {
    static const char *const pairs[][2] = {{"nb", "no"},      {"nn", "no"},    {"bs", "hr"}, {"iw", "he"}, {"sr-ME", "sr"},
                                           {"zh-Hant", "zh"}, {"zh-TW", "zh"}, {"jw", "jv"}, {"fil", "tl"}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (code[0] == pairs[i][0][0] && strcmp(code, pairs[i][0]) == 0) return pairs[i][1];
    return code;
}

/* Languages that alone use their script. */
static bool is_told_by_script(const char *code) {
    static const char *const codes[] = {"el", "ka", "hy", "he", "ko", "ja", "th", "zh"};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (strcmp(code, codes[i]) == 0) return true;
    return false;
}

static size_t count_letters(struct str s, size_t enough) {
    size_t n = 0;
    for (size_t i = 0; i < s.len && n < enough; i++) n += ((unsigned char)s.ptr[i] & 0xC0) != 0x80 && words_is_letter(s, i);
    return n;
}

static struct language_guess judge(const struct cld2_result *found, size_t letters) {
    struct language_guess guess = {0};
    const char *best = merged(found->code[0]);
    int percent = 0;
    for (int i = 0; i < CLD2_TOP; i++)
        if (strcmp(merged(found->code[i]), best) == 0) percent += found->percent[i];
    if (strcmp(best, "un") == 0 || strlen(best) >= sizeof guess.code) return guess;
    if (letters < LETTERS_ENOUGH && !is_told_by_script(best)) return guess;
    memcpy(guess.code, best, strlen(best) + 1);
    guess.certainty = (percent > 100 ? 100 : percent) / 100.0 * (found->reliable ? 1.0 : 0.6);
    return guess;
}

/* What the detector is given at a time: the beginnings of so many paragraphs, a line each. */
struct window {
    struct reading *r;
    struct str text;
    size_t most;      /* bytes of each paragraph */
    size_t paragraph; /* the one that the next stretch may begin in */
    size_t from;      /* where that begins in the window */
    const struct cld2_result *found;
    struct tally {
        const char *code[CLD2_TOP];
        size_t bytes[CLD2_TOP];
    } tally; /* of that paragraph */
};

static struct str beginning(const struct window *w, size_t paragraph) { return utf8_cut(w->r->paragraphs.items[paragraph].text, w->most); }

/* The paragraph is over: what was most of it? */
static void settle(struct window *w) {
    struct paragraph *p = &w->r->paragraphs.items[w->paragraph];
    struct str looked_at = beginning(w, w->paragraph);
    size_t best = 0;
    for (size_t i = 1; i < CLD2_TOP; i++)
        if (w->tally.bytes[i] > w->tally.bytes[best]) best = i;
    const char *code = w->tally.code[best];
    size_t bytes = w->tally.bytes[best];
    w->tally = (struct tally){0};
    if (!code || bytes * 2 < looked_at.len || strlen(code) >= sizeof p->language.code) return;
    if (count_letters(looked_at, LETTERS_ENOUGH) < LETTERS_ENOUGH && !is_told_by_script(code)) return;
    memcpy(p->language.code, code, strlen(code) + 1);
    p->language.certainty = bytes >= looked_at.len ? 1.0 : (double)bytes / (double)looked_at.len;
}

/* Only what the whole is in, too: a stretch is short, and errs. */
static void count_stretch(struct window *w, const char *code, size_t bytes) {
    bool known = false;
    for (int i = 0; i < CLD2_TOP; i++) known |= w->found->percent[i] > 0 && strcmp(merged(w->found->code[i]), code) == 0;
    if (!known || strcmp(code, "un") == 0) return;
    for (size_t i = 0; i < CLD2_TOP; i++) {
        if (w->tally.code[i] && strcmp(w->tally.code[i], code) != 0) continue;
        w->tally.code[i] = code;
        w->tally.bytes[i] += bytes;
        return;
    }
}

static void take_stretch(void *ctx, size_t from, size_t to, const char *code) {
    struct window *w = ctx;
    code = merged(code);
    while (w->from < w->text.len) {
        size_t end = w->from + beginning(w, w->paragraph).len, a = from > w->from ? from : w->from, b = to < end ? to : end;
        if (a < b) count_stretch(w, code, b - a);
        if (to < end) return;
        settle(w);
        w->paragraph++;
        w->from = end + 1;
    }
}

static const char *hint_of(struct str hint, char out[8]) {
    if (hint.len == 0 || hint.len >= 8) return NULL;
    memcpy(out, hint.ptr, hint.len);
    out[hint.len] = '\0';
    return out;
}

struct language_guess language_of_most(const struct paragraph_list *paragraphs, size_t bytes) {
    struct language_guess best = {0};
    size_t most = 0;
    for (size_t i = 0; i < paragraphs->len && i < CANDIDATES; i++) {
        const struct language_guess *one = &paragraphs->items[i].language;
        size_t sum = 0;
        if (strcmp(one->code, best.code) == 0) continue;
        for (size_t k = i; k < paragraphs->len; k++)
            if (strcmp(paragraphs->items[k].language.code, one->code) == 0) sum += paragraphs->items[k].text.len;
        if (sum <= most) continue;
        most = sum;
        best = *one;
        if (sum * 2 > bytes) break;
    }
    return best;
}

/* The beginnings of as many paragraphs as fit. Returns the first that does not stand in it. */
static size_t fill(struct window *w, char *bytes) {
    size_t end = w->paragraph, len = 0;
    for (; end < w->r->paragraphs.len; end++) {
        struct str one = beginning(w, end);
        if (len + one.len + 1 > WINDOW) break;
        memcpy(bytes + len, one.ptr, one.len);
        len += one.len;
        bytes[len++] = '\n';
    }
    w->text = (struct str){bytes, len};
    return end;
}

/* Long texts go through in windows; the first speaks for the whole. */
static void guess_windows(struct arena *arena, const struct reading_hints *hints, struct reading *r) {
    char hint_text[8], *bytes = arena_raw(arena, WINDOW);
    size_t share = r->paragraphs.len ? TEXT_ENOUGH / r->paragraphs.len : 0;
    for (size_t first = 0, end; first < r->paragraphs.len; first = end) {
        struct cld2_result found;
        struct window w = {.r = r, .paragraph = first, .most = share > PARAGRAPH_ENOUGH ? share : PARAGRAPH_ENOUGH, .found = &found};
        end = fill(&w, bytes);
        size_t letters = count_letters(w.text, LETTERS_ENOUGH);
        if (letters < LETTERS_OF_SCRIPT) continue;
        struct str hint = first && r->language.code[0] ? str_from(r->language.code) : hints ? hints->language : STR_NONE;
        cld2_detect(w.text.ptr, w.text.len, hint_of(hint, hint_text), r->paragraphs.len > 1 ? take_stretch : NULL, &w, &found);
        if (w.paragraph < end && w.tally.code[0]) settle(&w);
        if (!r->language.code[0]) r->language = judge(&found, letters);
    }
}

/* Where the letters clearly speak for a near relative, the whole is in that, and with it the paragraphs that were taken for the other. */
static void tell_relatives(struct reading *r) {
    char was[sizeof r->language.code];
    memcpy(was, r->language.code, sizeof was);
    const char *near = was[0] ? language_near(&r->paragraphs, was) : was;
    if (strcmp(near, was) == 0) return;
    memcpy(r->language.code, near, strlen(near) + 1);
    for (size_t i = 0; i < r->paragraphs.len; i++)
        if (strcmp(r->paragraphs.items[i].language.code, was) == 0) r->paragraphs.items[i].language = r->language;
}

void reading_language(struct arena *arena, const struct reading_hints *hints, struct reading *r) {
    guess_windows(arena, hints, r);
    tell_relatives(r);
    if (!r->language.code[0] && hints && hints->language.len && hints->language.len < sizeof r->language.code) {
        memcpy(r->language.code, hints->language.ptr, hints->language.len);
        r->language.certainty = 0.5; /* only said so */
    }
    for (size_t i = 0; i < r->paragraphs.len; i++) {
        struct paragraph *p = &r->paragraphs.items[i];
        if (p->language.code[0]) continue;
        p->language = r->language; /* too short to tell: as the whole, with half the certainty */
        if (r->paragraphs.len > 1) p->language.certainty /= 2;
    }
}
