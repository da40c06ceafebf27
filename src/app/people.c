/* varde user, org and key: who is on this server. What is not here: rules (service/user.c, organisation.c, key.c); the local actor of a command
 * passes them as a site administrator does. */
#include <stdio.h>
#include <unistd.h>

#include "app/capture.h"
#include "app/commands.h"
#include "app/runtime.h"
#include "service/key.h"
#include "service/organisation.h"
#include "service/user.h"
#include "store/role.h"
#include "store/user.h"

static enum err open_people(struct runtime *r, const struct invocation *in) { return runtime_open(r, &in->config, RUNTIME_NO_INDEX); }

/* A column of a list: which member of which model, and how wide. */
struct column {
    const char *name, *model, *key; /* key NULL ends the list */
    int width;
    const char *zero, *one; /* what to show for 0 and 1 where a person reads it; NULL: the number */
};

static struct str cell(const struct json_node *row, const struct column *c) {
    struct str text = capture_field(row, c->model, c->key);
    if (c->zero && str_eq(text, STR("0"))) return str_from(c->zero);
    return c->one && str_eq(text, STR("1")) ? str_from(c->one) : text;
}

static void print_table(const struct json_node *list, const struct column *columns) {
    for (const struct column *c = columns; c->key; c++) printf("%-*s%s", c[1].key ? c->width : 0, c->name, c[1].key ? "  " : "\n");
    for (const struct json_node *row = list->child; row; row = row->next)
        for (const struct column *c = columns; c->key; c++) {
            struct str text = cell(row, c);
            printf("%.*s%*s%s", STR_ARG(text), c[1].key && (int)text.len < c->width ? c->width - (int)text.len : 0, "",
                   c[1].key ? "  " : "\n");
        }
}

static void put_flat(struct json_out *o, const struct json_node *row, const struct column *columns) {
    json_open(o);
    for (const struct column *c = columns; c->key; c++) json_put_str(o, c->name, capture_field(row, c->model, c->key));
    json_close(o);
}

static enum err print_list(const struct invocation *in, const struct json_node *list, const struct column *columns) {
    if (!in->json) {
        print_table(list, columns);
        return OK;
    }
    struct output out;
    output_init(&out, true);
    json_open_array(&out.json);
    for (const struct json_node *row = list->child; row; row = row->next) put_flat(&out.json, row, columns);
    json_close_array(&out.json);
    sink_add_char(out.json.to, '\n');
    return output_done(&out);
}

/* One row: as JSON, or as the sentence that the caller made of it. */
static enum err print_one(const struct invocation *in, const struct json_node *row, const struct column *columns, struct str sentence) {
    if (!in->json) {
        printf("%.*s\n", STR_ARG(sentence));
        return OK;
    }
    struct output out;
    output_init(&out, true);
    put_flat(&out.json, row, columns);
    sink_add_char(out.json.to, '\n');
    return output_done(&out);
}

static const struct column org_columns[] = {
    {"id", "Organisation", "id", 5, NULL, NULL},        {"name", "Organisation", "name", 30, NULL, NULL},
    {"uuid", "Organisation", "uuid", 36, NULL, NULL},   {"users", "Organisation", "user_count", 6, NULL, NULL},
    {"local", "Organisation", "local", 0, "no", "yes"}, {.key = NULL}};

static int org_create(struct invocation *in) {
    struct runtime r;
    struct capture capture;
    struct json_node *answer = NULL;
    enum err e = open_people(&r, in);
    if (e != OK) return command_result(e);
    struct json_node *body = json_tree_object(r.arena);
    const char *uuid = invocation_option(in, "uuid");
    json_tree_add(r.arena, body, STR("name"), JSON_STRING, str_from(in->args[0]));
    if (uuid) json_tree_add(r.arena, body, STR("uuid"), JSON_STRING, str_from(uuid));
    json_tree_add(r.arena, body, STR("local"), JSON_TRUE, STR("1"));
    capture_begin(&capture);
    e = capture_end(&capture, organisation_add(&r.context, body, &capture.out), r.arena, &answer);
    if (e == OK)
        e = print_one(
            in, answer, org_columns,
            arena_printf(r.arena, "Organisation %.*s was made: id %.*s, uuid %.*s.", STR_ARG(capture_field(answer, "Organisation", "name")),
                         STR_ARG(capture_field(answer, "Organisation", "id")), STR_ARG(capture_field(answer, "Organisation", "uuid"))));
    return runtime_finish(&r, e);
}

