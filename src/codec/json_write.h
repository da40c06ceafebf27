/* A JSON writer onto a sink. Commas are its business; braces must balance (asserted in json_out_done).
 * Wire conventions of MISP: numbers as decimal strings (json_put_num), tinyint columns as booleans. */
#ifndef VARDE_CODEC_JSON_WRITE_H
#define VARDE_CODEC_JSON_WRITE_H

#include "base/sink.h"
#include "codec/json_tree.h"
#include "codec/uuid.h"

struct json_out {
    struct sink *to;
    unsigned depth;
    bool comma;  /* a value was just written on this level */
    bool pretty; /* four blanks an indentation step, "key": value */
    bool keyed;  /* a key was just written: its value follows on the same line */
};

void json_out_init(struct json_out *o, struct sink *to, bool pretty);
void json_out_done(const struct json_out *o);      /* asserts that every brace is closed */
void json_open(struct json_out *o);                /* { */
void json_close(struct json_out *o);               /* } */
void json_open_array(struct json_out *o);          /* [ */
void json_close_array(struct json_out *o);         /* ] */
void json_key(struct json_out *o, struct str key); /* escaped if need be */
#define json_k(o, literal) json_key((o), STR(literal))

/* values (after json_key, or as items of an array) */
void json_str(struct json_out *o, struct str s); /* absent gives null; invalid UTF-8 is replaced by U+FFFD */
void json_text(struct json_out *o, const char *text);
void json_int(struct json_out *o, int64_t n);   /* 7 */
void json_num(struct json_out *o, int64_t n);   /* "7" */
void json_double(struct json_out *o, double d); /* shortest form that reads back */
void json_bool(struct json_out *o, bool b);
void json_null(struct json_out *o);
void json_uuid(struct json_out *o, const struct uuid *u);         /* nil gives "" */
void json_raw(struct json_out *o, struct str json);               /* bytes that are one JSON value already */
void json_tree(struct json_out *o, const struct json_node *node); /* a whole tree; scalars as their kinds */
/* The tree as text in the arena, at most `max` bytes: ERR_TOO_LARGE. */
enum err json_tree_text(struct arena *arena, const struct json_node *node, size_t max, struct str *out) MUST_USE;

/* key and value in one call; `key` is a C string literal */
void json_put_str(struct json_out *o, const char *key, struct str s);
void json_put_text(struct json_out *o, const char *key, const char *text);
void json_put_int(struct json_out *o, const char *key, int64_t n);
void json_put_num(struct json_out *o, const char *key, int64_t n);
void json_put_bool(struct json_out *o, const char *key, bool b);
void json_put_null(struct json_out *o, const char *key);
void json_put_uuid(struct json_out *o, const char *key, const struct uuid *u);

#endif
