/* Subscriptions: the use cases. */
#include "service/subscription.h"

#include "base/clock.h"
#include "format/roundup_out.h"
#include "model/span.h"
#include "service/access.h"
#include "service/core.h"
#include "service/roundup.h"
#include "service/story.h"
#include "service/user.h"
#include "store/subscription.h"
#include "store/user.h"

#define FIRST_GAP 300
#define LONGEST_GAP 86400
#define TEXT_BYTES_MAX (16u << 20)

static void put_instant(struct json_out *out, const char *key, int64_t seconds) {
    char text[CLOCK_TEXT];
    if (seconds)
        json_put_str(out, key, clock_iso(seconds * 1000000, text));
    else
        json_put_null(out, key);
}

static void put(struct json_out *out, const struct subscription *s) {
    json_open(out);
    json_put_int(out, "id", s->id);
    json_put_str(out, "user", s->email);
    json_put_str(out, "period", s->period);
    json_put_str(out, "format", s->format);
    put_instant(out, "next", s->next_at);
    put_instant(out, "last", s->last_at);
    json_put_int(out, "failures", s->failures);
    json_close(out);
}

enum err subscription_index(struct context *c, struct json_out *out) {
    struct subscription_list list = {0};
    enum err e = store_subscription_list(c->db, c->arena, c->view.site_admin ? 0 : c->actor.user_id, &list);
    if (e != OK) return e;
    json_open_array(out);
    for (size_t i = 0; i < list.len; i++) put(out, &list.items[i]);
    json_close_array(out);
    return OK;
}

enum err subscription_all(struct context *c, struct subscription_list *out) { return store_subscription_list(c->db, c->arena, 0, out); }

/* The hour of the day on which a span's roundup goes out comes once in each span. */
static int64_t next_due(enum span_period period, int64_t now, unsigned hour) {
    int64_t here = span_start(period, now) + (int64_t)hour * 3600;
    return here > now ? here : span_next(period, now) + (int64_t)hour * 3600;
}

static enum err find_user(struct context *c, struct db *db, struct str ref, struct user *out) {
    int64_t id = 0;
    if (str_find_char(ref, '@', 0) == SIZE_MAX) return user_find_managed(c, db, ref, out);
    enum err e = store_user_id_by_email(db, c->arena, ref, &id);
    return e == OK ? user_find_managed(c, db, arena_printf(c->arena, "%lld", (long long)id), out) : e;
}

/* Whose it is, is nobody else's business and changes nothing that is shared: an audit row, no change log. */
static enum err add(struct write *w, struct str ref, struct subscription *s) {
    struct user user = {0};
    enum err e = find_user(w->c, w->db, ref, &user);
    if (e != OK) return e;
    s->user_id = user.id;
    s->id = write_id(w, "subscriptions");
    e = store_subscription_put(w->db, s);
    if (e == OK) e = store_subscription_load(w->db, w->c->arena, s->id, s);
    return e == OK ? write_audit(w, "add", "Subscription", s->id,
                                 arena_printf(w->c->arena, "%.*s %.*s", STR_ARG(s->period), STR_ARG(user.email)), 0, STR_NONE)
                   : e;
}

enum err subscription_add(struct context *c, struct str user, struct str period, struct str format, unsigned hour, struct json_out *out) {
    struct write w;
    enum span_period span = span_period_named(period);
    struct subscription s = {.period = period, .format = str_is_empty(format) ? STR("html") : format, .created = c->now};
    if (c->actor.read_only_key) return err_plain(ERR_FORBIDDEN);
    if (span == SPAN_PERIODS) return context_problem(c, -1, "Subscription", "period", "Must be day, week or month.");
    if (!str_eq(s.format, STR("md")) && !str_eq(s.format, STR("html")))
        return context_problem(c, -1, "Subscription", "format", "Must be md or html.");
    s.next_at = next_due(span, c->now, hour);
    enum err e = write_begin(c, &w);
    if (e != OK) return e;
    e = write_end(&w, add(&w, user, &s));
    if (e == OK) put(out, &s);
    return e;
}

static enum err remove_one(struct write *w, int64_t id) {
    struct subscription s;
    struct context *c = w->c;
    enum err e = store_subscription_load(w->db, c->arena, id, &s);
    if (e == OK && s.user_id != c->actor.user_id && !c->view.site_admin) e = err_set(ERR_NOT_FOUND, "Invalid subscription.");
    if (e == OK) e = store_subscription_remove(w->db, id);
    return e == OK ? write_audit(w, "delete", "Subscription", id, arena_printf(c->arena, "%.*s %.*s", STR_ARG(s.period), STR_ARG(s.email)),
                                 0, STR_NONE)
                   : e;
}

