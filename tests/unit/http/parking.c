/* Parked answers: they go on when their time has come, when all are woken, when one is hurried; and end when the parking closes. */
#include "http/parking.h"

#include <poll.h>
#include <stdatomic.h>

#include "../test.h"
#include "base/clock.h"

static _Atomic int ready, over;

static void on_ready(struct parked *item) {
    (void)item;
    atomic_fetch_add(&ready, 1);
}

static void on_over(struct parked *item) {
    (void)item;
    atomic_fetch_add(&over, 1);
}

static bool reaches(_Atomic int *count, int wanted) {
    for (int i = 0; i < 500 && atomic_load(count) < wanted; i++) poll(NULL, 0, 2);
    return atomic_load(count) == wanted;
}

static void test_parking(void) {
    struct parking *p = parking_new(on_ready, on_over);
    struct parked items[10] = {{0}};
    int64_t now = clock_steady(), late = now + 3600 * INT64_C(1000000);
    CHECK(parking_put(p, &items[0], now + 30000));
    CHECK(reaches(&ready, 1));
    CHECK(clock_steady() >= now + 30000);

    for (int i = 0; i < 10; i++) CHECK(parking_put(p, &items[i], late));
    parking_hurry(p, &items[4]);
    CHECK(reaches(&ready, 2));
    parking_hurry(p, &items[4]); /* it does not wait any more */
    parking_wake(p);
    CHECK(reaches(&ready, 11));

    /* who is woken often comes together */
    now = clock_steady();
    CHECK(parking_put(p, &items[0], late));
    parking_wake(p);
    CHECK(reaches(&ready, 12));
    CHECK(clock_steady() - now >= PARKING_CALM / 2);

    for (int i = 0; i < 3; i++) CHECK(parking_put(p, &items[i], late));
    parking_close(p);
    CHECK_INT(atomic_load(&over), 3);
    CHECK(!parking_put(p, &items[0], late));
    CHECK_INT(atomic_load(&ready), 12);
    parking_free(p);
}

TEST_MAIN(TEST(test_parking))
