/* The written forms of an agreement's terms and acts: what a client sends, and the bytes that are signed: a line that says what they are, and canonical JSON (RFC 8785).
 * docs/AGREEMENTS.md publishes the forms and three test vectors. */
#ifndef VARDE_FORMAT_AGREEMENT_TEXT_H
#define VARDE_FORMAT_AGREEMENT_TEXT_H

#include "base/buf.h"
#include "codec/json_tree.h"
#include "model/agreement.h"

enum { AGREEMENT_TEXT_MAX = 256 * 1024, AGREEMENT_PARTIES_MAX = 256 };

/* Terms as a client sends them: {name, text, parties: [{org, role}], effective_from, effective_until?, min_signatures?, ceiling, untagged?, scope?: {tags, categories,
 * types}, hidden_observers_allowed?}. ERR_BAD_INPUT with detail; *field names the member at fault. Fills all but version and owner; sorts what is
 * a set; missing: min_signatures = all named, untagged = amber. */
enum err agreement_read_terms(struct arena *arena, const struct json_node *body, struct agreement_terms *out, const char **field) MUST_USE;
/* The terms as a tree: what is signed ({uuid, version, name, text_sha256, owner, parties...}), also what answers show. */
struct json_node *agreement_terms_tree(struct arena *arena, const struct uuid *uuid, const struct agreement_terms *terms);
/* Back from that form; the text stands beside it. */
enum err agreement_terms_from_tree(struct arena *arena, const struct json_node *tree, struct str text,
                                   struct agreement_terms *out) MUST_USE;

/* The same from stored text, which is whole unless damaged: ERR_CORRUPT. */
enum err agreement_terms_from_text(struct arena *arena, struct str terms, struct str text, struct agreement_terms *out) MUST_USE;
/* A member of so many bytes in hexadecimal. */
bool agreement_read_hex(const struct json_node *node, const char *name, uint8_t *out, size_t len);

/* What an entry's signature is over.
 * SIGN            "varde-agreement-v1\n" and the terms
 * OFFER, ACCEDE   "varde-agreement-accession-v1\n" and {uuid, version, org (the new party), role}; in an annex "varde-agreement-annex-v1\n"
 * the others      "varde-agreement-act-v1\n" and {uuid, act, org, previous (hex of the entry before)}
 * ERR_NOT_FOUND: there is no such version. */
enum err agreement_signed_bytes(struct arena *arena, const struct agreement *a, const struct agreement_entry *entry, bool annex,
                                struct str *out) MUST_USE;
/* "varde-key-rotation-v1\n" and {org, key, previous}: signed by the previous key. */
struct str agreement_rotation_bytes(struct arena *arena, const struct uuid *org, const uint8_t key[AGREEMENT_KEY],
                                    const uint8_t previous[AGREEMENT_KEY]);
bool agreement_signature_holds(struct str bytes, const uint8_t key[AGREEMENT_KEY], const uint8_t signature[AGREEMENT_SIGNATURE]);

/* An entry as a tree, and its hash: SHA-256 over the canonical JSON of that tree without "hash". */
struct json_node *agreement_entry_tree(struct arena *arena, const struct agreement *a, const struct agreement_entry *entry, bool with_hash);
void agreement_entry_hash(struct arena *arena, const struct agreement *a, const struct agreement_entry *entry, uint8_t out[AGREEMENT_HASH]);

/* "2022-01-17T00:00:00Z" */
struct str agreement_instant(struct arena *arena, int64_t seconds);

#endif
