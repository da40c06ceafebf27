/* Requests without a socket: each goes through the whole dispatcher (route, key, permission, handler) in this process, so that
 * status, headers and error bodies are part of what is tested. Everything returned lives until the next step. */
#ifndef VARDE_TESTS_CALLER_H
#define VARDE_TESTS_CALLER_H

#include "base/buf.h"
#include "codec/json_tree.h"
#include "http/server.h"
#include "service/core.h"

struct caller;

struct reply {
    int status;
    struct str body;         /* as sent */
    struct json_node *tree;  /* of JSON; NULL else */
    struct str result_count; /* X-Result-Count */
};

/* A new database in `folder`, at that instant. The site administrator's key is written to `key`. */
struct caller *caller_new(const char *folder, char key[41]);
void caller_free(struct caller *c);
/* Close everything and open it again, as a new process does: nothing in memory survives, the clock's mark neither. */
void caller_restart(struct caller *c, int64_t system_clock);
/* What waits in memory is written, as the server does each second. */
void caller_tend(struct caller *c);
/* Memory of replies is taken back. */
void caller_forget(struct caller *c);
struct arena *caller_arena(struct caller *c);

/* The path may have a query. `body` absent: none. */
struct reply caller_ask(struct caller *c, const char *key, const char *method, struct str path, struct str body);
/* Only tells; does not fail. Text of a reply's error: {"message": ...}. */
struct str reply_message(const struct reply *r);

#endif
