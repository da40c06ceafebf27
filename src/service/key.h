/* API keys: making, listing, editing, revoking. The clear key exists only in the answer to whoever makes it. A user manages their own
 * keys, an organisation's administrator those of the organisation, a site administrator all; any other key is NOT FOUND. A read-only
 * key manages none. */
#ifndef VARDE_SERVICE_KEY_H
#define VARDE_SERVICE_KEY_H

#include "model/account.h"
#include "service/access.h"
#include "service/write.h"

/* What a client may say of a key; absent members leave things as they are. */
struct key_input {
    const struct json_node *body; /* expiration, comment, allowed_ips, read_only */
};

/* Inside a running write: a new random key for the user, with the fields of `key` but id, uuid, start, end and created. */
enum err key_make(struct write *w, struct auth_key *key, char key_out[KEY_LENGTH + 1]) MUST_USE;

/* `user` is an id, "me" or absent (oneself). Writes {"AuthKey":{..., "authkey_raw"}}. */
enum err key_add(struct context *c, struct str user, const struct key_input *input, struct json_out *out) MUST_USE;
/* `key` is an id or uuid. */
enum err key_edit(struct context *c, struct str key, const struct key_input *input, struct json_out *out) MUST_USE;
enum err key_delete(struct context *c, struct str key, int64_t *id) MUST_USE;
enum err key_view(struct context *c, struct str key, struct json_out *out) MUST_USE;
/* `user` absent: all that the caller may manage. */
enum err key_index(struct context *c, struct str user, struct json_out *out) MUST_USE;
/* users/resetauthkey: the user's keys expire now, and a new one is made. */
enum err key_reset(struct context *c, struct str user, char key_out[KEY_LENGTH + 1]) MUST_USE;

#endif
