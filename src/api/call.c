/* What a handler has to do with its request: the body and the options, and the beginning of an answer. What is not here: error
 * answers (api/errors.c) and everything before the handler runs (api/dispatch.c). The idea: a client may say the same thing in the body,
 * wrapped or flat, in the path, or in the query, and a handler need not know where. */
#include "api/call.h"

#include <string.h>

#include "service/core.h"

#define SMALL_BODY (64u << 10) /* http gives a larger one to a worker at once, which never runs it twice */

/* The member `key` of a wrapper, when it is an object or a list. */
static struct json_node *wrapped(struct json_node *node, const char *key) {
    struct json_node *inner = node && node->kind == JSON_OBJECT ? json_get(node, key) : NULL;
    return inner && (inner->kind == JSON_OBJECT || inner->kind == JSON_ARRAY) ? inner : NULL;
}

/* Nothing but the blanks of JSON? A NUL is no blank: it is a broken body. */
static bool is_blank(struct str body) {
    for (size_t i = 0; i < body.len; i++)
        if (!strchr(" \t\r\n", body.ptr[i]) || body.ptr[i] == '\0') return false;
    return true;
}

static enum err parse_body(struct call *call) {
    const struct http_request *http = call->http;
    struct json_node *node = NULL;
    call->body_parsed = true;
    if (is_blank(http->body)) {
        node = json_tree_object(call->c.arena);
    } else {
        struct str type = http_header(http, "Content-Type");
        bool is_markup = str_starts(str_trim(http->body), STR("<"));
        if (is_markup && (str_starts_nocase(type, STR("application/xml")) || str_starts_nocase(type, STR("text/xml"))))
            return err_set(ERR_UNSUPPORTED, "Bodies in XML are not supported: send JSON.");
        /* a small body stays as it is: for handlers that read it with a parser of their own, and for a second run */
        bool in_place = (call->route->flags & ROUTE_BIG) && http->body.len > SMALL_BODY;
        enum err e = in_place ? json_tree_parse(call->c.arena, http->body_ptr, http->body.len, &node)
                              : json_tree_copy(call->c.arena, http->body, &node);
        if (e != OK) {
            struct str why = arena_str(call->c.arena, str_from(err_detail()));
            if (str_starts(why, STR("Invalid JSON: "))) why = str_sub(why, 14, why.len);
            return err_set(e, "Invalid JSON input: %.*s", STR_ARG(why));
        }
    }
    if (node->kind != JSON_OBJECT && node->kind != JSON_ARRAY)
        return err_set(ERR_BAD_INPUT, "Invalid JSON input: the body must be an object or a list.");
    struct json_node *inner = wrapped(node, "request");
    call->body_outer = node;
    call->body = inner ? inner : node;
    return OK;
}

enum err call_ready_body(struct call *call) {
    if (call->body_parsed) return call->body_error == OK ? OK : err_set(call->body_error, "%.*s", STR_ARG(call->body_problem));
    call->body_error = parse_body(call);
    if (call->body_error != OK) call->body_problem = arena_str(call->c.arena, str_from(err_detail()));
    return call->body_error;
}

enum err call_body(struct call *call, const char *model, struct json_node **out) {
    enum err e = call_ready_body(call);
    *out = NULL;
    if (e != OK) return e;
    struct json_node *inner = wrapped(call->body, "response");
    struct json_node *node = inner ? inner : call->body;
    if (model && (inner = wrapped(node, model))) {
        call->body_outer = node;
        call->body = node = inner;
    }
    *out = node;
    return OK;
}

struct json_node *call_option(struct call *call, const char *name) {
    struct json_node *node = NULL;
    if (call_ready_body(call) == OK) {
        node = json_get(call->body, name);
        if (!node && call->body_outer != call->body) node = json_get(call->body_outer, name);
    }
    return node ? node : json_get(call->named, name);
}

struct str call_option_text(struct call *call, const char *name) {
    struct json_node *node = call_option(call, name);
    return node && json_is_scalar(node) ? node->text : STR_NONE;
}

bool call_option_bool(struct call *call, const char *name, bool fallback) {
    struct str text = call_option_text(call, name);
    if (str_is_none(text)) return fallback;
    return json_text_is_true(text);
}

int64_t call_option_int(struct call *call, const char *name, int64_t fallback) {
    int64_t n;
    struct str text = call_option_text(call, name);
    return str_to_i64(str_trim(text), &n) ? n : fallback;
}

void call_header(struct call *call, const char *name, struct str value) { http_answer_header(call->answer, name, value); }

const char *call_base_url(struct call *call) {
    struct str url = str_from(core_get_options(call->c.core)->base_url);
    while (url.len > 0 && url.ptr[url.len - 1] == '/') url.len--;
    return url.len > 0 ? arena_cstr(call->c.arena, url) : "";
}

struct json_out *call_json(struct call *call) {
    http_answer_type(call->answer, "application/json; charset=UTF-8");
    json_out_init(&call->out, http_answer_sink(call->answer), call->pretty);
    call->answered = call->json_open = true;
    return &call->out;
}

struct sink *call_text(struct call *call, const char *media_type) {
    http_answer_type(call->answer, media_type);
    call->answered = true;
    return http_answer_sink(call->answer);
}
