/* Fetching a URL that the operator allows (spec alliance, section 3). The allow-list names hosts ("example.org", ".example.org" with all below it) or URL
 * prefixes; empty means that nothing is ever fetched. The name is resolved here, every address of it is checked (loopback, private, link-local, carrier
 * NAT, multicast, reserved, IPv4 in IPv6, and the machine's own are refused), and only a checked address is connected to. At every redirect all of
 * this is done again; at most FETCH_REDIRECTS of them. Size and time are capped. http and https only, ports 80 and 443 unless the list names another. */
#ifndef VARDE_SYNC_FETCH_H
#define VARDE_SYNC_FETCH_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

enum { FETCH_REDIRECTS = 5 };

struct fetch_options {
    const char *allow; /* hosts or URL prefixes, separated by commas or blanks; NULL or "": off */
    const char *
        allow_inner; /* for tests and closed networks: addresses or CIDR blocks that are connected to although they are internal; NULL: none */
    size_t max_bytes; /* of a document */
    unsigned seconds; /* for the whole of it, redirects included */
};
struct fetched {
    struct str bytes, content_type, url; /* where it was found after redirects; in the arena */
};
/* Is there anything that may be fetched? */
bool sync_fetch_is_on(const struct fetch_options *options);
/* ERR_FORBIDDEN: not on the list, or an internal address (the text does not tell which, nor whether a name exists); ERR_TOO_LARGE; ERR_REFUSED: the source
 * did not answer in time, or with a status that is no success. The details are fit for any caller. Blocks: call it on a worker, never inside a
 * write. */
enum err sync_fetch(const struct fetch_options *options, struct arena *arena, struct str url, struct fetched *out) MUST_USE;

#endif
