/* Network addresses of clients and lists of networks ("10.0.0.0/8, ::1"). IPv4 is kept as IPv4-mapped IPv6, so that there is one
 * form to compare. Not for names: nothing is resolved here. */
#ifndef VARDE_HTTP_ADDRESS_H
#define VARDE_HTTP_ADDRESS_H

#include <sys/socket.h>

#include "base/err.h"
#include "base/str.h"

struct address {
    uint8_t bytes[16];
};
#define ADDRESS_TEXT 48

/* "192.0.2.1", "2001:db8::1", "[2001:db8::1]", either with ":port" behind it. */
bool http_address_parse(struct str text, struct address *out);
/* The address of a socket; all zero for another family. */
struct address http_address_of_socket(const struct sockaddr *from);
/* As text, NUL-terminated as well. */
struct str http_address_text(const struct address *address, char out[ADDRESS_TEXT]);
bool http_address_eq(const struct address *a, const struct address *b);
bool http_address_is_v4(const struct address *address);

struct networks; /* immutable once made */

/* Addresses and CIDR blocks separated by commas or blanks; NULL or "" gives an empty list. ERR_BAD_INPUT names the bad one. */
enum err networks_parse(const char *text, struct networks **out) MUST_USE;
void networks_free(struct networks *networks);
bool networks_has(const struct networks *networks, const struct address *address);

#endif
