/* Roundups over HTTP (spec alliance, section 5). */
#include "api/tables.h"
#include "api/tagged.h"
#include "base/clock.h"
#include "format/atom_out.h"
#include "format/roundup_out.h"
#include "service/core.h"
#include "service/roundup.h"
#include "service/story.h"

#define DAY 86400
enum { WEEKS_DEFAULT = 12, WEEKS_MAX = 60 };

static enum err view(struct call *call) {
    struct roundup r;
    struct str format = call_option_text(call, "format");
    bool md = str_eq_nocase(format, STR("md")), html = str_eq_nocase(format, STR("html"));
    if (!md && !html && !str_is_empty(format) && !str_eq_nocase(format, STR("json")))
        return err_set(ERR_BAD_INPUT, "format: md, html or json are expected.");
    bool up_to_date = story_catch_up(&call->c);
    enum err e = roundup_make(&call->c, call->params[0], &r);
    if (e != OK) return e;
    call_header(call, "X-Linked-Up-To-Date", up_to_date ? STR("true") : STR("false"));
    struct tagged answer;
    if (md) {
        roundup_md_write(tagged_begin(&answer, call, "text/markdown; charset=utf-8"), &r);
    } else if (html) {
        /* strangers wrote what is quoted in it: nothing may run, nothing be fetched */
        call_header(call, "Content-Security-Policy",
                    STR("default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"));
        call_header(call, "Referrer-Policy", STR("no-referrer"));
        roundup_html_write(tagged_begin(&answer, call, "text/html; charset=utf-8"), &r);
    } else {
        roundup_json_write(tagged_json(&answer, call), &r);
    }
    return tagged_end(&answer, OK);
}

static struct str counts(struct call *call, const struct roundup_week *w) {
    return arena_printf(call->c.arena, "%lld report%s, %lld event%s", (long long)w->reports, w->reports == 1 ? "" : "s",
                        (long long)w->events, w->events == 1 ? "" : "s");
}

/* Of the weeks that are over: an entry of a running one would never be done. */
static enum err write_feed(struct call *call, const struct roundup_week_list *weeks) {
    struct tagged answer;
    struct sink *to = tagged_begin(&answer, call, "application/atom+xml; charset=utf-8");
    struct uuid server = core_instance_uuid(call->c.core);
    struct str base = str_from(call_base_url(call));
    struct atom_feed feed = {.uuid = uuid_from_name(&server, STR("roundups")), .title = STR("Roundups"), .author = STR("Varde")};
    feed.page = arena_join(call->c.arena, base, STR("/roundups"));
    feed.self = arena_join(call->c.arena, feed.page, STR("?format=atom"));
    size_t first = weeks->len && (weeks->items[0].to + 1) * DAY > call->c.now ? 1 : 0;
    if (first < weeks->len) feed.updated = (weeks->items[first].to + 1) * DAY;
    atom_feed_open(to, &feed);
    for (size_t i = first; i < weeks->len; i++) {
        const struct roundup_week *w = &weeks->items[i];
        struct roundup named = {.label = w->label, .from = w->from, .to = w->to};
        struct atom_entry entry = {.uuid = roundup_uuid(&named), .updated = (w->to + 1) * DAY, .summary = counts(call, w)};
        entry.title = arena_printf(call->c.arena, "Roundup of week %.*s", STR_ARG(w->label));
        entry.link = arena_printf(call->c.arena, "%.*s/%.*s?format=html", STR_ARG(feed.page), STR_ARG(w->label));
        atom_entry_write(to, &entry);
    }
    atom_feed_close(to);
    return tagged_end(&answer, OK);
}

static void put_day(struct json_out *o, const char *key, int64_t day) {
    char text[CLOCK_TEXT];
    json_put_str(o, key, clock_date(day * DAY, text));
}

static enum err list(struct call *call) {
    struct roundup_week_list weeks = {0};
    int64_t limit = call_option_int(call, "limit", WEEKS_DEFAULT);
    if (limit < 1 || limit > WEEKS_MAX) return err_set(ERR_BAD_INPUT, "limit: 1 to %d are expected.", WEEKS_MAX);
    bool up_to_date = story_catch_up(&call->c);
    enum err e = roundup_weeks(&call->c, (size_t)limit, &weeks);
    if (e != OK) return e;
    if (str_eq_nocase(call_option_text(call, "format"), STR("atom"))) return write_feed(call, &weeks);
    struct tagged answer;
    struct json_out *o = tagged_json(&answer, call);
    json_open(o);
    json_k(o, "roundups");
    json_open_array(o);
    for (size_t i = 0; i < weeks.len; i++) {
        json_open(o);
        json_put_str(o, "label", weeks.items[i].label);
        put_day(o, "from", weeks.items[i].from);
        put_day(o, "to", weeks.items[i].to);
        json_put_int(o, "reports", weeks.items[i].reports);
        json_put_int(o, "events", weeks.items[i].events);
        json_close(o);
    }
    json_close_array(o);
    json_put_bool(o, "linked_up_to_date", up_to_date);
    json_close(o);
    return tagged_end(&answer, OK);
}

static const struct route routes[] = {
    {.methods = "GET",
     .path = "roundups",
     .permission = PERM_ANY,
     .flags = ROUTE_READ | ROUTE_LONG,
     .handler = list,
     .help = "The recent weeks of which you see reports or events, with their counts: limit; format=atom for a feed."},
    {.methods = "GET",
     .path = "roundups/:span",
     .permission = PERM_ANY,
     .flags = ROUTE_READ | ROUTE_LONG,
     .handler = view,
     .help = "What happened in an ISO week (2022-W03), a month (2022-01) or a day (2022-01-14), as you see it: format=json, md or html."},
};
const struct route_table api_roundups_table = ROUTE_TABLE(routes);
