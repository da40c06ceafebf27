/* Event reports as stored text (spec 1.5), and the MISP paths that make them of something, or something of them (spec 8). Varde's own paths: reports.c. */
#include "api/event_options.h"
#include "api/report_fetch.h"
#include "codec/utf8.h"
#include "format/misp_read.h"
#include "format/misp_write.h"
#include "service/analyst_data.h"
#include "service/attribute.h"
#include "service/event.h"
#include "service/report_extract.h"

static struct str id_text(struct call *call, int64_t id) { return arena_printf(call->c.arena, "%lld", (long long)id); }

static enum err put_report(struct call *call, const struct event_report *r, const struct event *event) {
    struct json_out *o = &call->out;
    json_open(o);
    json_k(o, "EventReport");
    json_open(o);
    misp_report_fields(o, r);
    enum err e = analyst_data_put(&call->c, STR("EventReport"), &r->uuid, o);
    json_close(o);
    if (e != OK) return e;
    json_k(o, "Event");
    json_open(o);
    json_put_num(o, "id", event->id);
    json_put_num(o, "orgc_id", event->orgc_id);
    json_put_num(o, "org_id", event->org_id);
    json_put_str(o, "info", event->info);
    json_put_num(o, "user_id", event->user_id);
    json_put_str(o, "date", event->date);
    e = event_view_org(&call->c, "Org", event->org_id, false, o);
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

/* --- reports of something, something of reports --- */

/* {"EventReport":{name: ...}} or {name: ...}; a member may also be JSON in a text, as web forms send it. */
static struct json_node *member(struct call *call, const struct json_node *body, const char *name) {
    struct json_node *node = json_get(body, name), *parsed;
    if (!node || node->kind != JSON_STRING) return node;
    return json_tree_copy(call->c.arena, node->text, &parsed) == OK ? parsed : node;
}

static enum err extract_all(struct call *call) {
    struct json_node *body;
    int64_t id = 0;
    bool tag_event = false;
    enum err e = call_body(call, "EventReport", &body);
    if (e != OK) return e;
    if (!json_get_bool(body, "tag_event", &tag_event)) tag_event = false;
    e = report_extract_all(&call->c, call->params[0], tag_event, &id);
    if (e != OK) return e;
    struct event_report r;
    struct event event;
    e = service_report_find(&call->c, call->c.db, id_text(call, id), &r, &event);
    if (e != OK) return e;
    struct json_out *o = call_json(call);
    json_open(o);
    json_k(o, "report");
    e = put_report(call, &r, &event);
    json_close(o);
    return e;
}

static enum err extract(struct call *call) {
    struct event_report r;
    struct event event;
    enum err e = service_report_find(&call->c, call->c.db, call->params[0], &r, &event);
    if (e != OK) return e;
    struct json_out *o = call_json(call);
    json_open(o);
    e = report_extract_preview(&call->c, call->params[0], true, o);
    json_close(o);
    return e;
}

static enum err replace_suggestions(struct call *call) {
    struct json_node *body;
    struct event_report r;
    struct event event;
    int64_t id = 0;
    enum err e = call_body(call, "EventReport", &body);
    if (e == OK) e = service_report_find(&call->c, call->c.db, call->params[0], &r, &event);
    if (e != OK) return e;
    const struct json_node *suggestions = member(call, body, "suggestions"), *mapping = json_get(suggestions, "mapping");
    struct str content = json_get_text(suggestions, "content");
    if (str_is_empty(content) || !mapping || mapping->kind != JSON_OBJECT || mapping->len == 0)
        return call_failed(call, NULL, STR("`content` and `mapping` key cannot be empty"));
    e = report_extract_apply(&call->c, call->params[0], content, mapping, &id);
    if (e == OK) e = service_report_find(&call->c, call->c.db, id_text(call, id), &r, &event);
    if (e != OK) return e;
    struct json_out *o = call_json(call);
    json_open(o);
    json_k(o, "report");
    e = put_report(call, &r, &event);
    if (e == OK) e = report_extract_preview(&call->c, id_text(call, id), false, o);
    json_close(o);
    return e;
}

/* What cannot be fetched or read is a failed write to MISP's clients. */
static enum err as_refusal(struct call *call, enum err e) {
    if (e == OK || err_is_fault(e) || e == ERR_NOT_FOUND || e == ERR_REFUSED) return e;
    call->c.problems.len = 0;
    return err_set(ERR_REFUSED, "%s", arena_str(call->c.arena, str_from(err_detail())).ptr);
}

static enum err import_from_url(struct call *call) {
    struct json_node *body;
    struct report_request request = {.distribution = -1, .event = call->params[0]};
    struct report_outcome taken;
    enum err e = call_body(call, "EventReport", &body);
    if (e == OK) e = report_may_take(&call->c, request.event);
    if (e != OK) return e;
    struct str url = str_trim(json_get_text(body, "url"));
    if (str_is_empty(url)) return err_set(ERR_METHOD, "An URL must be provided");
    e = as_refusal(call, report_fetch(call, url, &request));
    if (e != OK) return e;
    request.name = arena_printf(call->c.arena, "Report from - %.*s (%lld)", STR_ARG(utf8_cut(url, 200)), (long long)call->c.now);
    e = as_refusal(call, report_take(&call->c, &request, &taken));
    if (e != OK) return e;
    int64_t id = taken.reports.items[0].report.id;
    report_done(&call->c, &taken);
    return answer_report(call, id_text(call, id));
}

static enum err from_event(struct call *call) {
    struct json_node *body;
    int64_t id = 0;
    enum err e = call_body(call, "EventReport", &body);
    if (e == OK) e = report_from_event(&call->c, call->params[0], member(call, body, "filters"), &id);
    return e == OK ? answer_report(call, id_text(call, id)) : e;
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
    {.methods = "POST",
     .path = "eventReports/extractAllFromReport/:report",
     .permission = PERM_ADD,
     .flags = ROUTE_LONG,
     .handler = extract_all,
     .help =
         "Make attributes of the indicators in the text, which then refers to them; tag_event: tag the event with the clusters it names."},
    {.methods = "GET|POST",
     .path = "eventReports/extractFromReport/:report",
     .permission = PERM_ANY,
     .flags = ROUTE_READ | ROUTE_LONG,
     .handler = extract,
     .help = "What extractAllFromReport would find; nothing is saved."},
    {.methods = "POST",
     .path = "eventReports/replaceSuggestionInReport/:report",
     .permission = PERM_ADD,
     .flags = ROUTE_LONG | ROUTE_BIG,
     .handler = replace_suggestions,
     .help = "suggestions: {content, mapping}: make attributes of the values that stand in content as suggestions."},
    {.methods = "POST",
     .path = "eventReports/importReportFromUrl/:event",
     .permission = PERM_ADD,
     .flags = ROUTE_LONG,
     .handler = import_from_url,
     .help = "A new report on an event, of the document at a url that the operator allows."},
    {.methods = "POST",
     .path = "eventReports/reportFromEvent/:event",
     .permission = PERM_ADD,
     .flags = ROUTE_LONG,
     .handler = from_event,
     .help = "A new report on an event, of what it holds; filters: type, category, to_ids."},
};
const struct route_table api_event_reports_table = ROUTE_TABLE(routes);
