/* The exported record of an agreement: all that is needed to check it, and the check, from the record alone. */
#ifndef VARDE_FORMAT_AGREEMENT_RECORD_H
#define VARDE_FORMAT_AGREEMENT_RECORD_H

#include "codec/json_write.h"
#include "format/agreement_text.h"

/* The key, if it was this organisation's and in use at that instant. */
const struct signing_key *signing_key_find(const struct signing_key_list *keys, const struct uuid *org, const uint8_t key[AGREEMENT_KEY],
                                           int64_t at);

/* {"format": "varde-agreement-record-v1", uuid, owner, created, texts: [...], history: [...], annexes: [...], keys: [...]} */
void agreement_write_record(struct arena *arena, const struct agreement *a, const struct signing_key_list *keys, struct json_out *out);
/* ERR_BAD_INPUT with detail. What is well-formed is not yet true: agreement_verify. */
enum err agreement_read_record(struct arena *arena, const struct json_node *record, struct agreement *out,
                               struct signing_key_list *keys) MUST_USE;

/* What does not hold of it, in words, in order; none: it holds. Checked: the chain and each hash, the texts' hashes, each signature with a key of its organisation that was in
 * use at that time, each rotation, and that each act was its actor's to do when it was done. Not checkable from a record: that a chain was not cut short, and that the
 * first key of an organisation is its own. */
void agreement_verify(struct arena *arena, const struct agreement *a, const struct signing_key_list *keys, struct str_list *faults);

#endif
