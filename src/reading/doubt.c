/* Names that stand only in lines which look like the page's, not like the report's: no rule knew such a line, so it stays in the text, but nobody is
 * named for it. A report names whom it is about in its title, its lead or its paragraphs, so little is lost. */
#include "reading/reading.h"

#include "codec/utf8.h"
#include "reading/clean.h"

enum { PROSE = 80, PROSE_WIDE = 28, SHORT = 160, SHORT_WIDE = 60 }; /* letters; of scripts whose letters are syllables or words */

static bool is_wide(struct str text, size_t length) { return text.len >= length * 5 / 2; }

/* Sentences, and more than one line of a picture's. */
static bool is_prose(struct str text) {
    size_t length = utf8_count(text);
    return length >= (is_wide(text, length) ? PROSE_WIDE : PROSE) && clean_ends_sentence(text) && !str_ends(text, STR(":"));
}

static bool ends_with_any(struct str text, const char *const *ends) {
    for (; *ends; ends++)
        if (str_ends(text, str_from(*ends))) return true;
    return false;
}

/* A headline, a caption, an invitation: short, and no sentence that is told. */
static bool is_odd(struct str text) {
    static const char *const open_ends[] = {"?", "!", "...", "…", "？", "！", "؟", ",", ";", NULL};
    size_t length = utf8_count(text);
    if (length > (is_wide(text, length) ? SHORT_WIDE : SHORT)) return false;
    return !clean_ends_sentence(text) || ends_with_any(text, open_ends);
}

/* One of a list that a paragraph announced. */
static bool is_listed(const struct paragraph_list *all, size_t at) {
    while (at > 0 && is_odd(all->items[at].text)) at--;
    return str_ends(all->items[at].text, STR(":")) || str_ends(all->items[at].text, STR("："));
}

static bool is_doubtful(const struct paragraph_list *all, size_t at) {
    if (!is_odd(all->items[at].text) || is_listed(all, at)) return false;
    for (size_t i = 0; i < at; i++)
        if (is_prose(all->items[i].text)) return true;
    return false;
}

static size_t paragraph_of(const struct paragraph_list *all, struct span span) {
    size_t at = 0;
    while (at + 1 < all->len && all->items[at + 1].offset <= span.from) at++;
    return at;
}

void reading_doubt(struct reading *r) {
    size_t kept = 0;
    for (size_t i = 0; i < r->entities.len; i++) {
        const struct entity *e = &r->entities.items[i];
        bool sure = e->spans.len == 0 || r->items.len > 0;
        for (size_t k = 0; k < e->spans.len && !sure; k++)
            sure = !is_doubtful(&r->paragraphs, paragraph_of(&r->paragraphs, e->spans.items[k]));
        if (sure) r->entities.items[kept++] = *e;
    }
    r->entities.len = kept;
}
