/* Notes, opinions and relationships on anything that has a uuid (spec api, section 2.5). Plain data. */
#ifndef VARDE_MODEL_ANALYST_DATA_H
#define VARDE_MODEL_ANALYST_DATA_H

#include "base/vec.h"
#include "codec/uuid.h"

enum analyst_kind { ANALYST_NOTE = 1, ANALYST_OPINION, ANALYST_RELATIONSHIP };

struct analyst_datum {
    int64_t id;
    enum analyst_kind kind;
    struct uuid uuid, object_uuid;
    struct str object_type, authors;
    int64_t org_id, orgc_id, created, modified;
    int distribution;
    int64_t sharing_group_id;
    bool locked;
    struct str text;     /* the note, or the comment of an opinion */
    struct str language; /* of a note */
    int opinion;         /* 0..100 */
    struct str relationship_type, related_type;
    struct uuid related_uuid;
    struct uuid claim_uuid; /* of the claim that it shows; nil: none */
    bool anchored;          /* its author saw what it is about: who does not see that sees nothing of it */
};
struct analyst_datum_list VEC_OF(struct analyst_datum);

/* "Note", "Opinion", "Relationship"; 0 for anything else, any case. */
struct str analyst_kind_name(enum analyst_kind kind);
enum analyst_kind analyst_kind_parse(struct str name);
/* What it may be about, spelt as MISP spells it; STR_NONE for what it may not. */
struct str analyst_object_type(struct str name);

#endif