const struct command command_org_create = {
    .name = "org create",
    .arguments = "NAME",
    .min_args = 1,
    .max_args = 1,
    .summary = "Make a local organisation",
    .details = "Give the uuid under which the organisation is known elsewhere, so that its events from there are\n"
               "recognised as its own.\n\n"
               "  varde org create \"CERT Example\" --uuid 55f6ea5e-51ac-4344-bc8c-4170950d210f",
    .options = {{"uuid", "UUID", "where it is known elsewhere already (default: a new one)"}, {"json", NULL, "report as JSON"}},
    .run = org_create,
};

static int org_list(struct invocation *in) {
    struct runtime r;
    struct capture capture;
    struct json_node *list = NULL;
    enum err e = open_people(&r, in);
    if (e != OK) return command_result(e);
    capture_begin(&capture);
    e = organisation_index(&r.context, STR("all"), STR_NONE, &capture.out);
    e = capture_end(&capture, e, r.arena, &list);
    if (e == OK) e = print_list(in, list, org_columns);
    int code = command_result(e);
    runtime_close(&r);
    return code;
}

const struct command command_org_list = {
    .name = "org list",
    .arguments = "",
    .summary = "List the organisations, local and known",
    .details = "Local ones have users here; known ones came with events of others.\n\n"
               "  varde org list --data /var/lib/varde",
    .options = {{"json", NULL, "as JSON"}},
    .run = org_list,
};

static const struct column user_columns[] = {{"id", "User", "id", 5, NULL, NULL},
                                             {"email", "User", "email", 34, NULL, NULL},
                                             {"org", "Organisation", "name", 24, NULL, NULL},
                                             {"role", "Role", "name", 12, NULL, NULL},
                                             {"disabled", "User", "disabled", 0, "no", "yes"},
                                             {.key = NULL}};

static enum err role_by_name(struct runtime *r, struct str name, int64_t *id) {
    if (str_to_i64(name, id)) return OK;
    enum err e = store_role_id_by_name(r->reader, name, id);
    if (e == OK && *id == 0) e = err_set(ERR_NOT_FOUND, "There is no role %.*s.", STR_ARG(name));
    return e;
}

/* What user_add takes of a client, made of the command's options. */
static enum err new_user(struct runtime *r, const struct invocation *in, struct json_node *body) {
    struct organisation org;
    const char *role = invocation_option(in, "role"), *password = invocation_option(in, "password");
    int64_t role_id = 0;
    enum err e = organisation_find(&r->context, r->reader, str_from(invocation_option(in, "org")), &org);
    if (e == ERR_NOT_FOUND) e = err_set(e, "There is no organisation %s.", invocation_option(in, "org"));
    if (e == OK && role) e = role_by_name(r, str_from(role), &role_id);
    if (e != OK) return e;
    json_tree_add(r->arena, body, STR("email"), JSON_STRING, str_from(in->args[0]));
    json_tree_add(r->arena, body, STR("org_id"), JSON_STRING, arena_printf(r->arena, "%lld", (long long)org.id));
    if (role_id) json_tree_add(r->arena, body, STR("role_id"), JSON_STRING, arena_printf(r->arena, "%lld", (long long)role_id));
    if (password) json_tree_add(r->arena, body, STR("password"), JSON_STRING, str_from(password));
    return OK;
}

static const struct column new_user_columns[] = {{"id", "User", "id", 0, NULL, NULL},         {"email", "User", "email", 0, NULL, NULL},
                                                 {"org_id", "User", "org_id", 0, NULL, NULL}, {"role_id", "User", "role_id", 0, NULL, NULL},
                                                 {"key", "User", "authkey", 0, NULL, NULL},   {.key = NULL}};

