/* See report_mark.h. The idea: what was dealt with is blanked in a copy of the text, so that nothing is found twice and places stay places. */
#include "service/report_mark.h"

#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 6 };

static void blank(char *masked, struct span span) {
    for (size_t i = span.from; i < span.to; i++)
        if (masked[i] != '\n') masked[i] = ' ';
}

/* The end of a reference that begins at `at` ("@[kind](what)" or "@![kind](what)"), or 0. */
static size_t reference_end(struct str s, size_t at) {
    size_t i = at + 1;
    if (i < s.len && s.ptr[i] == '!') i++;
    if (i >= s.len || s.ptr[i] != '[') return 0;
    size_t close = str_find_char(str_sub(s, 0, at + 64), ']', i);
    if (close == SIZE_MAX || close + 1 >= s.len || s.ptr[close + 1] != '(') return 0;
    size_t line = str_find_char(s, '\n', close);
    size_t end = str_find_char(str_sub(s, 0, line), ')', close);
    return end == SIZE_MAX ? 0 : end + 1;
}

char *report_mark_mask(struct arena *arena, struct str text) {
    char *masked = arena_raw(arena, text.len + 1);
    memcpy(masked, text.ptr ? text.ptr : "", text.len);
    masked[text.len] = 0;
    for (size_t at = str_find_char(text, '@', 0); at != SIZE_MAX; at = str_find_char(text, '@', at + 1)) {
        size_t end = reference_end(text, at);
        if (end) blank(masked, (struct span){at, end});
    }
    return masked;
}

static bool is_word(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' || c == '-' || (c & 0x80);
}

/* Does something stand there by itself, and not as a part of a longer name, address or number? */
static bool stands_alone(const char *s, size_t len, struct span span) {
    if (span.from > 0 && (is_word(s[span.from - 1]) || strchr("@/\\", s[span.from - 1]))) return false;
    if (span.from > 1 && s[span.from - 1] == '.' && is_word(s[span.from - 2])) return false;
    if (span.to < len && (is_word(s[span.to]) || strchr("@/\\", s[span.to]))) return false;
    return !(span.to + 1 < len && (s[span.to] == '.' || s[span.to] == ':') && is_word(s[span.to + 1]));
}

/* All places where `word` stands alone. */
static void mark_all(struct arena *arena, struct str word, size_t value, char *masked, size_t len, struct report_mark_list *marks) {
    struct str text = {masked, len};
    for (size_t at = str_find(text, word, 0); at != SIZE_MAX; at = str_find(text, word, at + word.len)) {
        struct span span = {at, at + word.len};
        if (!stands_alone(masked, len, span)) continue;
        *vec_push(arena, marks) = (struct report_mark){span, value};
        blank(masked, span);
    }
}

/* A round finds each value once; the next one finds the other ways in which it is written. */
void report_mark_values(struct arena *arena, char *masked, size_t len, struct report_value_list *values, struct report_mark_list *marks) {
    struct map *seen = map_new(arena, 64); /* value -> its place + 1 */
    for (int round = 0; round < ROUNDS; round++) {
        struct free_text_list hits = {0};
        size_t before = marks->len;
        free_text_find(arena, arena_str(arena, (struct str){masked, len}), &(struct free_text_options){.prose = true}, &hits);
        for (size_t i = 0; i < hits.len; i++) {
            const struct free_text_hit *hit = &hits.items[i];
            if (!hit->is_placed || hit->to > len || hit->to <= hit->from || masked[hit->from] == ' ') continue;
            size_t at = (size_t)(uintptr_t)map_get(seen, hit->what.value);
            if (at == 0) {
                *vec_push(arena, values) = (struct report_value){.hit = hit, .original = hit->original_value};
                at = values->len;
                map_put(seen, hit->what.value, (void *)(uintptr_t)at);
            }
            *vec_push(arena, marks) = (struct report_mark){{hit->from, hit->to}, at - 1};
            blank(masked, (struct span){hit->from, hit->to});
            mark_all(arena, hit->original_value, at - 1, masked, len, marks);
        }
        if (marks->len == before) return;
    }
}

void report_mark_names(struct arena *arena, const struct reading_names *book, char *masked, size_t len, struct report_value_list *values,
                       struct report_mark_list *marks) {
    struct name_hit_list hits = {0};
    struct str text = arena_str(arena, (struct str){masked, len});
    reading_names_scan(book, arena, text, &hits);
    for (size_t i = 0; i < hits.len; i++) {
        struct span span = hits.items[i].span;
        size_t at = 0;
        while (at < values->len && values->items[at].name != hits.items[i].what) at++;
        if (at == values->len)
            *vec_push(arena, values) =
                (struct report_value){.name = hits.items[i].what, .original = str_sub(text, span.from, span.to - span.from)};
        *vec_push(arena, marks) = (struct report_mark){span, at};
        blank(masked, span);
    }
}

void report_mark_known(struct arena *arena, struct str value, char *masked, size_t len, struct report_value_list *values,
                       struct report_mark_list *marks) {
    size_t before = marks->len;
    mark_all(arena, value, values->len, masked, len, marks);
    if (marks->len > before) *vec_push(arena, values) = (struct report_value){.known = value, .original = value};
}

static int by_place(const void *a, const void *b) {
    const struct report_mark *x = a, *y = b;
    return x->span.from < y->span.from ? -1 : x->span.from > y->span.from;
}

struct str report_mark_apply(struct arena *arena, struct str text, struct report_mark_list *marks, const struct report_value_list *values) {
    struct buf b;
    size_t at = 0;
    buf_init(&b, SIZE_MAX / 2);
    if (marks->len) qsort(marks->items, marks->len, sizeof *marks->items, by_place);
    for (size_t i = 0; i < marks->len; i++) {
        const struct report_mark *m = &marks->items[i];
        struct str put = values->items[m->value].put;
        if (str_is_none(put) || m->span.from < at) continue;
        buf_add_str(&b, str_sub(text, at, m->span.from - at));
        buf_add_str(&b, put);
        at = m->span.to;
    }
    buf_add_str(&b, str_sub(text, at, SIZE_MAX));
    struct str out = arena_str(arena, buf_str(&b));
    buf_done(&b);
    return out;
}
