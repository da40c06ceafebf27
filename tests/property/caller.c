/* The dispatcher in this process: what http would do with a socket is done here with memory. */
#include "caller.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/dispatch.h"
#include "api/tables.h"
#include "base/clock.h"
#include "base/log.h"
#include "http/answer.h"
#include "http/state.h"
#include "service/access.h"
#include "sync/fetch.h"
#include "sync/mail.h"

#define STEP_MEMORY ((size_t)1 << 30)
#define ANSWER_MAX ((size_t)64 << 20)

struct caller {
    struct core_options options;
    char folder[200];
    struct core *core;
    struct db *reader;
    struct api *api;
    struct http_options http;
    struct http_answer answer;
    struct arena *arena;
    struct fetch_options fetch;
    struct mail_options mail;
};

static void must(enum err e, const char *what) {
    if (e == OK) return;
    fprintf(stderr, "property: %s: %s\n", what, err_detail());
    exit(2);
}

static void open_all(struct caller *c) {
    must(core_open(&c->core, &c->options), "opening the core");
    must(core_reader(c->core, &c->reader), "opening a reader");
    struct api_options api = {
        .core = c->core, .tables = route_tables, .authenticate = access_authenticate, .fetch = &c->fetch, .mail = &c->mail};
    must(api_new(&c->api, &api), "making the dispatcher");
    api_attach(c->api, &c->http);
}

static void close_all(struct caller *c) {
    api_free(c->api);
    db_close(c->reader);
    core_close(c->core);
}

struct caller *caller_new(const char *folder, char key[41]) {
    struct caller *c = calloc(1, sizeof *c);
    if (!c) abort();
    log_set_level(LOG_ERROR);
    snprintf(c->folder, sizeof c->folder, "%s", folder);
    c->options = (struct core_options){.data_dir = c->folder,
                                       .create = true,
                                       .default_event_distribution = 1,
                                       .default_attribute_distribution = 5,
                                       .correlation_ceiling = 5000,
                                       .report_max_bytes = 1 << 20,
                                       .report_quota = 1 << 30};
    c->arena = arena_new(STEP_MEMORY);
    open_all(c);
    struct context first = {.core = c->core, .db = c->reader, .arena = c->arena, .now = clock_now()};
    must(access_bootstrap(&first, STR("ORGNAME"), STR("admin@admin.test"), key), "the first user");
    return c;
}

void caller_free(struct caller *c) {
    close_all(c);
    answer_free_memory(&c->answer);
    arena_free(c->arena);
    free(c);
}

void caller_restart(struct caller *c, int64_t system_clock) {
    close_all(c);
    clock_pretend(system_clock, true);
    open_all(c);
}

void caller_tend(struct caller *c) {
    must(core_catch_up(c->core), "catching up");
    must(core_write_audit(c->core), "writing the audit");
    must(core_tend(c->core), "tending");
}

void caller_forget(struct caller *c) { arena_reset(c->arena); }
struct arena *caller_arena(struct caller *c) {
    return c->arena;
}

static enum http_method method_of(const char *name) {
    for (enum http_method m = HTTP_GET; m < HTTP_OTHER; m++)
        if (strcmp(name, http_method_name(m)) == 0) return m;
    return HTTP_OTHER;
}

static void add_header(struct http_headers *headers, const char *name, const char *value) {
    headers->items[headers->count].name = str_from(name);
    headers->items[headers->count++].value = str_from(value);
}

static struct reply read_answer(struct caller *c) {
    struct http_answer *a = &c->answer;
    struct reply r = {.status = a->status};
    r.body = arena_str(c->arena, (struct str){a->memory, a->memory_len});
    for (unsigned i = 0; i < a->field_count; i++)
        if (strcmp(a->fields[i].name, "X-Result-Count") == 0) r.result_count = arena_str(c->arena, str_from(a->fields[i].value));
    if (str_starts(str_from(a->type), STR("application/json")) && json_tree_copy(c->arena, r.body, &r.tree) != OK) {
        fprintf(stderr, "property: an answer is no JSON: %.*s\n", STR_ARG(r.body));
        exit(1);
    }
    return r;
}

struct reply caller_ask(struct caller *c, const char *key, const char *method, struct str path, struct str body) {
    struct http_headers *headers = ARENA_NEW(c->arena, struct http_headers);
    size_t query = str_find_char(path, '?', 0);
    struct http_request request = {.method = method_of(method),
                                   .path = str_sub(path, 0, query),
                                   .remote = STR("127.0.0.1"),
                                   .request_id = "0123456789abcdef",
                                   .arena = c->arena,
                                   .worker = c->reader,
                                   .headers = headers};
    if (query != SIZE_MAX) request.query = str_sub(path, query + 1, SIZE_MAX);
    add_header(headers, "Authorization", key);
    add_header(headers, "Accept", "application/json");
    if (body.ptr) {
        add_header(headers, "Content-Type", "application/json");
        request.body_ptr = arena_alloc(c->arena, body.len + HTTP_BODY_ROOM);
        memcpy(request.body_ptr, body.ptr, body.len);
        request.body = (struct str){request.body_ptr, body.len};
    }
    answer_clear(&c->answer, c->arena, false, ENCODING_NONE);
    answer_begin_inline(&c->answer, ANSWER_MAX);
    c->http.handler(&request, &c->answer, c->http.ctx);
    if (!answer_end(&c->answer)) {
        fprintf(stderr, "property: an answer of more than %zu bytes\n", ANSWER_MAX);
        exit(1);
    }
    return read_answer(c);
}

struct str reply_message(const struct reply *r) {
    struct str text = json_get_text(r->tree, "message");
    return text.ptr ? text : r->body;
}
