/* The value and uuid indexes in memory, in front of the database: which attributes may hold this value, which may have this uuid.
 *
 * Values are found by a keyed 64-bit hash (SipHash) of their folded key, both halves of composites apart; uuids by 32 bits of theirs. The
 * indexes only ever over-promise: an entry may be stale (changed, deleted, rolled back), so the caller confirms each hit against the row. What is
 * committed is always in. Many readers, one writer. Rebuilt at start. */
#ifndef VARDE_CORRELATE_INDEX_H
#define VARDE_CORRELATE_INDEX_H

#include "base/err.h"
#include "base/str.h"
#include "base/vec.h"
#include "codec/uuid.h"

struct index;
struct db; /* db/db.h: handed through to store */

struct index *index_new(const uint8_t key[16]);
void index_free(struct index *index);
/* Fill from the attributes table by `readers` (one thread each). */
enum err index_load(struct index *index, struct db **readers, int count) MUST_USE;
/* Hash of the folded key of one half of a value. */
uint64_t index_hash(const struct index *index, struct str value);
/* The comparison that the hash stands for: are the folded keys of the two values equal? */
bool index_is_same(struct str a, struct str b);
/* Add an attribute (writer thread). */
void index_add(struct index *index, int64_t id, const struct uuid *uuid, int type, struct str value1, struct str value2);
/* Candidate attribute ids for a value, newest (highest id) first, at most `max`; *total gets the number there are. */
void index_find(const struct index *index, struct arena *arena, uint64_t hash, size_t max, struct id_list *out, size_t *total);
/* How many candidates, without listing them: 0 is a sure miss. */
size_t index_count(const struct index *index, uint64_t hash);
/* Of many hashes at once: which have more than one candidate? */
void index_are_shared(const struct index *index, const uint64_t *hashes, size_t count, bool *shared);
/* Begin to fetch what a question for that hash will look at, while others are hashed. A hint: takes no lock. */
void index_fetch(const struct index *index, uint64_t hash);
/* Of many hashes at once: which have any candidate? false is a sure miss. Best after index_fetch of each. */
void index_are_known(const struct index *index, const uint64_t *hashes, size_t count, bool *known);
/* Candidates of many hashes: (place of the hash, attribute id), appended until `room` are there or all hashes are through; returns how many hashes are
 * (a hash's candidates come whole, so the last may overrun `room`). An id may come twice for one place. */
struct index_candidate {
    uint32_t id, place;
};
struct index_candidates VEC_OF(struct index_candidate);
size_t index_find_many(const struct index *index, struct arena *arena, const uint64_t *hashes, size_t count, size_t room,
                       struct index_candidates *out);
/* Candidate attribute ids for a uuid (mostly none or one). */
void index_find_uuid(const struct index *index, const struct uuid *uuid, struct arena *arena, struct id_list *out);
/* Addresses against networks (types ip-src, ip-dst and these with a port). Attributes that hold a network in which the address lies;
 * attributes that hold an address inside the network, newest added first, at most `max`. Nothing for other text. */
void index_find_networks(const struct index *index, struct str address, struct arena *arena, struct id_list *out);
void index_find_addresses(const struct index *index, struct str network, size_t max, struct arena *arena, struct id_list *out);
size_t index_memory(const struct index *index);
/* The part of it that is for values, and how many different ones there are. */
size_t index_value_memory(const struct index *index, size_t *values);

#endif
