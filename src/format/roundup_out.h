/* The roundup of reading/roundup.h as Markdown, HTML and JSON. Pure: the same roundup gives the same bytes; no clock, no locale. What all forms say in
 * the same words (dates, counts, titles) stands in roundup_out.c; it holds no text of others, so that it need not be escaped.
 *
 * Nothing is told that a source does not tell: sentences of reports stand in quotation marks, with source and language. */
#ifndef VARDE_FORMAT_ROUNDUP_OUT_H
#define VARDE_FORMAT_ROUNDUP_OUT_H

#include "codec/json_write.h"
#include "reading/roundup.h"

void roundup_md_write(struct sink *to, const struct roundup *r);
/* One document with all it needs inside; well-formed as XML too. */
void roundup_html_write(struct sink *to, const struct roundup *r);
/* One object. */
void roundup_json_write(struct json_out *o, const struct roundup *r);
/* The urn of a roundup in feeds: of its label alone, since a viewer has one of each. */
struct uuid roundup_uuid(const struct roundup *r);

/* --- what the forms share --- */

/* "Week 3 of 2022", "January 2022", "14 January 2022" */
void roundup_out_title(struct sink *to, const struct roundup *r);
/* "17 to 23 January 2022", "31 January to 6 February 2022", "14 January 2022" */
void roundup_out_days(struct sink *to, int64_t from, int64_t to_day);
/* "14 January 2022", "January 2022", "2022", "day unknown"; with ", by its story" where it was lent */
void roundup_out_dated(struct sink *to, const struct dated *when);
/* The whole in one sentence, or that nothing is known of it. */
void roundup_out_summary(struct sink *to, const struct roundup *r);
/* "3 reports in 2 languages (English, Norwegian), 2 independent sources" */
void roundup_out_counts(struct sink *to, const struct roundup_story *story);
/* "1 report", "2 reports" */
void roundup_out_number(struct sink *to, int64_t n, const char *one, const char *many);
/* "new", "new, one source only", "continued, first told on 14 January 2022" */
void roundup_out_standing(struct sink *to, const struct roundup_story *story);
/* "week", "month", "day" */
const char *roundup_out_period(const struct roundup *r);
bool roundup_is_empty(const struct roundup *r);
/* May a reader be led there: http or https, a host, no user name. */
bool roundup_is_link(struct str url);
/* The URL of such a link with everything that is no plain URL character percent-encoded; of the rest only & and ' need care in HTML. */
void roundup_out_url(struct sink *to, struct str url);
/* "Norwegian"; the code itself where the name is not known and it looks like one, else "language unknown". Needs no escaping. */
const char *roundup_language(const char *code);
/* "ar": right to left. */
bool roundup_is_rtl(const char *language);
/* A piece of text with the five characters of XML escaped, for HTML and Atom alike. */
void roundup_out_escape(struct sink *to, struct str piece);
/* Text of others without what cannot stand in a document or would turn the text around it: control characters and marks that
 * override direction (a blank instead), bytes that are no UTF-8 (U+FFFD). Each piece that stays is handed to `add`. */
void roundup_out_clean(struct sink *to, struct str text, void (*add)(struct sink *to, struct str piece));

#endif
