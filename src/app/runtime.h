/* What a command needs to work with the data: the core, a reader, memory, and the local actor who may do everything. */
#ifndef VARDE_APP_RUNTIME_H
#define VARDE_APP_RUNTIME_H

#include "app/command.h"
#include "service/context.h"
#include "service/core.h"
#include "sync/fetch.h"
#include "sync/mail.h"

struct runtime {
    struct core *core;
    struct db *reader;
    struct arena *arena;
    struct context context;
};

enum runtime_flag {
    RUNTIME_CREATE = 1,   /* make what is missing */
    RUNTIME_NO_INDEX = 2, /* no need of the value index: opens at once */
    RUNTIME_NO_ACTOR = 4  /* context without actor: before there is any user */
};

/* Opens and fills all of it; on an error nothing is left open. */
enum err runtime_open(struct runtime *runtime, const struct config *config, unsigned flags) MUST_USE;
void runtime_close(struct runtime *runtime);
/* The exit code of what ended with `e`, told on standard error: of a refusal each problem by itself. */
int runtime_result(const struct runtime *runtime, enum err e);
/* The same, and closes. */
int runtime_finish(struct runtime *runtime, enum err e);

struct core_options runtime_core_options(const struct config *config);
/* Their texts live in the configuration's arena. */
struct fetch_options runtime_fetch_options(const struct config *config);
struct mail_options runtime_mail_options(const struct config *config);
/* The path of the base URL ("/misp"), NULL when it has none. Lives in the configuration's arena. */
const char *runtime_url_path(const struct config *config);

/* Standard output as a sink; output_done reports what could not be written. */
struct output {
    struct sink_fd fd;
    struct json_out json;
};
void output_init(struct output *output, bool pretty);
enum err output_done(struct output *output) MUST_USE;
/* One tree, pretty, with a newline. */
enum err output_tree(const struct json_node *node) MUST_USE;

#endif
