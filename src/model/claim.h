/* Claims of attribution: this organisation, on this date, holds that this actor did this (spec alliance, section 2). Plain data, and the rule of the summary. */
#ifndef VARDE_MODEL_CLAIM_H
#define VARDE_MODEL_CLAIM_H

#include "base/vec.h"
#include "codec/uuid.h"

enum claim_relation { CLAIM_RESPONSIBLE, CLAIM_SPONSORED, CLAIM_TOOLING_OF, CLAIM_SAME_AS, CLAIM_NOT_RESPONSIBLE };
enum claim_confidence { CONFIDENCE_LOW, CONFIDENCE_MODERATE, CONFIDENCE_HIGH };
enum claim_status { CLAIM_PRELIMINARY, CLAIM_ASSESSED, CLAIM_CONFIRMED, CLAIM_DISPUTED, CLAIM_WITHDRAWN };

struct claim {
    int64_t id;
    struct uuid uuid; /* of the series */
    struct str subject_type;
    struct uuid subject;
    struct uuid actor_cluster; /* or nil */
    struct str actor_country, actor_name;
    enum claim_relation relation;
    int64_t claimant_org; /* 0: an outside source, by name */
    struct str claimant_name;
    char reliability; /* admiralty A..F of an outside source, 0: not rated */
    int64_t recorded_by, recorded_at, user_id;
    struct str stated_on; /* YYYY-MM-DD */
    int likelihood;       /* 0..100 */
    enum claim_confidence confidence;
    enum claim_status status;
    struct str basis;
    struct uuid_list evidence;
    int distribution;
    int64_t sharing_group_id;
};
struct claim_list VEC_OF(struct claim);

/* "very likely" for 85 (ICD 203 / ISO terms, docs/CLAIMS.md). */
const char *claim_likelihood_text(int likelihood);
const char *claim_relation_text(enum claim_relation relation);
const char *claim_status_text(enum claim_status status);
const char *claim_confidence_text(enum claim_confidence confidence);
/* The number behind such a text, -1 for none. */
int claim_relation_parse(struct str text);
int claim_status_parse(struct str text);
int claim_confidence_parse(struct str text);

/* What the actor is told by, alike for the same actor only: "cluster:UUID", "country:RU", "name:Sandworm". */
struct str claim_actor_key(struct arena *arena, const struct claim *c);
/* The uuid by which MISP clients know the actor: the cluster's, else UUIDv5 of that key in the namespace of docs/CLAIMS.md. */
struct uuid claim_actor_uuid(struct arena *arena, const struct claim *c);
/* The uuid of the opinion that shows the likelihood of a series: UUIDv5 of "opinion" in the series' uuid as namespace. */
struct uuid claim_opinion_uuid(const struct uuid *series);
/* How likely the attribution is: the likelihood, or what is left of it where the claim says "not-responsible". */
int claim_opinion(const struct claim *c);

/* The summary (docs/CLAIMS.md): for each actor and relation the claims that say so with the weight of each and how it came about; never merged, never hidden. */
struct claim_weight {
    size_t claim;                                 /* place in the list */
    int reliability, recency, confidence, weight; /* thousandths */
};
struct claim_weight_list VEC_OF(struct claim_weight);
struct claim_position { /* one actor and relation */
    struct str actor;   /* claim_actor_key */
    enum claim_relation relation;
    int weight, likelihood; /* weighted; of all positions the weights add to 1000, or are all 0 */
    int64_t sum;            /* of the weights of its claims */
    struct claim_weight_list claims;
};
struct claim_position_list VEC_OF(struct claim_position);
/* `claims`: the newest of each visible series. today: days since 1970. Heaviest first, then by actor and relation. */
void claim_summarise(struct arena *arena, const struct claim_list *claims, int64_t today, struct claim_position_list *out);

#endif
