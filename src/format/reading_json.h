/* A reading as JSON: one object in the form of `varde read --json`. */
#ifndef VARDE_FORMAT_READING_JSON_H
#define VARDE_FORMAT_READING_JSON_H

#include "codec/json_write.h"
#include "reading/reading.h"

/* Writes one object; `file` absent: without the member "file". */
void reading_json_write(struct json_out *o, struct str file, const struct reading *r);
/* The member `key`: {"from", "to", "precision", "source"}, null when nothing is known. */
void reading_json_dated(struct json_out *o, const char *key, const struct dated *d);
/* The words of the JSON for the enumerations, also used on the terminal. */
const char *reading_reason_text(enum removed_reason reason);
const char *reading_kind_text(enum entity_kind kind);

#endif
