/* What a service writes as JSON, taken as a tree: commands pick from it what they show. */
#ifndef VARDE_APP_CAPTURE_H
#define VARDE_APP_CAPTURE_H

#include "base/sink.h"
#include "codec/json_write.h"

struct capture {
    struct buf buf;
    struct sink_buf sink;
    struct json_out out; /* give this to the service */
};

void capture_begin(struct capture *capture);
/* Frees. `e` is what the service returned; on OK *node gets the document, in `arena`. */
enum err capture_end(struct capture *capture, enum err e, struct arena *arena, struct json_node **node) MUST_USE;
/* The member `key` of the member `model` ("User", "email"), as text; "" if absent. */
struct str capture_field(const struct json_node *node, const char *model, const char *key);

#endif
