/* The change stream over HTTP (spec alliance, section 6): as lines of JSON that end where the log ends, and as Server-Sent Events that wait for more. A stream that waits
 * holds no thread: it is parked (http/server.h) until something was committed, an instant came, or a sign of life is due; the handler then goes on from the cursor that it kept. */
#include "api/tables.h"
#include "base/clock.h"
#include "service/changes.h"

#define SECOND INT64_C(1000000)
#define HEARTBEAT (15 * SECOND)
#define LIFETIME (3600 * SECOND) /* then the client comes anew: what its view took in memory is given back */
#define BATCH 5000               /* lines between two looks at the client */

/* What a waiting stream keeps between its runs. */
struct following {
    char cursor[64];
    size_t cursor_len;
    int64_t began, last_sent; /* steady */
};

static struct str cursor_of(const struct following *f) { return (struct str){f->cursor, f->cursor_len}; }

static void keep_cursor(struct following *f, struct str cursor) {
    f->cursor_len = cursor.len < sizeof f->cursor ? cursor.len : 0;
    memcpy(f->cursor, cursor.ptr, f->cursor_len);
}

static int64_t wake_at(struct call *call, const struct following *f, int64_t steady) {
    int64_t at = f->last_sent + HEARTBEAT, instant = changes_next_instant(&call->c), now = clock_now();
    if (instant <= now) instant = now + 1; /* it could not be told yet */
    if (instant - now < HEARTBEAT / SECOND && steady + (instant - now) * SECOND < at) at = steady + (instant - now) * SECOND;
    return at;
}

/* What is new, to the end. */
static enum err write_new(struct call *call, struct following *f, struct sink *to, size_t *written) {
    struct changes *s = NULL;
    size_t count = 1;
    enum err e = changes_open(&call->c, cursor_of(f), CHANGES_EVENTS, &s);
    while (e == OK && count > 0 && !http_answer_is_cancelled(call->answer)) {
        e = changes_write(s, BATCH, to, &count);
        *written += count;
        if (e == OK) http_answer_flush(call->answer);
    }
    if (e == OK) keep_cursor(f, changes_cursor(s));
    changes_close(s);
    return e;
}

static enum err follow_on(struct call *call, struct following *f) {
    bool waiting = false;
    size_t count = 0;
    enum err e = changes_waiting(&call->c, cursor_of(f), &waiting);
    struct sink *to = call_text(call, "text/event-stream");
    if (e == OK && waiting) e = write_new(call, f, to, &count);
    if (e != OK) return e;
    int64_t steady = clock_steady();
    bool due = steady - f->last_sent >= HEARTBEAT - SECOND;
    if (count || due) {
        sink_printf(to, ":\nid: %.*s\n\n", STR_ARG(cursor_of(f))); /* no event, and the place to come back to */
        f->last_sent = steady;
    }
    if (steady - f->began < LIFETIME) http_answer_park(call->answer, wake_at(call, f, steady), f);
    return OK;
}

/* The first run: whoever may not follow, or not from there, is told so by an ordinary answer. */
static enum err follow(struct call *call) {
    struct following *f = http_answer_kept(call->answer);
    struct changes *s = NULL;
    if (f) return follow_on(call, f);
    struct str since = call_option_text(call, "since"), last = http_header(call->http, "Last-Event-ID");
    enum err e = changes_open(&call->c, str_is_empty(last) ? since : last, CHANGES_EVENTS, &s);
    f = ARENA_NEW(call->http->arena, struct following);
    *f = (struct following){.began = clock_steady()};
    if (e == OK) keep_cursor(f, changes_cursor(s));
    changes_close(s);
    if (e != OK) return e;
    if (call->http->method != HTTP_HEAD && !http_answer_hold(call->answer)) return err_set(ERR_BUSY, "Too many change streams are open.");
    call_header(call, "X-Accel-Buffering", STR("no"));
    sink_add_text(call_text(call, "text/event-stream"), "retry: 2000\n\n");
    return follow_on(call, f);
}

static enum err write_lines(struct call *call, struct changes *s, int64_t limit) {
    size_t count;
    struct sink *to = call_text(call, "application/x-ndjson");
    enum err e = changes_write(s, (size_t)limit, to, &count);
    if (e != OK) return e;
    struct json_out o;
    json_out_init(&o, to, false);
    json_open(&o);
    json_put_str(&o, "cursor", changes_cursor(s));
    json_close(&o);
    sink_add_char(to, '\n');
    return OK;
}

static enum err changes(struct call *call) {
    struct changes *s = NULL;
    struct str accept = http_header(call->http, "Accept");
    if (call_option_bool(call, "follow", false) || str_find(accept, STR("text/event-stream"), 0) != SIZE_MAX) return follow(call);
    int64_t limit = call_option_int(call, "limit", INT64_MAX);
    if (limit < 1) return err_set(ERR_BAD_INPUT, "limit: a number above 0 is expected.");
    enum err e = changes_open(&call->c, call_option_text(call, "since"), CHANGES_LINES, &s);
    if (e == OK) e = write_lines(call, s, limit);
    changes_close(s);
    return e;
}

static const struct route routes[] = {
    {.methods = "GET",
     .path = "changes",
     .permission = PERM_ANY,
     .flags = ROUTE_READ | ROUTE_LONG,
     .handler = changes,
     .help = "What changed, as far as you may see it, since a cursor (absent: from the beginning; now: from here on), one JSON object a "
             "line; limit: about so "
             "many. The last line is the cursor to go on from. With Accept: text/event-stream (or follow=1): Server-Sent Events that wait "
             "for more."},
};
const struct route_table api_changes_table = ROUTE_TABLE(routes);
