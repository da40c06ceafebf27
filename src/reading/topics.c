/* What a text is about: the words of the concepts, each in its language, weighed by how telling the concept is. The lead (title and first
 * paragraph) counts double; a word that is said again and again counts less each time. */
#include "reading/topics.h"

#include <stdlib.h>

#include "reading/language_mask.h"
#include "reading/match.h"

enum { TOPICS_MAX = 96, LEAD_BYTES = 700 };

struct tally {
    const struct reading_target *topic;
    unsigned title, lead, rest;
};
struct count {
    struct tally topics[TOPICS_MAX];
    struct tokens tokens;
    struct match_view view;
};

static struct tally *tally_of(struct count *c, const struct reading_target *topic)
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

enum place { TITLE, LEAD, REST };

static void count_block(struct count *c, enum place place)
{
    for (size_t at = 0; at < c->tokens.len;) {
        struct match m = match_longest(&reading_words, &c->view, at);
        for (const struct trie_entry *e = m.entry; e; e = e->last ? NULL : e + 1) {
            struct tally *t = match_allows(e, &c->view, at, m.head) ? tally_of(c, &reading_targets[e->target]) : NULL;
            if (t)
                (*(place == TITLE ? &t->title : place == LEAD ? &t->lead : &t->rest))++;
        }
        at += m.entry ? m.tokens : 1;
    }
}

static void count_text(struct count *c, struct str text, enum place place)
{
    struct str block;
    while (fold_block(&text, &block)) {
        fold_tokens(&c->tokens, block);
        count_block(c, place);
        place = REST;
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

void reading_topics(struct arena *arena, struct reading *r)
{
    struct count *c = ARENA_NEW(arena, struct count);
    size_t most = r->paragraphs.len ? r->title.len : r->title.len + r->text.len, lead = 0;
    for (size_t i = 0; i < r->paragraphs.len; i++)
        if (r->paragraphs.items[i].text.len > most)
            most = r->paragraphs.items[i].text.len;
    c->tokens = fold_new_for(arena, most);
    c->view = (struct match_view){.tokens = &c->tokens, .languages = language_mask(r->language.code, "")};
    r->topics = (struct topic_list){0};
    count_text(c, r->title, TITLE);
    for (size_t i = 0; i < r->paragraphs.len; i++) {
        const struct paragraph *p = &r->paragraphs.items[i];
        c->view.languages = language_mask(r->language.code, p->language.code);
        count_text(c, p->text, i == 0 || lead + p->text.len <= LEAD_BYTES / 3 ? LEAD : REST);
        lead += p->text.len;
    }
    if (r->paragraphs.len == 0)
        count_text(c, r->text, LEAD);
    for (size_t i = 0; i < TOPICS_MAX && c->topics[i].topic; i++) {
        const struct tally *t = &c->topics[i];
        double score = t->topic->weight * (damped(t->title) + 2 * damped(t->title + t->lead) + damped(t->rest));
        *vec_push(arena, &r->topics) = (struct topic_score){t->topic->name, score};
    }
    if (r->topics.len > 1)
        qsort(r->topics.items, r->topics.len, sizeof *r->topics.items, by_score);
}
