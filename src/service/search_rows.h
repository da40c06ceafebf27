/* Pages of attributes written in the form that was asked for, each row with what belongs around it. */
#ifndef VARDE_SERVICE_SEARCH_ROWS_H
#define VARDE_SERVICE_SEARCH_ROWS_H

#include "service/search_request.h"
#include "service/context.h"

struct row_writer;

/* In the request's arena. Exactly one of `json` (rows become items of an array that the caller opened) and `text` is given, as
 * request->format says. */
struct row_writer *row_writer_new(struct context *c, const struct search_request *request, struct json_out *json, struct sink *text);
void row_writer_free(struct row_writer *w);
/* What stands before the first row (a CSV header). */
void row_writer_begin(struct row_writer *w);
/* Read what belongs to the rows, in a transaction that the caller holds... */
enum err row_writer_load(struct row_writer *w, struct arena *page, const struct attribute_list *rows) MUST_USE;
/* ...and write them, without one. */
enum err row_writer_write(struct row_writer *w) MUST_USE;
size_t row_writer_count(const struct row_writer *w);

#endif
