/* The model: who may see what, written down a second time, from the contract and not from the program. It knows nothing of src/: plain arrays, plain loops, no
 * sharing of code with what it judges. State is changed by the steps (steps.c) when the program has said yes; questions are asked by the reads (reads.c).
 *
 * Where the program folds an agreement's history anew each time, the model keeps each party's standing as it goes: two ways to the same answer. */
#ifndef VARDE_TESTS_MODEL_H
#define VARDE_TESTS_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { ORGS = 7, PLAIN = 2, AGREEMENTS = 6, GROUPS = PLAIN + AGREEMENTS };
enum {
    EVENTS = 30,
    ATTRIBUTES = 150,
    OBJECTS = 16,
    REPORTS = 16,
    SIGHTINGS = 60,
    PROPOSALS = 30,
    NOTES = 24,
    VERSIONS = 5,
    TAGS = 6,
    VALUES = 12,
    TYPES = 3
};
enum { HOST = 0, NOBODY = -1 }; /* organisation 0 runs the server; its user is the site administrator */

typedef char uuid_str[37];

enum role { NO_PARTY, MEMBER, PARTNER, OBSERVER };
enum state { DRAFT, AWAITING, SIGNED, IN_FORCE, SUSPENDED, ENDED };
/* tags by number; the first four are tlp: */
enum { TLP_1_CLEAR, TLP_2_GREEN, TLP_3_AMBER, TLP_4_RED, TAG_ALPHA, TAG_BETA };

struct level {
    int distribution; /* as MISP counts */
    int group;        /* 0..PLAIN-1: plain ones, then agreements; of distribution 4 */
};

struct m_event {
    bool there;
    int64_t id;
    uuid_str uuid;
    int org;
    struct level level;
    int64_t embargo, until; /* 0: none */
    unsigned tags, local;   /* bits; local: which of the tags are notes of those who run the server */
    bool published;
};
struct m_attribute {
    bool there, deleted;
    int64_t id;
    uuid_str uuid;
    int event, object; /* object -1: none */
    struct level level;
    int type, value;
    unsigned tags, local;
    bool to_ids;
};
struct m_object {
    bool there, deleted;
    int64_t id;
    uuid_str uuid;
    int event;
    struct level level;
};
struct m_report {
    bool there, deleted;
    int64_t id;
    uuid_str uuid;
    int event;
    struct level level;
};
struct m_sighting {
    bool there;
    int64_t id;
    uuid_str uuid;
    int attribute, org;
};
struct m_proposal {
    bool there;
    int64_t id;
    uuid_str uuid;
    int event, attribute /* -1: a new one */, org;
};

/* A note of analyst data on an event or an attribute. */
struct m_note {
    bool there, anchored; /* anchored: its author saw what it is about */
    int64_t id;
    uuid_str uuid;
    int event, attribute /* -1: the event */, org;
    bool subject_gone;
    struct level level; /* 5: as its subject */
};

struct m_version {
    int64_t from, until; /* until 0: open */
    int min;
    int ceiling, untagged; /* 1 clear .. 4 red */
    enum role role[ORGS];  /* as named */
    unsigned types, tags;  /* scope: bits; 0: everything */
    bool hidden_allowed;
    bool has_signed[ORGS]; /* and did not leave since */
    bool ever_signed[ORGS];
    int proposed; /* place in the history */
};
/* Where an organisation stands, in the open or hidden. */
struct m_party {
    int offered, acceded; /* place in the history; 0: not */
    enum role offered_role, acceded_role, role;
    int offered_version, acceded_version;
    int joined; /* both halves came */
    bool withdrew, took_part, suspends;
};
struct m_agreement {
    bool there, ended;
    uuid_str uuid;
    int64_t group_id;
    int owner, versions, length; /* of the history */
    struct m_version version[VERSIONS];
    struct m_party open[ORGS], hidden[ORGS];
};
struct m_plain {
    int64_t id;
    uuid_str uuid;
    int owner;
    bool has[ORGS];
};

struct model {
    int64_t clock;     /* the system's */
    int64_t persisted; /* the highest instant that was written down */
    struct m_event event[EVENTS];
    struct m_attribute attribute[ATTRIBUTES];
    struct m_object object[OBJECTS];
    struct m_report report[REPORTS];
    struct m_sighting sighting[SIGHTINGS];
    struct m_proposal proposal[PROPOSALS];
    struct m_note note[NOTES];
    struct m_plain plain[PLAIN];
    struct m_agreement agreement[AGREEMENTS];
};

int64_t m_now(const struct model *m);

/* agreements */
const struct m_version *m_current(const struct model *m, const struct m_agreement *a); /* in force by its dates, else the newest */
int m_current_number(const struct model *m, const struct m_agreement *a);
enum state m_state(const struct model *m, const struct m_agreement *a);
bool m_signed_in(const struct model *m, const struct m_agreement *a, int org);
bool m_signed_in_openly(const struct model *m, const struct m_agreement *a, int org);
bool m_left(const struct model *m, const struct m_agreement *a, int org);
bool m_stands(const struct model *m, const struct m_agreement *a, int org); /* openly: has it a place among the parties? */
bool m_stands_hidden(const struct m_agreement *a, int org);
bool m_is_hidden(const struct model *m, const struct m_agreement *a, int org); /* what counts of it is hidden */
enum role m_role(const struct model *m, const struct m_agreement *a, int org);
bool m_knows(const struct model *m, const struct m_agreement *a, int org);
/* may it put something under it? */
bool m_takes_from(const struct model *m, const struct m_agreement *a, int org);
void m_withdraw(struct m_agreement *a, int org, bool hidden);
void m_half(struct m_agreement *a, int org, bool hidden, bool offer, enum role role, int version);

/* sight */
bool m_group_open(const struct model *m, int group, int org, int owner);
bool m_level_open(const struct model *m, struct level level, int org, int owner);
bool m_sees_event(const struct model *m, int event, int org);
bool m_sees_object(const struct model *m, int object, int org);
bool m_sees_attribute(const struct model *m, int attribute, int org); /* and it is not deleted */
bool m_attribute_open(const struct model *m, int attribute, int org); /* deleted or not */
bool m_sees_report(const struct model *m, int report, int org);
bool m_sees_sighting(const struct model *m, int sighting, int org);
bool m_sees_proposal(const struct model *m, int proposal, int org);
bool m_sees_note(const struct model *m, int note, int org);
bool m_knows_group(const struct model *m, int group, int org);

/* writing */
bool m_may_edit(const struct model *m, int event, int org);
bool m_may_use_group(const struct model *m, int group, int org);
/* Do the terms of every agreement under which the event or something in it stands allow all of it? */
bool m_terms_hold(const struct model *m, int event);
bool m_terms_hold_for(const struct model *m, const struct m_version *v, int group, int event);
/* Is the organisation more than an observer of the agreements under which the event, and the attribute (-1: none) with its object, stand? */
bool m_may_add(const struct model *m, int event, int attribute, int org);
/* May something be said under an agreement of what has these tags? */
bool m_may_say(const struct model *m, int group, unsigned tags);
/* Would the terms allow an attribute of that type, a new one or in place of this one? */
bool m_may_propose(const struct model *m, int event, int attribute, int type);

#endif
