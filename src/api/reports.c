/* Reports of open sources, Varde's own paths (spec alliance, section 3): sent in any form, read, and kept as event reports. The MISP paths of the same reports are in
 * event_reports.c. */
#include <string.h>

#include "api/report_fetch.h"
#include "api/tables.h"
#include "codec/base64.h"
#include "format/reading_json.h"
#include "model/role.h"
#include "service/report_kept.h"

enum { PAGE_DEFAULT = 50, PAGE_MAX = 500 };

/* --- sending --- */

/* In the order in which they are looked for. */
static const struct field {
    const char *name;
    enum document_form form;
} fields[] = {{"text", FORM_TEXT}, {"html", FORM_HTML}, {"markdown", FORM_MARKDOWN}, {"mail", FORM_MAIL}, {"feed", FORM_FEED},
              {"pdf", FORM_PDF},   {"url", FORM_ANY}};

static enum err bad_field(struct call *call, const char *field, const char *text) {
    if (context_problem(&call->c, -1, "report", field, "%s", text) == OK) return OK;
    return err_set(ERR_BAD_INPUT, "%s", text);
}

/* A hint is a text; null is none. */
static enum err take_hint(struct call *call, const struct json_node *from, const char *name, struct str *out) {
    const struct json_node *node = json_get(from, name);
    if (!node || node->kind == JSON_NULL) return OK;
    if (!json_is_scalar(node)) return bad_field(call, name, "A text is expected.");
    *out = str_trim(node->text);
    return OK;
}

static enum err take_hints(struct call *call, const struct json_node *from, struct report_request *r) {
    struct str distribution = STR_NONE;
    int64_t level;
    enum err e = take_hint(call, from, "language", &r->language);
    if (e == OK) e = take_hint(call, from, "published", &r->published);
    if (e == OK) e = take_hint(call, from, "source_url", &r->source_url);
    if (e == OK) e = take_hint(call, from, "title", &r->title);
    if (e == OK) e = take_hint(call, from, "event", &r->event);
    if (e == OK) e = take_hint(call, from, "distribution", &distribution);
    if (e != OK || str_is_empty(distribution)) return e;
    if (!str_to_i64(distribution, &level) || level < 0 || level > 5)
        return bad_field(call, "distribution", "Options: 0, 1, 2, 3; 5 for a report on an event.");
    r->distribution = (int)level;
    return OK;
}

static enum err take_field(struct call *call, const struct field *field, const struct json_node *node, struct report_request *r) {
    if (node->kind != JSON_STRING) return bad_field(call, field->name, "A text is expected.");
    if (strcmp(field->name, "url") == 0) {
        enum err e = report_may_take(&call->c, r->event);
        return e == OK ? report_fetch(call, str_trim(node->text), r) : e;
    }
    r->form = field->form;
    r->bytes = node->text;
    if (field->form == FORM_PDF)
        return base64_decode(call->c.arena, node->text, &r->bytes) ? OK : bad_field(call, "pdf", "Base64 is expected.");
    r->charset = STR("utf-8");
    /* its letters are JSON's: what it says of their encoding was true of another copy */
    size_t end = field->form == FORM_FEED && str_starts(str_trim(r->bytes), STR("<?xml")) ? str_find(r->bytes, STR("?>"), 0) : SIZE_MAX;
    if (end != SIZE_MAX) r->bytes = str_sub(r->bytes, end + 2, SIZE_MAX);
    return OK;
}

static enum err take_json(struct call *call, struct report_request *r) {
    struct json_node *body;
    const struct field *found = NULL;
    enum err e = call_body(call, "Report", &body);
    if (e == OK) e = take_hints(call, body, r);
    for (size_t i = 0; i < sizeof fields / sizeof *fields && e == OK; i++) {
        if (!json_get(body, fields[i].name)) continue;
        if (found) return bad_field(call, fields[i].name, "One document at a time.");
        found = &fields[i];
    }
    if (e == OK && !found) return bad_field(call, "text", "One of text, html, markdown, mail, feed, pdf, url is needed.");
    return e == OK ? take_field(call, found, json_get(body, found->name), r) : e;
}

