/* Models of decay over HTTP. */
#include "api/library.h"
#include "service/decaying_model.h"

static enum err index_get(struct call *call) { return decaying_model_index(&call->c, call_json(call)); }

static enum err view(struct call *call) { return decaying_model_view(&call->c, call->params[0], call_json(call)); }

/* The generic answer, with the model as its data. */
static enum err answer(struct call *call, const char *message, const char *action, int64_t id) {
    struct json_out *o = call_json(call);
    json_open(o);
    json_put_bool(o, "saved", true);
    json_put_bool(o, "success", true);
    json_put_text(o, "name", message);
    json_put_text(o, "message", message);
    json_put_str(o, "url", arena_printf(call->c.arena, "/decaying_models/%s/%lld", action, (long long)id));
    json_k(o, "data");
    enum err e = decaying_model_write(&call->c, id, o);
    json_put_num(o, "id", id);
    json_close(o);
    return e;
}

static enum err enable(struct call *call) {
    int64_t id;
    enum err e = decaying_model_set_enabled(&call->c, call->params[0], true, &id);
    return e == OK ? answer(call, "Decaying model enabled", "enable", id) : e;
}

static enum err disable(struct call *call) {
    int64_t id;
    enum err e = decaying_model_set_enabled(&call->c, call->params[0], false, &id);
    return e == OK ? answer(call, "Decaying model disabled", "disable", id) : e;
}

static enum err update(struct call *call) {
    struct library_report report;
    enum err e = library_update(&call->c, LIBRARY_DECAYING_MODELS, &report);
    if (e != OK) return e;
    if (report.changed == 0 && report.refused > 0) return call_failed(call, "Could not update any of the decaying models", report.problem);
    return call_saved(call, "Default decaying models updated", 0);
}

static const struct route routes[] = {
    {.methods = "GET|POST",
     .path = "decayingModel/index",
     .permission = PERM_ANY,
     .flags = ROUTE_READ,
     .handler = index_get,
     .help = "All models of decay."},
    {.methods = "GET",
     .path = "decayingModel/view/:model",
     .permission = PERM_ANY,
     .flags = ROUTE_READ,
     .handler = view,
     .help = "One model of decay."},
    {.methods = "POST",
     .path = "decayingModel/enable/:model",
     .permission = PERM_DECAYING,
     .flags = ROUTE_LONG,
     .handler = enable,
     .help = "Enable a model: searches with includeDecayScore give its scores."},
    {.methods = "POST",
     .path = "decayingModel/disable/:model",
     .permission = PERM_DECAYING,
     .flags = ROUTE_LONG,
     .handler = disable,
     .help = "Disable a model."},
    {.methods = "POST",
     .path = "decayingModel/update",
     .permission = PERM_SITE_ADMIN,
     .flags = ROUTE_LONG,
     .handler = update,
     .help = "Read the models of the library folder again."},
};

const struct route_table api_decaying_models_table = ROUTE_TABLE(routes);
