/* Asking the organisation that made an event: who gets the question, and what it says. Mail itself is sent by sync/mail.h. */
#ifndef VARDE_SERVICE_CONTACT_H
#define VARDE_SERVICE_CONTACT_H

#include "service/context.h"

struct contact {
    int64_t event_id;
    struct str_list to; /* e-mail addresses, at least one */
    struct str subject, text, reply_to;
};
/* For the event that the caller names and sees. To the users of its creating organisation who want such mail, or, where none does or only
 * that one is asked for (`creator_only`), to the one who made it here. ERR_NOT_FOUND; ERR_REFUSED: no message, or nobody to be reached. */
enum err contact_prepare(struct context *c, struct str event, struct str message, bool creator_only, struct contact *out) MUST_USE;
/* The question was sent: an audit row. */
enum err contact_note(struct context *c, const struct contact *contact) MUST_USE;

#endif
