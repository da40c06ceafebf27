/* The log of who did what, read. */
#include "service/audit.h"

#include "format/account_write.h"

static struct str or_empty(struct str s) { return str_is_none(s) ? STR("") : s; }

static void put_log(struct context *c, const struct audit_line *a, struct json_out *out) {
    struct str who = str_is_none(a->email) ? STR("SYSTEM") : a->email;
    json_k(out, "Log");
    json_open(out);
    json_put_num(out, "id", a->id);
    json_put_str(out, "title",
                 str_is_empty(a->title)
                     ? arena_printf(c->arena, "%.*s (%lld)", STR_ARG(a->model), (long long)a->model_id)
                     : arena_printf(c->arena, "%.*s (%lld): %.*s", STR_ARG(a->model), (long long)a->model_id, STR_ARG(a->title)));
    account_datetime(out, "created", a->created);
    json_put_str(out, "model", a->model);
    json_put_num(out, "model_id", a->model_id);
    json_put_str(out, "action", a->action);
    json_put_num(out, "user_id", a->user_id);
    json_put_str(out, "change", or_empty(a->change));
    json_put_str(out, "email", who);
    json_put_str(out, "org", str_is_none(a->org_name) ? STR("SYSTEM") : a->org_name);
    json_put_str(out, "description",
                 arena_printf(c->arena, "%.*s (%lld) %.*s by User \"%.*s\" (%lld).", STR_ARG(a->model), (long long)a->model_id,
                              STR_ARG(a->action), STR_ARG(who), (long long)a->user_id));
    json_put_str(out, "ip", a->ip);
    json_close(out);
}

static void put_audit(const struct audit_line *a, struct json_out *out) {
    json_k(out, "AuditLog");
    json_open(out);
    json_put_num(out, "id", a->id);
    account_datetime(out, "created", a->created);
    json_put_num(out, "user_id", a->user_id);
    json_put_num(out, "org_id", a->org_id);
    json_put_num(out, "authkey_id", a->auth_key_id);
    json_put_str(out, "ip", a->ip);
    json_put_num(out, "request_type", a->auth_key_id != 0 ? 1 : 0);
    json_put_str(out, "request_id", a->request_id);
    json_put_str(out, "action", a->action);
    json_put_str(out, "model", a->model);
    json_put_num(out, "model_id", a->model_id);
    json_put_str(out, "model_title", a->title);
    json_put_num(out, "event_id", a->event_id);
    json_k(out, "change");
    if (str_is_empty(a->change))
        json_null(out);
    else
        json_raw(out, a->change);
    json_close(out);
    json_k(out, "User");
    json_open(out);
    json_put_num(out, "id", a->user_id);
    json_put_str(out, "email", a->email);
    json_close(out);
    json_k(out, "Organisation");
    json_open(out);
    json_put_num(out, "id", a->org_id);
    json_put_str(out, "name", a->org_name);
    json_close(out);
}

enum err audit_index(struct context *c, struct audit_filter filter, int64_t page, enum audit_form form, struct json_out *out) {
    struct audit_line_list list = {0};
    if (!context_may(c, PERM_AUDIT) && !c->view.site_admin) return err_plain(ERR_FORBIDDEN);
    filter.org_id = c->view.site_admin ? 0 : c->actor.org_id;
    if (filter.limit <= 0 || filter.limit > AUDIT_PAGE) filter.limit = AUDIT_PAGE;
    if (page < 1 || page > INT32_MAX) page = 1;
    filter.offset = (page - 1) * filter.limit;
    enum err e = store_audit_list(c->db, c->arena, &filter, &list);
    if (e != OK) return e;
    json_open_array(out);
    for (size_t i = 0; i < list.len; i++) {
        json_open(out);
        if (form == AUDIT_LOG)
            put_log(c, &list.items[i], out);
        else
            put_audit(&list.items[i], out);
        json_close(out);
    }
    json_close_array(out);
    return OK;
}
