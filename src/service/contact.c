/* Asking the creators of an event. The mail names the event by id and uuid only: its content does not leave the server in the clear. */
#include "service/contact.h"

#include "service/core.h"
#include "service/event.h"
#include "service/write.h"
#include "store/user.h"

#define MESSAGE_MAX 20000

static bool is_reachable(const struct context *c, const struct user *u) {
    return !u->disabled && (u->expiration == 0 || u->expiration > c->now) && u->email.len > 0;
}

static enum err recipients(struct context *c, const struct event *event, bool creator_only, struct str_list *out) {
    struct user_list users = {0};
    struct user creator;
    enum err e = creator_only ? OK : store_user_list(c->db, c->arena, event->orgc_id, STR_NONE, &users);
    for (size_t i = 0; i < users.len; i++)
        if (users.items[i].contactalert && is_reachable(c, &users.items[i])) *vec_push(c->arena, out) = users.items[i].email;
    if (e != OK || out->len > 0) return e;
    e = store_user_load(c->db, c->arena, event->user_id, &creator);
    if (e == OK && creator.org_id == event->orgc_id && is_reachable(c, &creator)) *vec_push(c->arena, out) = creator.email;
    return e == ERR_NOT_FOUND ? OK : e;
}

static struct str write_text(struct context *c, const struct event *event, struct str message) {
    const char *base = core_get_options(c->core)->base_url;
    char uuid[UUID_TEXT];
    struct str id = uuid_text(&event->uuid, uuid);
    struct str link = base ? arena_printf(c->arena, "%s/events/view/%.*s\n", base, STR_ARG(id)) : STR("");
    return arena_printf(c->arena,
                        "%.*s of %.*s asks about event %lld (%.*s), which your organisation made:\n\n%.*s\n\n%.*s"
                        "Answer this mail to answer the one who asks.\n",
                        STR_ARG(c->actor.email), STR_ARG(c->actor.org_name), (long long)event->id, STR_ARG(id), STR_ARG(message),
                        STR_ARG(link));
}

enum err contact_prepare(struct context *c, struct str ref, struct str message, bool creator_only, struct contact *out) {
    struct event event = {.id = 0};
    *out = (struct contact){.reply_to = c->actor.email};
    enum err e = service_event_find(c, ref, &event);
    if (e != OK) return e;
    message = str_trim(message);
    if (message.len == 0) return err_set(ERR_REFUSED, "You must specify a message.");
    if (message.len > MESSAGE_MAX) return err_set(ERR_REFUSED, "The message is too long.");
    e = recipients(c, &event, creator_only, &out->to);
    if (e != OK) return e;
    if (out->to.len == 0) return err_set(ERR_REFUSED, "Nobody of that organisation can be reached from here.");
    out->event_id = event.id;
    out->subject = arena_printf(c->arena, "A question about event %lld", (long long)event.id);
    out->text = write_text(c, &event, message);
    return OK;
}

enum err contact_note(struct context *c, const struct contact *contact) {
    struct write w;
    enum err e = write_begin(c, &w);
    if (e != OK) return e;
    return write_end(&w, write_audit(&w, "send_mail", "Event", contact->event_id, contact->subject, contact->event_id, STR_NONE));
}
