/* The document of a report, fetched from an address that the operator allows. */
#ifndef VARDE_API_REPORT_FETCH_H
#define VARDE_API_REPORT_FETCH_H

#include "api/route.h"
#include "service/report_intake.h"

/* Sets bytes, form and charset of the request, and its source_url if it has none. Errors as sync_fetch; ERR_BAD_INPUT where nothing answers, ERR_UNSUPPORTED for what is
 * no document. Blocks. */
enum err report_fetch(struct call *call, struct str url, struct report_request *request) MUST_USE;

#endif
