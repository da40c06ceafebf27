/* Stories as a viewer sees them: parts and links read with one rule of sight, that of events and reports. A part of which the viewer does not see the event
 * and the report is not there: it is not listed, nothing is reached through it, nothing of it is counted. */
#ifndef VARDE_STORE_STORY_H
#define VARDE_STORE_STORY_H

#include "base/vec.h"
#include "db/db.h"
#include "model/view.h"

struct story_seen {
    int64_t id, report_id, event_id, day, made;
    int item;
    struct uuid uuid, report_uuid, event_uuid; /* report_uuid: nil for an event */
    struct str brief;
};
struct story_seen_list VEC_OF(struct story_seen);

/* Parts of reports, newest day first: those that stand behind (day, report_id, item). */
struct story_place {
    int64_t day, report_id;
    int item;
};
enum err store_story_page(struct db *db, struct arena *arena, const struct view *view, int64_t from_day, const struct story_place *behind,
                          int64_t limit, struct story_seen_list *out) MUST_USE; /* without brief */
/* Ids of the parts of reports whose days may touch the span. */
enum err store_story_touching(struct db *db, struct arena *arena, const struct view *view, int64_t from_day, int64_t to_day,
                              struct id_list *out) MUST_USE;
/* Ids of the parts, but for those of `known`, that a link of that kind joins to one of `ids` (JSON lists). Those that ended and the links that ended
 * count too where `past`. */
enum err store_story_joined(struct db *db, struct arena *arena, const struct view *view, struct str ids, struct str known, int kind,
                            bool past, struct id_list *out) MUST_USE;
/* With their briefs, by report, item, event. */
enum err store_story_load(struct db *db, struct arena *arena, const struct view *view, struct str ids,
                          struct story_seen_list *out) MUST_USE;
/* id, day, report_id, item of parts that were found to be visible. */
enum err store_story_places(struct db *db, struct arena *arena, struct str ids, struct story_seen_list *out) MUST_USE;
/* The part of that uuid; else the first item of the report of that uuid; 0 if there is none. */
enum err store_story_by_uuid(struct db *db, const struct view *view, const struct uuid *uuid, int64_t *id) MUST_USE;

/* Parts that share one of the keys, on whatever day: id, trace; newest first. */
struct story_trace {
    int64_t id;
    struct str trace;
};
struct story_trace_list VEC_OF(struct story_trace);
enum err store_story_alike(struct db *db, struct arena *arena, const struct view *view, struct str keys, int64_t limit,
                           struct story_trace_list *out) MUST_USE;

/* What stood when: parts, and the links of one story between them, ended ones too. */
struct story_past {
    int64_t id, report_id, event_id, made, ended;
    int item;
    struct uuid uuid;
};
struct story_past_list VEC_OF(struct story_past);
struct story_past_link {
    int64_t a, b, made, ended;
};
struct story_past_link_list VEC_OF(struct story_past_link);
enum err store_story_past(struct db *db, struct arena *arena, const struct view *view, struct str ids,
                          struct story_past_list *out) MUST_USE;
enum err store_story_past_links(struct db *db, struct arena *arena, struct str ids, int64_t limit,
                                struct story_past_link_list *out) MUST_USE;

/* Live indicators (to_ids) of these events, each value once: type, value1, value2, event uuid. */
struct story_indicator {
    int type;
    struct str value1, value2;
    struct uuid event_uuid;
};
struct story_indicator_list VEC_OF(struct story_indicator);
enum err store_story_indicators(struct db *db, struct arena *arena, const struct view *view, struct str events, int64_t limit,
                                struct story_indicator_list *out) MUST_USE;
/* Of visible reports: uuid, content (at most `most_text` characters). */
struct stmt *store_story_texts(struct db *db, const struct view *view, struct str reports, size_t most_text, enum err *e);

#endif
