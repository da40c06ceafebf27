/* PDF, to text. The parser of these hostile bytes is not in this process: the program varde-pdf (pdf/varde_pdf.cc) is, and `app`, who may start programs,
 * says how it is called. What is here: the meaning of what that program prints, and paragraphs out of its lines. Pure but for the call. */
#ifndef VARDE_FORMAT_IN_PDF_H
#define VARDE_FORMAT_IN_PDF_H

#include "format/document_in.h"

/* Gives the bytes to the program; *out: what it printed (see in_pdf_parse). Errors with detail, fit for whoever sent the bytes. */
typedef enum err (*in_pdf_extract)(struct arena *arena, struct str bytes, struct str *out);
/* Once, at start, before any thread: without it in_pdf_read says that PDF is not supported here. */
void in_pdf_use(in_pdf_extract extract);

bool in_pdf_is(struct str bytes); /* by the mark at its beginning */
/* ERR_BAD_INPUT: broken, or without text; ERR_UNSUPPORTED: encrypted, or no program to read it; ERR_TOO_LARGE: pages, text or work beyond the limits. */
enum err in_pdf_read(struct arena *arena, struct str bytes, struct document_in *out) MUST_USE;
/* "title: T\nauthor: A\ncreated: YYYY-MM-DD\n\n" (each line may be missing), then the text, each page with a form feed at its end. */
enum err in_pdf_parse(struct arena *arena, struct str printed, struct document_in *out) MUST_USE;

#endif
