/* Opening and closing what commands work with. What is not here: any command. */
#include "app/runtime.h"

#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/limits.h"

struct core_options runtime_core_options(const struct config *config) {
    return (struct core_options){
        .data_dir = config_text(config, SET_DATA_DIR),
        .library_dir = config_text_or_null(config, SET_LIBRARY_PATH),
        .base_url = config_text_or_null(config, SET_BASE_URL),
        .default_event_distribution = config->number[SET_EVENT_DISTRIBUTION],
        .default_attribute_distribution = config->number[SET_ATTRIBUTE_DISTRIBUTION],
        .correlation_ceiling = config->number[SET_CORRELATION_CEILING],
        .report_max_bytes = config->number[SET_REPORTS_MAX_BYTES],
        .report_quota = config->number[SET_REPORTS_QUOTA],
    };
}

struct fetch_options runtime_fetch_options(const struct config *config) {
    return (struct fetch_options){.allow = config_text(config, SET_FETCH_ALLOW),
                                  .allow_inner = config_text(config, SET_FETCH_ALLOW_INNER),
                                  .max_bytes = (size_t)config->number[SET_FETCH_MAX_BYTES],
                                  .seconds = (unsigned)config->number[SET_FETCH_SECONDS]};
}

struct mail_options runtime_mail_options(const struct config *config) {
    return (struct mail_options){.relay = config_text(config, SET_MAIL_RELAY),
                                 .from = config_text(config, SET_MAIL_FROM),
                                 .user = config_text(config, SET_MAIL_USER),
                                 .password_file = config_text(config, SET_MAIL_PASSWORD_FILE),
                                 .insecure = str_eq(config->text[SET_MAIL_INSECURE], STR("yes")),
                                 .seconds = (unsigned)config->number[SET_MAIL_SECONDS],
                                 .hour = (unsigned)config->number[SET_MAIL_HOUR]};
}

const char *runtime_url_path(const struct config *config) {
    struct str url = config->text[SET_BASE_URL];
    size_t scheme = str_find(url, STR("://"), 0);
    size_t slash = scheme == SIZE_MAX ? SIZE_MAX : str_find_char(url, '/', scheme + 3);
    if (slash == SIZE_MAX) return NULL;
    struct str path = str_sub(url, slash, url.len);
    while (path.len > 0 && path.ptr[path.len - 1] == '/') path.len--;
    return path.len > 0 ? arena_cstr(config->arena, path) : NULL;
}

static enum err fill(struct runtime *r, unsigned flags) {
    enum err e = core_reader(r->core, &r->reader);
    if (e != OK) return e;
    r->arena = arena_new(LIMIT_REQUEST_MEMORY);
    r->context = (struct context){.core = r->core, .db = r->reader, .arena = r->arena, .now = clock_now()};
    if (flags & RUNTIME_NO_ACTOR) return OK;
    e = core_local_context(r->core, &r->context, r->reader, r->arena);
    return e == ERR_NOT_FOUND ? err_set(ERR_NOT_FOUND, "The database has no site administrator. Run `varde init` first.") : e;
}

enum err runtime_open(struct runtime *r, const struct config *config, unsigned flags) {
    struct core_options options = runtime_core_options(config);
    *r = (struct runtime){.core = NULL};
    options.create = flags & RUNTIME_CREATE;
    options.no_index = flags & RUNTIME_NO_INDEX;
    enum err e = core_open(&r->core, &options);
    if (e != OK) return e;
    e = fill(r, flags);
    if (e != OK) runtime_close(r);
    return e;
}

void runtime_close(struct runtime *r) {
    if (r->reader) db_close(r->reader);
    if (r->core) core_close(r->core);
    if (r->arena) arena_free(r->arena);
    *r = (struct runtime){.core = NULL};
}

void output_init(struct output *output, bool pretty) {
    fflush(stdout);
    sink_fd_init(&output->fd, STDOUT_FILENO);
    json_out_init(&output->json, &output->fd.sink, pretty);
}

enum err output_done(struct output *output) { return sink_fd_done(&output->fd); }

enum err output_tree(const struct json_node *node) {
    struct output out;
    output_init(&out, true);
    json_tree(&out.json, node);
    sink_add_char(out.json.to, '\n');
    return output_done(&out);
}

int runtime_result(const struct runtime *runtime, enum err e) {
    const struct problem_list *problems = &runtime->context.problems;
    if (e != ERR_REFUSED || problems->len == 0) return command_result(e);
    for (size_t i = 0; i < problems->len; i++)
        command_fail("%.*s: %.*s", STR_ARG(problems->items[i].field), STR_ARG(problems->items[i].text));
    return EXIT_FAILED;
}

int runtime_finish(struct runtime *runtime, enum err e) {
    int code = runtime_result(runtime, e);
    runtime_close(runtime);
    return code;
}
