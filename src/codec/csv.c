/* CSV. Writing quotes as MISP does; reading is forgiving, as its sources are made by hand. */
#include "codec/csv.h"

#include <string.h>

void csv_quoted(struct sink *to, struct str field) {
    sink_add_char(to, '"');
    for (size_t from = 0;;) {
        size_t quote = str_find_char(field, '"', from);
        if (quote == SIZE_MAX) {
            if (from < field.len) sink_add(to, field.ptr + from, field.len - from);
            break;
        }
        sink_add(to, field.ptr + from, quote + 1 - from);
        sink_add_char(to, '"');
        from = quote + 1;
    }
    sink_add_char(to, '"');
}

static bool needs_quotes(struct str s) {
    if (s.len && (s.ptr[0] == ' ' || s.ptr[s.len - 1] == ' ')) return true;
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        if (c == ',' || c == '"' || c == '\n' || c == '\r') return true;
    }
    return false;
}

void csv_field(struct sink *to, struct str field) {
    if (needs_quotes(field))
        csv_quoted(to, field);
    else if (field.len)
        sink_add_str(to, field);
}

void csv_init(struct csv *c, struct str text, char delimiter) {
    *c = (struct csv){.at = text.ptr ? text.ptr : "", .delimiter = delimiter, .line = 1, .next_line = 1};
    c->end = c->at + text.len;
    if (str_starts(text, STR("\xEF\xBB\xBF"))) /* the mark some spreadsheets put first */
        c->at += 3;
}

static bool ends_field(const struct csv *c, const char *p) { return p == c->end || *p == c->delimiter || *p == '\n' || *p == '\r'; }

static struct str read_bare(struct csv *c) {
    const char *begin = c->at;
    while (!ends_field(c, c->at)) c->at++;
    return (struct str){begin, (size_t)(c->at - begin)};
}

/* The closing quote of a field whose content begins at p, or the end of the text. */
static const char *closing_quote(struct csv *c, const char *p, bool *doubled) {
    for (; p < c->end; p++) {
        if (*p == '\n') c->next_line++;
        if (*p != '"') continue;
        if (p + 1 == c->end || p[1] != '"') return p;
        *doubled = true;
        p++;
    }
    c->is_broken = true;
    return p;
}

/* The cursor stands on the opening quote. */
static struct str read_quoted(struct csv *c, struct arena *arena) {
    bool doubled = false;
    const char *begin = c->at + 1, *close = closing_quote(c, begin, &doubled);
    c->at = close < c->end ? close + 1 : close;
    struct str tail = read_bare(c);
    if (!doubled && tail.len == 0) return (struct str){begin, (size_t)(close - begin)};
    char *out = arena_raw(arena, (size_t)(close - begin) + tail.len + 1), *to = out;
    for (const char *p = begin; p < close; p++) {
        *to++ = *p;
        p += *p == '"';
    }
    if (tail.len) memcpy(to, tail.ptr, tail.len);
    return (struct str){out, (size_t)(to - out) + tail.len};
}

static void end_line(struct csv *c) {
    if (c->at == c->end) return;
    c->next_line++;
    if (*c->at == '\r' && c->end - c->at > 1 && c->at[1] == '\n') c->at++;
    c->at++; /* a lone CR ends a line as well */
}

bool csv_read(struct csv *c, struct arena *arena, struct str_list *fields) {
    fields->len = 0;
    while (c->at < c->end && (*c->at == '\n' || *c->at == '\r')) end_line(c);
    if (c->at == c->end) return false;
    c->line = c->next_line;
    for (;;) {
        struct str field = c->at < c->end && *c->at == '"' ? read_quoted(c, arena) : read_bare(c);
        *vec_push(arena, fields) = field;
        if (c->at == c->end || *c->at != c->delimiter) break;
        c->at++;
    }
    end_line(c);
    return true;
}
