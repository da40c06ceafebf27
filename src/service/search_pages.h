/* The attributes that a search finds, a page at a time: from the index's candidates, from a narrowed list, or by walking all ids. */
#ifndef VARDE_SERVICE_SEARCH_PAGES_H
#define VARDE_SERVICE_SEARCH_PAGES_H

#include "service/search_resolve.h"

struct attribute_pages {
    struct context *c;
    const struct search *search;
    const struct search_source *source;
    struct id_list ids; /* when has_ids */
    bool has_ids, ordered, done;
    size_t at;     /* place in ids */
    int64_t after; /* last id of a walk */
    size_t skip, left;
};

/* limit 0: all. What it keeps (lists of ids) is in the request's arena. */
enum err attribute_pages_open(struct attribute_pages *p, struct context *c, const struct search *search, const struct search_source *source,
                              size_t skip, size_t limit) MUST_USE;
/* The next rows, at most LIMIT_PAGE, in `arena`; none at the end. */
enum err attribute_pages_next(struct attribute_pages *p, struct arena *arena, struct attribute_list *out) MUST_USE;

#endif
