/* A strict JSON pull parser (RFC 8259) over a document in memory.
 *
 * The document is modified in place: strings are unescaped where they stand, so the slices handed out point into it
 * and live as long as it. Text must be valid UTF-8 without NUL (also \u0000 is refused): checked here, once. Errors are sticky: after one
 * every call answers "end", and json_finish reports it with line and column. Duplicate keys are handed out as they come. */
#ifndef VARDE_CODEC_JSON_H
#define VARDE_CODEC_JSON_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

enum json_kind { JSON_NONE, JSON_OBJECT, JSON_ARRAY, JSON_STRING, JSON_NUMBER, JSON_TRUE, JSON_FALSE, JSON_NULL };

struct json {
    char *at, *end, *begin;
    unsigned depth, max_depth;
    size_t nodes, max_nodes;
    uint64_t first;      /* per level: no member read yet (bit = depth - 1) */
    enum err error;      /* OK, ERR_BAD_INPUT, ERR_TOO_LARGE (depth, nodes) */
    const char *problem; /* static text */
    char *problem_at;
    size_t line;   /* 1 + newlines passed so far (only between values can one stand) */
    char *line_at; /* where that line begins */
};

/* `text` must have at least 32 readable and writable bytes after `len` (any content). */
void json_init(struct json *j, char *text, size_t len);
/* Kind of the value that stands next, JSON_NONE on error. */
enum json_kind json_peek(struct json *j);
/* Enter an object: the next value must be one. Then `while (json_next_key(j, &key)) { ...read exactly one value... }`. */
bool json_enter_object(struct json *j);
bool json_next_key(struct json *j, struct str *key); /* false at the closing brace (consumed) or on error */
bool json_enter_array(struct json *j);
bool json_next_item(struct json *j); /* false at the closing bracket (consumed) or on error */
/* The next value, which must be a string. */
struct str json_string(struct json *j);
/* Any scalar as text: string content, the number as written, "1"/"0" for true/false, STR_NONE for null.
 * An object or array is an error. */
struct str json_scalar(struct json *j);
/* The next value of any kind, skipped but checked; returns its raw bytes (not unescaped). */
struct str json_skip(struct json *j);
/* To be called at the end: nothing but blanks may follow. ERR detail names line and column. */
enum err json_finish(struct json *j) MUST_USE;
/* Fail from outside (a reader that meets a wrong type): sticky. */
void json_fail(struct json *j, const char *problem);

#endif
