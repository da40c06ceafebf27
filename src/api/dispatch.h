/* From an HTTP request to a handler: which route, who asks, may they; then the handler runs and its answer is finished.
 *
 * The story of a call: the head arrives (api hint): the path is taken apart and matched, the key authenticated, the permission of the
 * route checked, all before a byte of the body is read. With the body (wants_worker) a route may ask for a worker. Then the handler runs,
 * inline or on a worker. Not for: what a handler does, and how bytes travel (room http). */
#ifndef VARDE_API_DISPATCH_H
#define VARDE_API_DISPATCH_H

#include "api/route.h"
#include "http/throttle.h"

struct api;

/* As access_authenticate in service/access.h says. */
typedef enum err (*api_authenticate)(struct core *core, struct db *db, struct arena *arena, struct str authorization,
                                     struct str x_misp_auth, struct str ip, struct context *out);

struct api_options {
    struct core *core;
    const struct route_table *const *tables; /* route_tables; ends with NULL */
    api_authenticate authenticate;
    struct throttle *throttle;         /* of failed log-ins, by address; NULL: none. Lives as long as the api */
    const char *prefix;                /* path of the base URL ("/misp"), or NULL */
    size_t max_body;                   /* of routes with ROUTE_BIG; 0 means LIMIT_BODY */
    const struct fetch_options *fetch; /* these two live as long as the api */
    const struct mail_options *mail;
};

/* ERR_INTERNAL when a table has a row that must not be (see route_map_build). Options are copied. */
enum err api_new(struct api **out, const struct api_options *options) MUST_USE;
void api_free(struct api *api);
/* Put handler, ctx, hint, wants_worker and refuse into `http`; ctx is the api. worker_new must give each thread's reader (struct db *). */
void api_attach(struct api *api, struct http_options *http);
struct core *api_core(const struct api *api);
const struct route_table *const *api_tables(const struct api *api);

#endif
