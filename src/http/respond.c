/* Bodies are sent from where they lie: the memory of the answer or the ring, both of which live until the exchange is completed. */
#include "http/respond.h"

#include <string.h>

#include "codec/digest.h"
#include "codec/json_write.h"
#include "http/head.h"

void respond_refusal(struct exchange *x, enum err code, const char *detail) {
    const struct http_options *o = &x->server->options;

    if (code == ERR_BUSY) http_answer_header(&x->answer, "Retry-After", STR("1"));
    if (o->refuse) {
        o->refuse(o->ctx, &x->request, &x->answer, code, detail);
        return;
    }
    struct json_out json;
    http_answer_status(&x->answer, err_status(code));
    json_out_init(&json, http_answer_sink(&x->answer), false);
    json_open(&json);
    json_put_text(&json, "name", detail);
    json_put_text(&json, "message", detail);
    json_put_str(&json, "url", x->request.path);
    json_close(&json);
}

void respond_revalidate(struct exchange *x) {
    struct http_answer *a = &x->answer;
    struct str known = head_find(&x->headers, STR("If-None-Match"), NULL), one;
    char tag[DIGEST_HEX + 2];

    for (unsigned i = 0; i < a->field_count; i++)
        if (str_eq_nocase(str_from(a->fields[i].name), STR("ETag"))) return; /* the handler knows better */
    if (str_is_empty(known) || a->status != 200 || a->is_head || a->encoding != ENCODING_NONE) return;
    struct str hex = digest_hex(DIGEST_SHA1, (struct str){a->memory, a->memory_len}, tag + 1);
    tag[0] = tag[hex.len + 1] = '"';
    struct str quoted = {tag, hex.len + 2};
    http_answer_header(a, "ETag", quoted);
    while (str_split(&known, ',', &one)) {
        one = str_trim(one);
        if (str_starts(one, STR("W/"))) one = str_sub(one, 2, one.len);
        if (str_eq(one, quoted) || str_eq(one, STR("*"))) {
            a->status = 304;
            a->memory_len = 0;
        }
    }
}

/* Does a daemon with an outdated certificate serve this connection? Then it shall come to an end. */
static bool is_retired(struct exchange *x) {
    struct http_server *server = x->server;
    if (!atomic_load_explicit(&server->renewing, memory_order_relaxed)) return false;
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(x->mhd, MHD_CONNECTION_INFO_DAEMON);
    pthread_mutex_lock(&server->lock);
    bool retired = info && info->daemon == server->retired;
    pthread_mutex_unlock(&server->lock);
    return retired;
}

static void add_headers(struct exchange *x, struct MHD_Response *r) {
    const struct http_answer *a = &x->answer;
    bool suits = a->encoding != ENCODING_NONE || encoding_suits(str_from(a->type));

    if (answer_has_body(a)) MHD_add_response_header(r, "Content-Type", a->type);
    MHD_add_response_header(r, "Vary", suits ? "Accept-Encoding, Authorization, X-MISP-AUTH" : "Authorization, X-MISP-AUTH");
    if (!a->has_cache_control) MHD_add_response_header(r, "Cache-Control", "private, no-cache");
    MHD_add_response_header(r, "X-Content-Type-Options", "nosniff");
    if (a->encoding != ENCODING_NONE) MHD_add_response_header(r, "Content-Encoding", encoding_name(a->encoding));
    for (unsigned i = 0; i < a->field_count; i++) MHD_add_response_header(r, a->fields[i].name, a->fields[i].value);
    if (a->status >= 500) MHD_add_response_header(r, "X-Request-Id", x->id);
    if (x->close || atomic_load_explicit(&x->server->stopping, memory_order_relaxed) || is_retired(x))
        MHD_add_response_header(r, "Connection", "close");
}

static enum MHD_Result hand_over(struct exchange *x, struct MHD_Response *r) {
    if (!r) return MHD_NO;
    add_headers(x, r);
    x->status = x->answer.status;
    x->stage = STAGE_SENDING;
    enum MHD_Result result = MHD_queue_response(x->mhd, (unsigned)x->answer.status, r);
    MHD_destroy_response(r);
    return result;
}

static enum MHD_Result send_bytes(struct exchange *x, char *bytes, size_t len) {
    static char nothing[1];
    if (!answer_has_body(&x->answer)) len = 0;
    if (x->answer.is_head) /* the bytes are only counted */
        return hand_over(x, MHD_create_response_from_buffer((size_t)x->answer.counted, nothing, MHD_RESPMEM_PERSISTENT));
    x->sent = len;
    return hand_over(x, MHD_create_response_from_buffer(len, len ? bytes : nothing, MHD_RESPMEM_PERSISTENT));
}

enum MHD_Result respond_memory(struct exchange *x) { return send_bytes(x, x->answer.memory, x->answer.memory_len); }

enum MHD_Result respond_ring(struct exchange *x) { return send_bytes(x, x->stream.ring, x->stream.len); }

static void sleep_connection(void *ctx) {
    struct exchange *x = ctx;
    MHD_suspend_connection(x->mhd);
}

static ssize_t read_stream(void *cls, uint64_t pos, char *out, size_t most) {
    struct exchange *x = cls;
    size_t got = 0;
    (void)pos;
    switch (stream_read(&x->stream, out, most, &got, sleep_connection)) {
    case STREAM_BYTES: x->sent += got; return (ssize_t)got;
    case STREAM_SLEEP: return 0;
    case STREAM_END: return MHD_CONTENT_READER_END_OF_STREAM;
    case STREAM_BROKEN: break;
    }
    return MHD_CONTENT_READER_END_WITH_ERROR;
}

enum MHD_Result respond_stream(struct exchange *x) {
    return hand_over(x, MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 16384, read_stream, x, NULL));
}
