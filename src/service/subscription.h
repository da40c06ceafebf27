/* Subscriptions to roundups: who gets one, and what is in it. Everybody has their own, at most one a period; a site administrator sees and ends all.
 * What is not here: mail (sync/mail.h) and the thread that sends (sync/sender.h), which take what is due from here and say how it went. */
#ifndef VARDE_SERVICE_SUBSCRIPTION_H
#define VARDE_SERVICE_SUBSCRIPTION_H

#include "model/subscription.h"
#include "service/write.h"

/* [{"id","user","period","format","next","last","failures"}], instants as text, null for never. */
enum err subscription_index(struct context *c, struct json_out *out) MUST_USE;
/* `user`: e-mail or id, for those whom the caller manages; absent: the caller. A second one of the same period gives the first another format. `hour`: of
 * the day (UTC) from which roundups go out. ERR_REFUSED with problems; ERR_NOT_FOUND. */
enum err subscription_add(struct context *c, struct str user, struct str period, struct str format, unsigned hour,
                          struct json_out *out) MUST_USE;
enum err subscription_delete(struct context *c, struct str id) MUST_USE;

/* --- for the sender, as the local actor --- */

/* The one that waits longest, which nobody else gets for `lease` seconds: it is theirs again after that, should we die. *any: there was one. */
enum err subscription_take(struct context *c, int64_t lease, struct subscription *out, bool *any) MUST_USE;
/* All, due or not. */
enum err subscription_all(struct context *c, struct subscription_list *out) MUST_USE;

struct subscription_mail {
    bool wanted; /* false: the user is disabled or gone, or nothing happened */
    struct str to, subject, text, html;
    struct str key; /* the same for the same roundup to the same subscriber, of this server alone */
};
/* The roundup of the span that ended last before c->now, as the subscriber sees it. */
enum err subscription_compose(struct context *c, const struct subscription *s, struct subscription_mail *out) MUST_USE;

enum subscription_outcome { SUBSCRIPTION_SENT, SUBSCRIPTION_NOT_WANTED, SUBSCRIPTION_FAILED, SUBSCRIPTION_BROKEN_OFF };
/* When it is due again: with the next span; after a failure after a gap that grows with each, up to a day; at once when it was broken off. */
enum err subscription_settle(struct context *c, const struct subscription *s, enum subscription_outcome outcome, unsigned hour) MUST_USE;

#endif
