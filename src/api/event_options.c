/* See event_options.h. */
#include "api/event_options.h"

enum deleted_filter options_deleted(const struct json_node *node) {
    bool live = false, deleted = false;
    if (!node || node->kind == JSON_NULL) return DELETED_NO;
    if (json_is_scalar(node)) {
        if (str_eq_nocase(node->text, STR("only")) || str_eq(node->text, STR("2"))) return DELETED_ONLY;
        return json_text_is_true(node->text) ? DELETED_BOTH : DELETED_NO;
    }
    for (const struct json_node *item = node->child; item; item = item->next) {
        if (json_text_is_true(item->text))
            deleted = true;
        else
            live = true;
    }
    if (live && deleted) return DELETED_BOTH;
    return deleted ? DELETED_ONLY : DELETED_NO;
}

bool options_named_bool(struct call *call, const char *name, bool fallback) {
    bool value;
    return json_get_bool(call->named, name, &value) ? value : fallback;
}

static struct json_node *option(struct call *call, bool with_body, const char *name) {
    return with_body ? call_option(call, name) : json_get(call->named, name);
}

static bool option_bool(struct call *call, bool with_body, const char *name) {
    struct json_node *node = option(call, with_body, name);
    return node && json_is_scalar(node) && json_text_is_true(node->text);
}

void options_event_view(struct call *call, bool with_body, struct event_view_options *out) {
    *out = (struct event_view_options){.metadata = option_bool(call, with_body, "metadata"),
                                       .deleted = options_deleted(option(call, with_body, "deleted")),
                                       .no_sightings = option_bool(call, with_body, "noSightings"),
                                       .no_proposals = option_bool(call, with_body, "noShadowAttributes"),
                                       .no_reports = option_bool(call, with_body, "noEventReports"),
                                       .exclude_local_tags = option_bool(call, with_body, "excludeLocalTags"),
                                       .all_tags = option_bool(call, with_body, "includeAllTags"),
                                       .attachments = option_bool(call, with_body, "includeAttachments") ||
                                                      option_bool(call, with_body, "withAttachments"),
                                       .group_by_reference = option_bool(call, with_body, "sgReferenceOnly"),
                                       .extended = option_bool(call, with_body, "extended"),
                                       .flatten = option_bool(call, with_body, "flatten")};
}

enum err options_body_parser(struct call *call, struct json *j) {
    if (!call->http->body_ptr || call->http->body.len == 0) return err_set(ERR_METHOD, "No data received.");
    json_init(j, call->http->body_ptr, call->http->body.len);
    return OK;
}
