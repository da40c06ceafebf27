/* Where long answers wait that have nothing to say for now: without a thread each. One thread of its own hands them out again when their time has come, when all are woken
 * (something was written), or when their reader has gone. Knows nothing of HTTP. */
#ifndef VARDE_HTTP_PARKING_H
#define VARDE_HTTP_PARKING_H

#include <stdbool.h>
#include <stdint.h>

struct parked {
    struct parked *next;
    int64_t due; /* steady microseconds */
    bool waits;
};

struct parking;

/* `ready`: go on; `over`: the parking is being closed. Both are called on the parking's thread, without its lock, and own the item from then on. */
struct parking *parking_new(void (*ready)(struct parked *item), void (*over)(struct parked *item));
/* false when it is closed: the item stays the caller's. */
bool parking_put(struct parking *parking, struct parked *item, int64_t due);
/* All go on; those who come often wait a little (PARKING_CALM microseconds) between two times. */
#define PARKING_CALM 100000
void parking_wake(struct parking *parking);
/* This one goes on at once, if it waits here. */
void parking_hurry(struct parking *parking, struct parked *item);
/* Take nothing more, hand everything to `over`, and wait for the thread. */
void parking_close(struct parking *parking);
void parking_free(struct parking *parking);

#endif
