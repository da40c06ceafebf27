/* Holding an answer back to hash it. What is not here: caching of any kind; the answer is always made anew, only its transfer is saved. */
#include "api/etag.h"

#include "codec/digest.h"

#define HELD_MAX (4u << 20)

static enum err pass(struct etag_sink *s) {
    struct sink *to = http_answer_sink(s->call->answer);
    sink_add_str(to, buf_str(&s->held));
    buf_clear(&s->held);
    s->passing = true;
    return to->error;
}

static enum err etag_flush(struct sink *sink) {
    struct etag_sink *s = (struct etag_sink *)sink;
    enum err e = OK;
    if (!s->passing && s->held.len + sink->len > HELD_MAX) e = pass(s);
    if (s->passing) {
        struct sink *to = http_answer_sink(s->call->answer);
        sink_add(to, sink->window, sink->len);
        e = to->error;
    } else {
        buf_add(&s->held, sink->window, sink->len);
    }
    sink->len = 0;
    return e;
}

void etag_begin(struct call *call) {
    bool is_read = call->http->method == HTTP_GET || call->http->method == HTTP_HEAD;
    if (!is_read || str_is_empty(http_header(call->http, "If-None-Match"))) return;
    struct etag_sink *s = ARENA_NEW(call->c.arena, struct etag_sink);
    s->sink = (struct sink){.window = s->window, .cap = sizeof s->window, .flush = etag_flush};
    s->call = call;
    buf_init(&s->held, HELD_MAX + sizeof s->window);
    call->etag = s;
}

/* Is the tag in the list of the header ("*" names any)? Weak tags compare as strong ones. */
static bool header_has(struct str header, struct str tag) {
    struct str piece;
    if (str_eq(header, STR("*"))) return true;
    while (str_split(&header, ',', &piece)) {
        piece = str_trim(piece);
        if (str_starts(piece, STR("W/"))) piece = str_sub(piece, 2, piece.len);
        if (str_eq(piece, tag)) return true;
    }
    return false;
}

static void send_held(struct etag_sink *s) {
    struct call *call = s->call;
    char hex[DIGEST_HEX];
    struct str sum = digest_hex(DIGEST_SHA1, buf_str(&s->held), hex);
    struct str tag = arena_printf(call->c.arena, "\"%.*s\"", STR_ARG(sum));
    call_header(call, "ETag", tag);
    if (header_has(http_header(call->http, "If-None-Match"), tag))
        http_answer_status(call->answer, 304);
    else
        sink_add_str(http_answer_sink(call->answer), buf_str(&s->held));
}

void etag_end(struct call *call, enum err e) {
    struct etag_sink *s = call->etag;
    if (!s) return;
    if (e == OK && etag_flush(&s->sink) == OK && !s->passing && s->held.len > 0) send_held(s);
    buf_done(&s->held);
    call->etag = NULL;
}

struct sink *etag_sink_of(struct call *call) {
    return call->etag ? &call->etag->sink : http_answer_sink(call->answer);
}
