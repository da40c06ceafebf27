/* Throttled log-in: a token bucket of failed authentications per client address. An address that failed too often is refused
 * until its bucket has filled up again; what succeeds costs nothing. Bounded memory; safe for several threads. Addresses of IPv6 count by
 * their /64 block. Not for limits per user or role. */
#ifndef VARDE_HTTP_THROTTLE_H
#define VARDE_HTTP_THROTTLE_H

#include "base/str.h"

struct throttle;

/* `burst` failures are free; each of them is forgiven after `seconds_each`. Remembers at most `addresses` (the one that failed longest ago
 * is forgotten first). */
struct throttle *throttle_new(unsigned burst, unsigned seconds_each, unsigned addresses);
void throttle_free(struct throttle *throttle);
/* A failed authentication from that address (text, as http_request.remote) just now. */
void throttle_fail(struct throttle *throttle, struct str remote);
/* Seconds until that address may try again; 0: it may now. */
unsigned throttle_wait(struct throttle *throttle, struct str remote);
bool throttle_is_blocked(struct throttle *throttle, struct str remote);

#endif
