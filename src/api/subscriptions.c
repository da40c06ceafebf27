/* Mail over HTTP: subscriptions to roundups, and the question to the creators of an event. */
#include "api/route.h"
#include "service/contact.h"
#include "service/subscription.h"
#include "sync/mail.h"

static enum err mail_is_off(void) { return err_set(ERR_REFUSED, "This server sends no mail."); }

static enum err index_get(struct call *call) { return subscription_index(&call->c, call_json(call)); }

static enum err add(struct call *call) {
    if (!sync_mail_is_on(call->mail)) return mail_is_off();
    return subscription_add(&call->c, call_option_text(call, "user"), call_option_text(call, "period"), call_option_text(call, "format"),
                            call->mail->hour, call_json(call));
}

static enum err delete (struct call *call) {
    int64_t id = 0; enum err e = subscription_delete(&call->c, call->params[0]);
    return e == OK && str_to_i64(call->params[0], &id) ? call_saved(call, "Subscription deleted.", id) : e;
}

/* Each gets a mail of their own: nobody learns who else was asked. What the relay said is for the operator, who finds it in the log. */
static enum err send_question(struct call *call, const struct contact *contact) {
    for (size_t i = 0; i < contact->to.len; i++) {
        struct mail mail = {.to = contact->to.items[i], .subject = contact->subject, .text = contact->text, .reply_to = contact->reply_to};
        enum err e = sync_mail_send(call->mail, call->c.arena, &mail);
        struct str detail = e == ERR_REFUSED ? arena_str(call->c.arena, str_from(err_detail())) : STR_NONE;
        if (e == ERR_REFUSED) return err_set(ERR_IO, "The question could not be mailed: %s", detail.ptr);
        if (e != OK) return e;
    }
    return OK;
}

static enum err contact(struct call *call) {
    struct contact question;
    if (!sync_mail_is_on(call->mail)) return mail_is_off();
    enum err e =
        contact_prepare(&call->c, call->params[0], call_option_text(call, "message"), call_option_bool(call, "person", false), &question);
    if (e == OK) e = send_question(call, &question);
    if (e == OK) e = contact_note(&call->c, &question);
    return e == OK ? call_saved_as(call, "Email sent to the reporter.", call->params[0]) : e;
}

static const struct route routes[] = {
    {.methods = "GET",
     .path = "subscriptions",
     .permission = PERM_ANY,
     .flags = ROUTE_READ,
     .handler = index_get,
     .help = "Roundups by e-mail: the caller's; a site administrator's list has all."},
    {.methods = "POST",
     .path = "subscriptions",
     .permission = PERM_ANY,
     .flags = ROUTE_LONG,
     .handler = add,
     .help = "Subscribe: period day, week or month; format html or md. user (id or e-mail) for one whom the caller manages."},
    {.methods = "DELETE",
     .path = "subscriptions/:subscription",
     .permission = PERM_ANY,
     .flags = ROUTE_LONG,
     .handler = delete,
     .help = "End a subscription of the caller."},
    {.methods = "POST",
     .path = "events/contact/:event",
     .permission = PERM_ANY,
     .flags = ROUTE_LONG,
     .handler = contact,
     .help = "Mail a question to the organisation that made the event: message; person: only to the one who made it."},
};

const struct route_table api_subscriptions_table = ROUTE_TABLE(routes);
