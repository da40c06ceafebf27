/* What a use case gets: the process-wide core, this thread's reader connection, the request's memory, and the actor with its view. */
#ifndef VARDE_SERVICE_CONTEXT_H
#define VARDE_SERVICE_CONTEXT_H

#include "base/arena.h"
#include "base/err.h"
#include "base/sink.h"
#include "base/vec.h"
#include "codec/json_write.h"
#include "db/db.h"
#include "model/role.h"
#include "model/view.h"

struct core;  /* service/core.h: database, writer, indexes, policy cache, settings: one per process */
struct index; /* correlate/index.h */

struct actor {
    int64_t user_id, org_id, role_id, auth_key_id;
    uint64_t permissions; /* of the role, after a read-only key's mask (model/role.h) */
    bool read_only_key;
    bool host_org; /* user of the organisation that runs this server */
    struct str email, org_name, ip, request_id;
    struct uuid org_uuid;
    int64_t key_expiration; /* 0 = never */
};

/* A field that was refused: rendered as MISP's {"field": ["text"]}. `index` is the place in a batch, -1 for a single item. */
struct problem {
    int64_t index;
    struct str field, text;
    struct str kind; /* "attribute", "object", ... */
};
struct problem_list VEC_OF(struct problem);

struct context {
    struct core *core;
    struct db *db; /* this thread's reader */
    struct arena *arena;
    struct actor actor;
    struct view view;
    int64_t now; /* seconds; bound once */
    struct problem_list problems;
    bool refusal_noted;      /* a refused permission was audited */
    uint64_t policy_version; /* of actor and view */
    struct str key_hash;     /* with which they are made anew; absent when there was no key */
    bool read_noted;         /* a site administrator's read beyond membership was audited: once a request */
};

static inline bool context_may(const struct context *c, uint64_t permission) { return (c->actor.permissions & permission) == permission; }
/* Note a refused field; returns ERR_REFUSED with `text` as detail. */
enum err context_problem(struct context *c, int64_t index, const char *kind, const char *field, const char *format, ...) PRINTF_LIKE(5, 6);

#endif
