/* IP addresses and networks: read, written canonically, compared. No names are looked up and no sockets are opened.
 * IPv4 stands in the IPv6 space as ::ffff:a.b.c.d, so that one comparison serves both. */
#ifndef VARDE_MODEL_ADDRESS_H
#define VARDE_MODEL_ADDRESS_H

#include "base/str.h"

struct address {
    uint8_t bytes[16];
    uint8_t prefix; /* of 128 bits: 128 for one address, 96 + n for the IPv4 network /n */
    bool is_v4;     /* as it was written */
};
#define ADDRESS_TEXT 64

/* An address or a network ("10.1.2.3/8": the host bits are kept). IPv4 in four decimal numbers without leading zeros,
 * IPv6 without zone. */
bool address_parse(struct str text, struct address *out);
/* Why a text is not an address or network, in the words of the validation message; NULL if it is one. */
const char *address_problem(struct str text);
/* An address only, no network. */
bool address_parse_plain(struct str text, struct address *out);
/* Canonical text (RFC 5952), NUL-terminated as well; "/n" only for networks of more than one address. */
struct str address_text(const struct address *a, char out[ADDRESS_TEXT]);
/* The network with its host bits cleared. */
struct address address_network(const struct address *a);
/* Whether every address of `inside` belongs to `net`. */
bool address_contains(const struct address *net, const struct address *inside);
bool address_is_network(const struct address *a); /* of more than one address */

#endif
