/* Which sentences and quotations of a story's reports a roundup shows. What is not here: how a report's best sentences are found (reading/brief.h). The one
 * idea: nothing is composed. A sentence is shown as it stands or not at all; English ones first, those of the span first, and none that needs
 * another one before it to be understood. */
#include "reading/roundup_work.h"

#include <stdlib.h>
#include <string.h>

#include "codec/utf8.h"

enum { SENTENCES_LEAST = 2, SENTENCES_MOST = 3, QUOTES_MOST = 1, WORDS_MAX = 96 };

/* --- the same words --- */

struct words {
    uint32_t hashes[WORDS_MAX];
    size_t len;
};

static int by_hash(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

/* Bytes of the mark at `at` that stands around words though it is none of ASCII: quotation marks, dashes; 0 for anything else. */
static size_t mark_at(struct str s, size_t at) {
    unsigned char c = (unsigned char)s.ptr[at], d = at + 1 < s.len ? (unsigned char)s.ptr[at + 1] : 0;
    if (c == 0xC2 && (d == 0xAB || d == 0xBB)) return 2;                 /* the French ones */
    return (c == 0xE2 && d == 0x80) || (c == 0xE3 && d == 0x80) ? 3 : 0; /* general punctuation; that of Chinese and Japanese */
}

static bool is_letter(struct str s, size_t at) {
    unsigned char c = (unsigned char)s.ptr[at];
    if (c >= 0x80) return !mark_at(s, at);
    return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
}

static struct words words_of(struct arena *arena, struct str text) {
    struct str folded = utf8_fold(arena, text);
    struct words out = {.len = 0};
    for (size_t i = 0; i < folded.len && out.len < WORDS_MAX;) {
        uint32_t hash = 2166136261u;
        size_t from = i;
        while (i < folded.len && is_letter(folded, i)) hash = (hash ^ (unsigned char)folded.ptr[i++]) * 16777619u;
        if (i > from)
            out.hashes[out.len++] = hash;
        else
            i += mark_at(folded, i) ? mark_at(folded, i) : 1;
    }
    qsort(out.hashes, out.len, sizeof *out.hashes, by_hash);
    return out;
}

/* Do two sentences say the same in nearly the same words? Three quarters of the shorter one's words stand in the other. */
bool roundup_says_same(struct arena *arena, struct str a, struct str b) {
    struct words x = words_of(arena, a), y = words_of(arena, b);
    size_t shared = 0, least = x.len < y.len ? x.len : y.len;
    for (size_t i = 0, k = 0; i < x.len && k < y.len;) {
        if (x.hashes[i] == y.hashes[k])
            shared++, i++, k++;
        else if (x.hashes[i] < y.hashes[k])
            i++;
        else
            k++;
    }
    return least == 0 || shared * 4 >= least * 3;
}

/* --- key sentences --- */

struct candidate {
    const struct story_part *part;
    const struct brief_sentence *sentence;
    struct dated published;
    struct str text; /* of the sentence, bare */
    size_t rank;     /* in its brief */
    bool english, inside;
    bool broken;  /* a quotation begins or ends outside of it */
    bool leaning; /* needs the sentence before it */
};
struct candidate_list VEC_OF(struct candidate);

static int by_use(const void *a, const void *b) {
    const struct candidate *x = a, *y = b;
    if (x->english != y->english) return x->english ? -1 : 1;
    if (x->inside != y->inside) return x->inside ? -1 : 1;
    if (x->broken != y->broken) return x->broken ? 1 : -1;
    if (x->leaning != y->leaning) return x->leaning ? 1 : -1;
    if (x->rank != y->rank) return x->rank < y->rank ? -1 : 1;
    if (x->sentence->weight != y->sentence->weight) return x->sentence->weight > y->sentence->weight ? -1 : 1;
    int order = memcmp(x->part->uuid.bytes, y->part->uuid.bytes, sizeof x->part->uuid.bytes);
    return order ? order : str_cmp(x->text, y->text);
}

/* Bullets, dashes and blanks before it, and quotation marks around the whole of it, are no part of a sentence: it gets its own. */
struct str roundup_bare(struct str s) {
    static const char *const before[] = {"•", "–", "—", "- ", "* ", "·", "▪"};
    static const char *const around[][2] = {{"“", "”"}, {"„", "”"}, {"„", "“"}, {"«", "»"}, {"\"", "\""}};
    s = str_trim(s);
    for (size_t i = 0; i < sizeof before / sizeof *before; i++)
        if (str_starts(s, str_from(before[i]))) s = str_trim(str_sub(s, strlen(before[i]), s.len));
    for (size_t i = 0; i < sizeof around / sizeof *around; i++) {
        struct str open = str_from(around[i][0]), close = str_from(around[i][1]);
        if (s.len <= open.len + close.len || !str_starts(s, open) || !str_ends(s, close)) continue;
        struct str inner = str_sub(s, open.len, s.len - open.len - close.len);
        if (str_find(inner, open, 0) == SIZE_MAX && str_find(inner, close, 0) == SIZE_MAX) return str_trim(inner);
    }
    return s;
}

/* A heading says nothing that its source's title does not say already. */
static bool is_heading(const struct story_part *part, struct str text) {
    static const char *const stops[] = {".", "!", "?", "…", "。", ".”", ".\""};
    for (size_t i = 0; i < sizeof stops / sizeof *stops; i++)
        if (str_ends(text, str_from(stops[i]))) return false;
    return str_eq(text, roundup_bare(part->brief->title));
}

struct roundup_sentence roundup_sentence_of(const struct story_part *part, const struct dated *published,
                                            const struct brief_sentence *sentence) {
    struct roundup_sentence s = {
        .text = roundup_bare(sentence->text), .source = source_name(part), .url = part->brief->source_url, .published = *published};
    s.part = part->uuid;
    s.place = sentence->place;
    memcpy(s.language, sentence->language, sizeof s.language);
    return s;
}

bool roundup_is_told(const struct work *w, const struct roundup_sentence_list *told, struct str text) {
    for (size_t i = 0; i < told->len; i++)
        if (roundup_says_same(w->arena, told->items[i].text, text)) return true;
    return false;
}

static bool is_broken(struct str s) {
    int straight = 0, low = 0, high = 0;
    for (size_t i = 0; i < s.len; i++) {
        straight += s.ptr[i] == '"';
        if ((unsigned char)s.ptr[i] != 0xE2 || i + 2 >= s.len) continue;
        low +=
            str_eq(str_sub(s, i, 3), STR("“")) || str_eq(str_sub(s, i, 3), STR("„")); /* “ ends what „ began: then three are seen for two */
        high += str_eq(str_sub(s, i, 3), STR("”"));
    }
    return straight % 2 || (low + high) % 2;
}

/* English only: of other languages it is not known here. */
static bool is_leaning(struct str s) {
    static const char *const starts[] = {"He ",     "She ",     "They ",      "It ",    "His ",      "Her ",    "Their ",   "Its ",
                                         "This ",   "These ",   "That ",      "Those ", "But ",      "And ",    "However",  "Also",
                                         "In turn", "The two ", "The latter", "Both ",  "Meanwhile", "Instead", "Moreover", "So "};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (str_starts(s, str_from(starts[i]))) return true;
    return false;
}

/* English ones up to the most; where they are too few the original is taken in. */
static struct candidate_list find_candidates(struct work *w, const struct story *story) {
    struct candidate_list all = {0};
    for (size_t i = 0; i < story->part_count; i++) {
        const struct story_part *part = part_at(w, story->parts[i]);
        struct dated published = story_dated(story, part);
        for (size_t k = 0; !part->is_event && k < part->brief->sentences.len; k++) {
            struct candidate *c = vec_push(w->arena, &all);
            *c = (struct candidate){.part = part, .sentence = &part->brief->sentences.items[k], .published = published, .rank = k};
            c->text = roundup_bare(c->sentence->text);
            c->english = strcmp(c->sentence->language, "en") == 0;
            c->inside = is_inside(w, &published);
            c->broken = is_broken(c->text);
            c->leaning = c->english && is_leaning(c->text);
        }
    }
    if (all.len) qsort(all.items, all.len, sizeof *all.items, by_use);
    return all;
}

/* Sentences of one report together and as they follow each other there. */
static void add_sentence(struct work *w, struct roundup_sentence_list *to, const struct roundup_sentence *sentence) {
    size_t at = to->len;
    for (size_t i = to->len; i > 0; i--) {
        const struct roundup_sentence *other = &to->items[i - 1];
        if (!uuid_eq(&other->part, &sentence->part)) continue;
        at = other->place > sentence->place ? i - 1 : i;
        if (at == i) break;
    }
    vec_push(w->arena, to);
    memmove(to->items + at + 1, to->items + at, (to->len - 1 - at) * sizeof *to->items);
    to->items[at] = *sentence;
}

/* Is the sentence before this one told? */
static bool has_before(const struct roundup_sentence_list *list, const struct roundup_sentence *sentence) {
    for (size_t i = 0; i < list->len; i++)
        if (uuid_eq(&list->items[i].part, &sentence->part) && list->items[i].place + 1 == sentence->place) return true;
    return false;
}

void roundup_choose_sentences(struct work *w, const struct story *story, struct roundup_story *out) {
    struct candidate_list all = find_candidates(w, story);
    struct roundup_sentence_list *to = &out->sentences;
    for (size_t i = 0; i < all.len && to->len < SENTENCES_MOST; i++) {
        const struct candidate *c = &all.items[i];
        struct roundup_sentence sentence = roundup_sentence_of(c->part, &c->published, c->sentence);
        bool other = !c->english && to->len > 0 && strcmp(to->items[0].language, "en") == 0;
        if ((other || c->broken) && to->len >= SENTENCES_LEAST) continue;
        if (c->leaning && to->len > 0 && !has_before(to, &sentence)) continue;
        if (c->text.len && !is_heading(c->part, c->text) && !roundup_is_told(w, to, c->text)) add_sentence(w, to, &sentence);
    }
}

static bool is_quoted(const struct work *w, const struct roundup_story *story, struct str text) {
    for (size_t i = 0; i < story->quotes.len; i++)
        if (roundup_says_same(w->arena, story->quotes.items[i].text, text)) return true;
    return roundup_is_told(w, &story->sentences, text);
}

/* Words torn out of a sentence ("in the field of cyber war") begin with a small letter, where the script has such. */
static bool is_torn(struct str text) {
    unsigned char c = text.len ? (unsigned char)text.ptr[0] : 0;
    char small[2];
    if (c < 0x80) return c >= 'a' && c <= 'z';
    if (c < 0xC3 || c > 0xD3 || text.len < 2) return false; /* Latin, Greek and Cyrillic letters have two bytes */
    return utf8_fold_into(small, sizeof small, str_sub(text, 0, 2)) == 2 && memcmp(small, text.ptr, 2) == 0;
}

/* Of organisations it is told too often who spoke for whom; what was shortened is no quotation. */
static bool is_quotable(const struct brief *b, const struct quote *q) {
    bool person = false;
    for (size_t i = 0; i < b->names.len; i++)
        person |= b->names.items[i].kind == ENTITY_PERSON && str_eq(b->names.items[i].name, q->speaker);
    return person && q->text.len && !str_ends(q->text, STR("…")) && !is_torn(q->text);
}

/* The comma with which the sentence around it goes on is not the speaker's. */
static struct str without_comma(struct str text) {
    text = str_trim(text);
    if (str_ends(text, STR(","))) text.len--;
    return text;
}

static void add_quotes(struct work *w, const struct story *story, const struct story_part *part, struct roundup_story *out) {
    const struct brief *b = part->brief;
    for (size_t i = 0; i < b->quotes.len && out->quotes.len < QUOTES_MOST; i++) {
        const struct quote *q = &b->quotes.items[i];
        if (!is_quotable(b, q) || is_quoted(w, out, q->text)) continue;
        struct roundup_quote *quote = vec_push(w->arena, &out->quotes);
        *quote = (struct roundup_quote){
            .speaker = q->speaker, .text = without_comma(q->text), .source = source_name(part), .url = b->source_url};
        quote->published = story_dated(story, part);
        snprintf(quote->language, sizeof quote->language, "%s", b->language.code);
    }
}

/* English ones first; none from before the span. */
void roundup_choose_quotes(struct work *w, const struct story *story, struct roundup_story *out) {
    for (int english = 1; english >= 0; english--)
        for (size_t i = 0; i < story->part_count; i++) {
            const struct story_part *part = part_at(w, story->parts[i]);
            bool fits = (strcmp(part->brief->language.code, "en") == 0) == english;
            if (fits && !part->is_event && !is_before(w, &part->brief->published)) add_quotes(w, story, part, out);
        }
}
