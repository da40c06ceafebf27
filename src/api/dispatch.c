/* The dispatcher. What is not here: bodies of answers (api/errors.c), paths (api/path.c), routes (api/match.c). The idea: everything
 * that can refuse a request stands in one short list (admit), runs before the body is received, and cannot be left out by a handler. */
#include "api/dispatch.h"

#include "api/call.h"
#include "api/match.h"
#include "base/clock.h"
#include "base/limits.h"
#include "model/role.h"
#include "service/access.h"
#include "service/write.h"

#define SMALL_BODY (1u << 20)
#define TABLE_MEMORY (16u << 20)

struct api {
    struct api_options options;
    struct str prefix;
    struct arena *arena;
    struct route_map *map;
};

/* Is there a human before the screen? The official client and other servers are not; nor is a page's own script. */
static bool wants_pretty(const struct http_request *http) {
    static const char *const tools[] = {"Mozilla/", "curl/", "Wget/", "HTTPie/"};
    struct str agent = http_header(http, "User-Agent");
    for (size_t i = 0; i < sizeof tools / sizeof *tools; i++)
        if (str_starts(agent, str_from(tools[i]))) return !str_eq_nocase(http_header(http, "X-Requested-With"), STR("XMLHttpRequest"));
    return false;
}

static enum call_format format_of(enum path_suffix suffix, struct str accept) {
    if (suffix == SUFFIX_XML) return FORMAT_XML;
    if (suffix == SUFFIX_CSV) return FORMAT_CSV;
    if (suffix == SUFFIX_JSON || str_is_empty(accept) || str_find(accept, STR("application/json"), 0) != SIZE_MAX) return FORMAT_JSON;
    if (str_starts_nocase(accept, STR("application/xml")) || str_starts_nocase(accept, STR("text/xml"))) return FORMAT_XML;
    if (str_starts_nocase(accept, STR("text/csv"))) return FORMAT_CSV;
    return str_starts_nocase(accept, STR("text/plain")) ? FORMAT_TEXT : FORMAT_JSON;
}

static struct call *call_new(struct api *api, const struct http_request *http, struct http_answer *answer) {
    struct call *call = ARENA_NEW(http->arena, struct call);
    call->api = api;
    call->http = http;
    call->answer = answer;
    call->c.arena = http->arena;
    call->c.core = api->options.core;
    call->c.db = http->worker;
    call->fetch = api->options.fetch;
    call->mail = api->options.mail;
    call->pretty = wants_pretty(http);
    return call;
}

/* A known path, but not for this method: GET on what adds or edits is answered with a description of the body, all else with 405. */
static enum err other_method(struct call *call, unsigned allowed) {
    bool is_get = call->http->method == HTTP_GET || call->http->method == HTTP_HEAD;
    if (is_get && route_is_described(call->route)) {
        call->describe = true;
        return OK;
    }
    call->error_header = "Allow";
    call->error_value = route_methods_text(call->http->arena, allowed);
    return err_set(ERR_METHOD, "This path answers to %.*s only.", STR_ARG(call->error_value));
}

/* GET /eventReports/add, without the event that a POST would name, is how other servers ask whether this one knows reports. */
static enum err unfinished_path(struct call *call, const struct path *path) {
    const struct route *route = route_method(call->http->method) == METHOD_GET ? route_map_begun(call->api->map, path) : NULL;
    if (!route || !route_is_described(route)) return err_set(ERR_NOT_FOUND, "Not Found");
    call->route = route;
    call->describe = true;
    return OK;
}

static enum err find_route(struct call *call) {
    const struct http_request *http = call->http;
    struct path path;
    struct route_match match;
    enum err e = path_parse(http->arena, call->api->prefix, http->path, http->query, &path);
    call->named = path.named;
    call->format = format_of(path.suffix, http_header(http, "Accept"));
    if (e != OK) return e;
    e = route_map_find(call->api->map, &path, route_method(http->method), &match);
    if (e == ERR_NOT_FOUND) return unfinished_path(call, &path);
    call->route = match.route;
    for (size_t i = 0; i < ROUTE_PARAMS; i++) call->params[i] = match.params[i];
    return e == ERR_METHOD ? other_method(call, match.allowed) : e;
}

/* Who asks? A client that failed too often waits; one that sends no key at all guesses nothing and is not counted. */
static enum err authenticate(struct call *call) {
    const struct http_request *http = call->http;
    struct api_options *options = &call->api->options;
    struct str authorization = http_header(http, "Authorization"), misp_auth = http_header(http, "X-MISP-AUTH");
    bool has_key = !str_is_empty(authorization) || !str_is_empty(misp_auth);
    unsigned wait = options->throttle && has_key ? throttle_wait(options->throttle, http->remote) : 0;
    if (wait > 0) {
        call->error_header = "Retry-After";
        call->error_value = arena_printf(http->arena, "%u", wait);
        return err_set(ERR_THROTTLED, "Too many failed log-ins from this address; try again in %u s.", wait);
    }
    enum err e = options->authenticate(options->core, http->worker, http->arena, authorization, misp_auth, http->remote, &call->c);
    if (e == ERR_UNAUTHENTICATED && options->throttle && has_key) throttle_fail(options->throttle, http->remote);
    if (e != OK) return e;
    call->c.actor.request_id = str_from(http->request_id);
    http_answer_user(call->answer, call->c.actor.email);
    return OK;
}