static enum err take_raw(struct call *call, struct str type, struct report_request *r) {
    r->form = document_form_of_type(type);
    r->charset = document_form_charset(type);
    r->bytes = call->http->body;
    if (r->form == FORM_COUNT)
        return err_set(ERR_UNSUPPORTED,
                       "Reports come as JSON, or as text/plain, text/html, text/markdown, message/rfc822, application/rss+xml, "
                       "application/atom+xml or application/pdf.");
    return take_hints(call, call->named, r);
}

static bool is_json(struct str type) {
    return str_eq_nocase(str_trim(str_sub(type, 0, str_find_char(type, ';', 0))), STR("application/json"));
}

static void put_event(struct json_out *o, int64_t id, const struct uuid *uuid, struct str info) {
    json_k(o, "event");
    json_open(o);
    json_put_int(o, "id", id);
    json_put_uuid(o, "uuid", uuid);
    if (!str_is_none(info)) json_put_str(o, "info", info);
    json_close(o);
}

static void put_taken(struct call *call, const struct report_outcome *taken) {
    struct json_out *o = call_json(call);
    json_open(o);
    put_event(o, taken->event_id, &taken->event_uuid, STR_NONE);
    json_k(o, "reports");
    json_open_array(o);
    for (size_t i = 0; i < taken->reports.len; i++) {
        const struct report_taken *t = &taken->reports.items[i];
        json_open(o);
        json_put_int(o, "id", t->report.id);
        json_put_uuid(o, "uuid", &t->report.uuid);
        json_put_str(o, "title", t->report.name);
        json_put_bool(o, "original_kept", !str_is_none(t->packed));
        json_k(o, "reading");
        reading_json_write(o, STR_NONE, &t->reading);
        json_close(o);
    }
    json_close_array(o);
    json_close(o);
}

static enum err send(struct call *call) {
    struct report_request request = {.distribution = -1};
    struct report_outcome taken;
    struct str type = http_header(call->http, "Content-Type");
    enum err e = is_json(type) ? take_json(call, &request) : take_raw(call, type, &request);
    if (e == OK) e = report_take(&call->c, &request, &taken);
    /* what was refused is answered in Varde's own form, not as MISP's failed write */
    if (e == ERR_REFUSED) return err_set(ERR_BAD_INPUT, "%s", arena_str(call->c.arena, str_from(err_detail())).ptr);
    if (e != OK) return e;
    char uuid[UUID_TEXT];
    http_answer_status(call->answer, 201);
    if (taken.reports.len == 1)
        call_header(call, "Location",
                    arena_printf(call->c.arena, "%s/reports/%.*s", call_base_url(call),
                                 STR_ARG(uuid_text(&taken.reports.items[0].report.uuid, uuid))));
    put_taken(call, &taken);
    report_done(&call->c, &taken);
    return OK;
}

/* --- reading what is kept --- */

static void put_source(struct json_out *o, const struct report_source *s, bool kept) {
    json_k(o, "source");
    if (s->report_id == 0) {
        json_null(o);
        return;
    }
    json_open(o);
    json_put_str(o, "form", s->form);
    json_put_str(o, "url", str_is_empty(s->source_url) ? STR_NONE : s->source_url);
    json_put_str(o, "language", str_is_empty(s->language) ? STR_NONE : s->language);
    json_put_str(o, "published", str_is_empty(s->published) ? STR_NONE : s->published);
    json_put_int(o, "received", s->created);
    json_put_int(o, "size", s->size);
    json_put_bool(o, "original_kept", kept);
    json_close(o);
}

