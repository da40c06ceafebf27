/* A report that came by mail (.eml). */
#ifndef VARDE_FORMAT_IN_MAIL_H
#define VARDE_FORMAT_IN_MAIL_H

#include "format/document_in.h"

/* Do the first bytes look like the head of a mail? */
bool in_mail_is(struct str head);
/* The text part (plain rather than HTML) of the message; subject, sender and day from its head. */
enum err in_mail_read(struct arena *arena, struct str bytes, struct document_in *out) MUST_USE;

#endif
