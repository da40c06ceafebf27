/* A search as the client wrote it: filters, values, options, read once and checked, before anything is looked up. Pure.
 *
 * Filters are named as in spec api, section 4.3, in any case and with or without underscores. What is not known, or known and not done here, is
 * listed in `ignored`. */
#ifndef VARDE_SERVICE_SEARCH_REQUEST_H
#define VARDE_SERVICE_SEARCH_REQUEST_H

#include "codec/json_tree.h"
#include "model/interval.h"
#include "store/search.h"

enum search_scope { SCOPE_EVENTS = 1, SCOPE_ATTRIBUTES = 2, SCOPE_OBJECTS = 4, SCOPE_INDEX = 8 /* events/index */ };

enum search_format { FORM_JSON, FORM_XML, FORM_CSV, FORM_TEXT, FORM_COUNT, FORM_HASHES, FORM_CACHE, FORM_UNKNOWN };

/* any of, none of, each of; as written */
struct search_terms {
    struct str_list any, none, all;
};

enum search_term {
    TERM_VALUE,
    TERM_VALUE1,
    TERM_VALUE2,
    TERM_COMMENT,
    TERM_RELATION,
    TERM_OBJECT_NAME,
    TERM_META_CATEGORY,
    TERM_INFO,
    TERM_TYPE,
    TERM_CATEGORY,
    TERM_ORG,
    TERM_TAGS,
    TERM_EVENT_TAGS,
    TERM_EVENT_ID,
    TERM_UUID,
    TERM_EVENT_UUID,
    TERM_OBJECT_TEMPLATE,
    TERM_TEMPLATE_VERSION,
    TERM_OBJECT_ID,
    TERM_ATTRIBUTE_ID,
    TERM_THREAT_LEVEL,
    TERM_ANALYSIS,
    TERM_DISTRIBUTION,
    TERM_GROUP,
    TERM_SHARING_GROUP_ID,
    TERM_EXTENDING,
    TERM_COUNT
};

enum search_flag {
    FLAG_METADATA,
    FLAG_WITH_ATTACHMENTS,
    FLAG_ENFORCE_WARNINGLIST,
    FLAG_WARNINGLIST_HITS,
    FLAG_GROUP_REFERENCE_ONLY,
    FLAG_EVENT_UUID,
    FLAG_ATTRIBUTE_UUID,
    FLAG_EVENT_TAGS,
    FLAG_CONTEXT,
    FLAG_ALL_TAGS,
    FLAG_NO_LOCAL_TAGS,
    FLAG_SIGHTINGS,
    FLAG_CORRELATIONS,
    FLAG_PROPOSALS,
    FLAG_NO_PROPOSALS,
    FLAG_NO_REPORTS,
    FLAG_NO_SIGHTINGS,
    FLAG_FLATTEN,
    FLAG_HEADERLESS,
    FLAG_SEARCHALL,
    FLAG_MINIMAL,
    FLAG_GRANULAR,
    FLAG_HAS_PROPOSAL,
    FLAG_NO_GALAXY,
    FLAG_DECAY_SCORE,
    FLAG_ANALYST_DATA,
    FLAG_COUNT
};

struct search_request {
    enum search_scope scope;
    enum search_format format;
    struct search_terms terms[TERM_COUNT];
    bool flags[FLAG_COUNT];
    struct search search; /* spans, masks and order; the lists are filled by search_resolve */
    struct str anywhere;  /* searchall, as written */
    struct str event_attribute;
    size_t limit, page;      /* limit 0: none; page from 1 */
    struct str_list columns; /* requested_attributes */
    struct str_list fields;  /* fields= */
    struct str_list ignored;
    size_t given;                     /* filters and options there were */
    bool asks_to_ids, asks_published; /* these two were among them */
};

/* `body` wins over `named` (either may be NULL). ERR_BAD_INPUT for values that cannot be understood. */
enum err search_request_read(struct arena *arena, int64_t now, enum search_scope scope, const struct json_node *body,
                             const struct json_node *named, struct search_request *out) MUST_USE;

/* How many items stand before the page; saturates. */
size_t search_skip(size_t page, size_t limit);
/* Is there an unescaped wildcard? */
bool search_is_pattern(struct str text);
/* As a LIKE pattern with '!' as escape: % is the wildcard, \% \_ \\ are plain characters. */
struct str search_pattern(struct arena *arena, struct str text);

#endif