/* The members that a listing and a view have in common; the object stays open. */
static void put_head(struct json_out *o, const struct event_report *r, int64_t event_id, const struct uuid *event_uuid, struct str info) {
    json_open(o);
    json_put_int(o, "id", r->id);
    json_put_uuid(o, "uuid", &r->uuid);
    json_put_str(o, "title", r->name);
    json_put_int(o, "distribution", r->distribution);
    if (r->sharing_group_id) json_put_int(o, "sharing_group_id", r->sharing_group_id);
    json_put_int(o, "timestamp", r->timestamp);
    put_event(o, event_id, event_uuid, info);
}

static enum err list(struct call *call) {
    struct report_line_list lines = {0};
    struct str next;
    int64_t limit = call_option_int(call, "limit", PAGE_DEFAULT);
    if (limit < 1 || limit > PAGE_MAX) return bad_field(call, "limit", "A page has 1 to 500 reports.");
    enum err e = report_list(&call->c, call_option_text(call, "event"), call_option_text(call, "cursor"), limit, &lines, &next);
    if (e != OK) return e;
    struct json_out *o = call_json(call);
    json_open(o);
    json_k(o, "reports");
    json_open_array(o);
    for (size_t i = 0; i < lines.len; i++) {
        const struct report_line *l = &lines.items[i];
        put_head(o, &l->report, l->report.event_id, &l->event_uuid, l->event_info);
        put_source(o, &l->source, l->kept);
        json_close(o);
    }
    json_close_array(o);
    json_put_str(o, "next", next);
    json_close(o);
    return OK;
}

static enum err view(struct call *call) {
    struct report_view v;
    enum err e = report_view(&call->c, call->params[0], &v);
    if (e != OK) return e;
    struct json_out *o = call_json(call);
    put_head(o, &v.report, v.event.id, &v.event.uuid, v.event.info);
    put_source(o, &v.source, !str_is_none(v.source.original));
    json_put_str(o, "content", v.report.content);
    json_k(o, "reading");
    reading_json_write(o, STR_NONE, &v.reading);
    json_close(o);
    report_view_done(&call->c, &v);
    return OK;
}

/* A stranger wrote these bytes: no browser is to run or to guess at them. */
static enum err original(struct call *call) {
    struct str bytes;
    struct uuid uuid;
    enum document_form form;
    char text[UUID_TEXT];
    enum err e = report_original(&call->c, call->params[0], &bytes, &form, &uuid);
    if (e != OK) return e;
    struct sink *out = call_text(call, "application/octet-stream");
    call_header(call, "X-Content-Type-Options", STR("nosniff"));
    call_header(call, "Content-Security-Policy", STR("default-src 'none'; sandbox"));
    call_header(call, "Content-Disposition",
                arena_printf(call->c.arena, "attachment; filename=\"report-%.*s.%s\"", STR_ARG(uuid_text(&uuid, text)),
                             document_form_ending(form)));
    sink_add_str(out, bytes);
    return OK;
}

static const struct route routes[] = {
    {.methods = "POST",
     .path = "reports",
     .permission = PERM_ADD,
     .flags = ROUTE_LONG | ROUTE_BIG,
     .handler = send,
     .help = "Send a report: JSON with one of text, html, markdown, mail, feed, pdf (base64), url, or the document itself under its "
             "Content-Type; hints language, "
             "published, source_url, title, event, distribution beside it, or in the query. Answers 201 with its reading."},
    {.methods = "GET",
     .path = "reports",
     .permission = PERM_ANY,
     .flags = ROUTE_READ | ROUTE_LONG,
     .handler = list,
     .help = "The reports that you may see, newest first: limit, cursor (next of the page before), event."},
    {.methods = "GET",
     .path = "reports/:report",
     .permission = PERM_ANY,
     .flags = ROUTE_READ | ROUTE_LONG,
     .handler = view,
     .help = "One report with its reading: `removed` are lines that were cut, `doubtful` lines that stay and that nobody is named for."},
    {.methods = "GET",
     .path = "reports/:report/original",
     .permission = PERM_ANY,
     .flags = ROUTE_READ | ROUTE_LONG,
     .handler = original,
     .help = "The bytes as they came, as an attachment."},
};
const struct route_table api_reports_table = ROUTE_TABLE(routes);
