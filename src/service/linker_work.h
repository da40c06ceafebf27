/* Inside of the linker: a batch of work between its reading (linker_read.c), comparing (linker_compare.c) and writing (linker.c). */
#ifndef VARDE_SERVICE_LINKER_WORK_H
#define VARDE_SERVICE_LINKER_WORK_H

#include "base/map.h"
#include "reading/brief.h"
#include "reading/link.h"
#include "store/story_part.h"

#define LINKER_THINGS 64 /* reports and events of one transaction */

/* The link keys of a trace by how much they tell. Those of country and topic alone, and those of names that no table knows, stand in very many reports: by
 * them only what lies within fewer days is compared, since farther apart they make no story by themselves. A rule about the two reports, like
 * everything about links. */
enum key_class { KEYS_STRONG, KEYS_NAMES, KEYS_WEAK, KEY_CLASSES };
static const int64_t linker_days[KEY_CLASSES] = {LINK_DAYS, 10, 4};
struct key_set {
    uint32_t keys[KEY_CLASSES][LINK_KEYS_MAX];
    size_t counts[KEY_CLASSES];
};
void linker_keys(const struct trace *trace, struct key_set *out);

/* A part as it shall stand, beside the stored row that it takes the place of. */
struct work_part {
    struct story_part_row row;              /* id 0 until it is written for the first time */
    const struct story_part_row *old;       /* or NULL */
    const struct story_part_rows *siblings; /* stored parts of the same report */
    struct trace trace;
    struct key_set keys;
    int64_t instant; /* of what is done for it */
    bool stands;     /* afterwards; else it ended, or with `remove` is gone */
    bool remove;
    bool compare; /* its links may change */
    bool store;   /* its row changes */
};
struct work_part_list VEC_OF(struct work_part);

struct work_link {
    size_t part;       /* place among the parts of the batch */
    int64_t other;     /* id of a stored part, or 0 */
    size_t other_part; /* then: a place before `part` */
    int kind, score;
};
struct work_link_list VEC_OF(struct work_link);

struct work_end {
    int64_t link_id, instant;
};
struct work_end_list VEC_OF(struct work_end);

struct thing {
    int64_t report_id, event_id; /* one of them 0 */
};
struct thing_list VEC_OF(struct thing);

struct batch_work {
    struct arena *arena;
    int64_t changes, scan;       /* positions as found */
    int64_t changes_to, scan_to; /* as they shall stand */
    bool force;                  /* compare what seems unchanged too */
    int64_t clock;               /* the next instant */
    struct thing_list things;
    const struct reading_names *names; /* of the operator's galaxies */
    struct map *known;                 /* things by id, so that each is done once */
    struct work_part_list parts;
    struct work_link_list links;
    struct work_end_list ends;
    int64_t compared;
};

/* Traces of stored parts that were needed lately, by id. */
#define TRACE_CACHE 16384
struct trace_cache {
    int64_t ids[TRACE_CACHE];
    struct trace traces[TRACE_CACHE];
};

void linker_add_thing(struct batch_work *b, int64_t report_id, int64_t event_id);
/* Read the things into parts. `scratch` is emptied on the way. */
enum err linker_read(struct db *db, struct arena *scratch, struct batch_work *b) MUST_USE;
/* Find the links of the parts that are to be compared. */
enum err linker_compare(struct db *db, struct trace_cache *cache, struct batch_work *b) MUST_USE;

#endif
