/* Stories: reports that tell of the same happening, grouped by the links between them (spec alliance, section 4). A story is a component over the links of
 * kind LINK_STORY among the parts given; its uuid is that of its earliest part. Who may see which part is decided before: the caller hands
 * in visible parts and the links between them only.
 *
 * Used by `varde stories FILE...` and by the server alike. */
#ifndef VARDE_READING_STORY_H
#define VARDE_READING_STORY_H

#include "codec/uuid.h"
#include "reading/brief.h"
#include "reading/link.h"

/* A report, an item of a digest, or an event. */
struct story_part {
    struct uuid uuid; /* of the report or event; of an item: UUIDv5 of the report's uuid and its number */
    int64_t order;    /* the earliest of a story has the lowest: when it came in */
    int item;         /* of a digest, from 1; 0 = the whole */
    bool is_event;
    int64_t event_id;        /* on the server: where it lives */
    struct uuid report_uuid; /* on the server: of the report that an item belongs to */
    const struct brief *brief;
    struct str name; /* on the command line: the file, "file#2" for an item */
};
struct story_part_list VEC_OF(struct story_part);

struct story_link {
    size_t a, b; /* places in the part list */
    enum link_kind kind;
    int score;
};
struct story_link_list VEC_OF(struct story_link);

struct story {
    struct uuid uuid;
    struct str headline; /* structured English: reading/headline.h */
    struct dated when;   /* the latest publication interval among its reports; inferred ones marked DATE_STORY */
    int64_t from, to;    /* the days that its reports span; 0, 0 when none is known */
    size_t *parts;       /* places in the part list, by publication, then order */
    size_t part_count;
    struct uuid_list related; /* stories of a LINK_RELATED link, best first, at most 12 */
};
struct story_list VEC_OF(struct story);

/* The links among the list, in memory, for the command line: of a key that very many share only the nearest in time are compared. Items of one report
 * are not compared with each other. */
void story_find_links(struct arena *arena, const struct story_part_list *parts, struct story_link_list *out);
/* The components. Stories come by their latest day, newest first, then uuid. Deterministic whatever the order of parts and links. */
void story_group(struct arena *arena, const struct story_part_list *parts, const struct story_link_list *links, struct story_list *out);
/* When a member was published: its own interval, or narrowed to or lent by the days of its story, then marked DATE_STORY. */
struct dated story_dated(const struct story *story, const struct story_part *part);

#endif
