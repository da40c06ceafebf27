/* A request path taken apart: positional segments, MISP's named parameters (`key:value` segments) and query parameters, and the suffix that
 * asks for a format. Pure. Not for: which route it is (api/match.h). */
#ifndef VARDE_API_PATH_H
#define VARDE_API_PATH_H

#include "base/arena.h"
#include "base/err.h"
#include "codec/json_tree.h"

#define PATH_SEGMENTS 12 /* positional ones; a longer path is no path of ours */
#define PATH_NAMED 256   /* named and query parameters of one request */

enum path_suffix { SUFFIX_NONE, SUFFIX_JSON, SUFFIX_XML, SUFFIX_CSV };

struct path {
    struct str segments[PATH_SEGMENTS]; /* decoded; empty ones are left out */
    size_t count;
    enum path_suffix suffix;
    struct json_node *named; /* object; values are texts, arrays of texts for `key[]`; NULL when there are none */
};

/* Take `path` (percent-encoded, as received) and `query` (behind the '?', may be absent) apart, into `arena`. `prefix` ("/misp") is cut off where
 * the path starts with it. ERR_BAD_INPUT: broken percent-encoding, invalid UTF-8, a NUL; ERR_NOT_FOUND: too many segments. */
enum err path_parse(struct arena *arena, struct str prefix, struct str path, struct str query, struct path *out) MUST_USE;

#endif
