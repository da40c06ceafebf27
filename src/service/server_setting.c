/* Server settings under their MISP names. The table is server_setting_table.h; values lie in the table `settings`, which the core caches. */
#include "service/server_setting.h"

#include "service/core.h"
#include "service/note.h"
#include "service/server_setting_table.h"
#include "service/version.h"
#include "store/sequence.h"

enum setting_type { BOOLEAN, NUMERIC, STRING };

struct server_setting {
    const char *name;
    enum setting_type type;
    const char *fallback;
    int level;
    bool read_only;
    const char *description;
};

static const struct server_setting table[] = {
#define X(name, type, fallback, level, read_only, description) {name, type, fallback, level, read_only, description},
    SERVER_SETTING_TABLE(X)
#undef X
};
#define TABLE_LEN (sizeof table / sizeof *table)

static const struct server_setting *find(struct str name) {
    for (size_t i = 0; i < TABLE_LEN; i++)
        if (str_eq(str_from(table[i].name), name)) return &table[i];
    return NULL;
}

static struct str current(struct context *c, const struct server_setting *s) {
    struct uuid uuid = core_instance_uuid(c->core);
    char text[UUID_TEXT];
    if (strcmp(s->name, "MISP.uuid") == 0) return arena_str(c->arena, uuid_text(&uuid, text));
    if (strcmp(s->name, "MISP.host_org_id") == 0) return arena_printf(c->arena, "%lld", (long long)core_host_org(c->core));
    const char *base = core_get_options(c->core)->base_url;
    if (strcmp(s->name, "MISP.baseurl") == 0 && base != NULL) return core_setting(c->core, c->arena, s->name, base);
    return core_setting(c->core, c->arena, s->name, s->fallback);
}

static const char *type_name(enum setting_type type) { return type == BOOLEAN ? "boolean" : type == NUMERIC ? "numeric" : "string"; }

static void put_value(struct json_out *out, const struct server_setting *s, struct str value) {
    int64_t number;
    json_k(out, "value");
    if (s->type == BOOLEAN)
        json_bool(out, json_text_is_true(value));
    else if (s->type == NUMERIC && str_to_i64(value, &number))
        json_int(out, number);
    else
        json_str(out, value);
}

static void put_setting(struct context *c, struct json_out *out, const struct server_setting *s, bool in_list) {
    static const char *const tests[] = {"testBool", "testForNumeric", "testForEmpty"};
    json_open(out);
    json_put_int(out, "level", s->level);
    json_put_text(out, "description", s->description);
    put_value(out, s, current(c, s));
    if (in_list) json_put_null(out, "errorMessage");
    json_put_text(out, "test", tests[s->type]);
    json_put_text(out, "type", type_name(s->type));
    if (s->level > 0) json_put_bool(out, "null", true);
    if (s->read_only) json_put_bool(out, "read_only", true);
    if (in_list) {
        struct str rest = str_from(s->name), tab;
        if (str_split(&rest, '.', &tab) && !str_is_none(rest) && rest.len > 0)
            json_put_str(out, "tab", tab);
        else
            json_put_text(out, "tab", "misc");
    }
    json_put_text(out, in_list ? "setting" : "name", s->name);
    json_close(out);
}

/* Work that MISP hands to worker processes is done inside the server: one worker of each name, always there. */
static void put_workers(struct json_out *out) {
    static const char *const names[] = {"cache", "default", "email", "prio", "update", "scheduler"};
    json_k(out, "workers");
    json_open(out);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        json_key(out, str_from(names[i]));
        json_open(out);
        json_put_bool(out, "ok", true);
        json_k(out, "workers");
        json_open_array(out);
        json_close_array(out);
        json_put_num(out, "jobCount", 0);
        json_close(out);
    }
    json_close(out);
}

static void put_schema(struct context *c, struct json_out *out) {
    json_put_text(out, "dataSource", "SQLite");
    json_put_num(out, "actual_db_version", db_schema_version(c->db));
    json_put_num(out, "expected_db_version", db_schema_newest());
    static const char *const empty[] = {"checked_table_column", "diagnostic", "diagnostic_index"};
    for (size_t i = 0; i < sizeof empty / sizeof *empty; i++) {
        json_key(out, str_from(empty[i]));
        json_open_array(out);
        json_close_array(out);
    }
    json_put_text(out, "error", "");
    json_put_bool(out, "update_locked", false);
    json_put_int(out, "remaining_lock_time", 0);
    json_put_bool(out, "update_fail_number_reached", false);
}

