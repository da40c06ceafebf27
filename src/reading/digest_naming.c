/* What a page says of itself: that it is a roundup, that it may be one (a week or a day for its title), or that it is one text. The idea: a surely
 * telling phrase counts in any language, a common word in that of the page only. */
#include "reading/digest_parts.h"

#include "codec/utf8.h"

enum { HEADING = 180, TITLE = 120, OPENING_LINES = 2, GREETING_LINES = 3 }; /* the first two in columns */

static bool says(const char *kind, const char *language, struct str folded) {
    size_t at;
    return words_find(WORDS_SPEECH, kind, language, folded, 0, &at) != NULL;
}

/* With which word of that kind it begins, behind marks and pictures. */
static const struct word_row *opening_of(const char *kind, struct str folded, size_t *behind) {
    size_t at = 0;
    while (at < folded.len && !words_is_letter(folded, at)) at++;
    const struct word_row *row = words_at(WORDS_SPEECH, kind, NULL, folded, at);
    *behind = row ? at + strlen(row->text) : at;
    return row;
}

/* The whole line, but for marks. */
bool digest_is_just(const char *kind, struct str folded) {
    size_t at;
    if (!opening_of(kind, folded, &at)) return false;
    while (at < folded.len && !words_is_letter(folded, at)) at++;
    return at == folded.len;
}

static bool has_day(struct str folded) {
    size_t at;
    bool digit = false;
    for (size_t i = 0; i < folded.len; i++) digit |= ascii_is_digit(folded.ptr[i]);
    return digit && words_find(WORDS_CALENDAR, "month", NULL, folded, 0, &at);
}

bool digest_is_single(const struct page *pg) {
    const struct reading *r = pg->r;
    if (r->title.len && !str_eq(r->title, r->paragraphs.items[0].text))
        return says("single", r->language.code, words_fold(pg->arena, r->title));
    return pg->shapes[0].heading && says("single", r->language.code, digest_folded(r, 0));
}

/* A surely telling phrase may be of any language, a common word is of the page's own, or English as names of letters are. */
static enum naming naming_of(const struct reading *r, struct str folded) {
    size_t behind;
    if (folded.len == 0 || digest_width(folded) > HEADING) return NAMED_NOT;
    if (says("digest", NULL, folded) || opening_of("opening", folded, &behind) || digest_is_just("brief", folded)) return NAMED;
    if (digest_width(folded) > TITLE || says("single", r->language.code, folded)) return NAMED_NOT;
    return says("period", r->language.code, folded) || says("period", "en", folded) || has_day(folded) ? NAMED_PERHAPS : NAMED_NOT;
}

/* "Good morning, here is what happened" before the items, "see you next week" behind them: both together are as good as a title that speaks of a time. */
static void find_greeting(struct page *pg) {
    const char *language = pg->r->language.code;
    bool greeting = false, farewell = false;
    for (size_t i = 0; i < pg->count && i < GREETING_LINES; i++) {
        size_t last = pg->count - 1 - i;
        greeting |= pg->shapes[i].width <= HEADING && says("greeting", language, digest_folded(pg->r, i));
        farewell |= pg->shapes[last].width <= HEADING && says("goodbye", language, digest_folded(pg->r, last));
    }
    pg->greeted = greeting || farewell;
    if (greeting && farewell && pg->naming == NAMED_NOT && !digest_is_single(pg)) pg->naming = NAMED_PERHAPS;
}

void digest_find_naming(struct page *pg) {
    const struct reading *r = pg->r;
    bool titled = r->title.len && str_eq(r->title, r->paragraphs.items[0].text);
    if (r->title.len && !titled) pg->naming = naming_of(r, words_fold(pg->arena, r->title));
    for (size_t i = 0; i < pg->count && i < OPENING_LINES; i++) {
        if (!pg->shapes[i].heading && !pg->shapes[i].day && pg->shapes[i].width > TITLE) continue;
        enum naming naming = naming_of(r, digest_folded(r, i));
        if (pg->shapes[i].day) continue; /* what stands under the title is often one */
        if (naming == NAMED_PERHAPS && (i || (r->title.len && !titled))) continue;
        if (naming == NAMED_PERHAPS && digest_is_named(pg, i)) continue;
        if (naming > NAMED_NOT && !pg->shapes[i].number && !pg->shapes[i].bullet) pg->head = i + 1;
        if (naming > pg->naming) pg->naming = naming;
    }
    find_greeting(pg);
}
