/* Stories over HTTP (spec alliance, section 4). */
#include "api/tables.h"
#include "api/tagged.h"
#include "base/clock.h"
#include "format/atom_out.h"
#include "service/core.h"
#include "service/story.h"

#define DAY 86400
enum { PAGE_DEFAULT = 20, PAGE_MAX = 100, RELATED_DEFAULT = 20, RELATED_MAX = 50 };

/* The id of the feed of stories: one for all servers would do, but readers merge feeds of one id. */
static struct uuid feed_uuid(struct call *call) {
    struct uuid server = core_instance_uuid(call->c.core);
    return uuid_from_name(&server, STR("stories"));
}

static enum err take_day(struct call *call, const char *name, int64_t *out) {
    struct str text = call_option_text(call, name);
    int64_t seconds;
    if (str_is_empty(text)) return OK;
    if (!clock_parse_date(text, &seconds)) return err_set(ERR_BAD_INPUT, "%s: a date YYYY-MM-DD is expected.", name);
    *out = seconds / DAY;
    return OK;
}

static enum err take_filter(struct call *call, struct story_filter *f) {
    int64_t limit = call_option_int(call, "limit", PAGE_DEFAULT);
    *f = (struct story_filter){.from = INT64_MIN, .to = INT64_MAX};
    enum err e = take_day(call, "from", &f->from);
    if (e == OK) e = take_day(call, "to", &f->to);
    if (e == OK && (limit < 1 || limit > PAGE_MAX)) e = err_set(ERR_BAD_INPUT, "limit: 1 to %d are expected.", PAGE_MAX);
    f->country = call_option_text(call, "country");
    f->topic = call_option_text(call, "topic");
    f->language = call_option_text(call, "language");
    f->text = call_option_text(call, "q");
    f->cursor = call_option_text(call, "cursor");
    f->limit = (size_t)limit;
    return e;
}

static bool wants_atom(struct call *call) { return str_eq_nocase(call_option_text(call, "format"), STR("atom")); }

static struct str address(struct call *call, const char *path, const struct uuid *uuid) {
    char text[UUID_TEXT];
    return arena_printf(call->c.arena, "%s/%s%s%.*s", call_base_url(call), path, uuid ? "/" : "", uuid ? UUID_TEXT - 1 : 0,
                        uuid ? uuid_text(uuid, text).ptr : "");
}

static enum err write_feed(struct call *call, const struct seen_story_list *list) {
    struct tagged answer;
    struct sink *to = tagged_begin(&answer, call, "application/atom+xml; charset=utf-8");
    struct atom_feed feed = {.uuid = feed_uuid(call), .title = STR("Stories"), .author = STR("Varde")};
    feed.page = address(call, "stories", NULL);
    feed.self = arena_join(call->c.arena, feed.page, STR("?format=atom"));
    for (size_t i = 0; i < list->len; i++)
        if (list->items[i].updated > feed.updated) feed.updated = list->items[i].updated;
    atom_feed_open(to, &feed);
    for (size_t i = 0; i < list->len; i++) {
        const struct seen_story *s = &list->items[i];
        struct atom_entry entry = {.uuid = s->story.uuid, .title = s->story.headline, .updated = s->updated};
        entry.link = address(call, "stories", &s->story.uuid);
        const struct brief *newest = s->parts.items[s->story.parts[s->story.part_count - 1]].brief;
        if (newest->sentences.len) entry.summary = newest->sentences.items[0].text;
        atom_entry_write(to, &entry);
    }
    atom_feed_close(to);
    return tagged_end(&answer, OK);
}

static enum err list(struct call *call) {
    struct story_filter filter;
    struct seen_story_list stories = {0};
    struct str next;
    enum err e = take_filter(call, &filter);
    if (e != OK) return e;
    bool up_to_date = story_catch_up(&call->c);
    e = story_list(&call->c, &filter, &stories, &next);
    if (e != OK) return e;
    if (wants_atom(call)) return write_feed(call, &stories);
    struct tagged answer;
    struct json_out *o = tagged_json(&answer, call);
    json_open(o);
    json_k(o, "stories");
    json_open_array(o);
    for (size_t i = 0; i < stories.len && e == OK; i++) e = story_write(&call->c, &stories.items[i], false, o);
    json_close_array(o);
    json_put_str(o, "next", next);
    json_put_bool(o, "linked_up_to_date", up_to_date);
    json_close(o);
    return tagged_end(&answer, e);
}

static enum err view(struct call *call) {
    struct seen_story story;
    bool up_to_date = story_catch_up(&call->c);
    enum err e = story_find(&call->c, call->params[0], &story);
    if (e != OK) return e;
    struct tagged answer;
    struct json_out *o = tagged_json(&answer, call);
    json_open(o);
    json_k(o, "story");
    e = story_write(&call->c, &story, true, o);
    json_put_bool(o, "linked_up_to_date", up_to_date);
    json_close(o);
    return tagged_end(&answer, e);
}

static enum err related(struct call *call) {
    struct seen_story story;
    struct seen_story_list stories = {0};
    int64_t limit = call_option_int(call, "limit", RELATED_DEFAULT);
    if (limit < 1 || limit > RELATED_MAX) return err_set(ERR_BAD_INPUT, "limit: 1 to %d are expected.", RELATED_MAX);
    bool up_to_date = story_catch_up(&call->c);
    enum err e = story_find(&call->c, call->params[0], &story);
    if (e == OK) e = story_related(&call->c, &story, (size_t)limit, &stories);
    if (e != OK) return e;
    struct tagged answer;
    struct json_out *o = tagged_json(&answer, call);
    json_open(o);
    json_put_uuid(o, "story", &story.story.uuid);
    json_k(o, "related");
    json_open_array(o);
    for (size_t i = 0; i < stories.len && e == OK; i++) e = story_write(&call->c, &stories.items[i], false, o);
    json_close_array(o);
    json_put_bool(o, "linked_up_to_date", up_to_date);
    json_close(o);
    return tagged_end(&answer, e);
}

static const struct route routes[] = {
    {.methods = "GET",
     .path = "stories",
     .permission = PERM_ANY,
     .flags = ROUTE_READ | ROUTE_LONG,
     .handler = list,
     .help = "Stories of the reports that you may see, newest first: from, to (dates of the latest report), country, topic, language, q; "
             "limit, cursor (next of the page before); format=atom for a feed."},
    {.methods = "GET",
     .path = "stories/:story",
     .permission = PERM_ANY,
     .flags = ROUTE_READ | ROUTE_LONG,
     .handler = view,
     .help = "One story, by the uuid of any report, item or event in it: timeline, sources by language, quotes, indicators, merges and "
             "splits, related stories."},
    {.methods = "GET",
     .path = "stories/:story/related",
     .permission = PERM_ANY,
     .flags = ROUTE_READ | ROUTE_LONG,
     .handler = related,
     .help = "Stories of similar things, of whatever year, best first."},
};
const struct route_table api_stories_table = ROUTE_TABLE(routes);
