/* Calls varde-pdf, which stands beside the program, for one document: see pdf/varde_pdf.cc for why it is a program of its own. */
#ifndef VARDE_APP_PDF_PROGRAM_H
#define VARDE_APP_PDF_PROGRAM_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

/* An in_pdf_extract (format/in_pdf.h). Blocks at most PDF_SECONDS. From any thread. */
enum { PDF_SECONDS = 30 };
enum err pdf_program_run(struct arena *arena, struct str bytes, struct str *out) MUST_USE;

#endif
