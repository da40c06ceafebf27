/* Stories for one viewer (spec alliance, section 4): components over the parts that the viewer sees (store/story.h) and the links between them, which the
 * linker keeps (service/linker.h). Nothing unseen joins, counts, names or dates a story. A story has at least one report; an event alone is none. */
#ifndef VARDE_SERVICE_STORY_H
#define VARDE_SERVICE_STORY_H

#include "reading/story.h"
#include "service/context.h"

/* A story with its parts: `story.parts` are places in `parts`. */
struct seen_story {
    struct story story;
    struct story_part_list parts; /* reports by id, then events */
    struct uuid_list events;      /* where each part lives, as in `parts` */
    struct id_list part_ids, report_ids;
    int64_t updated; /* seconds: when its newest part came */
};
struct seen_story_list VEC_OF(struct seen_story);

struct story_filter {
    int64_t from, to;                          /* days of the latest report, both inclusive; INT64_MIN and INT64_MAX: any */
    struct str country, topic, language, text; /* absent: any */
    size_t limit;
    struct str cursor; /* absent: from the newest */
};

/* Follow what was just written, for a short while; false: a backlog remains, and the answer may lack the newest. */
bool story_catch_up(struct context *c);
/* Newest first. *next: the cursor of what follows, absent at the end. A page may hold fewer than `limit` and still have a next one. ERR_BAD_INPUT for a
 * cursor that was not given out here. */
enum err story_list(struct context *c, const struct story_filter *filter, struct seen_story_list *out, struct str *next) MUST_USE;
/* The story of any report, item or event in it. ERR_NOT_FOUND, also for what the viewer does not see. */
enum err story_find(struct context *c, struct str uuid, struct seen_story *out) MUST_USE;
/* Stories of similar things, of whatever year, best first; at most `most`. */
enum err story_related(struct context *c, const struct seen_story *story, size_t most, struct seen_story_list *out) MUST_USE;
/* All stories of which a report may have been published in the span. */
enum err story_span(struct context *c, int64_t from_day, int64_t to_day, struct seen_story_list *out) MUST_USE;

/* When stories became one and one became several, as far as this one was concerned; oldest first. */
struct story_turn {
    int64_t at; /* microseconds */
    bool split;
    struct uuid whole;      /* what they became, or what there was */
    struct uuid_list parts; /* what they were, or what came of it */
};
struct story_turn_list VEC_OF(struct story_turn);
enum err story_history(struct context *c, const struct seen_story *story, struct story_turn_list *out) MUST_USE;

/* One object in full: members by day, languages with their sources, quotes, indicators, turns, related stories; a short one without `full`. */
enum err story_write(struct context *c, const struct seen_story *story, bool full, struct json_out *o) MUST_USE;

#endif
