/* The form of a document where it is named with it (a field of a request, a Content-Type) and not told by its bytes as format/document_in.h does. */
#ifndef VARDE_FORMAT_DOCUMENT_FORM_H
#define VARDE_FORMAT_DOCUMENT_FORM_H

#include "format/document_in.h"

enum document_form { FORM_ANY, FORM_TEXT, FORM_HTML, FORM_MARKDOWN, FORM_MAIL, FORM_FEED, FORM_PDF, FORM_COUNT };

const char *document_form_name(enum document_form form);   /* "html"; FORM_ANY is "any" */
const char *document_form_ending(enum document_form form); /* of a file's name: "html", "eml" */
/* FORM_COUNT for what is none. */
enum document_form document_form_named(struct str name);
/* Of a Content-Type, with or without parameters; FORM_ANY where it says nothing ("application/octet-stream"), FORM_COUNT for a type that is no document. */
enum document_form document_form_of_type(struct str content_type);
/* The charset that a Content-Type names, or absent. */
struct str document_form_charset(struct str content_type);
/* As document_in_read, but of that form; `charset` as it was named, or absent: believed only where the bytes allow it. */
enum err document_form_read(struct arena *arena, enum document_form form, struct str charset, struct str bytes,
                            struct document_in_list *out) MUST_USE;
/* Are these the bytes of a feed? For FORM_ANY. */
bool document_form_is_feed(struct arena *arena, enum document_form form, struct str bytes);

#endif
