/* Sends the roundups that are due: once, or from a thread of its own until it is told to stop.
 *
 * A mail cannot be part of a transaction, so one of two mishaps has to be chosen for a crash between the relay's "yes" and our note of it. Here the
 * subscription is taken with a lease before, and settled after: a crash in between sends it a second time when the lease is over, with the same
 * Message-ID, by which most receivers drop the second; marking it as sent beforehand would lose it instead. The lease also keeps two senders (the
 * server and `varde subscription send-due`) from taking the same one. */
#ifndef VARDE_SYNC_SENDER_H
#define VARDE_SYNC_SENDER_H

#include "service/context.h"
#include "sync/mail.h"

struct sent {
    int sent, not_wanted, failed;
};
/* All that is due, each in its own memory; `now`: all of them, due or not, and none is settled. A failure of one is logged, counted and does not keep the
 * others. `c` is the local actor's. */
enum err sync_send_roundups(struct context *c, const struct mail_options *options, bool now, struct sent *out) MUST_USE;

struct sender;
/* Looks every minute. `options` is copied, its texts must live as long. *out is NULL where mail is off. */
enum err sync_sender_start(struct sender **out, struct core *core, const struct mail_options *options) MUST_USE;
/* Breaks off what is being sent and waits for the thread. NULL is fine. */
void sync_sender_stop(struct sender *sender);

#endif
