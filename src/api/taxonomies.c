/* Taxonomies over HTTP. */
#include "api/library.h"
#include "service/taxonomy.h"

static enum err index_get(struct call *call) { return taxonomy_index(&call->c, call_json(call)); }

static enum err view(struct call *call) { return taxonomy_view(&call->c, call->params[0], call_json(call)); }

static enum err set_enabled(struct call *call, bool enabled, const char *message) {
    int64_t id;
    enum err e = taxonomy_set_enabled(&call->c, call->params[0], enabled, &id);
    return e == OK ? call_saved(call, message, id) : e;
}

static enum err enable(struct call *call) { return set_enabled(call, true, "Taxonomy enabled"); }

static enum err disable(struct call *call) { return set_enabled(call, false, "Taxonomy disabled"); }

/* The message is the PHP server's, to the letter: clients compare it. */
static enum err toggle_required(struct call *call) {
    int64_t id;
    enum err e = taxonomy_toggle_required(&call->c, call->params[0], &id);
    return e == OK ? call_saved(call, "Taxonomy toggleRequireded", id) : e;
}

/* Which tags: "name" or "nameList" of the body, all without them. */
static enum err names_of(struct call *call, const struct json_node **names) {
    struct json_node *body;
    enum err e = call_body(call, "Taxonomy", &body);
    if (e != OK) return e;
    *names = call_option(call, "nameList");
    if (!*names) *names = call_option(call, "name");
    return OK;
}

static enum err add_tag(struct call *call) {
    const struct json_node *names = NULL;
    int64_t id;
    enum err e = names_of(call, &names);
    if (e == OK) e = taxonomy_add_tags(&call->c, call->params[0], names, &id);
    return e == OK ? call_saved(call, "The tag(s) has been saved.", id) : e;
}

static enum err disable_tag(struct call *call) {
    const struct json_node *names = NULL;
    int64_t id;
    enum err e = names_of(call, &names);
    if (e == OK) e = taxonomy_hide_tags(&call->c, call->params[0], names, &id);
    return e == OK ? call_saved(call, "The tag(s) has been hidden.", id) : e;
}

static enum err update(struct call *call) {
    return library_update_answer(call, LIBRARY_TAXONOMIES, "All taxonomy libraries are up to date already.", "taxonomy libraries");
}

#define CHANGE .methods = "POST", .permission = PERM_SITE_ADMIN, .flags = ROUTE_LONG

static const struct route routes[] = {
    {.methods = "GET|POST",
     .path = "taxonomies/index",
     .permission = PERM_ANY,
     .flags = ROUTE_READ | ROUTE_LONG,
     .handler = index_get,
     .help = "All taxonomies, with how many tags each names and how many of these exist."},
    {.methods = "GET",
     .path = "taxonomies",
     .permission = PERM_ANY,
     .flags = ROUTE_READ | ROUTE_LONG,
     .handler = index_get,
     .help = "The same as taxonomies/index."},
    {.methods = "GET",
     .path = "taxonomies/view/:taxonomy",
     .permission = PERM_ANY,
     .flags = ROUTE_READ,
     .handler = view,
     .help = "One taxonomy with the tags that it names, by id or namespace."},
    {CHANGE, .path = "taxonomies/enable/:taxonomy", .handler = enable, .help = "Enable a taxonomy."},
    {CHANGE, .path = "taxonomies/disable/:taxonomy", .handler = disable, .help = "Disable a taxonomy; its tags stay."},
    {CHANGE, .path = "taxonomies/addTag/:taxonomy", .handler = add_tag,
     .help = "Make (or show again) the tags of a taxonomy: all, or those in name or nameList."},
    {CHANGE, .path = "taxonomies/disableTag/:taxonomy", .handler = disable_tag, .help = "Hide the tags of a taxonomy."},
    {CHANGE, .path = "taxonomies/toggleRequired/:taxonomy", .handler = toggle_required,
     .help = "Must events carry a tag of this taxonomy to be published?"},
    {CHANGE, .path = "taxonomies/update", .handler = update, .help = "Read the taxonomies of the library folder again."},
};

const struct route_table api_taxonomies_table = ROUTE_TABLE(routes);
