/* What a text is about: the words of the concepts, each in its language, weighed by how telling the concept is. The lead (title and first
 * paragraph) counts double; a word that is said again and again counts less each time. */
#include "reading/topics.h"

#include <stdlib.h>

#include "reading/match.h"

enum { TOPICS_MAX = 96 };

struct tally {
    const struct reading_target *topic;
    unsigned title, lead, rest;
};
struct topic_count {
    struct tally topics[TOPICS_MAX];
};

static struct tally *tally_of(struct topic_count *c, const struct reading_target *topic)
{
    for (size_t i = 0; i < TOPICS_MAX; i++) {
        if (c->topics[i].topic == topic)
            return &c->topics[i];
        if (!c->topics[i].topic) {
            c->topics[i].topic = topic;
            return &c->topics[i];
        }
    }
    return NULL;
}

static void count_word(struct tally *t, enum block_place place)
{
    if (t)
        (*(place == BLOCK_TITLE ? &t->title : place == BLOCK_LEAD ? &t->lead : &t->rest))++;
}

struct topic_count *topics_begin(struct arena *arena)
{
    return ARENA_NEW(arena, struct topic_count);
}

void topics_block(struct topic_count *c, const struct block *block)
{
    struct match_view view = {.tokens = &block->tokens, .languages = block->languages};
    for (size_t at = 0; at < block->tokens.len;) {
        struct match m = match_longest(&reading_words, &view, at);
        for (const struct trie_entry *e = m.entry; e; e = e->last ? NULL : e + 1)
            if (match_allows(e, &view, at, m.head))
                count_word(tally_of(c, &reading_targets[e->target]), block->place);
        at += m.entry ? m.tokens : 1;
    }
}

/* The n-th occurrence counts 1/n, up to eight. */
static double damped(unsigned n)
{
    double sum = 0;
    for (unsigned i = 1; i <= n && i <= 8; i++)
        sum += 1.0 / i;
    return sum;
}

static int by_score(const void *a, const void *b)
{
    const struct topic_score *x = a, *y = b;
    if (x->score > y->score || x->score < y->score)
        return x->score > y->score ? -1 : 1;
    return str_cmp(str_from(x->topic), str_from(y->topic));
}

void topics_end(const struct topic_count *c, struct arena *arena, struct reading *r)
{
    r->topics = (struct topic_list){0};
    for (size_t i = 0; i < TOPICS_MAX && c->topics[i].topic; i++) {
        const struct tally *t = &c->topics[i];
        double score = t->topic->weight * (damped(t->title) + 2 * damped(t->title + t->lead) + damped(t->rest));
        *vec_push(arena, &r->topics) = (struct topic_score){t->topic->name, score};
    }
    if (r->topics.len > 1)
        qsort(r->topics.items, r->topics.len, sizeof *r->topics.items, by_score);
}