static int user_create_command(struct invocation *in) {
    struct runtime r;
    struct capture capture;
    struct json_node *answer = NULL;
    if (!invocation_has(in, "org")) return command_usage(in, "user create needs --org");
    enum err e = open_people(&r, in);
    if (e != OK) return command_result(e);
    struct json_node *body = json_tree_object(r.arena);
    e = new_user(&r, in, body);
    if (e == OK) {
        capture_begin(&capture);
        e = capture_end(&capture, user_add(&r.context, body, &capture.out), r.arena, &answer);
    }
    if (e == OK)
        e = print_one(in, answer, new_user_columns,
                      arena_printf(r.arena, "User %.*s was made: id %.*s. The key, shown this once:\n%.*s",
                                   STR_ARG(capture_field(answer, "User", "email")), STR_ARG(capture_field(answer, "User", "id")),
                                   STR_ARG(capture_field(answer, "User", "authkey"))));
    return runtime_finish(&r, e);
}

const struct command command_user_create = {
    .name = "user create",
    .arguments = "EMAIL",
    .min_args = 1,
    .max_args = 1,
    .summary = "Make a user with a first key, which is shown this once",
    .details = "Roles of a new server: admin, Org Admin, User (default), Publisher, Sync user, Read Only. The organisation must be there:\n"
               "`varde org create`.\n\n"
               "  varde user create analyst@example.org --org \"CERT Example\" --role Publisher",
    .options = {{"org", "NAME", "the user's organisation: name, id or uuid (needed)"},
                {"role", "NAME", "name or id (default: the default role)"},
                {"password", "TEXT", "at least 12 characters (default: none; keys only)"},
                {"json", NULL, "report as JSON"}},
    .run = user_create_command,
};

static int user_list(struct invocation *in) {
    struct runtime r;
    struct capture capture;
    struct json_node *list = NULL;
    enum err e = open_people(&r, in);
    if (e != OK) return command_result(e);
    capture_begin(&capture);
    e = user_index(&r.context, STR_NONE, 0, &capture.out);
    e = capture_end(&capture, e, r.arena, &list);
    if (e == OK) e = print_list(in, list, user_columns);
    int code = command_result(e);
    runtime_close(&r);
    return code;
}

const struct command command_user_list = {
    .name = "user list",
    .arguments = "",
    .summary = "List the users",
    .details = "  varde user list --json",
    .options = {{"json", NULL, "as JSON"}},
    .run = user_list,
};

/* The user with that e-mail, as the decimal id that services take. */
static enum err user_ref(struct runtime *r, const char *email, struct str *ref) {
    int64_t id = 0;
    enum err e = store_user_id_by_email(r->reader, r->arena, str_from(email), &id);
    if (e == OK && id == 0) return err_set(ERR_NOT_FOUND, "There is no user %s.", email);
    *ref = arena_printf(r->arena, "%lld", (long long)id);
    return e;
}

static const struct column new_key_columns[] = {{"id", "AuthKey", "id", 0, NULL, NULL},
                                                {"uuid", "AuthKey", "uuid", 0, NULL, NULL},
                                                {"user_id", "AuthKey", "user_id", 0, NULL, NULL},
                                                {"key", "AuthKey", "authkey_raw", 0, NULL, NULL},
                                                {.key = NULL}};

static struct json_node *new_key(struct runtime *r, const struct invocation *in) {
    static const char *const options[][2] = {{"comment", "comment"}, {"expires", "expiration"}, {"allowed-ips", "allowed_ips"}};
    struct json_node *body = json_tree_object(r->arena);
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        const char *value = invocation_option(in, options[i][0]);
        if (value) json_tree_add(r->arena, body, str_from(options[i][1]), JSON_STRING, str_from(value));
    }
    if (invocation_has(in, "read-only")) json_tree_add(r->arena, body, STR("read_only"), JSON_TRUE, STR("1"));
    return body;
}

static int key_create(struct invocation *in) {
    struct runtime r;
    struct capture capture;
    struct json_node *answer = NULL;
    struct str user;
    enum err e = open_people(&r, in);
    if (e != OK) return command_result(e);
    e = user_ref(&r, in->args[0], &user);
    if (e == OK) {
        struct key_input input = {.body = new_key(&r, in)};
        capture_begin(&capture);
        e = capture_end(&capture, key_add(&r.context, user, &input, &capture.out), r.arena, &answer);
    }
    if (e == OK)
        e = print_one(in, answer, new_key_columns,
                      arena_printf(r.arena, "Key %.*s of %s was made. It is shown this once:\n%.*s",
                                   STR_ARG(capture_field(answer, "AuthKey", "id")), in->args[0],
                                   STR_ARG(capture_field(answer, "AuthKey", "authkey_raw"))));
    return runtime_finish(&r, e);
}

