/* The pull parser. Ideas: init puts a NUL behind the text, which is legal nowhere in JSON, so that nothing but the
 * failure path has to compare with the end; strings are scanned 16 bytes at a step and unescaped where they stand;
 * after an error the cursor is set on that NUL, so that every later step fails by itself.
 *
 * Not here: what a document means, and trees of it (codec/json_tree). */
#include "codec/json.h"

#include <emmintrin.h>
#include <string.h>

#include "base/limits.h"
#include "codec/hex.h"
#include "codec/utf8.h"

#define LIKELY(x) __builtin_expect(!!(x), 1)
#define UNLIKELY(x) __builtin_expect(!!(x), 0)

void json_init(struct json *j, char *text, size_t len) {
    *j = (struct json){
        .at = text,
        .begin = text,
        .end = text + len,
        .max_depth = LIMIT_JSON_DEPTH,
        .max_nodes = LIMIT_JSON_NODES,
        .line = 1,
        .line_at = text,
    };
    memset(text + len, 0, 32);
}

static __attribute__((cold, noinline)) void fail(struct json *j, enum err error, const char *problem, char *at) {
    if (j->error == OK) {
        j->error = error;
        j->problem = at >= j->end ? "the text ends too early" : problem;
        j->problem_at = at < j->end ? at : j->end;
    }
    j->at = j->end;
    j->depth = 0;
}

void json_fail(struct json *j, const char *problem) {
    if (j->error == OK) {
        fail(j, ERR_BAD_INPUT, problem, j->at);
        j->problem = problem;
    }
}

static void bad(struct json *j, const char *problem, char *at) { fail(j, ERR_BAD_INPUT, problem, at); }

static __attribute__((noinline)) char *skip_blanks_slow(struct json *j, char *p) {
    for (;; p++) {
        if (*p == '\n') {
            j->line++;
            j->line_at = p + 1;
        } else if (*p != ' ' && *p != '\t' && *p != '\r') {
            return p;
        }
    }
}

static inline char *skip_blanks(struct json *j, char *p) { return LIKELY((unsigned char)*p > ' ') ? p : skip_blanks_slow(j, p); }

/* One bit for each of the 16 bytes at p that ends a run of plain characters: quote, backslash, control, not ASCII. */
static inline unsigned special_mask(const char *p) {
    __m128i v = _mm_loadu_si128((const __m128i *)p);
    __m128i quote = _mm_cmpeq_epi8(v, _mm_set1_epi8('"'));
    __m128i slash = _mm_cmpeq_epi8(v, _mm_set1_epi8('\\'));
    __m128i other = _mm_cmplt_epi8(v, _mm_set1_epi8(0x20)); /* signed: bytes from 0x80 on are below as well */
    return (unsigned)_mm_movemask_epi8(_mm_or_si128(_mm_or_si128(quote, slash), other));
}

/* First special character at or after p; the NUL behind the text stops it. */
static inline char *plain_run(char *p) {
    unsigned mask;
    while ((mask = special_mask(p)) == 0) p += 16;
    return p + __builtin_ctz(mask);
}

/* Skip well-formed characters outside ASCII; NULL if there is a malformed one. */
static inline char *foreign_run(char *p, const char *end) {
    while ((unsigned char)*p >= 0x80) {
        size_t n = utf8_char_len(p, (size_t)(end - p));
        if (UNLIKELY(n == 0)) return NULL;
        p += n;
    }
    return p;
}

static bool hex_4(const char *p, uint32_t *out) {
    uint32_t code = 0;
    for (int i = 0; i < 4; i++) {
        int digit = hex_digit(p[i]);
        if (digit < 0) return false;
        code = code << 4 | (uint32_t)digit;
    }
    *out = code;
    return true;
}

/* Read the escape at p (a backslash): its character to *code; returns what follows it, NULL if it is malformed. */
static char *read_escape(char *p, uint32_t *code) {
    switch (p[1]) {
    case '"':
    case '\\':
    case '/': *code = (unsigned char)p[1]; return p + 2;
    case 'b': *code = '\b'; return p + 2;
    case 'f': *code = '\f'; return p + 2;
    case 'n': *code = '\n'; return p + 2;
    case 'r': *code = '\r'; return p + 2;
    case 't': *code = '\t'; return p + 2;
    case 'u': break;
    default: return NULL;
    }
    uint32_t low;
    if (!hex_4(p + 2, code) || *code == 0 || (*code >= 0xDC00 && *code <= 0xDFFF)) return NULL;
    if (*code < 0xD800 || *code > 0xDBFF) return p + 6;
    if (p[6] != '\\' || p[7] != 'u' || !hex_4(p + 8, &low) || low < 0xDC00 || low > 0xDFFF) return NULL;
    *code = 0x10000 + ((*code - 0xD800) << 10) + (low - 0xDC00);
    return p + 12;
}

