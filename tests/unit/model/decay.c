/* The curve of decay. */
#include "model/decay.h"

#include "../test.h"

#define DAY 86400

static void test_curve(void) {
    struct decay_curve line = {.lifetime = 10, .speed = 1, .threshold = 30};
    CHECK_INT(decay_score(&line, 80, 0), 80);
    CHECK_INT(decay_score(&line, 80, -5 * DAY), 80);
    CHECK_INT(decay_score(&line, 80, 5 * DAY), 40);
    CHECK_INT(decay_score(&line, 80, 10 * DAY), 0);
    CHECK_INT(decay_score(&line, 80, 1000 * DAY), 0);
    struct decay_curve early = {.lifetime = 100, .speed = 2};
    CHECK_INT(decay_score(&early, 100, 25 * DAY), 50); /* 1 - sqrt(1/4) */
    struct decay_curve late = {.lifetime = 100, .speed = 0.5};
    CHECK_INT(decay_score(&late, 100, 50 * DAY), 75); /* 1 - (1/2)^2 */
}

static void test_odd_models(void) {
    struct decay_curve none = {.lifetime = 0, .speed = 1}, still = {.lifetime = 10, .speed = 0};
    CHECK_INT(decay_score(&none, 80, 1), 0);
    CHECK_INT(decay_score(&still, 80, 1), 0);
    CHECK_INT(decay_score(&still, -3, 0), 0);
}

TEST_MAIN(TEST(test_curve), TEST(test_odd_models))
