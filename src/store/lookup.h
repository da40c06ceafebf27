/* Rows as look-ups read them: single ones by id, to confirm what the memory index promised, and pages of values for lists.
 *
 * The single rows know nothing of sight: the caller applies the view to their columns (model/view.h). The pages apply it themselves. */
#ifndef VARDE_STORE_LOOKUP_H
#define VARDE_STORE_LOOKUP_H

#include "db/db.h"
#include "model/event.h"
#include "model/view.h"

/* Statements that stay prepared for a run of look-ups, within one read transaction. */
struct lookup_reader {
    struct stmt *attribute, *event, *object;
};
enum err store_lookup_open(struct db *db, struct lookup_reader *out) MUST_USE;
/* Also after a failed open. The error of the steps, if any. */
enum err store_lookup_close(struct lookup_reader *reader) MUST_USE;

/* The texts live until the next row is read. */
struct lookup_row {
    int64_t event_id, object_id, sharing_group_id;
    int type, distribution;
    bool to_ids, deleted;
    struct str value1, value2;
};
/* false: there is no such row (or the reading failed, which the close tells). */
bool store_lookup_attribute(struct lookup_reader *reader, int64_t id, struct lookup_row *out);
bool store_lookup_event(struct lookup_reader *reader, int64_t id, struct visibility *out);
bool store_lookup_object(struct lookup_reader *reader, int64_t id, int *distribution, int64_t *sharing_group_id);

/* Which values a list holds: live attributes of one type that the view sees. */
struct lookup_page {
    int type;
    bool with_unpublished; /* also of events that are not published */
    bool without_to_ids;   /* also those that are not for detection */
    int64_t after;         /* the last id of the page before; 0: from the beginning */
};
/* By id, at most `limit`; only id, type, value1 and value2 are set. */
enum err store_lookup_values(struct db *db, struct arena *arena, const struct view *view, const struct lookup_page *page, size_t limit,
                             struct attribute_list *out) MUST_USE;
/* Has anything changed after that row of the change log that a list may depend on: events, attributes, objects, groups? */
enum err store_lookup_changed(struct db *db, int64_t since, bool *changed) MUST_USE;

#endif
