/* Shared by service/agreement*.c only. */
#ifndef VARDE_SERVICE_AGREEMENT_INSIDE_H
#define VARDE_SERVICE_AGREEMENT_INSIDE_H

#include "service/agreement.h"

/* By uuid, with all annexes; ERR_NOT_FOUND also for what the caller may not know of. */
enum err agreement_find(struct context *c, struct db *db, struct str ref, struct agreement *out, struct agreement_fold *fold) MUST_USE;
/* The same by id. */
enum err agreement_load(struct context *c, struct db *db, int64_t id, struct agreement *out, struct agreement_fold *fold) MUST_USE;
/* Take out the annexes that the caller may not know of. */
void agreement_hide_annexes(const struct context *c, struct agreement *a);

#endif
