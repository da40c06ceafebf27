/* See compose.h. */
#include "store/compose.h"

#include <stdarg.h>
#include <string.h>

#include "codec/json_write.h"

static void append(struct compose *c, const char *text, size_t len) {
    if (c->len + len + 1 > c->cap) {
        size_t cap = (c->cap + len + 1) * 2;
        char *grown = arena_raw(c->arena, cap);
        if (c->len) {
            memcpy(grown, c->text, c->len);
        }
        c->text = grown;
        c->cap = cap;
    }
    memcpy(c->text + c->len, text, len);
    c->len += len;
    c->text[c->len] = '\0';
}

static void append_number(struct compose *c) {
    char digits[8];
    size_t at = sizeof digits;
    for (size_t n = c->values.len; n > 0; n /= 10) {
        digits[--at] = (char)('0' + n % 10);
    }
    append(c, digits + at, sizeof digits - at);
}

static void add_view(struct compose *c, const struct view *view) {
    *vec_push(c->arena, &c->values) = (struct compose_value){.letter = 'i', .number = view->org_id};
    *vec_push(c->arena, &c->values) = (struct compose_value){.letter = 's', .text = view->groups_json};
    *vec_push(c->arena, &c->values) = (struct compose_value){.letter = 'i', .number = view->now};
    *vec_push(c->arena, &c->values) = (struct compose_value){.letter = 'i', .number = view->site_admin};
}

void compose_init(struct compose *c, struct arena *arena, const struct view *view) {
    *c = (struct compose){.arena = arena};
    append(c, "", 0);
    if (view) {
        add_view(c, view);
    }
}

#define LIST_TAIL "IN $LIST("

static bool ends_with(const char *text, size_t len, const char *tail) {
    size_t n = strlen(tail);
    return len >= n && memcmp(text + len - n, tail, n) == 0;
}

/* "[17]" */
static bool one_number(const struct compose_value *v, int64_t *number) {
    return v->letter == 's' && v->text.len > 2 && v->text.ptr[0] == '[' && v->text.ptr[v->text.len - 1] == ']' &&
           str_to_i64(str_sub(v->text, 1, v->text.len - 2), number);
}

/* The fragment up to `mark` and the number of the value that was pushed last; returns where the fragment goes on. A list of one number becomes a
 * plain comparison: for a list the engine fills a table of its own first, which costs more than all the rest of a look-up. */
static const char *put_piece(struct compose *c, const char *fragment, const char *mark) {
    struct compose_value *v = &c->values.items[c->values.len - 1];
    size_t len = (size_t)(mark - fragment);
    int64_t number;
    if (!ends_with(fragment, len, LIST_TAIL) || !one_number(v, &number)) {
        append(c, fragment, len);
        append_number(c);
        return mark + 1;
    }
    len -= strlen(LIST_TAIL);
    bool negated = ends_with(fragment, len, "NOT ");
    append(c, fragment, negated ? len - strlen("NOT ") : len);
    append(c, negated ? "<> $" : "= $", negated ? 4 : 3);
    *v = (struct compose_value){.letter = 'i', .number = number};
    append_number(c);
    return mark + 2; /* past "?)" */
}

void compose_add(struct compose *c, const char *fragment, const char *format, ...) {
    va_list args;
    va_start(args, format);
    const char *mark;
    while ((mark = strchr(fragment, '?'))) {
        struct compose_value *v = vec_push(c->arena, &c->values);
        v->letter = *format++;
        switch (v->letter) {
        case 'i': v->number = va_arg(args, int64_t); break;
        case 's': v->text = va_arg(args, struct str); break;
        default: v->uuid = *va_arg(args, const struct uuid *); break;
        }
        fragment = put_piece(c, fragment, mark);
    }
    append(c, fragment, strlen(fragment));
    va_end(args);
}

void compose_each(struct compose *c, const char *fragment, struct str value) {
    const char *mark;
    while ((mark = strchr(fragment, '?'))) {
        *vec_push(c->arena, &c->values) = (struct compose_value){.letter = 's', .text = value};
        fragment = put_piece(c, fragment, mark);
    }
    append(c, fragment, strlen(fragment));
}

enum err compose_query(struct compose *c, struct db *db, struct stmt **out) {
    enum err e = db_prepare(db, out, c->text);
    for (size_t i = 0; i < c->values.len && e == OK; i++) {
        const struct compose_value *v = &c->values.items[i];
        int n = (int)i + 1;
        switch (v->letter) {
        case 'i': e = stmt_bind_int(*out, n, v->number); break;
        case 's': e = stmt_bind_str(*out, n, v->text); break;
        default: e = stmt_bind_uuid(*out, n, &v->uuid); break;
        }
        if (e != OK) {
            enum err ignored = stmt_done(*out);
            (void)ignored;
        }
    }
    return e;
}

enum err compose_number(struct compose *c, struct db *db, int64_t none, int64_t *out) {
    struct stmt *st;
    enum err e = compose_query(c, db, &st);
    if (e != OK) {
        return e;
    }
    *out = stmt_step(st) && !stmt_is_null(st, 0) ? stmt_int(st, 0) : none;
    return stmt_done(st);
}

struct str compose_ids(struct arena *arena, const int64_t *ids, size_t count) {
    char *text = arena_raw(arena, count * 21 + 2), *at = text;
    *at++ = '[';
    for (size_t i = 0; i < count; i++) {
        char digits[20];
        int n = 0;
        for (uint64_t id = (uint64_t)(ids[i] < 0 ? 0 : ids[i]); id > 0 || n == 0; id /= 10) {
            digits[n++] = (char)('0' + id % 10);
        }
        if (i > 0) {
            *at++ = ',';
        }
        while (n > 0) {
            *at++ = digits[--n];
        }
    }
    *at++ = ']';
    return (struct str){text, (size_t)(at - text)};
}

struct str compose_texts(struct arena *arena, const struct str *texts, size_t count) {
    struct buf b;
    struct sink_buf s;
    struct json_out o;
    buf_init(&b, SIZE_MAX / 2);
    sink_buf_init(&s, &b);
    json_out_init(&o, &s.sink, false);
    json_open_array(&o);
    for (size_t i = 0; i < count; i++) {
        json_str(&o, str_is_none(texts[i]) ? STR("") : texts[i]);
    }
    json_close_array(&o);
    struct str text = sink_buf_done(&s) == OK ? arena_str(arena, buf_str(&b)) : STR("[]");
    buf_done(&b);
    return text;
}
