/* Bodies live in malloc'ed memory of their own (they can be large and have to be one piece) and end with the request. */
#include "http/body.h"

#include <stdlib.h>
#include <string.h>

#include "codec/gzip.h"
#include "http/head.h"

#define FIRST_ROOM (16u << 10)

static enum err too_large(const struct exchange *x) {
    return err_set(ERR_TOO_LARGE, "The body of this request may have %zu bytes.", x->hint.max_body);
}

static void set_room(struct exchange *x, size_t cap) {
    char *body = realloc(x->body, cap + HTTP_BODY_ROOM);
    if (!body) abort();
    x->body = body;
    x->body_cap = cap;
}

bool body_is_packed(const struct exchange *x) {
    struct str coding = head_find(&x->headers, STR("Content-Encoding"), NULL);
    return str_eq_nocase(coding, STR("gzip")) || str_eq_nocase(coding, STR("x-gzip"));
}

enum err body_begin(struct exchange *x) {
    struct str coding = head_find(&x->headers, STR("Content-Encoding"), NULL);

    if (!str_is_empty(coding) && !str_eq_nocase(coding, STR("identity")) && !body_is_packed(x))
        return err_set(ERR_UNSUPPORTED, "The only Content-Encoding of requests known here is gzip.");
    if (x->content_length > 0 && (uint64_t)x->content_length > x->hint.max_body) return too_large(x);
    if (x->content_length > 0) set_room(x, (size_t)x->content_length);
    return OK;
}

void body_add(struct exchange *x, const char *bytes, size_t len) {
    if (x->body_over || len > x->hint.max_body - x->body_len) {
        x->body_over = true;
        return;
    }
    if (len > x->body_cap - x->body_len) {
        size_t cap = x->body_cap ? x->body_cap * 2 : FIRST_ROOM;
        while (cap < x->body_len + len) cap *= 2;
        set_room(x, cap);
    }
    memcpy(x->body + x->body_len, bytes, len);
    x->body_len += len;
}

static enum err inflate_body(struct exchange *x) {
    struct buf plain;
    buf_init(&plain, x->hint.max_body + HTTP_BODY_ROOM);
    enum err err = gzip_inflate((struct str){x->body, x->body_len}, &plain);
    if (err == OK && !buf_reserve(&plain, HTTP_BODY_ROOM)) err = ERR_TOO_LARGE;
    if (err != OK) {
        buf_done(&plain);
        return err == ERR_TOO_LARGE ? too_large(x) : err;
    }
    free(x->body);
    x->body = plain.data;
    x->body_len = plain.len;
    x->body_cap = plain.len;
    return OK;
}

enum err body_end(struct exchange *x) {
    enum err err = OK;
    if (x->body_over) return too_large(x);
    if (x->body_len && body_is_packed(x)) err = inflate_body(x);
    if (err != OK) return err;
    if (x->body) memset(x->body + x->body_len, 0, HTTP_BODY_ROOM);
    x->request.body = (struct str){x->body ? x->body : "", x->body_len};
    x->request.body_ptr = x->body;
    return OK;
}

void body_remember(struct exchange *x) {
    if (!x->body_len) return;
    x->pristine = arena_raw(x->arena, x->body_len);
    memcpy(x->pristine, x->body, x->body_len);
}

void body_restore(struct exchange *x) {
    if (!x->pristine) return;
    memcpy(x->body, x->pristine, x->body_len);
    memset(x->body + x->body_len, 0, HTTP_BODY_ROOM);
    x->pristine = NULL;
}

void body_free(struct exchange *x) {
    free(x->body);
    x->body = NULL;
    x->body_len = x->body_cap = 0;
    x->body_over = false;
    x->pristine = NULL;
}
