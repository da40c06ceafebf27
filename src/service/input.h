/* Fields that a client sent, read into place: each says whether it was there, so that an edit changes only what was sent. */
#ifndef VARDE_SERVICE_INPUT_H
#define VARDE_SERVICE_INPUT_H

#include "codec/json_tree.h"

/* A scalar member as text; null gives an absent text. False when it is not there or no scalar. */
bool input_str(const struct json_node *body, const char *key, struct str *to);
/* The same for a column that is never null: null gives "". */
bool input_text(const struct json_node *body, const char *key, struct str *to);
bool input_bool(const struct json_node *body, const char *key, bool *to);
bool input_int(const struct json_node *body, const char *key, int64_t *to);
/* An instant: epoch seconds or ISO text, 0 for null, "" and "0". *bad is set when it is there but cannot be understood. */
bool input_instant(const struct json_node *body, const char *key, int64_t *to, bool *bad);

#endif
