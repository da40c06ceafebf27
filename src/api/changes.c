/* The change stream over HTTP (spec alliance, section 6): as lines of JSON that end where the log ends. */
#include "api/tables.h"
#include "service/changes.h"

static enum err write_lines(struct call *call, struct changes *s, int64_t limit) {
    size_t count;
    struct sink *to = call_text(call, "application/x-ndjson");
    enum err e = changes_write(s, (size_t)limit, to, &count);
    if (e != OK) return e;
    struct json_out o;
    json_out_init(&o, to, false);
    json_open(&o);
    json_put_str(&o, "cursor", changes_cursor(s));
    json_close(&o);
    sink_add_char(to, '\n');
    return OK;
}

static enum err changes(struct call *call) {
    struct changes *s = NULL;
    int64_t limit = call_option_int(call, "limit", INT64_MAX);
    if (limit < 1) return err_set(ERR_BAD_INPUT, "limit: a number above 0 is expected.");
    enum err e = changes_open(&call->c, call_option_text(call, "since"), CHANGES_LINES, &s);
    if (e == OK) e = write_lines(call, s, limit);
    changes_close(s);
    return e;
}

static const struct route routes[] = {
    {.methods = "GET",
     .path = "changes",
     .permission = PERM_ANY,
     .flags = ROUTE_READ | ROUTE_LONG,
     .handler = changes,
     .help = "What changed, as far as you may see it, since a cursor (absent: from the beginning; now: from here on), one JSON object a line; limit: about so "
             "many. The last line is the cursor to go on from."},
};
const struct route_table api_changes_table = ROUTE_TABLE(routes);
