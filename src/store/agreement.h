/* Agreements in rows: the agreement, its entries (only ever added), the signing keys. Without regard to who may see them: service decides. */
#ifndef VARDE_STORE_AGREEMENT_H
#define VARDE_STORE_AGREEMENT_H

#include "db/db.h"
#include "model/agreement.h"
#include "model/sharing_group.h"
#include "model/view.h"

/* An entry as it is stored. */
struct agreement_entry_row {
    int64_t id, agreement_id;
    int64_t chain; /* 0: the main one; else the organisation whose annex it is */
    const struct agreement_entry *entry;
    struct str terms, text; /* PROPOSE: canonical JSON and Markdown; else absent */
};

enum err store_agreement_insert(struct db *db, const struct agreement *a) MUST_USE;
enum err store_agreement_entry_insert(struct db *db, const struct agreement_entry_row *row) MUST_USE;
/* All of them with versions, history and annexes, by id; id 0: all. Texts are copied. `read_terms` makes the terms of a PROPOSE entry from its two texts. */
typedef enum err (*store_terms_fn)(struct arena *arena, struct str terms, struct str text, struct agreement_terms *out);
enum err store_agreement_load(struct db *db, struct arena *arena, int64_t id, store_terms_fn read_terms,
                              struct agreement_list *out) MUST_USE;

/* The sharing group of an agreement: its name is no key, so that agreements of one name never clash. */
enum err store_agreement_group_insert(struct db *db, struct arena *arena, const struct sharing_group *g) MUST_USE;
enum err store_agreement_id(struct db *db, const struct uuid *uuid, int64_t *id) MUST_USE; /* 0 if none */
enum err store_agreement_ids(struct db *db, struct arena *arena, struct id_list *out) MUST_USE;

/* The events that the viewer sees and in which something is shared with the group, newest first. */
struct event_short {
    int64_t id;
    struct uuid uuid;
    struct str info, date;
};
struct event_short_list VEC_OF(struct event_short);
enum err store_agreement_events(struct db *db, struct arena *arena, const struct view *view, int64_t sharing_group_id,
                                struct event_short_list *out) MUST_USE;

enum err store_signing_key_insert(struct db *db, const struct signing_key *key) MUST_USE;
enum err store_signing_key_retire(struct db *db, int64_t id, int64_t at) MUST_USE;
/* Of one organisation, or (0) all; by id. */
enum err store_signing_key_list(struct db *db, struct arena *arena, int64_t org_id, struct signing_key_list *out) MUST_USE;

/* Ids and uuids of the organisations. */
struct org_name {
    int64_t id;
    struct uuid uuid;
};
struct org_name_list VEC_OF(struct org_name);
enum err store_agreement_orgs(struct db *db, struct arena *arena, struct org_name_list *out) MUST_USE;

/* Instants in (after, until] at which an embargo lifts or an event's visibility ends: event id and instant, by instant. */
struct event_instant {
    int64_t event_id, at;
    struct uuid uuid;
};
struct event_instant_list VEC_OF(struct event_instant);
enum err store_event_instants(struct db *db, struct arena *arena, int64_t after, int64_t until, struct event_instant_list *out) MUST_USE;
/* The next such instant after `after`; INT64_MAX: none. */
enum err store_event_next_instant(struct db *db, int64_t after, int64_t *out) MUST_USE;

#endif
