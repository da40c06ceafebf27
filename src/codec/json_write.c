/* The JSON writer. The idea: what is short (a key and its number, a UUID, a plain text) is written straight into the
 * sink's window after one check for room; only what needs escaping, or is long, goes the general way. */
#include "codec/json_write.h"

#include <assert.h>
#include <emmintrin.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/decimal.h"
#include "codec/utf8.h"

#define ROOM 256       /* what sink_room grants at once */
#define SHORT_KEY 64   /* a comma, a key of that length with quotes and colon, and any scalar fit into ROOM */
#define SHORT_TEXT 128 /* likewise, with 16 bytes to spare for writing whole steps */

void json_out_init(struct json_out *o, struct sink *to, bool pretty) { *o = (struct json_out){.to = to, .pretty = pretty}; }

void json_out_done(const struct json_out *o) {
    assert(o->depth == 0 && !o->keyed);
    (void)o;
}

static void new_line(struct json_out *o) {
    sink_add_char(o->to, '\n');
    for (unsigned i = 0; i < o->depth; i++) sink_add(o->to, "    ", 4);
}

/* What stands before a value or a key: the comma, and in the pretty form a line of its own. */
static void before(struct json_out *o) {
    if (o->comma) sink_add_char(o->to, ',');
    if (o->pretty && o->depth && !o->keyed) new_line(o);
    o->keyed = false;
    o->comma = true;
}

/* A writer that fails half way leaves a key without its value. Its answer is dropped or cut; here only the shape is kept. */
static void settle(struct json_out *o) {
    if (o->keyed) json_null(o);
}

static void open(struct json_out *o, char bracket) {
    before(o);
    sink_add_char(o->to, bracket);
    o->depth++;
    o->comma = false;
}

static void close(struct json_out *o, char bracket) {
    assert(o->depth > 0);
    settle(o);
    o->depth--;
    if (o->pretty && o->comma) new_line(o);
    sink_add_char(o->to, bracket);
    o->comma = true;
}

void json_open(struct json_out *o) { open(o, '{'); }

void json_close(struct json_out *o) { close(o, '}'); }

void json_open_array(struct json_out *o) { open(o, '['); }

void json_close_array(struct json_out *o) { close(o, ']'); }

/* One bit for each of the 16 bytes that cannot be written as it is without a look: quote, backslash, control, not ASCII. */
static inline unsigned special_mask(__m128i v) {
    __m128i quote = _mm_cmpeq_epi8(v, _mm_set1_epi8('"'));
    __m128i slash = _mm_cmpeq_epi8(v, _mm_set1_epi8('\\'));
    __m128i other = _mm_cmplt_epi8(v, _mm_set1_epi8(0x20));
    return (unsigned)_mm_movemask_epi8(_mm_or_si128(_mm_or_si128(quote, slash), other));
}

/* The last 1 to 15 bytes of a text, without reading past them; the rest are blanks. */
static inline __m128i load_tail(const char *p, size_t len) {
    char step[16];
    memset(step, ' ', sizeof step);
    if (len >= 8) {
        memcpy(step, p, 8);
        memcpy(step + len - 8, p + len - 8, 8);
    } else if (len >= 4) {
        memcpy(step, p, 4);
        memcpy(step + len - 4, p + len - 4, 4);
    } else {
        step[0] = p[0];
        step[len / 2] = p[len / 2];
        step[len - 1] = p[len - 1];
    }
    return _mm_loadu_si128((const __m128i *)step);
}

/* Copy a text that needs no escape to `out`, which has up to 15 bytes to spare; false if it needs one. */
static inline bool copy_plain(char *out, const char *p, size_t len) {
    unsigned special = 0;
    while (len >= 16) {
        __m128i v = _mm_loadu_si128((const __m128i *)p);
        special |= special_mask(v);
        _mm_storeu_si128((__m128i *)out, v);
        p += 16;
        out += 16;
        len -= 16;
    }
    if (len) {
        __m128i v = load_tail(p, len);
        special |= special_mask(v);
        _mm_storeu_si128((__m128i *)out, v);
    }
    return special == 0;
}

