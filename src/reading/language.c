/* Language of the whole and of each paragraph, by CLD2. What is added here: near relatives count as one, and short text is unknown unless its
 * script belongs to one language alone. */
#include "reading/language.h"

#include "reading/clean.h"
#include "reading/cld2_shim.h"
#include "reading/words.h"

enum { LETTERS_ENOUGH = 60, LETTERS_OF_SCRIPT = 12, SAMPLE = 1 << 18 };

/* One code for what cannot be told apart by its letters. */
static const char *merged(const char *code) {
    static const char *const pairs[][2] = {{"nb", "no"},      {"nn", "no"},    {"bs", "hr"}, {"iw", "he"}, {"sr-ME", "sr"},
                                           {"zh-Hant", "zh"}, {"zh-TW", "zh"}, {"jw", "jv"}, {"fil", "tl"}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (strcmp(code, pairs[i][0]) == 0) return pairs[i][1];
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

/* A bound on what is looked at: a language is certain long before. Cut at a character. */
static struct str sample(struct str s) {
    if (s.len <= SAMPLE) return s;
    s.len = SAMPLE;
    while (s.len && ((unsigned char)s.ptr[s.len] & 0xC0) == 0x80) s.len--;
    return s;
}

struct language_guess language_of(struct str text, struct str hint) {
    struct language_guess guess = {0};
    struct cld2_result found;
    char hint_text[8] = "";
    size_t letters = count_letters(text, LETTERS_ENOUGH);
    if (letters < LETTERS_OF_SCRIPT) return guess;
    if (hint.len && hint.len < sizeof hint_text) memcpy(hint_text, hint.ptr, hint.len);
    text = sample(text);
    cld2_detect(text.ptr, text.len, hint_text[0] ? hint_text : NULL, &found);
    const char *best = merged(found.code[0]);
    int percent = 0;
    for (int i = 0; i < CLD2_TOP; i++)
        if (strcmp(merged(found.code[i]), best) == 0) percent += found.percent[i];
    if (strcmp(best, "un") == 0 || strlen(best) >= sizeof guess.code) return guess;
    if (letters < LETTERS_ENOUGH && !is_told_by_script(best)) return guess;
    memcpy(guess.code, best, strlen(best) + 1);
    guess.certainty = (percent > 100 ? 100 : percent) / 100.0 * (found.reliable ? 1.0 : 0.6);
    return guess;
}

/* A paragraph too short to tell speaks as the whole does, with half the certainty. */
static void guess_paragraphs(const struct reading_hints *hints, struct reading *r) {
    struct str hint = r->language.code[0] ? str_from(r->language.code) : hints ? hints->language : STR_NONE;
    for (size_t i = 0; i < r->paragraphs.len; i++) {
        struct paragraph *p = &r->paragraphs.items[i];
        if (r->paragraphs.len > 1) p->language = language_of(p->text, hint);
        if (p->language.code[0]) continue;
        p->language = r->language;
        if (r->paragraphs.len > 1) p->language.certainty /= 2;
    }
}

void reading_language(struct arena *arena, const struct reading_hints *hints, struct reading *r) {
    (void)arena;
    r->language = language_of(r->text, hints ? hints->language : STR_NONE);
    if (!r->language.code[0] && hints && hints->language.len && hints->language.len < sizeof r->language.code) {
        memcpy(r->language.code, hints->language.ptr, hints->language.len);
        r->language.certainty = 0.5; /* only said so */
    }
    guess_paragraphs(hints, r);
}
