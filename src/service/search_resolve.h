/* From names to numbers: what a search request says becomes a struct search that store can answer. */
#ifndef VARDE_SERVICE_SEARCH_RESOLVE_H
#define VARDE_SERVICE_SEARCH_RESOLVE_H

#include "base/map.h"
#include "service/context.h"
#include "service/search_request.h"

/* Which attributes that stand in an enabled warning list are left out. */
enum search_enforce { ENFORCE_NOTHING, ENFORCE_IDS /* those meant for detection */, ENFORCE_ALL };

/* Where the answer comes from. */
struct search_source {
    struct str_list exact;     /* whole values that the index was asked for: each hit has to be compared with them */
    struct map *exact_by_hash; /* the same by the index's hash, when there are many */
    bool has_ids;              /* only these attributes (or, in event scope, events) can match */
    struct id_list ids;        /* ascending */
    bool settled;              /* event scope: what was asked of attributes is settled by the ids */
    enum search_enforce enforce;
    struct id_list hidden_tags; /* event scope: attributes with one of these tags are left out of the answer */
};

/* Fills request->search. `source` gets the narrowing by exact values and uuids. */
enum err search_resolve(struct context *c, struct search_request *request, struct search_source *source) MUST_USE;

/* Does a whole value among source->exact equal the attribute's value or a half of it? */
bool search_holds_value(const struct context *c, const struct search_source *source, const struct attribute *a);

/* Is the attribute left out because of a warning list? */
bool search_is_warned(struct context *c, enum search_enforce enforce, const struct attribute *a);

#endif