static const char *const bad_string = "a control character stands in a text";
static const char *const bad_utf8 = "the text is not valid UTF-8";
static const char *const bad_escape = "an escape is not valid";

/* The rest of a text from its first escape on, moved down over the escapes. Returns the end of the content; the cursor
 * goes behind the closing quote. */
static char *unescape(struct json *j, char *from) {
    char *to = from;
    for (;;) {
        char *stop = plain_run(from);
        memmove(to, from, (size_t)(stop - from));
        to += stop - from;
        from = stop;
        if (*from == '"') {
            j->at = from + 1;
            return to;
        }
        if (*from == '\\') {
            uint32_t code;
            char *after = read_escape(from, &code);
            if (!after) {
                bad(j, bad_escape, from);
                return NULL;
            }
            to += utf8_encode(code, to);
            from = after;
        } else if ((unsigned char)*from >= 0x80) {
            stop = foreign_run(from, j->end);
            if (!stop) {
                bad(j, bad_utf8, from);
                return NULL;
            }
            memmove(to, from, (size_t)(stop - from));
            to += stop - from;
            from = stop;
        } else {
            bad(j, bad_string, from);
            return NULL;
        }
    }
}

/* p stands behind an opening quote. */
static inline struct str read_string(struct json *j, char *begin) {
    char *p = begin;
    for (;;) {
        p = plain_run(p);
        if (LIKELY(*p == '"')) {
            j->at = p + 1;
            return (struct str){begin, (size_t)(p - begin)};
        }
        if ((unsigned char)*p < 0x80) break;
        char *stop = foreign_run(p, j->end);
        if (UNLIKELY(!stop)) {
            bad(j, bad_utf8, p);
            return STR_NONE;
        }
        p = stop;
    }
    p = unescape(j, p);
    return p ? (struct str){begin, (size_t)(p - begin)} : STR_NONE;
}

/* The same without changing a byte; false on error. */
static bool check_string(struct json *j, char *p) {
    for (;;) {
        uint32_t code;
        char *stop;
        p = plain_run(p);
        if (*p == '"') {
            j->at = p + 1;
            return true;
        }
        if (*p == '\\')
            stop = read_escape(p, &code);
        else
            stop = (unsigned char)*p >= 0x80 ? foreign_run(p, j->end) : NULL;
        if (!stop) {
            bad(j, *p == '\\' ? bad_escape : (unsigned char)*p >= 0x80 ? bad_utf8 : bad_string, p);
            return false;
        }
        p = stop;
    }
}

enum json_kind json_peek(struct json *j) {
    char *p = j->at = skip_blanks(j, j->at);
    switch (*p) {
    case '{': return JSON_OBJECT;
    case '[': return JSON_ARRAY;
    case '"': return JSON_STRING;
    case 't': return JSON_TRUE;
    case 'f': return JSON_FALSE;
    case 'n': return JSON_NULL;
    default:
        if (*p == '-' || (*p >= '0' && *p <= '9')) return JSON_NUMBER;
        bad(j, "a value was expected", p);
        return JSON_NONE;
    }
}

static inline bool count_node(struct json *j) {
    if (LIKELY(++j->nodes <= j->max_nodes)) return true;
    fail(j, ERR_TOO_LARGE, "there are too many values", j->at);
    return false;
}

static inline bool enter(struct json *j, char opening, const char *problem) {
    char *p = skip_blanks(j, j->at);
    if (UNLIKELY(*p != opening)) {
        bad(j, problem, p);
        return false;
    }
    if (UNLIKELY(j->depth >= j->max_depth || j->depth >= 64)) {
        fail(j, ERR_TOO_LARGE, "values are nested too deeply", p);
        return false;
    }
    j->first |= (uint64_t)1 << j->depth++;
    j->at = p + 1;
    return count_node(j);
}

bool json_enter_object(struct json *j) { return enter(j, '{', "an object was expected"); }

bool json_enter_array(struct json *j) { return enter(j, '[', "a list was expected"); }

/* Between members or items: true with the cursor on the next one, false behind the closing bracket or on error. */
static inline bool advance(struct json *j, char closing, const char *problem) {
    if (UNLIKELY(j->depth == 0)) return false;
    char *p = skip_blanks(j, j->at);
    uint64_t bit = (uint64_t)1 << (j->depth - 1);
    if (*p == closing) {
        j->first &= ~bit;
        j->depth--;
        j->at = p + 1;
        return false;
    }
    if (j->first & bit) {
        j->first &= ~bit;
    } else if (LIKELY(*p == ',')) {
        p = skip_blanks(j, p + 1);
    } else {
        bad(j, problem, p);
        return false;
    }
    j->at = p;
    return true;
}

