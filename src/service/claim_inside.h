/* Inside of claims: shared by claim.c (writing) and claim_view.c (reading). */
#ifndef VARDE_SERVICE_CLAIM_INSIDE_H
#define VARDE_SERVICE_CLAIM_INSIDE_H

#include "service/analyst_subject.h"
#include "service/claim.h"

/* "event" to "Event" as analyst_subject_find wants it, "cluster" to "GalaxyCluster"; STR_NONE for what is no subject. And back. */
struct str claim_subject_kind(struct str type);
struct str claim_subject_type(struct str kind);
/* Does the caller see this row: its own, or one whose distribution allows it, whose subject and whose actor are seen? */
enum err claim_row_sees(struct context *c, struct db *db, const struct claim *claim, bool *sees) MUST_USE;
/* The series as it stands now, if the caller sees it. ERR_NOT_FOUND. */
enum err claim_find(struct context *c, struct db *db, struct str ref, struct claim *out) MUST_USE;
/* "event:UUID", or a uuid alone whose kind is then found out. ERR_NOT_FOUND where the caller sees no such thing. */
enum err claim_subject(struct context *c, struct db *db, struct str text, struct str *type, struct uuid *uuid,
                       struct analyst_subject *out) MUST_USE;

#endif
