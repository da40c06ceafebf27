/* See report_fetch.h. */
#include "api/report_fetch.h"

#include "sync/fetch.h"

enum err report_fetch(struct call *call, struct str url, struct report_request *request) {
    struct fetched fetched;
    enum err e = sync_fetch(call->fetch, call->c.arena, url, &fetched);
    /* somebody else's server is no fault of ours */
    if (e == ERR_IO || e == ERR_REFUSED) return err_set(ERR_BAD_INPUT, "%s", arena_str(call->c.arena, str_from(err_detail())).ptr);
    if (e != OK) return e;
    request->bytes = fetched.bytes;
    request->form = document_form_of_type(fetched.content_type);
    request->charset = document_form_charset(fetched.content_type);
    if (request->form == FORM_COUNT) return err_set(ERR_UNSUPPORTED, "What stands there is no document that can be read.");
    if (str_is_empty(request->source_url)) request->source_url = fetched.url;
    return OK;
}
