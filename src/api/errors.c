/* The bodies of answers that say how it went: MISP's exceptions, generic successes and generic failures, in its shapes, each
 * with a machine-readable `code` beside. What is not here: when they are due. The idea: default texts and urls derive from the route. */
#include "api/call.h"

#include <stdio.h>
#include <string.h>

#include "base/log.h"

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c; }

bool route_is_admin(const struct route *route) { return str_starts(str_from(route->path), STR("admin/")); }

/* The n-th segment of the pattern behind a possible "admin". */
static struct str pattern_segment(const struct route *route, size_t n) {
    struct str rest = str_from(route->path), piece = STR_NONE;
    n += route_is_admin(route);
    for (size_t i = 0; i <= n; i++)
        if (!str_split(&rest, '/', &piece)) return STR_NONE;
    return piece;
}

struct str route_controller(struct arena *arena, const struct route *route) {
    struct str name = pattern_segment(route, 0);
    char *to = arena_raw(arena, 2 * name.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < name.len; i++) {
        if (name.ptr[i] != lower(name.ptr[i]) && i > 0) to[len++] = '_';
        to[len++] = lower(name.ptr[i]);
    }
    return (struct str){to, len};
}

struct str route_action(const struct route *route) {
    struct str action = pattern_segment(route, 1);
    return str_is_empty(action) || action.ptr[0] == ':' ? STR("index") : action;
}

/* "taxonomies" to "Taxonomy", "sharing_groups" to "SharingGroup" */
struct str route_noun(struct arena *arena, const struct route *route) {
    struct str name = route_controller(arena, route);
    char *to = arena_raw(arena, name.len + 1);
    size_t len = 0;
    bool upper = true;
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        if (c == '_') {
            upper = true;
            continue;
        }
        to[len++] = upper && c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
        upper = false;
    }
    if (len > 3 && memcmp(to + len - 3, "ies", 3) == 0) {
        to[len - 3] = 'y';
        len -= 2;
    } else if (len > 1 && to[len - 1] == 's') {
        len--;
    }
    return (struct str){to, len};
}

/* "/sharing_groups/delete/5": not what was asked for, but what the route stands for. */
static struct str route_url(struct call *call, struct str id) {
    struct arena *arena = call->c.arena;
    if (!call->route) return call->http->path;
    struct str controller = route_controller(arena, call->route), action = route_action(call->route);
    return arena_printf(arena, "%s/%.*s/%.*s%s%.*s", route_is_admin(call->route) ? "/admin" : "", STR_ARG(controller), STR_ARG(action),
                        str_is_empty(id) ? "" : "/", STR_ARG(id));
}

/* An error's name without ERR_, in lower case: "bad_input". */
static struct str code_text(struct arena *arena, enum err e) {
    struct str name = str_from(err_name(e));
    if (str_starts(name, STR("ERR_"))) name = str_sub(name, 4, name.len);
    return arena_lower(arena, name);
}

static enum err code_of_status(int status) {
    static const enum err codes[] = {ERR_BAD_INPUT, ERR_FORBIDDEN, ERR_NOT_FOUND,   ERR_METHOD,    ERR_CONFLICT,
                                     ERR_GONE,      ERR_TOO_LARGE, ERR_UNSUPPORTED, ERR_THROTTLED, ERR_HEADERS_TOO_LARGE,
                                     ERR_BUSY,      ERR_INTERNAL};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (err_status(codes[i]) == status) return codes[i];
    return status >= 500 ? ERR_INTERNAL : ERR_BAD_INPUT;
}

/* {"name":M,"message":M,"url":U,"code":C}, and "errors":{"field":["text"]} where fields of a body were refused on Varde's own paths */
static enum err exception(struct call *call, int status, enum err code, struct str message) {
    http_answer_status(call->answer, status);
    if (call->error_header) call_header(call, call->error_header, call->error_value);
    struct json_out *o = call_json(call);
    json_open(o);
    json_put_str(o, "name", message);
    json_put_str(o, "message", message);
    json_put_str(o, "url", call->http->path);
    json_put_str(o, "code", code_text(call->c.arena, code));
    if (code == ERR_BAD_INPUT && call->c.problems.len > 0) {
        json_k(o, "errors");
        call_put_problems(o, &call->c.problems);
    }
    json_close(o);
    return OK;
}

enum err call_error(struct call *call, int status, const char *message) {
    return exception(call, status, code_of_status(status), str_from(message));
}

enum err call_fault(struct call *call, enum err e, const char *message) { return exception(call, err_status(e), e, str_from(message)); }

/* "add" + "ed"; "delete" + "d" */
static struct str done_text(struct call *call) {
    struct str noun = route_noun(call->c.arena, call->route), action = route_action(call->route);
    bool ends_in_e = str_ends(action, STR("e"));
    return arena_printf(call->c.arena, "%.*s %.*s%s", STR_ARG(noun), STR_ARG(action), ends_in_e ? "d" : "ed");
}

