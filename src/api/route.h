/* The routes: one table names method, path, permission, flags and one line of documentation; dispatch, the API reference, `varde routes`
 * and the test matrix all derive from it.
 *
 * A path pattern has segments: a literal (camelCase as MISP documents it; matched without regard to case and underscores, so eventReports =
 * event_reports), or `:name` for one positional parameter, `:name?` for an optional last one. MISP's named parameters (`key:value` segments after
 * the pattern) are collected apart; a trailing .json/.xml/.csv is cut off. */
#ifndef VARDE_API_ROUTE_H
#define VARDE_API_ROUTE_H

#include "http/server.h"
#include "service/context.h"

/* the permission of a route that any role may use */
#define PERM_ANY ((uint64_t)PERM_AUTH)

enum route_flag {
    ROUTE_READ = 1 << 0,       /* safe: may be run again; allowed to read-only keys */
    ROUTE_LONG = 1 << 1,       /* always on a worker (writes, exports, scans) */
    ROUTE_OPEN = 1 << 2,       /* no log-in needed */
    ROUTE_MAYBE_LONG = 1 << 3, /* call->is_long decides after the body came */
    ROUTE_BIG = 1 << 4         /* body up to the configured maximum; others 1 MiB */
};

struct call;
struct fetch_options;
struct mail_options;
typedef enum err (*route_handler)(struct call *call);

struct route {
    const char *methods; /* "GET", "POST", "GET|POST", "POST|PUT", "POST|DELETE"; HEAD goes where GET goes */
    const char *path;    /* "events/view/:event" */
    uint64_t permission; /* flags of model/role.h that the role must all have; PERM_ANY for any role that may use the API */
    unsigned flags;
    route_handler handler;
    const char *help;                   /* one line */
    bool (*is_long)(struct call *call); /* only with ROUTE_MAYBE_LONG: shall it run on a worker? May call call_body and call_option */
};

/* A call: one request on its way through a handler. */
struct call {
    struct context c; /* service context: arena, view, actor */
    const struct http_request *http;
    struct http_answer *answer;
    const struct route *route;
    struct str params[4];    /* positional, in the order of the pattern, percent-decoded; STR_NONE if absent */
    struct json_node *named; /* object of named parameters and query parameters; arrays for `key[]:v` */
    struct json_node *body;  /* parsed on demand by call_body */
    enum call_format { FORMAT_JSON, FORMAT_XML, FORMAT_CSV, FORMAT_TEXT } format; /* asked for by suffix or Accept */
    bool pretty;
    struct json_out out;               /* JSON onto the answer, after call_json */
    const struct fetch_options *fetch; /* what may be fetched: for sync_fetch (sync/fetch.h), which blocks: ROUTE_LONG only */
    const struct mail_options *mail;   /* how mail leaves: for sync_mail_send (sync/mail.h), which blocks as well */

    /* the dispatcher's own */
    struct json_node *body_outer; /* the document that `body` was taken out of */
    enum err body_error;          /* of a body that an option was looked for in, with its detail */
    struct str body_problem;
    bool body_parsed, answered, json_open, describe;
    const char *error_header; /* goes with the error answer: Allow, Retry-After */
    struct str error_value;
    struct api *api;
};

/* The body as a tree (parsed once); an absent or empty body gives an empty object. Wrappers {"request":{}} are opened; with `model`
 * ("Event") {"Model":{...}} as well. Errors: ERR_BAD_INPUT. */
enum err call_body(struct call *call, const char *model, struct json_node **out) MUST_USE;
/* A filter or option by name: body first, then named parameters. NULL if absent. */
struct json_node *call_option(struct call *call, const char *name);
struct str call_option_text(struct call *call, const char *name);
bool call_option_bool(struct call *call, const char *name, bool fallback);
int64_t call_option_int(struct call *call, const char *name, int64_t fallback);
/* Start a 200 JSON answer; write to call->out; the dispatcher finishes it. */
struct json_out *call_json(struct call *call);
/* Start a text answer of that media type; write to the sink. */
struct sink *call_text(struct call *call, const char *media_type);
void call_header(struct call *call, const char *name, struct str value);
/* The configured base URL without a slash at its end, "" when there is none: for links. */
const char *call_base_url(struct call *call);
/* MISP's generic success: {"saved":true,"success":true,"name":M,"message":M,"url":U,"id":ID}. id 0 = left out; message NULL =
 * "<Noun> <action>d/ed". */
enum err call_saved(struct call *call, const char *message, int64_t id);
/* The same where the client named the item by its uuid, which url and id then repeat. Absent = left out. */
enum err call_saved_as(struct call *call, const char *message, struct str id);
/* MISP's generic failure (403): {"saved":false,"name":M,"message":M,"url":U,"errors":E}; E from c.problems if any, else `errors`;
 * message NULL = "Could not <action> <Noun>". Returns OK: answered. A handler that returns ERR_REFUSED gets this answer with err_detail(). */
enum err call_failed(struct call *call, const char *message, struct str errors);
/* An exception-like answer {"name","message","url","code"} with that status. Returns OK: answered. A handler may also just return an
 * error code: the dispatcher answers with its status and err_detail(). */
enum err call_error(struct call *call, int status, const char *message);
/* The refused fields as MISP writes them: {"field":["text"]}, or of a batch {"attribute_0":{"field":["text"]}}: one value of `out`. */
void call_put_problems(struct json_out *out, const struct problem_list *problems);

/* The tables of the api files: each exports one, `const struct route_table api_event_table = ROUTE_TABLE(routes);`, and routes.c lists them. */
struct route_table {
    const struct route *routes;
    size_t count;
};
#define ROUTE_TABLE(array) \
    { (array), sizeof(array) / sizeof *(array) }
extern const struct route_table *const route_tables[]; /* ends with NULL */

#endif
