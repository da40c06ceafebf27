/* Mail through the operator's SMTP relay. What is not here: who gets what (service/subscription.h, service/contact.h) and the form of a message
 * (sync/mail_message.h). Off unless a relay is set. TLS is demanded, unless the relay is this machine or the operator says otherwise. */
#ifndef VARDE_SYNC_MAIL_H
#define VARDE_SYNC_MAIL_H

#include <stdatomic.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

struct mail_options {
    const char *relay;         /* smtp://host:port or smtps://host:port; NULL or "": off */
    const char *from;          /* sender's address */
    const char *user;          /* to log in with; NULL or "": no log-in */
    const char *password_file; /* its first line; read at each sending, so that it can be changed */
    bool insecure;             /* without TLS, or with a certificate that nobody vouches for */
    unsigned seconds;          /* for one mail */
    unsigned hour;             /* of the day, from which roundups go out */
    const _Atomic bool *stop;  /* raised when the server stops: a sending that runs is broken off; or NULL */
};
struct mail {
    struct str to, subject;
    struct str text, html; /* html: absent for a mail of text only */
    struct str reply_to;   /* an address, or absent */
    struct str
        message_id; /* "local@domain": the same for the same mail sent again, so that receivers can drop the second; absent: a new one */
    int64_t date;   /* seconds; 0: now */
};

bool sync_mail_is_on(const struct mail_options *options);
/* Checked at start: a relay that is no smtp or smtps URL, or no sender. ERR_BAD_INPUT with detail; OK when off. */
enum err sync_mail_check(const struct mail_options *options) MUST_USE;
/* ERR_UNSUPPORTED: mail is off. ERR_BAD_INPUT: an address that cannot be one. ERR_REFUSED: the relay did not take it; the detail is for the operator's log, not for
 * strangers. ERR_CANCELLED: it was broken off. Blocks: on a worker or a thread of its own, never inside a write. */
enum err sync_mail_send(const struct mail_options *options, struct arena *arena, const struct mail *mail) MUST_USE;

#endif