enum err call_saved_as(struct call *call, const char *message, struct str id) {
    struct str text = message ? str_from(message) : done_text(call);
    struct json_out *o = call_json(call);
    json_open(o);
    json_put_bool(o, "saved", true);
    json_put_bool(o, "success", true);
    json_put_str(o, "name", text);
    json_put_str(o, "message", text);
    json_put_str(o, "url", route_url(call, id));
    if (!str_is_empty(id)) json_put_str(o, "id", id);
    json_close(o);
    return OK;
}

enum err call_saved(struct call *call, const char *message, int64_t id) {
    return call_saved_as(call, message, id ? arena_printf(call->c.arena, "%lld", (long long)id) : STR_NONE);
}

/* The refused fields from `from` on that belong to the same item, as {"field":["text"]}; returns the first that does not. */
static size_t put_fields(struct json_out *o, const struct problem_list *list, size_t from) {
    const struct problem *first = &list->items[from];
    size_t end = from;
    json_open(o);
    while (end < list->len && list->items[end].index == first->index && str_eq(list->items[end].kind, first->kind)) end++;
    for (size_t i = from; i < end; i++) {
        bool named_before = false;
        for (size_t j = from; j < i; j++) named_before |= str_eq(list->items[j].field, list->items[i].field);
        if (named_before) continue;
        json_key(o, list->items[i].field);
        json_open_array(o);
        for (size_t j = i; j < end; j++)
            if (str_eq(list->items[j].field, list->items[i].field)) json_str(o, list->items[j].text);
        json_close_array(o);
    }
    json_close(o);
    return end;
}

void call_put_problems(struct json_out *o, const struct problem_list *list) {
    bool is_event = list->len > 0 && str_eq_nocase(list->items[0].kind, STR("event"));
    if (list->len > 0 && list->items[0].index < 0 && !is_event) {
        put_fields(o, list, 0);
        return;
    }
    json_open(o);
    for (size_t i = 0; i < list->len;) {
        const struct problem *p = &list->items[i];
        char key[64];
        /* events/add nests the fields of the event under its model's name */
        int len = p->index < 0 ? snprintf(key, sizeof key, "%s", str_eq_nocase(p->kind, STR("event")) ? "Event" : "item")
                               : snprintf(key, sizeof key, "%.*s_%lld", STR_ARG(str_sub(p->kind, 0, 32)), (long long)p->index);
        json_key(o, (struct str){key, (size_t)len});
        i = put_fields(o, list, i);
    }
    json_close(o);
}

enum err call_failed(struct call *call, const char *message, struct str errors) {
    struct arena *arena = call->c.arena;
    struct str noun = route_noun(arena, call->route), action = route_action(call->route);
    struct str text = message ? str_from(message) : arena_printf(arena, "Could not %.*s %.*s", STR_ARG(action), STR_ARG(noun));
    http_answer_status(call->answer, 403);
    struct json_out *o = call_json(call);
    json_open(o);
    json_put_bool(o, "saved", false);
    json_put_str(o, "name", text);
    json_put_str(o, "message", text);
    json_put_str(o, "url", route_url(call, STR_NONE));
    json_key(o, STR("errors"));
    if (call->c.problems.len > 0)
        call_put_problems(o, &call->c.problems);
    else
        json_str(o, str_is_empty(errors) ? text : errors);
    json_put_str(o, "code", code_text(arena, ERR_REFUSED));
    json_close(o);
    return OK;
}

/* A fault of ours: the client learns the number of its request, the log learns what happened. */
static void answer_fault(struct call *call, enum err e, const char *detail) {
    char path[512], why[1100];
    log_line(LOG_ERROR, "what=fault request=%s code=%s path=%s detail=%s", call->http->request_id, err_name(e),
             log_quote(path, sizeof path, call->http->path), log_quote(why, sizeof why, str_from(detail)));
    const char *what = e == ERR_FULL ? err_text(e) : "An internal error occurred";
    struct str text = arena_printf(call->c.arena, "%s (request %s).", what, call->http->request_id);
    exception(call, err_status(e), e, text);
}

static void answer_error(struct call *call, enum err e) {
    struct str detail = arena_str(call->c.arena, str_from(err_detail()));
    if (err_is_fault(e))
        answer_fault(call, e, detail.ptr);
    else if (e == ERR_REFUSED && call->route)
        call_failed(call, NULL, detail);
    else
        exception(call, err_status(e), e, detail);
}

static void end_json(struct call *call) {
    if (call->json_open && call->pretty) sink_add_char(call->out.to, '\n');
}

void call_finish(struct call *call, enum err e) {
    struct sink *answer = http_answer_sink(call->answer);
    /* a filter that could not be read must never mean "no filter" */
    if (e == OK && call->body_error != OK) e = err_set(call->body_error, "%.*s", STR_ARG(call->body_problem));
    if (sink_failed(answer)) return;
    if (e == OK && !call->answered) e = err_set(ERR_INTERNAL, "the handler gave no answer");
    if (e != OK) {
        if (!http_answer_reset(call->answer)) {
            if (err_is_fault(e)) log_line(LOG_ERROR, "what=cut request=%s code=%s", call->http->request_id, err_name(e));
            return;
        }
        call->answered = call->json_open = false;
        answer_error(call, e);
    }
    end_json(call);
}
