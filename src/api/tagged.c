/* See tagged.h. */
#include "api/tagged.h"

#include "codec/digest.h"

#define TAGGED_MAX (64u << 20)

struct sink *tagged_begin(struct tagged *t, struct call *call, const char *type) {
    t->call = call;
    t->type = type;
    buf_init(&t->bytes, TAGGED_MAX);
    sink_buf_init(&t->sink, &t->bytes);
    json_out_init(&t->json, &t->sink.sink, call->pretty);
    return &t->sink.sink;
}

struct json_out *tagged_json(struct tagged *t, struct call *call) {
    tagged_begin(t, call, "application/json; charset=UTF-8");
    return &t->json;
}

/* The tag is that of the bytes before compression: a weak one. */
static bool is_known(struct call *call, struct str tag) {
    struct str known = http_header(call->http, "If-None-Match"), one;
    while (!str_is_none(known) && str_split(&known, ',', &one)) {
        one = str_trim(one);
        if (str_starts(one, STR("W/"))) one = str_sub(one, 2, one.len);
        if (str_eq(one, tag) || str_eq(one, STR("*"))) return true;
    }
    return false;
}

static void send(struct tagged *t) {
    char hex[DIGEST_HEX];
    struct call *call = t->call;
    digest_hex(DIGEST_SHA1, buf_str(&t->bytes), hex);
    struct str tag = arena_printf(call->c.arena, "\"%s\"", hex);
    struct sink *to = call_text(call, t->type);
    call_header(call, "ETag", arena_printf(call->c.arena, "W/\"%s\"", hex));
    if (is_known(call, tag))
        http_answer_status(call->answer, 304);
    else
        sink_add_str(to, buf_str(&t->bytes));
}

enum err tagged_end(struct tagged *t, enum err e) {
    enum err done = sink_buf_done(&t->sink);
    if (e == OK) e = done;
    if (e == OK) send(t);
    buf_done(&t->bytes);
    return e;
}
