/* ETag for clients that send If-None-Match: the answer is held back until it is whole, hashed and, when the client has it already,
 * replaced by 304. An answer too large to hold passes through without an ETag. */
#ifndef VARDE_API_ETAG_H
#define VARDE_API_ETAG_H

#include "api/route.h"

struct etag_sink {
    struct sink sink;
    struct buf held;
    struct call *call;
    bool passing; /* grew too large: goes straight to the answer */
    char window[4096];
};

/* Put it before the answer's sink, if the request asks for it. */
void etag_begin(struct call *call);
/* Send what is held, or 304. Frees. `e` is what the handler returned: after an error what is held is dropped. */
void etag_end(struct call *call, enum err e);
/* Where the answer goes: the held one or the answer's own sink. */
struct sink *etag_sink_of(struct call *call);

#endif
