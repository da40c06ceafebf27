/* See report_extract.h: a report of what an event holds, as Markdown with references, which clients show with their present values. */
#include "base/limits.h"
#include "model/attribute_type.h"
#include "model/category.h"
#include "service/attribute.h"
#include "service/event.h"
#include "service/report_extract.h"
#include "service/save.h"
#include "store/attribute_value.h"
#include "store/event_page.h"
#include "store/tag.h"

/* A text or a list of texts; nothing asked for lets everything pass. */
static bool passes(const struct json_node *filter, struct str value) {
    if (!filter || filter->kind == JSON_NULL) return true;
    if (json_is_scalar(filter)) return str_is_empty(filter->text) || str_eq_nocase(filter->text, value);
    for (const struct json_node *n = filter->child; n; n = n->next)
        if (json_is_scalar(n) && str_eq_nocase(n->text, value)) return true;
    return filter->len == 0;
}

static bool wanted(const struct json_node *filters, const struct attribute *a) {
    const struct attribute_type *type = attribute_type_by_number(a->type);
    const struct category *category = category_by_number(a->category);
    bool to_ids;
    if (!type || !category) return false;
    if (json_get_bool(filters, "to_ids", &to_ids) && to_ids != a->to_ids) return false;
    return passes(json_get(filters, "type"), type->name) && passes(json_get(filters, "category"), category->name);
}

/* The report is for all who see the event: what only some of them see is not spoken of. */
static bool is_restricted(int distribution) { return distribution == DIST_ORGANISATION || distribution == DIST_SHARING_GROUP; }

static void add_reference(struct buf *b, const char *kind, const struct uuid *uuid) {
    char text[UUID_TEXT];
    buf_printf(b, "- @[%s](%.*s)\n", kind, STR_ARG(uuid_text(uuid, text)));
}

static enum err add_tags(struct context *c, const struct event *event, struct buf *b) {
    struct tag_use_list uses = {0};
    enum err e = store_tag_uses(c->db, c->arena, TAG_OF_EVENT, event->id, event->id, &uses);
    if (uses.len) buf_add_text(b, "\n## Tags\n");
    for (size_t i = 0; i < uses.len; i++)
        if (!uses.items[i].local) buf_printf(b, "- @[tag](%.*s)\n", STR_ARG(uses.items[i].name));
    return e;
}

/* Those of objects come with their object. */
static enum err add_attributes(struct context *c, const struct event *event, const struct json_node *filters, struct buf *b) {
    struct attribute_list list = {0};
    enum err e = store_attribute_values(c->db, c->arena, &c->view, event->id, &list);
    for (int n = 1; category_by_number(n); n++) {
        bool any = false;
        for (size_t i = 0; i < list.len; i++) {
            const struct attribute *a = &list.items[i];
            if (a->category != n || a->object_id || is_restricted(a->distribution) || !wanted(filters, a)) continue;
            if (!any) buf_printf(b, "\n## %.*s\n", STR_ARG(category_by_number(n)->name));
            any = true;
            add_reference(b, "attribute", &a->uuid);
        }
    }
    return e;
}

static enum err add_objects(struct context *c, const struct event *event, struct buf *b) {
    bool any = false;
    enum err e = OK;
    for (int64_t after = 0; e == OK;) {
        struct object_list page = {0};
        e = store_page_objects(c->db, c->arena, event->id, after, LIMIT_PAGE, 0, 0, &page);
        for (size_t i = 0; i < page.len && e == OK; i++) {
            const struct object *x = &page.items[i];
            if (is_restricted(x->distribution)) continue;
            if (!any) buf_add_text(b, "\n## Objects\n");
            any = true;
            add_reference(b, "object", &x->uuid);
        }
        if (page.len < LIMIT_PAGE) break;
        after = page.items[page.len - 1].id;
    }
    return e;
}

static enum err compose(struct context *c, const struct event *event, const struct json_node *filters, struct str *out) {
    static const char *const threat[] = {"high", "medium", "low", "undefined"}, *const analysis[] = {"initial", "ongoing", "completed"};
    struct buf b;
    buf_init(&b, LIMIT_BODY);
    buf_printf(&b, "# %.*s\n\n- Date: %.*s\n", STR_ARG(event->info), STR_ARG(event->date));
    if (event->threat_level_id >= 1 && event->threat_level_id <= 4)
        buf_printf(&b, "- Threat level: %s\n", threat[event->threat_level_id - 1]);
    if (event->analysis >= 0 && event->analysis <= 2) buf_printf(&b, "- Analysis: %s\n", analysis[event->analysis]);
    enum err e = add_tags(c, event, &b);
    if (e == OK) e = add_attributes(c, event, filters, &b);
    if (e == OK) e = add_objects(c, event, &b);
    if (e == OK && b.failed) e = err_set(ERR_TOO_LARGE, "This event is too large for a report.");
    if (e == OK) *out = arena_str(c->arena, buf_str(&b));
    buf_done(&b);
    return e;
}

enum err report_from_event(struct context *c, struct str ref, const struct json_node *filters, int64_t *id) {
    struct event event;
    struct event_report report = {.given = GIVEN_NAME | GIVEN_VALUE | GIVEN_DISTRIBUTION, .distribution = DIST_INHERIT};
    enum err e = service_event_find_in(c, c->db, ref, &event);
    if (e == OK && !service_event_may_edit(c, &event)) e = audit_refuse(c, "Event", event.id);
    if (e == OK) e = compose(c, &event, filters, &report.content);
    if (e != OK) return e;
    report.name = arena_printf(c->arena, "Event report (%lld)", (long long)c->now);
    return service_report_add(c, ref, &report, id);
}
