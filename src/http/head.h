/* The head of a request: collected, and checked for what must not pass (sizes, smuggling, NUL bytes). */
#ifndef VARDE_HTTP_HEAD_H
#define VARDE_HTTP_HEAD_H

#include "http/state.h"

/* Fill method, headers, remote and what is known of the body. `method` and `version` are libmicrohttpd's, in front of the raw header lines. The
 * first violation is returned with detail. */
enum err head_read(struct exchange *x, const char *method, const char *version) MUST_USE;
/* The header of that name; *count gets how many there are. */
struct str head_find(const struct http_headers *headers, struct str name, unsigned *count);
/* Copy all texts of the head into the arena: they outlive the connection's buffers. */
void head_detach(struct exchange *x);

#endif
