/* Access: from the key that a request carries to the actor and the view it acts with.
 *
 * What a key stands for is read from the database once per policy version and kept in memory: a request makes no SQL for it. The clock
 * (expiry) and the client's address are checked on every request. Not for sessions, and not for what an actor may do (each service asks
 * context_may). */
#ifndef VARDE_SERVICE_ACCESS_H
#define VARDE_SERVICE_ACCESS_H

#include "service/context.h"

struct access; /* the policy cache; one per core */

#define KEY_LENGTH 40
#define KEY_HASH 32

struct access *access_new(void);
void access_free(struct access *access);

/* Who asks? Fills `out` whole (core, db, arena, now, actor, view) but for actor.request_id. The headers are as received, absent when not
 * sent. X-MISP-AUTH wins; Authorization may hold several candidates, separated by commas; "Basic ..." is a proxy's business and ignored.
 * ERR_UNAUTHENTICATED (to be throttled) or ERR_FORBIDDEN (closed for maintenance), with MISP's texts as detail. */
enum err access_authenticate(struct core *core, struct db *db, struct arena *arena, struct str authorization, struct str x_misp_auth,
                             struct str ip, struct context *out) MUST_USE;
/* Actor and view of an authenticated context anew, where they may have changed since (key, role, group, organisation, or the clock): between
 * the head of a request and its handler, and with each batch of a long answer (spec alliance, section 0). Cheap when nothing changed. Errors as
 * above: the caller may no longer act. */
enum err access_renew(struct context *c) MUST_USE;
/* A context for a path that needs no log-in: no user, no permission, no organisation. */
void access_stranger(struct core *core, struct db *db, struct arena *arena, struct str ip, struct context *out);

/* A context for what is made for a user who is not there to ask (a roundup by e-mail): reads what the user would read with a read-only key, so a site
 * administrator as a member of the organisation. ERR_UNAUTHENTICATED: no such user, disabled or expired; ERR_FORBIDDEN: closed for maintenance. */
enum err access_as_user(struct core *core, struct db *db, struct arena *arena, int64_t user_id, struct context *out) MUST_USE;

/* The keyed hash under which a key is stored. */
void access_hash_key(struct core *core, struct str key, uint8_t out[KEY_HASH]);
/* The next key among the candidates of an Authorization header; cuts it off *rest. False at the end. */
bool access_next_candidate(struct str *rest, struct str *key);
/* The permissions of a role as a key leaves them: a read-only key keeps only the right to log in and to read the log. */
uint64_t access_mask(uint64_t permissions, bool read_only_key);
/* Is `ip` in the comma-separated list of addresses and blocks? An empty list admits everyone. */
bool access_ip_allowed(struct str list, struct str ip);

/* Bring what is stored of a key's use (when last, and the comma-separated addresses) up to what is not stored yet. */
void access_recent_use(struct core *core, struct arena *arena, int64_t key_id, int64_t *last_used, struct str *ips);
/* Store when and from where keys were used since the last call: to be called now and then (each minute) and at the end, by a
 * background thread. `c` may be any context, core_local_context's for instance. Cheap when there is nothing. */
enum err access_flush(struct context *c) MUST_USE;

/* First start: the six roles, the first organisation (which runs this server) and a site administrator with one key, shown in `key_out`
 * only now. ERR_CONFLICT when the database has organisations. `c` needs core, db, arena and now. */
enum err access_bootstrap(struct context *c, struct str org_name, struct str email, char key_out[KEY_LENGTH + 1]) MUST_USE;

#endif
