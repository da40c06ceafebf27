/* Taking reports in: bytes of open sources, read and kept as event reports, so that MISP clients see them (spec alliance, section 3). Reading comes first, and
 * outside of the write; then everything lands in one transaction, or nothing does. */
#ifndef VARDE_SERVICE_REPORT_INTAKE_H
#define VARDE_SERVICE_REPORT_INTAKE_H

#include "format/document_form.h"
#include "model/event.h"
#include "reading/reading.h"
#include "service/context.h"

enum { REPORT_ENTRIES_MAX = 500 }; /* of one feed */

struct report_request {
    struct str bytes;
    enum document_form form;
    struct str charset;                                /* as it was named with the bytes, or absent */
    struct str language, published, source_url, title; /* hints, or absent: they go before what the document says of itself */
    struct str event;                                  /* id or uuid; absent: a new event of the caller */
    struct str name;                                   /* of the report, where it is not to be its title; or absent */
    int distribution;                                  /* of the new event, or of the report on the event named; -1: the default */
};

/* What was known of its source (service/report_lines.h). */
struct report_lines {
    struct str source;    /* its host, or empty */
    struct id_list known; /* prints */
};

struct report_taken {
    struct event_report report;
    struct reading reading;
    struct str original; /* of this report alone: an entry of a feed is a small feed */
    struct str packed;   /* the same, compressed; absent: over the quota */
    struct str published, source_url, title;
    struct report_lines lines;
};
struct report_taken_list VEC_OF(struct report_taken);
struct report_outcome {
    int64_t event_id;
    struct uuid event_uuid;
    struct report_taken_list reports;
    struct name_book *book; /* its readings point into it */
};

/* ERR_BAD_INPUT with c->problems for hints that cannot be, or for what holds no text; ERR_UNSUPPORTED for what is no text at all; ERR_TOO_LARGE; ERR_NOT_FOUND and
 * ERR_FORBIDDEN for an event that is not seen, or is somebody else's. */
enum err report_take(struct context *c, const struct report_request *request, struct report_outcome *out) MUST_USE;
/* May the caller put a report on that event? For asking before something slow is done; report_take asks again. */
enum err report_may_take(struct context *c, struct str event_ref) MUST_USE;
/* After a report_take that went well, when the readings are written out. */
void report_done(struct context *c, struct report_outcome *out);

/* The reading of one document with these hints; `arrived` is the day on which it came in. Used for what comes in and for what is kept alike, so both read the same. */
struct report_document {
    struct str bytes;
    enum document_form form;
    struct str charset, language, published, source_url, title;
    int64_t arrived;
    const struct id_list *learnt; /* prints that were known of its source when it came in; NULL: it comes in now */
};
/* `lines` may be NULL. */
enum err report_read(struct context *c, const struct report_document *document, const struct reading_names *names, struct reading *out,
                     struct report_lines *lines) MUST_USE;

#endif
