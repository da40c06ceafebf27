/* Which addresses are inside: those that a fetch on behalf of a stranger must never reach. Not for names: those are resolved in sync/resolve.c.
 * The idea: everything that is not known as public unicast is inside, and an address that carries another one is judged by what it carries. */
#ifndef VARDE_SYNC_INTERNAL_ADDRESS_H
#define VARDE_SYNC_INTERNAL_ADDRESS_H

#include <sys/socket.h>

#include "model/address.h"

/* Loopback, private, link-local, carrier NAT, documentation, benchmarking, multicast, reserved; and IPv6 forms that embed any IPv4 (mapped, compatible,
 * 6to4, NAT64, Teredo): mapped and NAT64 by the address inside, the others always. Pure. */
bool internal_address_is(const struct address *address);
/* One of the addresses of this machine's own interfaces? Asks the system each time; true when it does not answer. */
bool internal_address_is_own(const struct address *address);
/* May a connection go there? Not inside and not own, or in `inner`: addresses and blocks separated by blanks or commas; NULL or "": none. */
bool internal_address_is_allowed(const struct address *address, const char *inner);
/* From the system's form; false for other families than IPv4 and IPv6. */
bool internal_address_from(const struct sockaddr *from, struct address *out);

#endif
