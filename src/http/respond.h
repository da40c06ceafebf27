/* From a filled answer to what libmicrohttpd sends; and the answers that http gives by itself. */
#ifndef VARDE_HTTP_RESPOND_H
#define VARDE_HTTP_RESPOND_H

#include "http/state.h"

/* Write the answer to a request that is refused by http, through the sink as it stands. */
void respond_refusal(struct exchange *x, enum err code, const char *detail);
/* Answer 304 where the client has this very body already (If-None-Match); sets ETag. */
void respond_revalidate(struct exchange *x);
/* Hand the answer over; on the receiving thread. MHD_NO: the connection is to be closed. */
enum MHD_Result respond_memory(struct exchange *x);
enum MHD_Result respond_ring(struct exchange *x);   /* the whole lies in the stream's ring */
enum MHD_Result respond_stream(struct exchange *x); /* it is being written */

#endif
