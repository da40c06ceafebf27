/* From a name to addresses, within a time: getaddrinfo may take half a minute, and nothing can stop it. */
#ifndef VARDE_SYNC_RESOLVE_H
#define VARDE_SYNC_RESOLVE_H

#include "base/arena.h"
#include "base/err.h"
#include "base/vec.h"
#include "model/address.h"

struct address_list VEC_OF(struct address);

/* All addresses of the name, at least one on OK. ERR_NOT_FOUND: it has none, or not in that time; no detail is set. */
enum err sync_resolve(struct arena *arena, struct str host, int64_t microseconds, struct address_list *out) MUST_USE;

#endif
