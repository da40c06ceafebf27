/* Which route a path means. Built once at start from the route tables: a map from the first one or two segments to the few patterns that
 * begin so; a lookup compares only those. Not for: methods' meaning, permissions, parameters by name. */
#ifndef VARDE_API_MATCH_H
#define VARDE_API_MATCH_H

#include "api/path.h"
#include "api/route.h"

#define ROUTE_PARAMS 4 /* positional parameters of a pattern */

struct route_map;

enum method_bit { METHOD_GET = 1, METHOD_POST = 2, METHOD_PUT = 4, METHOD_DELETE = 8, METHOD_PATCH = 16 };

/* The bit of a request's method; HEAD goes where GET goes; 0 for methods that no route knows. */
unsigned route_method(enum http_method method);

/* `tables` ends with NULL. ERR_INTERNAL with a detail that names the row: one without permission, method, handler or help, a pattern that cannot
 * be, the same pattern and method twice. Lives in `arena`. */
enum err route_map_build(struct route_map **out, struct arena *arena, const struct route_table *const *tables) MUST_USE;

struct route_match {
    const struct route *route; /* with ERR_METHOD: one of the routes with that path */
    struct str params[ROUTE_PARAMS];
    unsigned allowed; /* with ERR_METHOD: the methods that this path knows */
};
/* OK; ERR_METHOD: the path is known, but not for this method; ERR_NOT_FOUND. */
enum err route_map_find(const struct route_map *map, const struct path *path, unsigned method, struct route_match *out) MUST_USE;

/* The route that the path is the beginning of, when only parameters are missing ("eventReports/add" of "eventReports/add/:event"); NULL if none. */
const struct route *route_map_begun(const struct route_map *map, const struct path *path);

/* "GET, HEAD, POST" for a header */
struct str route_methods_text(struct arena *arena, unsigned methods);

#endif
