/* A subscription: roundups by e-mail to a user. */
#ifndef VARDE_MODEL_SUBSCRIPTION_H
#define VARDE_MODEL_SUBSCRIPTION_H

#include "base/vec.h"

struct subscription {
    int64_t id, user_id;
    struct str email;          /* of the user; read only */
    struct str period, format; /* day, week, month; md, html */
    int64_t next_at;           /* when the next attempt is due */
    int64_t last_at;           /* when one was last sent; 0: never */
    int64_t failures;          /* in a row */
    int64_t created;
};
struct subscription_list VEC_OF(struct subscription);

#endif
