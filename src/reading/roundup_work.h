/* The work on one set of parts, shared by the files of the roundup: roundup.c says what belongs into it, roundup_sentence.c what is quoted.
 * Private to them. */
#ifndef VARDE_READING_ROUNDUP_WORK_H
#define VARDE_READING_ROUNDUP_WORK_H

#include "reading/roundup.h"

struct work {
    struct arena *arena;
    const struct story_part_list *parts;
    const struct story_list *stories;
    struct roundup *out;
    size_t *report;   /* of each part: the number of its report; items of one digest share it */
    size_t *story_of; /* of each part, SIZE_MAX: none */
    bool *counted;    /* of each number of a report */
};

static inline const struct story_part *part_at(const struct work *w, size_t i) { return &w->parts->items[i]; }

static inline bool is_known(const struct dated *when) { return when->precision != PRECISION_NONE; }
static inline bool is_before(const struct work *w, const struct dated *when) { return is_known(when) && when->to < w->out->from; }
static inline bool is_inside(const struct work *w, const struct dated *when) {
    return is_known(when) && when->from >= w->out->from && when->to <= w->out->to;
}

/* What a reader knows it by: its outlet, the file, else its title. */
static inline struct str source_name(const struct story_part *part) {
    if (part->brief->source.len) return part->brief->source;
    return part->name.len ? part->name : part->brief->title;
}

/* A sentence without bullets before it and quotation marks around the whole of it. */
struct str roundup_bare(struct str s);
/* Do two sentences say the same in nearly the same words? */
bool roundup_says_same(struct arena *arena, struct str a, struct str b);
bool roundup_is_told(const struct work *w, const struct roundup_sentence_list *told, struct str text);
struct roundup_sentence roundup_sentence_of(const struct story_part *part, const struct dated *published,
                                            const struct brief_sentence *sentence);
/* Fill out->sentences and out->quotes. */
void roundup_choose_sentences(struct work *w, const struct story *story, struct roundup_story *out);
void roundup_choose_quotes(struct work *w, const struct story *story, struct roundup_story *out);

#endif