/* Length of the run at p that can be written as it is; characters outside ASCII are checked on the way. */
static size_t clean_run(const char *p, size_t len) {
    size_t i = 0;
    while (i < len) {
        unsigned mask;
        if (len - i >= 16) {
            mask = special_mask(_mm_loadu_si128((const __m128i *)(p + i)));
            if (mask == 0) {
                i += 16;
                continue;
            }
        } else {
            mask = special_mask(load_tail(p + i, len - i));
            if (mask == 0) return len;
        }
        i += (size_t)__builtin_ctz(mask);
        while (i < len && (unsigned char)p[i] >= 0x80) {
            size_t n = utf8_char_len(p + i, len - i);
            if (n == 0) return i;
            i += n;
        }
        if (i < len && ((unsigned char)p[i] < 0x20 || p[i] == '"' || p[i] == '\\')) return i;
    }
    return len;
}

static void put_escape(struct sink *to, char c) {
    static const char hex[] = "0123456789abcdef";
    static const char letters[] = "\b\f\n\r\t\"\\";
    static const char names[] = "bfnrt\"\\";
    const char *at = c ? strchr(letters, c) : NULL;
    if (at) {
        sink_add(to, (char[]){'\\', names[at - letters]}, 2);
    } else if ((unsigned char)c < 0x20) {
        sink_add(to, (char[]){'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15]}, 6);
    } else {
        sink_add(to, "\xEF\xBF\xBD", 3); /* a malformed byte */
    }
}

static void put_quoted(struct sink *to, struct str s) {
    sink_add_char(to, '"');
    for (size_t i = 0; i < s.len;) {
        size_t run = clean_run(s.ptr + i, s.len - i);
        if (run) sink_add(to, s.ptr + i, run);
        i += run;
        if (i < s.len) put_escape(to, s.ptr[i++]);
    }
    sink_add_char(to, '"');
}

/* Write `s` quoted at `out`, which has SHORT_TEXT + 18 bytes; returns the length, 0 if it is long or needs escapes. */
static inline size_t quote_short(char *out, struct str s) {
    if (s.len > SHORT_TEXT || !copy_plain(out + 1, s.ptr, s.len)) return 0;
    out[0] = '"';
    out[s.len + 1] = '"';
    return s.len + 2;
}

static void put_text(struct sink *to, struct str s) {
    char *at = s.len <= SHORT_TEXT ? sink_room(to, ROOM) : NULL;
    size_t n = at ? quote_short(at, s) : 0;
    if (n)
        sink_took(to, n);
    else
        put_quoted(to, s);
}

void json_key(struct json_out *o, struct str key) {
    settle(o);
    before(o);
    put_text(o->to, key);
    if (o->pretty)
        sink_add(o->to, ": ", 2);
    else
        sink_add_char(o->to, ':');
    o->comma = false;
    o->keyed = true;
}

void json_str(struct json_out *o, struct str s) {
    if (!s.ptr) {
        json_null(o);
        return;
    }
    before(o);
    put_text(o->to, s);
}

void json_text(struct json_out *o, const char *text) { json_str(o, str_from(text)); }

void json_raw(struct json_out *o, struct str json) {
    before(o);
    sink_add_str(o->to, json);
}

void json_int(struct json_out *o, int64_t n) {
    before(o);
    sink_add_i64(o->to, n);
}

static size_t quoted_number(char *out, int64_t n) {
    size_t len = decimal_i64(n, out + 1);
    out[0] = '"';
    out[len + 1] = '"';
    return len + 2;
}

void json_num(struct json_out *o, int64_t n) {
    char text[DECIMAL_TEXT + 2];
    json_raw(o, (struct str){text, quoted_number(text, n)});
}

void json_double(struct json_out *o, double d) {
    char text[32];
    double back = 0;
    int len = 0;
    if (!isfinite(d)) { /* JSON has no word for it */
        json_null(o);
        return;
    }
    for (int digits = 15; digits <= 17; digits++) {
        len = snprintf(text, sizeof text, "%.*g", digits, d);
        if (str_to_double((struct str){text, (size_t)len}, &back) && back == d) break;
    }
    json_raw(o, (struct str){text, (size_t)len});
}

void json_bool(struct json_out *o, bool b) { json_raw(o, b ? STR("true") : STR("false")); }

void json_null(struct json_out *o) { json_raw(o, STR("null")); }

static size_t quoted_uuid(char *out, const struct uuid *u) {
    if (!u || uuid_is_nil(u)) {
        memcpy(out, "\"\"", 2);
        return 2;
    }
    out[0] = '"';
    uuid_text(u, out + 1);
    out[37] = '"';
    return 38;
}

void json_uuid(struct json_out *o, const struct uuid *u) {
    char text[UUID_TEXT + 2];
    json_raw(o, (struct str){text, quoted_uuid(text, u)});
}

void json_tree(struct json_out *o, const struct json_node *node) {
    switch (node ? node->kind : JSON_NULL) {
    case JSON_OBJECT:
        json_open(o);
        for (const struct json_node *at = node->child; at; at = at->next) {
            json_key(o, at->key);
            json_tree(o, at);
        }
        json_close(o);
        break;
    case JSON_ARRAY:
        json_open_array(o);
        for (const struct json_node *at = node->child; at; at = at->next) json_tree(o, at);
        json_close_array(o);
        break;
    case JSON_STRING: json_str(o, node->text.ptr ? node->text : STR("")); break;
    case JSON_NUMBER: json_raw(o, node->text); break;
    case JSON_TRUE:
    case JSON_FALSE: json_bool(o, node->kind == JSON_TRUE); break;
    default: json_null(o); break;
    }
}

enum err json_tree_text(struct arena *arena, const struct json_node *node, size_t max, struct str *out) {
    struct buf buf;
    struct sink_buf sink;
    struct json_out o;
    buf_init(&buf, max);
    sink_buf_init(&sink, &buf);
    json_out_init(&o, &sink.sink, false);
    json_tree(&o, node);
    enum err e = sink_buf_done(&sink);
    if (e == OK) *out = arena_str(arena, buf_str(&buf));
    buf_done(&buf);
    return e;
}

/* Begin a member in the sink's window: the comma, the key (a literal, so nothing to escape) and the colon. Returns where
 * its value of at most ROOM - SHORT_KEY - 4 bytes goes; NULL when the general way has to be taken. */
static inline char *begin_member(struct json_out *o, const char *key) {
    size_t len = strlen(key);
    char *at = len <= SHORT_KEY && !o->pretty ? sink_room(o->to, ROOM) : NULL;
    if (!at) return NULL;
    if (o->comma) *at++ = ',';
    *at++ = '"';
    memcpy(at, key, len);
    at += len;
    *at++ = '"';
    *at++ = ':';
    return at;
}

static inline void end_member(struct json_out *o, const char *end) {
    o->to->len = (size_t)(end - o->to->window);
    o->comma = true;
}

static void put_member(struct json_out *o, const char *key, struct str raw) {
    char *at = raw.len <= 64 ? begin_member(o, key) : NULL;
    if (at) {
        memcpy(at, raw.ptr, raw.len);
        end_member(o, at + raw.len);
    } else {
        json_key(o, str_from(key));
        json_raw(o, raw);
    }
}

void json_put_str(struct json_out *o, const char *key, struct str s) {
    if (!s.ptr) {
        json_put_null(o, key);
        return;
    }
    char *at = begin_member(o, key);
    if (!at) {
        json_key(o, str_from(key));
        json_str(o, s);
        return;
    }
    size_t n = quote_short(at, s);
    end_member(o, at + n);
    if (!n) put_quoted(o->to, s);
}

void json_put_text(struct json_out *o, const char *key, const char *text) { json_put_str(o, key, str_from(text)); }

void json_put_int(struct json_out *o, const char *key, int64_t n) {
    char text[DECIMAL_TEXT];
    put_member(o, key, (struct str){text, decimal_i64(n, text)});
}

void json_put_num(struct json_out *o, const char *key, int64_t n) {
    char text[DECIMAL_TEXT + 2];
    put_member(o, key, (struct str){text, quoted_number(text, n)});
}

void json_put_bool(struct json_out *o, const char *key, bool b) { put_member(o, key, b ? STR("true") : STR("false")); }

void json_put_null(struct json_out *o, const char *key) { put_member(o, key, STR("null")); }

void json_put_uuid(struct json_out *o, const char *key, const struct uuid *u) {
    char text[UUID_TEXT + 2];
    put_member(o, key, (struct str){text, quoted_uuid(text, u)});
}
