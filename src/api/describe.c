/* What GET says on a path that adds or edits: which fields its POST takes. Other servers ask so whether this one knows a feature
 * (a non-empty description), people ask to learn. What is not here: any check of what is then sent. The idea: one row a noun. */
#include "api/call.h"

struct description {
    const char *controller;           /* as route_controller yields it */
    const char *mandatory, *optional; /* separated by blanks */
};

static const struct description descriptions[] = {
    {"events", "info",
     "threat_level_id analysis distribution sharing_group_id uuid published timestamp date Attribute Object Shadow_Attribute EventTag"},
    {"attributes", "value type", "category to_ids uuid distribution sharing_group_id timestamp comment data encrypt first_seen last_seen"},
    {"objects", "name",
     "meta-category description template_uuid template_version distribution sharing_group_id comment first_seen last_seen Attribute"},
    {"object_references", "object_uuid referenced_uuid relationship_type", "comment uuid"},
    {"event_reports", "name", "content distribution sharing_group_id uuid timestamp"},
    {"shadow_attributes", "value type", "category to_ids comment data first_seen last_seen"},
    {"sightings", "", "values value id uuid type source timestamp date time filters"},
    {"tags", "name", "colour exportable hide_tag org_id user_id numerical_value local_only"},
    {"organisations", "name", "description type nationality sector uuid contacts local restricted_to_domain"},
    {"users", "email org_id role_id", "password autoalert contactalert gpgkey certif_public change_pw disabled expiration"},
    {"roles", "name",
     "permission perm_add perm_modify perm_modify_org perm_publish perm_sync perm_admin perm_audit perm_auth perm_site_admin"},
    {"sharing_groups", "name releasability", "description uuid active roaming SharingGroupOrg SharingGroupServer"},
    {"auth_keys", "", "comment allowed_ips expiration read_only"},
    {"event_blocklists", "uuids", "comment event_info event_orgc"},
    {"org_blocklists", "uuids", "comment org_name"},
    {"correlation_exclusions", "value", "comment"},
};

static const struct description *find(struct str controller) {
    for (size_t i = 0; i < sizeof descriptions / sizeof *descriptions; i++)
        if (str_eq(controller, str_from(descriptions[i].controller))) return &descriptions[i];
    return NULL;
}

bool route_is_described(const struct route *route) {
    struct str action = route_action(route);
    return str_eq(action, STR("add")) || str_eq(action, STR("edit"));
}

static void put_words(struct json_out *o, const char *key, const char *words) {
    struct str rest = str_from(words), word;
    json_key(o, str_from(key));
    json_open_array(o);
    while (!str_is_empty(rest) && str_split(&rest, ' ', &word)) json_str(o, word);
    json_close_array(o);
}

/* "/attributes/add/[event]" */
static struct str url_of(struct call *call) {
    struct arena *arena = call->c.arena;
    struct str controller = route_controller(arena, call->route), rest = str_from(call->route->path), piece;
    struct str action = route_action(call->route), url;
    url = arena_printf(arena, "%s/%.*s/%.*s", route_is_admin(call->route) ? "/admin" : "", STR_ARG(controller), STR_ARG(action));
    while (str_split(&rest, '/', &piece)) {
        if (piece.ptr[0] != ':') continue;
        struct str name = str_sub(piece, 1, piece.len - 1 - (piece.ptr[piece.len - 1] == '?'));
        url = arena_printf(arena, "%.*s/[%.*s]", STR_ARG(url), STR_ARG(name));
    }
    return url;
}

enum err call_describe(struct call *call) {
    struct arena *arena = call->c.arena;
    struct str controller = route_controller(arena, call->route), action = route_action(call->route);
    const struct description *d = find(controller);
    struct json_out *o = call_json(call);
    json_open(o);
    json_put_str(o, "name", arena_printf(arena, "/%.*s/%.*s API description", STR_ARG(controller), STR_ARG(action)));
    json_put_text(o, "description", call->route->help);
    /* an edit changes the fields that it names and needs none */
    bool is_add = str_eq(action, STR("add"));
    put_words(o, "mandatory_fields", d && is_add ? d->mandatory : "");
    put_words(o, "optional_fields",
              !d                           ? ""
              : is_add || !d->mandatory[0] ? d->optional
                                           : arena_printf(arena, "%s %s", d->mandatory, d->optional).ptr);
    json_put_str(o, "url", url_of(call));
    json_close(o);
    return OK;
}
