/* Registrations: the use cases. */
#include "service/registration.h"

#include <sodium.h>

#include "codec/digest.h"
#include "service/core.h"
#include "service/input.h"
#include "service/note.h"
#include "service/organisation.h"
#include "service/user.h"
#include "store/inbox.h"

#define WAITING_MAX 1000 /* requests that may wait; more are refused until some are answered */
#define TEXT_MAX 1000    /* bytes of each thing that a stranger says */

static const char *const fields[] = {"email",        "org_name",  "org_uuid",     "org_id",     "pgp",
                                     "custom_perms", "perm_sync", "perm_publish", "perm_admin", "message"};

/* What the stranger said, as a JSON object of texts: only known fields, each cut. Flags are "1" or "". */
static struct str data_text(struct context *c, const struct json_node *body) {
    struct buf buf;
    struct sink_buf sink;
    struct json_out out;
    buf_init(&buf, 64u << 10);
    sink_buf_init(&sink, &buf);
    json_out_init(&out, &sink.sink, false);
    json_open(&out);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        struct str text;
        bool flag = strncmp(fields[i], "perm_", 5) == 0, on = false;
        if (!input_str(body, fields[i], &text) && !flag) continue;
        if (flag)
            text = input_bool(body, fields[i], &on) && on ? STR("1") : STR("");
        else if (str_is_none(text))
            continue;
        json_key(&out, str_from(fields[i]));
        json_str(&out, str_sub(text, 0, TEXT_MAX));
    }
    json_close(&out);
    struct str text = sink_buf_done(&sink) == OK ? arena_str(c->arena, buf_str(&buf)) : STR("{}");
    buf_done(&buf);
    return text;
}

static enum err put(struct write *w, struct inbox_item *item) {
    int64_t waiting = 0;
    enum err e = store_inbox_count(w->db, &waiting);
    if (e == OK && waiting >= WAITING_MAX) return err_set(ERR_THROTTLED, "Too many requests wait for an answer. Please try again later.");
    item->id = write_id(w, "inbox");
    if (e == OK) e = store_inbox_insert(w->db, item);
    return e == OK ? write_audit(w, "add", "Inbox", item->id, item->title, 0, STR_NONE) : e;
}

enum err registration_ask(struct context *c, const struct json_node *body, struct str user_agent) {
    char hex[DIGEST_HEX];
    struct str email = str_trim(json_get_text(body, "email"));
    struct write w;
    if (!core_setting_bool(c->core, "Security.allow_self_registration", false))
        return err_set(ERR_FORBIDDEN, "Self registration is not enabled on this instance.");
    if (str_find_char(email, '@', 0) == SIZE_MAX || email.len > 255)
        return err_set(ERR_BAD_INPUT, "We require at least the email field to be filled.");
    user_agent = str_sub(user_agent, 0, TEXT_MAX);
    if (str_is_none(user_agent)) user_agent = STR("");
    struct inbox_item item = {.uuid = uuid_random(),
                              .title = arena_printf(c->arena, "User registration for %.*s.", STR_ARG(email)),
                              .ip = c->actor.ip,
                              .user_agent = user_agent,
                              .user_agent_sha256 = digest_hex(DIGEST_SHA256, user_agent, hex),
                              .comment = str_sub(json_get_text(body, "message"), 0, TEXT_MAX),
                              .timestamp = c->now,
                              .data = data_text(c, body)};
    if (str_is_none(item.comment)) item.comment = STR("");
    enum err e = write_begin(c, &w);
    if (e != OK) return e;
    return write_end(&w, put(&w, &item));
}

enum err registration_index(struct context *c, struct json_out *out) {
    struct inbox_list list = {0};
    if (!c->view.site_admin) return err_plain(ERR_FORBIDDEN);
    enum err e = store_inbox_list(c->db, c->arena, &list);
    if (e != OK) return e;
    json_open_array(out);
    for (size_t i = 0; i < list.len; i++) {
        const struct inbox_item *item = &list.items[i];
        json_open(out);
        json_k(out, "Inbox");
        json_open(out);
        json_put_num(out, "id", item->id);
        json_put_uuid(out, "uuid", &item->uuid);
        json_put_str(out, "title", item->title);
        json_put_text(out, "type", "registration");
        json_put_str(out, "ip", item->ip);
        json_put_str(out, "user_agent", item->user_agent);
        json_put_str(out, "user_agent_sha256", item->user_agent_sha256);
        json_put_str(out, "comment", item->comment);
        json_put_bool(out, "deleted", false);
        json_put_num(out, "timestamp", item->timestamp);
        json_put_bool(out, "store_as_file", false);
        json_k(out, "data");
        json_raw(out, item->data);
        json_close(out);
        json_close(out);
    }
    json_close_array(out);
    return OK;
}

static enum err find(struct context *c, struct db *db, struct str ref, struct inbox_item *out) {
    struct uuid uuid;
    int64_t id = 0;
    enum err e = OK;
    if (uuid_parse(ref, &uuid))
        e = store_inbox_id_by_uuid(db, &uuid, &id);
    else if (!str_to_i64(ref, &id))
        id = 0;
    return e == OK ? store_inbox_load(db, c->arena, id, out) : e;
}

/* A request is done with: it leaves the inbox, and the log says how. */
static enum err close_request(struct write *w, const struct inbox_item *item, const char *action) {
    enum err e = store_inbox_remove(w->db, item->id);
    return e == OK ? write_audit(w, action, "Inbox", item->id, item->title, 0, STR_NONE) : e;
}

static enum err make_user(struct write *w, const struct inbox_item *item, const struct json_node *body) {
    struct context *c = w->c;
    struct json_node *data;
    struct organisation org = {0};
    enum err e = json_tree_copy(c->arena, item->data, &data);
    if (e == OK) e = organisation_find(c, w->db, json_get_text(body, "org_id"), &org);
    if (e == ERR_NOT_FOUND) return err_set(ERR_BAD_INPUT, "No organisation selected. Supply an Organisation ID");
    if (e != OK) return e;
    struct user u = {.org_id = org.id,
                     .email = str_trim(json_get_text(data, "email")),
                     .gpgkey = json_get_text(data, "pgp"),
                     .certif_public = STR(""),
                     .nids_sid = 1000000 + (int64_t)randombytes_uniform(9000000),
                     .change_pw = true,
                     .contactalert = true};
    if (str_is_none(u.gpgkey)) u.gpgkey = STR("");
    input_int(body, "role_id", &u.role_id);
    return user_create(w, &u, NULL);
}

enum err registration_accept(struct context *c, struct str ref, const struct json_node *body) {
    struct inbox_item item = {0};
    struct write w;
    if (!c->view.site_admin) return err_plain(ERR_FORBIDDEN);
    enum err e = write_begin(c, &w);
    if (e != OK) return e;
    e = find(c, w.db, ref, &item);
    if (e == OK && str_is_empty(json_get_text(body, "org_id")))
        e = err_set(ERR_BAD_INPUT, "No organisation selected. Supply an Organisation ID");
    if (e == OK) e = make_user(&w, &item, body);
    if (e == OK) e = close_request(&w, &item, "accept");
    return write_end(&w, e);
}

enum err registration_discard(struct context *c, struct str ref) {
    struct inbox_item item = {0};
    struct write w;
    if (!c->view.site_admin) return err_plain(ERR_FORBIDDEN);
    enum err e = write_begin(c, &w);
    if (e != OK) return e;
    e = find(c, w.db, ref, &item);
    if (e == OK) e = close_request(&w, &item, "discard");
    return write_end(&w, e);
}