const struct command command_key_create = {
    .name = "key create",
    .arguments = "EMAIL",
    .min_args = 1,
    .max_args = 1,
    .summary = "Make a further key for a user, and show it this once",
    .details = "  varde key create sensor@example.org --read-only --allowed-ips 192.0.2.0/24 --comment \"sensor in the DMZ\"",
    .options = {{"comment", "TEXT", "what the key is for"},
                {"expires", "DATE", "2030-12-31, or seconds since 1970 (default: never)"},
                {"allowed-ips", "LIST", "addresses and CIDR blocks from which it may be used"},
                {"read-only", NULL, "may read, not write"},
                {"json", NULL, "report as JSON"}},
    .run = key_create,
};

static const struct column key_columns[] = {{"id", "AuthKey", "id", 5, NULL, NULL},
                                            {"user", "User", "email", 34, NULL, NULL},
                                            {"start", "AuthKey", "authkey_start", 5, NULL, NULL},
                                            {"end", "AuthKey", "authkey_end", 5, NULL, NULL},
                                            {"expiration", "AuthKey", "expiration", 12, "never", NULL},
                                            {"read_only", "AuthKey", "read_only", 9, "no", "yes"},
                                            {"comment", "AuthKey", "comment", 0, NULL, NULL},
                                            {.key = NULL}};

static int key_list(struct invocation *in) {
    struct runtime r;
    struct capture capture;
    struct json_node *list = NULL;
    struct str user = STR_NONE;
    enum err e = open_people(&r, in);
    if (e != OK) return command_result(e);
    if (in->arg_count > 0) e = user_ref(&r, in->args[0], &user);
    if (e == OK) {
        capture_begin(&capture);
        e = capture_end(&capture, key_index(&r.context, user, &capture.out), r.arena, &list);
    }
    if (e == OK) e = print_list(in, list, key_columns);
    int code = command_result(e);
    runtime_close(&r);
    return code;
}

const struct command command_key_list = {
    .name = "key list",
    .arguments = "[EMAIL]",
    .max_args = 1,
    .summary = "List the keys, of one user or of all: their first and last letters, never the key",
    .details = "  varde key list sensor@example.org",
    .options = {{"json", NULL, "as JSON"}},
    .run = key_list,
};

static int key_revoke(struct invocation *in) {
    struct runtime r;
    int64_t id = 0;
    enum err e = open_people(&r, in);
    if (e != OK) return command_result(e);
    e = key_delete(&r.context, str_from(in->args[0]), &id);
    if (e == ERR_NOT_FOUND) e = err_set(e, "There is no key %s.", in->args[0]);
    if (e == OK) printf("Key %lld is revoked.\n", (long long)id);
    return runtime_finish(&r, e);
}

const struct command command_key_revoke = {
    .name = "key revoke",
    .arguments = "ID",
    .min_args = 1,
    .max_args = 1,
    .summary = "Remove a key; it stops working within a second",
    .details = "`varde key list` shows the ids. A uuid is taken as well.\n\n"
               "  varde key revoke 7",
    .run = key_revoke,
};

static int key_reset_command(struct invocation *in) {
    struct runtime r;
    char key[KEY_LENGTH + 1];
    struct str user;
    enum err e = open_people(&r, in);
    if (e != OK) return command_result(e);
    e = user_ref(&r, in->args[0], &user);
    if (e == OK) e = key_reset(&r.context, user, key);
    if (e == OK && in->json)
        printf("{\"key\": \"%s\"}\n", key);
    else if (e == OK)
        printf("All keys of %s expire now. The new one, shown this once:\n%s\n", in->args[0], key);
    return runtime_finish(&r, e);
}

const struct command command_key_reset = {
    .name = "key reset",
    .arguments = "EMAIL",
    .min_args = 1,
    .max_args = 1,
    .summary = "Let all keys of a user expire now and make a new one",
    .details = "For keys that were lost or seen by others; `varde user list` shows the e-mail addresses.\n\n"
               "  varde key reset admin@example.org --data /var/lib/varde",
    .options = {{"json", NULL, "report as JSON"}},
    .run = key_reset_command,
};
