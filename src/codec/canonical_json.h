/* Canonical JSON (RFC 8785): one sequence of bytes for one value, so that it can be hashed and signed. Numbers are whole ones within +-(2^53 - 1): Varde signs no
 * others. */
#ifndef VARDE_CODEC_CANONICAL_JSON_H
#define VARDE_CODEC_CANONICAL_JSON_H

#include "base/buf.h"
#include "codec/json_tree.h"

/* Appends to `out`. ERR_BAD_INPUT with detail: a member twice, a number that is not whole or too large. Nested deeper than the parser allows cannot occur. */
enum err canonical_json(struct arena *arena, const struct json_node *node, struct buf *out) MUST_USE;

#endif
