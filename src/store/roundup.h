/* What a roundup tells besides stories, for one viewer: nothing unseen is named or counted. Days are days since 1970, both inclusive. */
#ifndef VARDE_STORE_ROUNDUP_H
#define VARDE_STORE_ROUNDUP_H

#include "base/vec.h"
#include "codec/uuid.h"
#include "db/db.h"
#include "model/view.h"

struct incident_row {
    int64_t id, day, attributes; /* attributes that the viewer sees */
    int threat_level_id;
    struct uuid uuid;
    struct str org, info;
};
struct incident_list VEC_OF(struct incident_row);
/* Events whose date lies in the span, by date, then id. One of which the viewer sees reports and no attribute only carries these: it is left out, since
 * it is told of as their story. */
enum err store_roundup_incidents(struct db *db, struct arena *arena, const struct view *view, int64_t from_day, int64_t to_day,
                                 int64_t limit, struct incident_list *out) MUST_USE;

#define ROUNDUP_SPANS 5
/* Live indicators (to_ids) by type and span, in that order: 0 = the `days` days up to `to_day`, 1 = those before, up to 4. */
struct trend_row {
    int type, span;
    int64_t count;
};
struct trend_list VEC_OF(struct trend_row);
enum err store_roundup_trends(struct db *db, struct arena *arena, const struct view *view, int64_t to_day, int64_t days,
                              struct trend_list *out) MUST_USE;

/* Open proposals by event, of the events that the viewer's organisation decides about. */
struct open_proposals {
    int64_t event_id, count;
    struct uuid event_uuid;
    struct str info;
};
struct open_proposals_list VEC_OF(struct open_proposals);
enum err store_roundup_proposals(struct db *db, struct arena *arena, const struct view *view, int64_t limit,
                                 struct open_proposals_list *out) MUST_USE;

/* Tags of threat actors on events of the span. */
struct actor_tag {
    int64_t event_id, day;
    struct str tag, org, info;
};
struct actor_tag_list VEC_OF(struct actor_tag);
enum err store_roundup_actors(struct db *db, struct arena *arena, const struct view *view, int64_t from_day, int64_t to_day, int64_t limit,
                              struct actor_tag_list *out) MUST_USE;

/* How much the viewer sees a day, the newest days first: reports by the day of their publication, events by their date. */
struct day_count {
    int64_t day, count;
};
struct day_count_list VEC_OF(struct day_count);
enum err store_roundup_report_days(struct db *db, struct arena *arena, const struct view *view, int64_t until_day, int64_t limit,
                                   struct day_count_list *out) MUST_USE;
enum err store_roundup_event_days(struct db *db, struct arena *arena, const struct view *view, int64_t until_day, int64_t limit,
                                  struct day_count_list *out) MUST_USE;

#endif
