/* The operator's galaxies as names for readings: actors, malware, tools, and (quiet) techniques of loaded and enabled galaxies. Only what everybody on this
 * server sees goes in: a reading must not depend on what others may not see. Compiled once for all threads, and again when galaxies change. */
#ifndef VARDE_SERVICE_NAME_BOOK_H
#define VARDE_SERVICE_NAME_BOOK_H

#include "reading/names.h"
#include "service/context.h"

struct name_books; /* one per core (core_name_books) */
struct name_books *name_books_new(void);
void name_books_free(struct name_books *books);

/* What is valid now; the numbers in it are cluster ids. Give it back when nothing points into it any more. */
struct name_book;
enum err name_book_take(struct context *c, struct name_book **out) MUST_USE;
void name_book_give(struct context *c, struct name_book *book);
const struct reading_names *name_book_names(const struct name_book *book);

#endif
