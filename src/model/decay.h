/* How the worth of an indicator decays with time (polynomial model): from a base score, along a curve that ends at zero when the lifetime is over. Pure. */
#ifndef VARDE_MODEL_DECAY_H
#define VARDE_MODEL_DECAY_H

#include "base/str.h"

struct decay_curve {
    double lifetime;  /* days until the score is zero */
    double speed;     /* below 1 it falls late, above 1 early */
    double threshold; /* scores below are decayed */
};

/* The score `age` seconds after the indicator was last known to be good. Never negative; no lifetime: zero at once. */
double decay_score(const struct decay_curve *curve, double base, int64_t age);

#endif
