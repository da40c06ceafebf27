/* Searching: what is asked for, resolved to numbers and patterns, and the statements that answer it page by page.
 *
 * A struct search says nothing about how the answer looks. Lists are JSON text ready to be bound (store/compose); an absent list was not
 * asked for. Every statement applies the view. Pages are keyset pages: ids above the last one. */
#ifndef VARDE_STORE_SEARCH_H
#define VARDE_STORE_SEARCH_H

#include "base/vec.h"
#include "db/db.h"
#include "model/event.h"
#include "model/interval.h"
#include "model/view.h"

#define SEARCH_LIKES_MAX 200 /* wildcard terms of one filter */

/* One side of a text filter: whole texts (lower case) and LIKE patterns (escape '!'). */
struct text_set {
    struct str exact; /* JSON list or absent */
    struct str_list likes;
};
/* any of these, none of those, and each of these */
struct text_filter {
    bool has_any;
    struct text_set any, none;
    struct str_list all; /* LIKE patterns */
};
struct id_filter {
    struct str any, none; /* JSON lists or absent */
    struct str_list all;  /* JSON lists: one of each */
};

enum search_column { /* text columns */
                     COLUMN_VALUE,
                     COLUMN_VALUE1,
                     COLUMN_VALUE2,
                     COLUMN_COMMENT,
                     COLUMN_RELATION, /* of attributes */
                     COLUMN_OBJECT_NAME,
                     COLUMN_META_CATEGORY, /* of objects */
                     COLUMN_INFO,          /* of events */
                     COLUMN_COUNT
};
enum search_number { /* whole-number columns */
                     NUMBER_TYPE,
                     NUMBER_CATEGORY,
                     NUMBER_ATTRIBUTE_DISTRIBUTION,
                     NUMBER_OBJECT_ID,
                     NUMBER_ATTRIBUTE_ID,
                     NUMBER_TEMPLATE_VERSION,
                     NUMBER_OBJECT_OWN_ID,
                     NUMBER_EVENT,
                     NUMBER_ORGC,
                     NUMBER_ORG,
                     NUMBER_THREAT_LEVEL,
                     NUMBER_ANALYSIS,
                     NUMBER_DISTRIBUTION,
                     NUMBER_EVENT_GROUP,
                     NUMBER_COUNT
};
enum search_span { /* intervals in seconds */
                   SPAN_ATTRIBUTE_TIMESTAMP,
                   SPAN_FIRST_SEEN,
                   SPAN_LAST_SEEN,
                   SPAN_OBJECT_TIMESTAMP,
                   SPAN_EVENT_TIMESTAMP,
                   SPAN_PUBLISH_TIMESTAMP,
                   SPAN_COUNT
};

#define MASK_NO 1u  /* 0 is wanted */
#define MASK_YES 2u /* 1 is wanted */
#define MASK_ANY 3u

enum search_order {
    ORDER_ID,
    ORDER_EVENT_ID,
    ORDER_OBJECT_ID,
    ORDER_TYPE,
    ORDER_CATEGORY,
    ORDER_VALUE,
    ORDER_DISTRIBUTION,
    ORDER_TIMESTAMP,
    ORDER_RELATION,
    ORDER_PUBLISH_TIMESTAMP,
    ORDER_INFO,
    ORDER_ANALYSIS,
    ORDER_THREAT_LEVEL,
    ORDER_DATE,
    ORDER_ORGC,
    ORDER_ATTRIBUTE_COUNT,
    ORDER_PUBLISHED,
    ORDER_COUNT
};

struct search {
    struct text_filter text[COLUMN_COUNT];
    struct id_filter number[NUMBER_COUNT];
    struct interval span[SPAN_COUNT];
    struct id_filter tags;               /* on the event or the attribute */
    struct id_filter event_tags;         /* on the event */
    struct str date_from, date_to;       /* "YYYY-MM-DD" or absent */
    unsigned to_ids, deleted, published; /* masks */
    struct str sharing_groups;           /* list: the event's group, and in attribute scope the attribute's */
    struct str object_templates;         /* uuid list ($UUIDS) */
    struct str event_uuids, item_uuids;  /* uuid lists: of events; of events, attributes or objects, as the scope says */
    struct str extending;                /* uuid list: events that extend one of these */
    struct str anywhere;                 /* LIKE pattern: searchall */
    struct str event_attribute;          /* LIKE pattern: events/index `attribute` */
    bool has_proposal;
    bool nothing; /* a filter can match nothing */
    enum search_order order;
    bool descending;
};

void search_init(struct search *s);
/* Does the search ask anything of attributes (objects) or of their events? */
bool search_asks_attributes(const struct search *s);
bool search_asks_events(const struct search *s);

/* The attributes of a page: after `after` and in id order, or (`ids` given, a JSON list) those among the ids. */
enum err store_search_attributes(struct db *db, struct arena *arena, const struct view *view, const struct search *s, int64_t after,
                                 struct str ids, size_t limit, struct attribute_list *out) MUST_USE;
/* Ids only, in the search's order, skipping `offset`. limit 0 = all. */
enum err store_search_attribute_ids(struct db *db, struct arena *arena, const struct view *view, const struct search *s, struct str ids,
                                    size_t offset, size_t limit, struct id_list *out) MUST_USE;
enum err store_search_attribute_count(struct db *db, struct arena *arena, const struct view *view, const struct search *s,
                                      int64_t *out) MUST_USE;
/* The ids of attributes that may match by an indexed column (type, timestamp or event), for a narrow search; more than `max`: false in
 * *narrow and nothing in out. */
enum err store_search_narrow(struct db *db, struct arena *arena, const struct search *s, struct str event_ids, size_t max, bool *narrow,
                             struct id_list *out) MUST_USE;

/* Events whose own columns, tags and (unless `own_only`) attributes match; ids only, in the search's order. */
enum err store_search_event_ids(struct db *db, struct arena *arena, const struct view *view, const struct search *s, bool own_only,
                                struct str ids, int64_t after, size_t offset, size_t limit, struct id_list *out) MUST_USE;
enum err store_search_event_count(struct db *db, struct arena *arena, const struct view *view, const struct search *s, bool own_only,
                                  struct str ids, int64_t *out) MUST_USE;
/* Objects, by id. */
enum err store_search_object_ids(struct db *db, struct arena *arena, const struct view *view, const struct search *s, int64_t after,
                                 size_t offset, size_t limit, struct id_list *out) MUST_USE;

#endif