static void note_refusal(struct call *call) {
    int64_t id = 0;
    if (!str_to_i64(call->params[0], &id)) id = 0;
    audit_refusal(&call->c, "refused", arena_cstr(call->c.arena, route_controller(call->c.arena, call->route)), id);
}

/* May this role, with this key, use this route? */
static enum err check_permission(struct call *call) {
    const struct route *route = call->route;
    bool is_write = !(route->flags & ROUTE_READ);
    if (context_may(&call->c, route->permission) && !(is_write && call->c.actor.read_only_key)) return OK;
    note_refusal(call);
    return err_plain(ERR_FORBIDDEN);
}

static void put_standing_headers(struct call *call) {
    char text[CLOCK_TEXT];
    if (call->c.actor.key_expiration > 0)
        call_header(call, "X-Auth-Key-Expiration", clock_iso(call->c.actor.key_expiration * 1000000, text));
}

/* Everything that can refuse a request before its body is read. */
static enum err admit(struct call *call) {
    enum err e = find_route(call);
    if (e != OK) return e;
    if (call->route->flags & ROUTE_OPEN) {
        access_stranger(call->api->options.core, call->http->worker, call->http->arena, call->http->remote, &call->c);
        call->c.actor.request_id = str_from(call->http->request_id);
        return OK;
    }
    e = authenticate(call);
    return e == OK ? check_permission(call) : e;
}

static void give_hint(void *ctx, const struct http_request *http, struct http_answer *answer, struct http_hint *hint) {
    struct api *api = ctx;
    struct call *call = call_new(api, http, answer);
    enum err e = admit(call);
    if (e != OK) {
        call_finish(call, e);
        hint->refused = true;
        return;
    }
    hint->carry = call;
    hint->max_body = call->route->flags & ROUTE_BIG ? api->options.max_body : SMALL_BODY;
    hint->on_worker = (call->route->flags & ROUTE_LONG) && !call->describe;
    hint->repeatable = (call->route->flags & ROUTE_READ) || call->describe;
}

/* The same call in a later stage of its request. */
static struct call *call_resume(const struct http_request *http, struct http_answer *answer) {
    struct call *call = http->carry;
    call->http = http;
    call->answer = answer;
    call->c.db = http->worker;
    call->c.arena = http->arena;
    call->answered = call->json_open = false;
    return call;
}

static bool wants_worker(void *ctx, const struct http_request *http) {
    (void)ctx;
    if (!http->carry) return false;
    struct call *call = call_resume(http, NULL);
    return (call->route->flags & ROUTE_MAYBE_LONG) && !call->describe && call->route->is_long(call);
}

/* A small body is read whether the handler looks at it or not: what cannot be read changes nothing and filters nothing. Large ones are read
 * by their handlers, in their own ways. */
static enum err run_handler(struct call *call) {
    if (call->describe) return call_describe(call);
    enum err e = call->route->flags & ROUTE_BIG ? OK : call_ready_body(call);
    return e == OK ? call->route->handler(call) : e;
}

/* Between the head and the end of the body a key may have been revoked, or its user moved: what counts is the moment of acting. */
static enum err readmit(struct call *call) {
    if (call->route->flags & ROUTE_OPEN) return OK;
    enum err e = access_renew(&call->c);
    call->c.now = call->c.view.now;
    return e == OK ? check_permission(call) : e;
}

static void handle(const struct http_request *http, struct http_answer *answer, void *ctx) {
    struct call *call;
    enum err e = OK;
    if (http->carry) {
        call = call_resume(http, answer);
    } else {
        call = call_new(ctx, http, answer);
        e = admit(call);
    }
    if (e == OK && http->carry) e = readmit(call);
    if (e == OK) {
        put_standing_headers(call);
        call->c.problems.len = 0;
        e = run_handler(call);
        if (e == ERR_FORBIDDEN && !call->c.refusal_noted) note_refusal(call);
    }
    call_finish(call, e);
}

/* What http itself refuses gets the same body as everything else. */
static void refuse(void *ctx, const struct http_request *http, struct http_answer *answer, enum err code, const char *detail) {
    struct call *call = call_new(ctx, http, answer);
    call_fault(call, code, detail);
}

enum err api_new(struct api **out, const struct api_options *options) {
    struct arena *arena = arena_new(TABLE_MEMORY);
    struct api *api = ARENA_NEW(arena, struct api);
    api->arena = arena;
    api->options = *options;
    if (api->options.max_body == 0) api->options.max_body = LIMIT_BODY;
    api->prefix = options->prefix ? arena_str(arena, str_from(options->prefix)) : STR_NONE;
    enum err e = route_map_build(&api->map, arena, options->tables);
    if (e != OK) {
        arena_free(arena);
        api = NULL;
    }
    *out = api;
    return e;
}

void api_free(struct api *api) {
    if (api) arena_free(api->arena);
}

void api_attach(struct api *api, struct http_options *http) {
    http->handler = handle;
    http->ctx = api;
    http->hint = give_hint;
    http->wants_worker = wants_worker;
    http->refuse = refuse;
}

struct core *api_core(const struct api *api) {
    return api->options.core;
}

const struct route_table *const *api_tables(const struct api *api) { return api->options.tables; }