enum err server_setting_schema(struct context *c, struct json_out *out) {
    if (!c->view.site_admin) return err_plain(ERR_FORBIDDEN);
    json_open(out);
    put_schema(c, out);
    json_close(out);
    return OK;
}

enum err server_setting_index(struct context *c, struct json_out *out) {
    if (!c->view.site_admin) return err_plain(ERR_FORBIDDEN);
    json_open(out);
    json_k(out, "version");
    json_open(out);
    json_put_text(out, "current", "v" MISP_VERSION);
    json_put_text(out, "varde", VARDE_VERSION);
    json_put_null(out, "newest");
    json_put_text(out, "upToDate", "error");
    json_close(out);
    json_put_text(out, "gpgStatus", "not configured (so not tested)");
    json_put_text(out, "proxyStatus", "not configured (so not tested)");
    json_put_int(out, "zmqStatus", 1);
    json_k(out, "dbSchemaDiagnostics");
    json_open(out);
    put_schema(c, out);
    json_close(out);
    json_k(out, "finalSettings");
    json_open_array(out);
    for (size_t i = 0; i < TABLE_LEN; i++) put_setting(c, out, &table[i], true);
    json_close_array(out);
    put_workers(out);
    json_put_text(out, "backgroundJobsStatus", "OK");
    json_close(out);
    return OK;
}

static enum err unknown(struct str name) { return err_set(ERR_NOT_FOUND, "Setting %.*s is invalid.", STR_ARG(str_sub(name, 0, 100))); }

enum err server_setting_view(struct context *c, struct str name, struct json_out *out) {
    if (!c->view.site_admin) return err_plain(ERR_FORBIDDEN);
    const struct server_setting *s = find(name);
    if (s == NULL) return unknown(name);
    put_setting(c, out, s, false);
    return OK;
}

static enum err read_value(struct context *c, const struct server_setting *s, const struct json_node *value, struct str *to) {
    int64_t number;
    bool on;
    if (value == NULL || !(json_is_scalar(value) || value->kind == JSON_NULL))
        return context_problem(c, -1, "Setting", "value", "A single value is needed.");
    struct json_node *holder = json_tree_object(c->arena);
    json_tree_add(c->arena, holder, STR("value"), value->kind, value->text);
    if (s->type == BOOLEAN) {
        if (!json_get_bool(holder, "value", &on))
            return context_problem(c, -1, "Setting", "value",
                                   "Value is not a boolean, make sure that you convert 'true' to true for example.");
        *to = on ? STR("1") : STR("0");
    } else if (s->type == NUMERIC) {
        if (!json_get_int(holder, "value", &number)) return context_problem(c, -1, "Setting", "value", "This setting has to be a number.");
        *to = arena_printf(c->arena, "%lld", (long long)number);
    } else {
        *to = str_is_none(value->text) ? STR("") : value->text;
        if (to->len > 65535) return context_problem(c, -1, "Setting", "value", "The value is too long.");
    }
    return OK;
}

enum err server_setting_edit(struct context *c, struct str name, const struct json_node *value) {
    struct str text = STR_NONE;
    struct write w;
    struct diff d;
    if (!c->view.site_admin) return err_plain(ERR_FORBIDDEN);
    const struct server_setting *s = find(name);
    if (s == NULL) return unknown(name);
    if (s->read_only) return context_problem(c, -1, "Setting", "value", "This setting cannot be changed here.");
    enum err e = read_value(c, s, value, &text);
    if (e == OK) e = write_begin(c, &w);
    if (e != OK) return e;
    diff_init(&d);
    diff_str(&d, "value", current(c, s), text);
    struct str diff = diff_text(&d, c->arena);
    e = store_setting_put(w.db, name, text);
    if (e == OK)
        e = note_write(&w, &(struct note){.action = "serverSettingsEdit",
                                          .model = "Server",
                                          .change = CHANGE_CHANGED,
                                          .kind = KIND_SETTING,
                                          .title = name,
                                          .diff = diff,
                                          .policy = true});
    return write_end(&w, e);
}
