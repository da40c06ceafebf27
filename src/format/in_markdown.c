/* Only what stands in the way of reading is undone: this is no renderer. Addresses of links stay in the text, since indicators are looked for
 * there; the marks of headings stay, since a reading asks for them; the lines of a code block stay as they are. */
#include "format/in_markdown.h"

#include "base/buf.h"
#include "base/clock.h"
#include "model/ascii.h"
#include "model/time_text.h"

enum { FRONT_LINES = 64, LINK_MAX = 4096 };

static bool has_front(struct str head) { return str_starts(head, STR("---\n")) || str_starts(head, STR("---\r\n")); }

bool in_markdown_is(struct str head, struct str name) {
    if (str_ends(name, STR(".md")) || str_ends(name, STR(".markdown"))) return true;
    return has_front(head) || str_find(head, STR("](http"), 0) != SIZE_MAX;
}

static struct str unquoted(struct str value) {
    value = str_trim(value);
    bool quoted = value.len > 1 && (value.ptr[0] == '"' || value.ptr[0] == '\'') && value.ptr[value.len - 1] == value.ptr[0];
    return quoted ? str_sub(value, 1, value.len - 2) : value;
}

static void take_day(struct arena *arena, struct str value, struct document_in *out) {
    int64_t micros;
    char text[CLOCK_TEXT];
    if (value.len > 10 && ascii_is_digit(value.ptr[0]) && value.ptr[4] == '-') value.len = 10;
    if (!out->published.len && time_text_parse(value, &micros)) out->published = arena_str(arena, clock_date(micros / 1000000, text));
}

static void take_fact(struct arena *arena, struct str key, struct str value, struct document_in *out) {
    value = unquoted(value);
    if (!value.len) return;
    if (str_eq_nocase(key, STR("title"))) out->title = value;
    if (str_eq_nocase(key, STR("author"))) out->author = value;
    if (str_eq_nocase(key, STR("date")) || str_eq_nocase(key, STR("published"))) take_day(arena, value, out);
    if (str_eq_nocase(key, STR("lang")) || str_eq_nocase(key, STR("language"))) out->language = str_sub(value, 0, 2);
    if (str_eq_nocase(key, STR("url")) || str_eq_nocase(key, STR("source")) || str_eq_nocase(key, STR("canonical_url")))
        out->source_url = value;
}

/* "---", lines of "key: value", "---"; returns what follows, or the text itself where there is no end of it. */
static struct str take_front(struct arena *arena, struct str text, struct document_in *out) {
    struct document_in facts = {.text = {"", 0}};
    struct str rest = text, line;
    if (!has_front(str_sub(text, 0, 8)) || !str_split(&rest, '\n', &line)) return text;
    for (int i = 0; i < FRONT_LINES && str_split(&rest, '\n', &line); i++) {
        line = str_trim(line);
        if (str_eq(line, STR("---")) || str_eq(line, STR("..."))) {
            *out = facts;
            return rest;
        }
        size_t colon = str_find_char(line, ':', 0);
        if (colon != SIZE_MAX) take_fact(arena, str_sub(line, 0, colon), str_sub(line, colon + 1, SIZE_MAX), &facts);
    }
    return text;
}

/* "[text](address "title")" at `at`: its length, 0 when it is none. */
static size_t link_at(struct str line, size_t at, struct str *text, struct str *address) {
    size_t middle = str_find(str_sub(line, 0, at + LINK_MAX), STR("]("), at);
    if (middle == SIZE_MAX) return 0;
    *text = str_sub(line, at + 1, middle - at - 1);
    size_t end = str_find_char(str_sub(line, 0, middle + LINK_MAX), ')', middle);
    if (end == SIZE_MAX || str_find_char(*text, '[', 0) != SIZE_MAX) return 0;
    *address = str_trim(str_sub(line, middle + 2, end - middle - 2));
    size_t blank = str_find_char(*address, ' ', 0);
    if (blank != SIZE_MAX) *address = str_sub(*address, 0, blank);
    return end + 1 - at;
}

static bool is_link_char(struct str line, size_t i) {
    return line.ptr[i] == '[' || (line.ptr[i] == '!' && i + 1 < line.len && line.ptr[i + 1] == '[');
}

static void add_line(struct buf *to, struct str line) {
    bool may_link = str_find(line, STR("]("), 0) != SIZE_MAX;
    while (str_starts(line, STR("> "))) line = str_sub(line, 2, SIZE_MAX);
    for (size_t i = 0; i < line.len;) {
        struct str text, address;
        bool picture = line.ptr[i] == '!';
        size_t used = may_link && is_link_char(line, i) ? link_at(line, i + picture, &text, &address) : 0;
        if (used) {
            if (!picture) buf_add_str(to, text);
            if (!picture && address.len && address.ptr[0] != '#' && !str_eq(text, address)) {
                buf_add_text(to, " (");
                buf_add_str(to, address);
                buf_add_char(to, ')');
            }
            i += used + picture;
        } else if (str_starts(str_sub(line, i, 2), STR("**")) || str_starts(str_sub(line, i, 2), STR("__"))) {
            i += 2;
        } else {
            if (line.ptr[i] != '`') buf_add_char(to, line.ptr[i]);
            i++;
        }
    }
}

void in_markdown_read(struct arena *arena, struct str text, struct document_in *out) {
    struct buf plain;
    struct str line;
    bool code = false;
    *out = (struct document_in){.text = {"", 0}};
    text = take_front(arena, text, out);
    buf_init(&plain, text.len * 2 + 64);
    while (str_split(&text, '\n', &line)) {
        bool fence = str_starts(str_trim(line), STR("```")) || str_starts(str_trim(line), STR("~~~"));
        if (fence)
            code = !code;
        else if (code)
            buf_add_str(&plain, line);
        else
            add_line(&plain, line);
        buf_add_char(&plain, '\n');
    }
    out->text = arena_str(arena, buf_str(&plain));
    buf_done(&plain);
}