enum err subscription_delete(struct context *c, struct str text) {
    struct write w;
    int64_t id = 0;
    if (c->actor.read_only_key) return err_plain(ERR_FORBIDDEN);
    if (!str_to_i64(text, &id)) return err_set(ERR_NOT_FOUND, "Invalid subscription.");
    enum err e = write_begin(c, &w);
    return e == OK ? write_end(&w, remove_one(&w, id)) : e;
}

/* --- the sender's side --- */

static enum err claim(struct write *w, int64_t lease, struct subscription *out, bool *any) {
    struct subscription_list due = {0};
    enum err e = store_subscription_due(w->db, w->c->arena, w->c->now, 1, &due);
    *any = false;
    if (e != OK || due.len == 0) return e;
    *out = due.items[0];
    return store_subscription_claim(w->db, out->id, out->next_at, w->c->now + lease, any);
}

enum err subscription_take(struct context *c, int64_t lease, struct subscription *out, bool *any) {
    struct subscription_list due = {0};
    struct write w;
    *any = false;
    enum err e = store_subscription_due(c->db, c->arena, c->now, 1, &due); /* mostly there is none, and then nothing is written */
    if (e != OK || due.len == 0) return e;
    e = write_begin(c, &w);
    return e == OK ? write_end(&w, claim(&w, lease, out, any)) : e;
}

static struct str written(struct arena *arena, void (*write)(struct sink *, const struct roundup *), const struct roundup *r, enum err *e) {
    struct buf buf;
    struct sink_buf sink;
    struct str text = STR_NONE;
    buf_init(&buf, TEXT_BYTES_MAX);
    sink_buf_init(&sink, &buf);
    write(&sink.sink, r);
    enum err done = sink_buf_done(&sink);
    if (done == OK)
        text = arena_str(arena, buf_str(&buf));
    else
        *e = done;
    buf_done(&buf);
    return text;
}

static void put_subject(struct sink *to, const struct roundup *r) {
    sink_add_text(to, "Roundup: ");
    roundup_out_title(to, r);
}

enum err subscription_compose(struct context *c, const struct subscription *s, struct subscription_mail *out) {
    struct context reader;
    struct roundup roundup = {.from = 0};
    enum span_period period = span_period_named(s->period);
    char label[SPAN_LABEL], instance[UUID_TEXT];
    struct uuid uuid = core_instance_uuid(c->core);
    *out = (struct subscription_mail){.to = s->email};
    enum err e = access_as_user(c->core, c->db, c->arena, s->user_id, &reader);
    if (e == ERR_UNAUTHENTICATED) return OK;
    if (e == OK) story_catch_up(&reader); /* what was written a moment ago, too */
    struct str span = arena_str(c->arena, span_label(period, span_before(period, c->now), label));
    if (e == OK) e = roundup_make(&reader, span, &roundup);
    if (e != OK || roundup_is_empty(&roundup)) return e;
    out->wanted = true;
    out->subject = written(c->arena, put_subject, &roundup, &e);
    out->text = written(c->arena, roundup_md_write, &roundup, &e);
    if (str_eq(s->format, STR("html"))) out->html = written(c->arena, roundup_html_write, &roundup, &e);
    out->key = arena_printf(c->arena, "roundup-%lld-%.*s-%.*s", (long long)s->id, STR_ARG(span), STR_ARG(uuid_text(&uuid, instance)));
    return e;
}

static int64_t gap_after(int64_t failures) {
    int64_t gap = FIRST_GAP;
    for (int64_t i = 1; i < failures && gap < LONGEST_GAP; i++) gap *= 4;
    return gap < LONGEST_GAP ? gap : LONGEST_GAP;
}

static enum err settle(struct write *w, const struct subscription *s, enum subscription_outcome outcome, unsigned hour) {
    int64_t now = w->c->now, due = next_due(span_period_named(s->period), now, hour);
    if (outcome == SUBSCRIPTION_BROKEN_OFF) return store_subscription_settle(w->db, s->id, now, s->last_at, s->failures);
    if (outcome == SUBSCRIPTION_NOT_WANTED) return store_subscription_settle(w->db, s->id, due, s->last_at, 0);
    if (outcome == SUBSCRIPTION_FAILED)
        return store_subscription_settle(w->db, s->id, now + gap_after(s->failures + 1), s->last_at, s->failures + 1);
    enum err e = store_subscription_settle(w->db, s->id, due, now, 0);
    return e == OK ? write_audit(w, "send_mail", "Subscription", s->id, s->email, 0, STR_NONE) : e;
}

enum err subscription_settle(struct context *c, const struct subscription *s, enum subscription_outcome outcome, unsigned hour) {
    struct write w;
    enum err e = write_begin(c, &w);
    return e == OK ? write_end(&w, settle(&w, s, outcome, hour)) : e;
}