/* The key at the cursor and its colon. */
static inline bool take_key(struct json *j, struct str *key, bool change) {
    if (UNLIKELY(*j->at != '"')) {
        bad(j, "a key in double quotes was expected", j->at);
        return false;
    }
    if (change)
        *key = read_string(j, j->at + 1);
    else
        check_string(j, j->at + 1);
    char *p = skip_blanks(j, j->at);
    if (UNLIKELY(*p != ':')) {
        bad(j, "a colon was expected", p);
        return false;
    }
    j->at = p + 1;
    return true;
}

static const char *const bad_member = "a comma or a closing brace was expected";
static const char *const bad_item = "a comma or a closing bracket was expected";

bool json_next_key(struct json *j, struct str *key) { return advance(j, '}', bad_member) && take_key(j, key, true); }

bool json_next_item(struct json *j) { return advance(j, ']', bad_item); }

struct str json_string(struct json *j) {
    char *p = skip_blanks(j, j->at);
    if (UNLIKELY(*p != '"')) {
        bad(j, "a text was expected", p);
        return STR_NONE;
    }
    return count_node(j) ? read_string(j, p + 1) : STR_NONE;
}

static char *digits(char *p) {
    while (*p >= '0' && *p <= '9') p++;
    return p;
}

/* The number at p, as it is written. What follows it is judged by the next step. */
static struct str read_number(struct json *j, char *p) {
    char *begin = p, *from;
    if (*p == '-') p++;
    from = p;
    p = *p == '0' ? p + 1 : digits(p);
    bool ok = p > from;
    if (ok && *p == '.') {
        from = p + 1;
        p = digits(from);
        ok = p > from;
    }
    if (ok && (*p == 'e' || *p == 'E')) {
        p += p[1] == '+' || p[1] == '-' ? 2 : 1;
        from = p;
        p = digits(from);
        ok = p > from;
    }
    if (!ok || (*p >= '0' && *p <= '9')) {
        bad(j, "a number is malformed", p);
        return STR_NONE;
    }
    j->at = p;
    return (struct str){begin, (size_t)(p - begin)};
}

static bool read_word(struct json *j, const char *word, size_t len) {
    if (memcmp(j->at, word, len) != 0) { /* within the room behind the text */
        bad(j, "a value was expected", j->at);
        return false;
    }
    j->at += len;
    return true;
}

/* The scalar at the cursor, which is of that kind. */
static struct str read_scalar(struct json *j, enum json_kind kind) {
    switch (kind) {
    case JSON_NUMBER: return read_number(j, j->at);
    case JSON_TRUE: return read_word(j, "true", 4) ? STR("1") : STR_NONE;
    case JSON_FALSE: return read_word(j, "false", 5) ? STR("0") : STR_NONE;
    case JSON_NULL: read_word(j, "null", 4); return STR_NONE;
    default: bad(j, "a text, a number, true, false or null was expected", j->at); return STR_NONE;
    }
}

struct str json_scalar(struct json *j) {
    enum json_kind kind = json_peek(j);
    if (kind == JSON_NONE || !count_node(j)) return STR_NONE;
    if (kind == JSON_STRING) return read_string(j, j->at + 1);
    return read_scalar(j, kind);
}

/* One step of json_skip: pass a scalar, or enter an object or list. */
static void skip_step(struct json *j, uint64_t *lists) {
    enum json_kind kind = json_peek(j);
    switch (kind) {
    case JSON_NONE: break;
    case JSON_OBJECT:
        if (json_enter_object(j)) *lists &= ~((uint64_t)1 << (j->depth - 1));
        break;
    case JSON_ARRAY:
        if (json_enter_array(j)) *lists |= (uint64_t)1 << (j->depth - 1);
        break;
    case JSON_STRING:
        if (count_node(j)) check_string(j, j->at + 1);
        break;
    default:
        if (count_node(j)) read_scalar(j, kind);
    }
}

struct str json_skip(struct json *j) {
    unsigned base = j->depth;
    uint64_t lists = 0; /* per level: it is a list */
    char *begin = j->at = skip_blanks(j, j->at);
    do {
        skip_step(j, &lists);
        while (j->depth > base) {
            bool list = lists >> (j->depth - 1) & 1;
            if (list ? advance(j, ']', bad_item) : (advance(j, '}', bad_member) && take_key(j, NULL, false))) break;
        }
    } while (j->depth > base);
    return j->error == OK ? (struct str){begin, (size_t)(j->at - begin)} : STR_NONE;
}

enum err json_finish(struct json *j) {
    if (j->error == OK) {
        char *p = skip_blanks(j, j->at);
        j->at = p;
        if (p < j->end)
            bad(j, j->depth ? "the reader stopped too early" : "something follows the end of the document", p);
        else if (j->depth)
            bad(j, "the text ends too early", p);
    }
    if (j->error == OK) return OK;
    size_t column = j->problem_at >= j->line_at ? (size_t)(j->problem_at - j->line_at) + 1 : 1;
    return err_set(j->error, "Invalid JSON: %s (line %zu, column %zu).", j->problem, j->line, column);
}
