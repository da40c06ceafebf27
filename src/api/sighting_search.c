/* sightings/restSearch. */
#include "service/sighting_search.h"

#include "api/route.h"

#define IGNORED_TEXT 1000 /* bytes of names in the header; each name counts with its first 64 */

/* The rows are streamed as they are read, so their number is not known here. */
static void put_headers(struct call *call, const struct sighting_search *s) {
    struct str format = s->csv ? STR("csv") : STR("json"), ignored = STR_NONE;
    for (size_t i = 0; i < s->ignored.len && ignored.len < IGNORED_TEXT; i++) {
        struct str name = str_sub(s->ignored.items[i], 0, 64);
        ignored = i ? arena_printf(call->c.arena, "%.*s,%.*s", STR_ARG(ignored), STR_ARG(name)) : name;
    }
    if (!str_is_none(ignored)) {
        call_header(call, "X-Ignored-Filters", ignored);
    }
    call_header(call, "X-Export-Module-Used", format);
    call_header(call, "X-Response-Format", format);
}

static enum err search(struct call *call) {
    struct sighting_search *s = ARENA_NEW(call->c.arena, struct sighting_search);
    struct json_node *body;
    enum err e = call_body(call, NULL, &body);
    if (e == OK) {
        e = sighting_search_read(&call->c, call->params[0], body, call->named, s);
    }
    if (e != OK) {
        return e;
    }
    put_headers(call, s);
    if (s->csv) {
        return sighting_search_csv(&call->c, s, call_text(call, "text/csv"));
    }
    return sighting_search_json(&call->c, s, call_json(call));
}

static const struct route routes[] = {
    {.methods = "GET|POST",
     .path = "sightings/restSearch/:context?",
     .permission = PERM_ANY,
     .flags = ROUTE_READ | ROUTE_LONG,
     .handler = search,
     .help = "Search sightings: id, uuid (of what the context names), type, from, to, last, org_id, source; json or csv."},
};

const struct route_table api_sighting_search_table = ROUTE_TABLE(routes);
