/* The derived tables of stories as the linker writes and reads them: parts, their keys, the links between them, and how far the linker has come.
 * Nothing here asks who may see what: that is store/story.h. Traces and briefs are bytes (reading/brief.h). */
#ifndef VARDE_STORE_STORY_PART_H
#define VARDE_STORE_STORY_PART_H

#include "base/vec.h"
#include "codec/uuid.h"
#include "db/db.h"

#define STORY_NO_DAY INT64_MIN

struct story_part_row {
    int64_t id, report_id, event_id; /* report_id 0: the event itself */
    int item;
    struct uuid uuid;
    int64_t from_day, to_day; /* or STORY_NO_DAY */
    int64_t day, made, ended;
    struct str trace, brief;
};
struct story_part_rows VEC_OF(struct story_part_row);

struct story_link_row {
    int64_t id, a, b;
    int kind, score;
    int64_t made, ended;
};
struct story_link_rows VEC_OF(struct story_link_row);

/* What is read to make the parts of a report: `found` false when there is no such row. */
struct story_source {
    bool found, deleted;
    int64_t event_id, timestamp;
    struct uuid uuid;
    struct str name, content; /* of an event: its info, and the names of its galaxy clusters */
    struct str source_url, language, published;
};
enum err store_story_report(struct db *db, struct arena *arena, int64_t report_id, size_t most_text, struct story_source *out) MUST_USE;
enum err store_story_event(struct db *db, struct arena *arena, int64_t event_id, struct story_source *out) MUST_USE;

/* How far: a number kept with the settings; -1 when it was never set. */
enum err store_story_state(struct db *db, const char *name, int64_t *out) MUST_USE;
enum err store_story_state_put(struct db *db, const char *name, int64_t value) MUST_USE;

/* Rows of the change log after `since` that may concern a part: id, kind, first_id, last_id, event_id; at most `most`. Of tags only that one was
 * deleted, or that one of a galaxy changed. */
struct stmt *store_story_changes(struct db *db, int64_t since, int64_t most);
/* The ids above `after` of a scan; of parts those whose report or event is gone. */
enum story_scan { STORY_SCAN_REPORTS, STORY_SCAN_EVENTS, STORY_SCAN_PARTS };
enum err store_story_scan(struct db *db, struct arena *arena, enum story_scan what, int64_t after, int64_t most,
                          struct id_list *out) MUST_USE;
/* What a part tells of: (report_id, event_id) of those of an event, or of one part. */
enum err store_story_owners(struct db *db, struct arena *arena, int64_t event_id, int64_t part_id, struct story_part_rows *out) MUST_USE;

/* The parts of a report (event_id 0), or of an event itself (report_id 0), those that ended too, by item. */
enum err store_story_parts(struct db *db, struct arena *arena, int64_t report_id, int64_t event_id, struct story_part_rows *out) MUST_USE;
enum err store_story_part_insert(struct db *db, const struct story_part_row *p) MUST_USE;
enum err store_story_part_update(struct db *db, const struct story_part_row *p) MUST_USE;
/* The part and its links, ended ones too; not its keys. */
enum err store_story_part_remove(struct db *db, int64_t id) MUST_USE;

enum err store_story_key_put(struct db *db, uint32_t key, int64_t day, int64_t part_id) MUST_USE;
enum err store_story_key_remove(struct db *db, uint32_t key, int64_t day, int64_t part_id) MUST_USE;
/* Parts that have one of the keys (JSON list) on the days from..to: id, once a key. */
struct stmt *store_story_candidates(struct db *db, struct str keys, int64_t from, int64_t to);
/* id, trace */
struct stmt *store_story_traces(struct db *db, struct str ids);

/* Links of the part that stand. */
enum err store_story_links(struct db *db, struct arena *arena, int64_t part_id, struct story_link_rows *out) MUST_USE;
enum err store_story_link_insert(struct db *db, const struct story_link_row *l) MUST_USE;
enum err store_story_link_end(struct db *db, int64_t id, int64_t ended) MUST_USE;

#endif
