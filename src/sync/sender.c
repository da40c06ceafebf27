/* The sender. */
#include "sync/sender.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/log.h"
#include "service/core.h"
#include "service/subscription.h"
#include "sync/mail_message.h"

#define LOOK_SECONDS 60
#define LEASE_EXTRA 600 /* for making the roundup, beside the time that mail may take */
#define STACK_BYTES (1u << 20)

struct sender {
    struct core *core;
    struct mail_options options;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    _Atomic bool stop;
};

static enum err send_one(struct context *c, const struct mail_options *options, const struct subscription *s, bool *wanted) {
    struct subscription_mail mail;
    enum err e = subscription_compose(c, s, &mail);
    *wanted = e == OK && mail.wanted;
    if (!*wanted) return e;
    struct str domain = mail_address_domain(str_from(options->from));
    struct mail message = {.to = mail.to,
                           .subject = mail.subject,
                           .text = mail.text,
                           .html = mail.html,
                           .message_id = arena_printf(c->arena, "%.*s@%.*s", STR_ARG(mail.key), STR_ARG(domain)),
                           .date = c->now};
    return sync_mail_send(options, c->arena, &message);
}

static enum subscription_outcome note(const struct subscription *s, enum err e, bool wanted, struct sent *out) {
    char detail[400];
    if (e == ERR_CANCELLED) return SUBSCRIPTION_BROKEN_OFF;
    if (e != OK) {
        out->failed++;
        log_line(LOG_WARN, "what=\"a roundup could not be mailed\" subscription=%lld failures=%lld code=%s detail=%s", (long long)s->id,
                 (long long)s->failures + 1, err_name(e), log_quote(detail, sizeof detail, str_from(err_detail())));
        return SUBSCRIPTION_FAILED;
    }
    out->sent += wanted;
    out->not_wanted += !wanted;
    if (wanted) log_line(LOG_INFO, "what=\"roundup mailed\" subscription=%lld period=%.*s", (long long)s->id, STR_ARG(s->period));
    return wanted ? SUBSCRIPTION_SENT : SUBSCRIPTION_NOT_WANTED;
}

/* A context like `c` with memory of its own. */
static struct context fresh(const struct context *c, struct arena *arena) {
    struct context own = *c;
    own.arena = arena;
    own.now = own.view.now = clock_now();
    own.problems = (struct problem_list){.len = 0};
    return own;
}

static enum err send_due(struct context *c, const struct mail_options *options, struct sent *out, bool *any) {
    struct arena *arena = arena_new(LIMIT_REQUEST_MEMORY);
    struct context own = fresh(c, arena);
    struct subscription s;
    bool wanted = false;
    enum err e = subscription_take(&own, (int64_t)options->seconds + LEASE_EXTRA, &s, any);
    if (e == OK && *any) {
        enum err sent = send_one(&own, options, &s, &wanted);
        enum subscription_outcome outcome = note(&s, sent, wanted, out);
        own.now = clock_now();
        e = subscription_settle(&own, &s, outcome, options->hour);
        *any = outcome != SUBSCRIPTION_BROKEN_OFF;
    }
    arena_free(arena);
    return e;
}

static enum err send_all(struct context *c, const struct mail_options *options, struct sent *out) {
    struct subscription_list list = {0};
    enum err e = subscription_all(c, &list);
    for (size_t i = 0; e == OK && i < list.len; i++) {
        struct arena *arena = arena_new(LIMIT_REQUEST_MEMORY);
        struct context own = fresh(c, arena);
        bool wanted = false;
        enum err sent = send_one(&own, options, &list.items[i], &wanted);
        note(&list.items[i], sent, wanted, out);
        arena_free(arena);
    }
    return e;
}

enum err sync_send_roundups(struct context *c, const struct mail_options *options, bool now, struct sent *out) {
    bool any = true;
    enum err e = sync_mail_is_on(options) ? OK : err_set(ERR_UNSUPPORTED, "This server sends no mail: mail.relay is empty.");
    *out = (struct sent){0};
    if (e == OK && now) return send_all(c, options, out);
    while (e == OK && any) e = send_due(c, options, out, &any);
    return e;
}

/* --- the thread --- */

static void look(struct sender *s, struct db *reader) {
    struct arena *arena = arena_new(1u << 20);
    struct context c;
    struct sent sent;
    char detail[400];
    enum err e = core_local_context(s->core, &c, reader, arena);
    if (e == OK) e = sync_send_roundups(&c, &s->options, false, &sent);
    if (e != OK)
        log_line(LOG_ERROR, "what=\"roundups are not sent\" code=%s detail=%s", err_name(e),
                 log_quote(detail, sizeof detail, str_from(err_detail())));
    arena_free(arena);
}

/* False when it is time to end. */
static bool wait_a_while(struct sender *s) {
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += LOOK_SECONDS;
    pthread_mutex_lock(&s->lock);
    while (!atomic_load(&s->stop) && pthread_cond_timedwait(&s->wake, &s->lock, &until) == 0) {}
    pthread_mutex_unlock(&s->lock);
    return !atomic_load(&s->stop);
}

static void *run(void *arg) {
    struct sender *s = arg;
    struct db *reader = NULL;
    if (core_reader(s->core, &reader) != OK) {
        log_line(LOG_ERROR, "what=\"no reader for the sender of roundups\" detail=\"%s\"", err_detail());
        return NULL;
    }
    do look(s, reader);
    while (wait_a_while(s));
    db_close(reader);
    return NULL;
}

static void sender_free(struct sender *s) {
    pthread_mutex_destroy(&s->lock);
    pthread_cond_destroy(&s->wake);
    free(s);
}

enum err sync_sender_start(struct sender **out, struct core *core, const struct mail_options *options) {
    pthread_condattr_t steady;
    pthread_attr_t attributes;
    *out = NULL;
    if (!sync_mail_is_on(options)) return OK;
    struct sender *s = calloc(1, sizeof *s);
    if (!s) abort();
    s->core = core;
    s->options = *options;
    s->options.stop = &s->stop;
    pthread_condattr_init(&steady);
    pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
    pthread_cond_init(&s->wake, &steady);
    pthread_condattr_destroy(&steady);
    pthread_mutex_init(&s->lock, NULL);
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, STACK_BYTES);
    bool started = pthread_create(&s->thread, &attributes, run, s) == 0;
    pthread_attr_destroy(&attributes);
    if (started) {
        *out = s;
        return OK;
    }
    sender_free(s);
    return err_set(ERR_INTERNAL, "The thread that sends roundups cannot be started.");
}

void sync_sender_stop(struct sender *s) {
    if (!s) return;
    pthread_mutex_lock(&s->lock);
    atomic_store(&s->stop, true);
    pthread_cond_signal(&s->wake);
    pthread_mutex_unlock(&s->lock);
    pthread_join(s->thread, NULL);
    sender_free(s);
}
