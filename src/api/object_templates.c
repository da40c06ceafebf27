/* Object templates over HTTP. */
#include "api/route.h"
#include "service/library_update.h"
#include "service/object_template.h"

static enum err index_get(struct call *call) { return object_template_index(&call->c, call_json(call)); }

static enum err view(struct call *call) { return object_template_view(&call->c, call->params[0], call_json(call)); }

static enum err raw(struct call *call) { return object_template_raw(&call->c, call->params[0], call_json(call)); }

/* Answers with the list of templates: that is where the PHP server sends the client on to. */
static enum err update(struct call *call) {
    struct library_report report;
    enum err e = library_update(&call->c, LIBRARY_TEMPLATES, &report);
    if (e != OK) return e;
    if (report.changed == 0 && report.refused > 0) return call_failed(call, "Could not update any of the object templates", report.problem);
    return object_template_index(&call->c, call_json(call));
}

static const struct route routes[] = {
    {.methods = "GET|POST",
     .path = "objectTemplates/index",
     .permission = PERM_ANY,
     .flags = ROUTE_READ | ROUTE_LONG,
     .handler = index_get,
     .help = "All object templates."},
    {.methods = "GET",
     .path = "objectTemplates",
     .permission = PERM_ANY,
     .flags = ROUTE_READ | ROUTE_LONG,
     .handler = index_get,
     .help = "The same as objectTemplates/index."},
    {.methods = "GET",
     .path = "objectTemplates/view/:template",
     .permission = PERM_ANY,
     .flags = ROUTE_READ,
     .handler = view,
     .help = "One object template with its elements, by id or uuid."},
    {.methods = "GET|POST",
     .path = "objectTemplates/getRaw/:template",
     .permission = PERM_OBJECT_TEMPLATE,
     .flags = ROUTE_READ,
     .handler = raw,
     .help = "The document of a template as the library has it, by uuid or name."},
    {.methods = "POST",
     .path = "objectTemplates/update",
     .permission = PERM_SITE_ADMIN,
     .flags = ROUTE_LONG,
     .handler = update,
     .help = "Read the templates of the library folder again; answers with all templates."},
};

const struct route_table api_object_templates_table = ROUTE_TABLE(routes);
