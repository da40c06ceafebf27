/* The body of a request: collected within its limit, inflated within the same limit. */
#ifndef VARDE_HTTP_BODY_H
#define VARDE_HTTP_BODY_H

#include "http/state.h"

/* Make room: exactly, where the length was announced. ERR_TOO_LARGE when it is over the limit, ERR_UNSUPPORTED for an encoding other than
 * gzip. */
enum err body_begin(struct exchange *x) MUST_USE;
/* Past the limit bytes are dropped and body_over is set. */
void body_add(struct exchange *x, const char *bytes, size_t len);
bool body_is_packed(const struct exchange *x);
/* All is there: inflate if need be and show it in the request. ERR_TOO_LARGE, ERR_BAD_INPUT. */
enum err body_end(struct exchange *x) MUST_USE;
/* Keep a copy, as a handler may write into the body; and bring it back. */
void body_remember(struct exchange *x);
void body_restore(struct exchange *x);
void body_free(struct exchange *x);

#endif
