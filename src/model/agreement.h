/* Agreements: signed records between organisations that open and close sharing by themselves (spec alliance, section 1).
 *
 * An agreement IS its history: a chain of entries, each with the SHA-256 of the one before. Versions of the terms, signatures, accessions, suspensions...
 * are entries; nothing else is kept of them, and every answer about an agreement (its state, who its parties are, to whom it is open) is folded
 * from the entries up to a place of the history and an instant: agreement_fold. Pure; no clock, no database, no key but public ones.
 *
 * What concerns a hidden observer stands in a chain of its own (annex entries, one chain for each hidden observer), so that the main chain is the same for
 * everybody and tells nothing of them. */
#ifndef VARDE_MODEL_AGREEMENT_H
#define VARDE_MODEL_AGREEMENT_H

#include "base/vec.h"
#include "codec/uuid.h"
#include "model/tlp.h"

#define AGREEMENT_KEY 32 /* an Ed25519 public key */
#define AGREEMENT_SIGNATURE 64
#define AGREEMENT_HASH 32 /* SHA-256 */

enum party_role { PARTY_MEMBER, PARTY_PARTNER, PARTY_OBSERVER };
enum agreement_state { AGREEMENT_DRAFT, AGREEMENT_AWAITING, AGREEMENT_SIGNED, AGREEMENT_IN_FORCE, AGREEMENT_SUSPENDED, AGREEMENT_ENDED };

struct agreement_party {
    struct uuid org;
    enum party_role role;
};
struct agreement_party_list VEC_OF(struct agreement_party);

/* One version of the terms. */
struct agreement_terms {
    int64_t version;
    struct str name, text;             /* text: Markdown */
    uint8_t text_hash[AGREEMENT_HASH]; /* what is signed stands for the text */
    struct uuid owner;
    struct agreement_party_list parties; /* the visible ones, sorted by uuid */
    int64_t from, until;                 /* seconds; until 0: open-ended. from inclusive, until exclusive */
    int64_t min_signatures;
    enum tlp ceiling, untagged;              /* untagged: what something without a TLP tag counts as; amber unless said otherwise */
    struct str_list tags, categories, types; /* the scope's allow-lists; an empty one allows everything */
    bool hidden_observers_allowed;
};

enum agreement_act {
    ACT_PROPOSE, /* a version of the terms, by the owner; unsigned */
    ACT_SIGN,    /* a party signs a version */
    ACT_OFFER,   /* the owner admits a new party: first half of an accession */
    ACT_ACCEDE,  /* ... and the party itself signs: second half. Either may come first */
    ACT_SUSPEND,
    ACT_RESUME,   /* by who suspended, or by the owner */
    ACT_WITHDRAW, /* a party leaves */
    ACT_END       /* by the owner */
};

struct agreement_entry {
    int64_t seq; /* from 1, without gaps, in its chain */
    int64_t at;  /* seconds, by the server's clock */
    enum agreement_act act;
    struct uuid org;     /* who acts */
    int64_t version;     /* of the terms that are meant; SUSPEND and the like: the one in force */
    struct uuid subject; /* OFFER, ACCEDE: the new party; else nil */
    enum party_role role;
    struct str terms;                                           /* PROPOSE: the canonical JSON with the text beside it; else absent */
    uint8_t key[AGREEMENT_KEY], signature[AGREEMENT_SIGNATURE]; /* all but PROPOSE */
    uint8_t previous[AGREEMENT_HASH], hash[AGREEMENT_HASH];
    int64_t id; /* of the row; 0 in an exported record */
};
struct agreement_entry_list VEC_OF(struct agreement_entry);

/* The chain of one hidden observer: OFFER by the owner, ACCEDE by itself, perhaps WITHDRAW. */
struct agreement_annex {
    int64_t org_id; /* of the observer, on this server */
    struct uuid observer;
    struct agreement_entry_list entries;
};
struct agreement_annex_list VEC_OF(struct agreement_annex);
struct agreement_terms_list VEC_OF(struct agreement_terms);

struct agreement {
    int64_t id, sharing_group_id, owner_org_id, created;
    struct uuid uuid, owner;
    struct agreement_terms_list versions; /* [0] is version 1 */
    struct agreement_entry_list history;
    struct agreement_annex_list annexes; /* those that the reader may know of; all of them for the view */
};
struct agreement_list VEC_OF(struct agreement);

/* The public keys that an organisation has or had. */
struct signing_key {
    int64_t id, org_id;
    struct uuid org;
    uint8_t key[AGREEMENT_KEY], previous[AGREEMENT_KEY], rotation[AGREEMENT_SIGNATURE];
    bool first;               /* previous and rotation are empty */
    int64_t created, retired; /* retired 0: in use */
};
struct signing_key_list VEC_OF(struct signing_key);

/* Where a party stands. */
struct agreement_standing {
    struct uuid org;
    enum party_role role;
    bool hidden;
    bool signed_in;    /* has signed the version in force (or acceded to it): sharing is open to it while the agreement is in force */
    bool left;         /* withdrew, or is no longer named by the version in force: what it put under the agreement is for itself only */
    int64_t signed_at; /* 0: not yet */
};
struct agreement_standing_list VEC_OF(struct agreement_standing);

struct agreement_fold {
    enum agreement_state state;
    const struct agreement_terms *terms;    /* the version in force, else the newest one */
    int64_t next_change;                    /* the next instant after `now` at which the clock alone changes the state; INT64_MAX: none */
    struct agreement_standing_list parties; /* sorted by uuid; hidden ones included as far as the annexes are there */
};
/* As of `now`, by the history entries whose row id is at most `up_to_id` (INT64_MAX: all; exported records have 0). */
void agreement_fold(struct arena *arena, const struct agreement *a, int64_t up_to_id, int64_t now, struct agreement_fold *out);
/* NULL: it has no part in it. */
const struct agreement_standing *agreement_standing_of(const struct agreement_fold *fold, const struct uuid *org);
/* Is it in force, and is this organisation signed in? */
bool agreement_is_open_to(const struct agreement_fold *fold, const struct uuid *org);

/* May this entry follow on the history (all of `a`, which holds the versions and entries before it, folded at its instant)? NULL, or what stands against it, in words. Signatures and keys are checked elsewhere
 * (format/agreement_record.h). */
const char *agreement_refusal(struct arena *arena, const struct agreement *a, const struct agreement_annex *annex,
                              const struct agreement_entry *entry);
/* The version of that number, or NULL. */
const struct agreement_terms *agreement_version(const struct agreement *a, int64_t version);

bool party_role_parse(struct str text, enum party_role *out);
const char *agreement_state_text(enum agreement_state state); /* "in_force" */
const char *agreement_act_text(enum agreement_act act);       /* "sign" */
const char *party_role_text(enum party_role role);            /* "member" */
bool agreement_act_parse(struct str text, enum agreement_act *out);

#endif
