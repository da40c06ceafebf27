/* What a text is about: the words of the concepts, each in its language, weighed by how telling the concept is. The title counts three times, the
 * lead double; a word that is said again and again counts less each time, and different words for one thing count more than one word as often.
 * A secret service, an update or a demand for money tells little by itself: words marked as weak count less where no other word of theirs stands.
 * Then contexts step back behind what happened, and what is done about a happening goes before it (tables/topics.txt). */
#include "reading/topics.h"

#include <stdlib.h>

#include "reading/match.h"

enum { TOPICS_MAX = 96, WORDS_MAX = 8 };
#define WEAK_ALONE 0.6 /* of a topic of which only weak words tell */

struct tally {
    const struct reading_target *topic;
    unsigned count[BLOCK_REST + 1];
    const struct trie_entry *words[WORDS_MAX]; /* different ones */
    uint8_t places[WORDS_MAX];                 /* of each word, a bit of each enum block_place */
    bool strong;                               /* one of the words is not weak */
};
struct topic_count {
    struct tally topics[TOPICS_MAX];
};

static struct tally *tally_of(struct topic_count *c, const struct reading_target *topic) {
    for (size_t i = 0; i < TOPICS_MAX; i++) {
        if (c->topics[i].topic == topic) return &c->topics[i];
        if (!c->topics[i].topic) {
            c->topics[i].topic = topic;
            return &c->topics[i];
        }
    }
    return NULL;
}

static void count_word(struct tally *t, const struct trie_entry *word, enum block_place place) {
    size_t i = 0;
    if (!t) return;
    t->count[place]++;
    t->strong |= !(word->flags & ENTRY_WEAK);
    while (i < WORDS_MAX && t->words[i] && t->words[i] != word) i++;
    if (i == WORDS_MAX) return;
    t->words[i] = word;
    t->places[i] |= (uint8_t)(1 << place);
}

struct topic_count *topics_begin(struct arena *arena) {
    return ARENA_NEW(arena, struct topic_count);
}

void topics_block(struct topic_count *c, const struct block *block) {
    struct match_view view = {.tokens = &block->tokens, .languages = block->languages};
    if (block->heading || block->doubtful) return;
    for (size_t at = 0; at < block->tokens.len;) {
        struct match m = match_longest(&reading_words, &view, at);
        for (const struct trie_entry *e = m.entry; e; e = e->last ? NULL : e + 1)
            if (match_allows(e, &view, at, m.head)) count_word(tally_of(c, &reading_targets[e->target]), e, block->place);
        at += m.entry ? m.tokens : 1;
    }
}

/* What is said in the title, the lead or the rest, or in two of them: the n-th occurrence counts 1/n, up to eight; each different word after the first a half
 * more. */
static double said(const struct tally *t, unsigned places) {
    unsigned n = 0, different = 0;
    double sum = 0;
    for (unsigned place = 0; place <= BLOCK_REST; place++) n += places >> place & 1 ? t->count[place] : 0;
    for (size_t i = 0; i < WORDS_MAX; i++) different += (t->places[i] & places) != 0;
    for (unsigned i = 1; i <= n && i <= 8; i++) sum += 1.0 / i;
    return sum + (different > 1 ? (different - 1) / 2.0 : 0);
}

static bool is_early(const struct tally *t) { return t->count[BLOCK_TITLE] || t->count[BLOCK_LEAD]; }

/* Do title or lead say what happened? */
static bool has_happening(const struct topic_count *c) {
    for (size_t i = 0; i < TOPICS_MAX && c->topics[i].topic; i++)
        if (c->topics[i].topic->role != TOPIC_CONTEXT && is_early(&c->topics[i])) return true;
    return false;
}

static double score_of(const struct tally *t, bool happening) {
    const unsigned title = 1 << BLOCK_TITLE, lead = 1 << BLOCK_LEAD, rest = 1 << BLOCK_REST;
    double score = t->topic->weight * (said(t, title) + 2 * said(t, title | lead) + said(t, rest));
    if (!t->strong) score *= WEAK_ALONE;
    if (t->topic->role == TOPIC_CONTEXT && happening) return 0.6 * score;
    return t->topic->role == TOPIC_ACT && t->count[BLOCK_TITLE] ? 1.5 * score : score;
}

static int by_score(const void *a, const void *b) {
    const struct topic_score *x = a, *y = b;
    if (x->score > y->score || x->score < y->score) return x->score > y->score ? -1 : 1;
    return str_cmp(str_from(x->topic), str_from(y->topic));
}

void topics_end(const struct topic_count *c, struct arena *arena, struct reading *r) {
    bool happening = has_happening(c);
    r->topics = (struct topic_list){0};
    for (size_t i = 0; i < TOPICS_MAX && c->topics[i].topic; i++)
        *vec_push(arena, &r->topics) = (struct topic_score){c->topics[i].topic->name, score_of(&c->topics[i], happening)};
    if (r->topics.len > 1) qsort(r->topics.items, r->topics.len, sizeof *r->topics.items, by_score);
}
