/* Event reports as stored text (spec 1.5). */
#include "api/event_options.h"
#include "format/misp_read.h"
#include "format/misp_write.h"
#include "service/attribute.h"
#include "service/event.h"

static struct str id_text(struct call *call, int64_t id) { return arena_printf(call->c.arena, "%lld", (long long)id); }

static enum err put_report(struct call *call, const struct event_report *r, const struct event *event) {
    struct json_out *o = &call->out;
    json_open(o);
    json_k(o, "EventReport");
    json_open(o);
    misp_report_fields(o, r);
    json_close(o);
    json_k(o, "Event");
    json_open(o);
    json_put_num(o, "id", event->id);
    json_put_num(o, "orgc_id", event->orgc_id);
    json_put_num(o, "org_id", event->org_id);
    json_put_str(o, "info", event->info);
    json_put_num(o, "user_id", event->user_id);
    json_put_str(o, "date", event->date);
    enum err e = event_view_org(&call->c, "Org", event->org_id, false, o);
    if (e == OK) e = event_view_org(&call->c, "Orgc", event->orgc_id, false, o);
    json_close(o);
    json_close(o);
    return e;
}

static enum err answer_report(struct call *call, struct str ref) {
    struct event_report r;
    struct event event;
    enum err e = service_report_find(&call->c, call->c.db, ref, &r, &event);
    if (e != OK) return e;
    call_json(call);
    return put_report(call, &r, &event);
}

static enum err view(struct call *call) { return answer_report(call, call->params[0]); }

static enum err index_reports(struct call *call) {
    struct event_report_list list = {0};
    struct event event;
    struct str ref = call_option_text(call, "event_id");
    if (str_is_none(ref)) ref = call->params[0];
    enum err e = service_report_list(&call->c, ref, &list);
    if (e != OK) return e;
    struct json_out *o = call_json(call);
    json_open_array(o);
    for (size_t i = 0; i < list.len && e == OK; i++) {
        e = service_event_find_in(&call->c, call->c.db, id_text(call, list.items[i].event_id), &event);
        if (e == OK) e = put_report(call, &list.items[i], &event);
    }
    json_close_array(o);
    return e;
}

static enum err read_report(struct call *call, struct event_report *out) {
    struct json j;
    enum err e = options_body_parser(call, &j);
    return e == OK ? misp_read_report(&j, call->c.arena, out) : e;
}

static enum err add(struct call *call) {
    struct event_report report;
    int64_t id = 0;
    enum err e = read_report(call, &report);
    if (e == OK) e = service_report_add(&call->c, call->params[0], &report, &id);
    return e == OK ? answer_report(call, id_text(call, id)) : e;
}

static enum err edit(struct call *call) {
    struct event_report report;
    int64_t id = 0;
    enum err e = read_report(call, &report);
    if (e == OK) e = service_report_edit(&call->c, call->params[0], &report, &id);
    return e == OK ? answer_report(call, id_text(call, id)) : e;
}

static enum err delete_report(struct call *call) {
    struct str ref = call->params[0];
    bool hard = json_text_is_true(call->params[1]) || call_option_bool(call, "hard", false);
    enum err e = service_report_delete(&call->c, ref, hard);
    if (e != OK) return e;
    struct str message = arena_printf(call->c.arena, "Event Report %.*s %s deleted", STR_ARG(ref), hard ? "hard" : "soft");
    return call_saved_as(call, message.ptr, ref);
}

static enum err restore(struct call *call) {
    int64_t id = 0;
    enum err e = service_report_restore(&call->c, call->params[0], &id);
    if (e != OK) return e;
    return call_saved_as(call, arena_printf(call->c.arena, "Event Report %.*s restored", STR_ARG(call->params[0])).ptr, call->params[0]);
}

static const struct route routes[] = {
    {.methods = "GET",
     .path = "eventReports/view/:report",
     .permission = PERM_ANY,
     .flags = ROUTE_READ,
     .handler = view,
     .help = "One report."},
    {.methods = "GET|POST",
     .path = "eventReports/index/:event?",
     .permission = PERM_ANY,
     .flags = ROUTE_READ | ROUTE_LONG,
     .handler = index_reports,
     .help = "The reports that you may see; of one event with event_id."},
    {.methods = "POST",
     .path = "eventReports/add/:event",
     .permission = PERM_ADD,
     .flags = ROUTE_LONG | ROUTE_BIG,
     .handler = add,
     .help = "A new report on an event."},
    {.methods = "POST|PUT",
     .path = "eventReports/edit/:report",
     .permission = PERM_ADD,
     .flags = ROUTE_LONG | ROUTE_BIG,
     .handler = edit,
     .help = "Change the given fields."},
    {.methods = "POST|DELETE",
     .path = "eventReports/delete/:report/:hard?",
     .permission = PERM_ADD,
     .flags = ROUTE_LONG,
     .handler = delete_report,
     .help = "Mark as deleted; for good with hard."},
    {.methods = "POST",
     .path = "eventReports/restore/:report",
     .permission = PERM_ADD,
     .flags = ROUTE_LONG,
     .handler = restore,
     .help = "Take a deletion mark back."},
};
const struct route_table api_event_reports_table = ROUTE_TABLE(routes);
