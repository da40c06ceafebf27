/* A mail as text (RFC 5322, 2045, 2047): headers, plain text and HTML as alternatives, everything in 7 bits. Pure: no clock, no chance.
 * The idea: no byte of a caller reaches a header but through one of two gates, an address that is checked or a text whose line ends are gone. */
#ifndef VARDE_SYNC_MAIL_MESSAGE_H
#define VARDE_SYNC_MAIL_MESSAGE_H

#include "base/arena.h"
#include "base/buf.h"
#include "sync/mail.h"

/* "local@domain" in plain ASCII without blanks, quotes, brackets, commas and the like. */
bool mail_address_is_valid(struct str address);
/* What stands behind the @. */
struct str mail_address_domain(struct str address);
/* Lines end in CR LF. `mail->message_id` must be set. ERR_BAD_INPUT: an address or the id cannot be one; ERR_TOO_LARGE: beyond what `out` may hold. */
enum err mail_message_write(const struct mail *mail, struct str from, struct buf *out) MUST_USE;

#endif
