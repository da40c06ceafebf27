/* restSearch: from a request that was read (service/search_request.h) to the answer's body, streamed.
 *
 *     struct search_run *run;
 *     enum err e = search_open(c, request, &run);          // looks up names, finds the first page
 *     ... headers: search_count(run) ...
 *     e = search_write_json(run, o) or search_write_text(run, sink)
 *     search_close(run);
 *
 * Memory stays flat: pages of rows in short read transactions, none of which is open while the client is waited for. */
#ifndef VARDE_SERVICE_SEARCH_H
#define VARDE_SERVICE_SEARCH_H

#include "service/context.h"
#include "service/search_request.h"

struct search_run;

enum err search_open(struct context *c, struct search_request *request, struct search_run **out) MUST_USE;
/* How many items the answer will hold, where that is known before it is written (small answers); else -1. */
int64_t search_count(const struct search_run *run);
/* JSON: the whole document. */
enum err search_write_json(struct search_run *run, struct json_out *o) MUST_USE;
/* CSV, text, hashes, cache, count. */
enum err search_write_text(struct search_run *run, struct sink *to) MUST_USE;
void search_close(struct search_run *run);

#endif
