/* The log of who did what over HTTP, in the shape of MISP's older log and of its audit log. */
#include "api/route.h"
#include "base/clock.h"
#include "service/audit.h"

static bool read_instant(struct str text, int64_t *to) {
    int64_t micros;
    if (!clock_parse_iso(str_trim(text), &micros)) return false;
    *to = micros / 1000000;
    return true;
}

/* One instant = from then on; two = between them. */
static enum err read_created(struct call *call, struct audit_filter *f) {
    struct json_node *node = call_option(call, "created");
    if (node == NULL || node->kind == JSON_NULL) return OK;
    bool ok;
    if (node->kind == JSON_ARRAY) {
        ok = node->len == 2 && read_instant(node->child->text, &f->from) && read_instant(node->child->next->text, &f->to);
    } else {
        ok = read_instant(node->text, &f->from);
    }
    return ok ? OK : err_set(ERR_BAD_INPUT, "Invalid instant in created.");
}

static enum err answer(struct call *call, enum audit_form form) {
    struct json_node *body;
    enum err e = call_body(call, "Log", &body);
    if (e != OK) return e;
    struct audit_filter f = {.id = call_option_int(call, "id", 0),
                             .model_id = call_option_int(call, "model_id", 0),
                             .user_id = call_option_int(call, "user_id", 0),
                             .model = call_option_text(call, "model"),
                             .action = call_option_text(call, "action"),
                             .email = call_option_text(call, "email"),
                             .org = call_option_text(call, "org"),
                             .ip = call_option_text(call, "ip"),
                             .title = call_option_text(call, "title"),
                             .change = call_option_text(call, "change"),
                             .limit = call_option_int(call, "limit", 0)};
    e = read_created(call, &f);
    return e == OK ? audit_index(&call->c, f, call_option_int(call, "page", 1), form, call_json(call)) : e;
}

static enum err logs(struct call *call) { return answer(call, AUDIT_LOG); }
static enum err audit_logs(struct call *call) { return answer(call, AUDIT_AUDIT_LOG); }

#define HELP "Who did what, oldest first: limit, page, id, model, model_id, action, user_id, email, org, ip, title, change, created."

static const struct route routes[] = {
    {.methods = "GET|POST", .path = "admin/logs/index", .permission = PERM_AUDIT, .flags = ROUTE_READ, .handler = logs, .help = HELP},
    {.methods = "GET|POST", .path = "logs/index", .permission = PERM_AUDIT, .flags = ROUTE_READ, .handler = logs, .help = HELP},
    {.methods = "GET|POST",
     .path = "admin/auditLogs/index",
     .permission = PERM_AUDIT,
     .flags = ROUTE_READ,
     .handler = audit_logs,
     .help = HELP},
};

const struct route_table api_logs_table = ROUTE_TABLE(routes);
