/* See decay.h. */
#include "model/decay.h"

#include <math.h>

#define DAY 86400.0

double decay_score(const struct decay_curve *curve, double base, int64_t age) {
    if (age <= 0) return base > 0 ? base : 0;
    if (curve->lifetime <= 0 || curve->speed <= 0) return 0;
    double score = base * (1 - pow((double)age / (curve->lifetime * DAY), 1 / curve->speed));
    return score > 0 ? score : 0;
}
