/* Mail: heads, multiparts, base64 and quoted-printable. The idea: the first plain text part is the report, else the first HTML part; attachments
 * are left alone. */
#include "format/in_mail.h"

#include "base/buf.h"
#include "base/clock.h"
#include "codec/base64.h"
#include "format/in_html.h"
#include "format/in_text.h"
#include "model/ascii.h"
#include "model/time_text.h"

enum { DEPTH = 8, PARTS = 200, FIELD_MAX = 16384 };

struct part {
    struct str head, body;
};

static bool is_field_name(struct str line) {
    size_t colon = str_find_char(line, ':', 0);
    if (colon == SIZE_MAX || colon == 0 || colon > 60) return false;
    for (size_t i = 0; i < colon; i++)
        if (!ascii_is_alnum(line.ptr[i]) && line.ptr[i] != '-') return false;
    return true;
}

bool in_mail_is(struct str head) {
    static const char *const names[] = {
        "from:", "subject:", "date:", "received:", "message-id:", "mime-version:", "to:", "return-path:", "delivered-to:"};
    struct str rest = head, line;
    int known = 0;
    for (int i = 0; i < 12 && str_split(&rest, '\n', &line); i++) {
        line.len -= line.len && line.ptr[line.len - 1] == '\r';
        if (line.len && (line.ptr[0] == ' ' || line.ptr[0] == '\t')) continue;
        if (line.len == 0 || !is_field_name(line)) break;
        for (size_t k = 0; k < sizeof names / sizeof *names; k++) known += str_starts_nocase(line, str_from(names[k]));
    }
    return known >= 3;
}

static struct part split_part(struct str s) {
    size_t at = 0;
    while (at < s.len) {
        size_t end = str_find_char(s, '\n', at);
        if (end == SIZE_MAX) return (struct part){s, {"", 0}};
        if (end == at || (end == at + 1 && s.ptr[at] == '\r')) return (struct part){str_sub(s, 0, at), str_sub(s, end + 1, SIZE_MAX)};
        at = end + 1;
    }
    return (struct part){s, {"", 0}};
}

/* The value of a field, its folded lines joined; of a longer one than any mail needs only the beginning. */
static struct str field(struct arena *arena, struct str head, struct str name) {
    struct str rest = head, line;
    struct buf value;
    bool inside = false, found = false, done = false;
    buf_init(&value, FIELD_MAX + 1);
    while (!done && str_split(&rest, '\n', &line)) {
        bool more = line.len && (line.ptr[0] == ' ' || line.ptr[0] == '\t');
        if (!more) {
            done = inside;
            inside = !done && str_starts_nocase(line, name) && line.len > name.len && line.ptr[name.len] == ':';
            found |= inside;
            if (inside) line = str_sub(line, name.len + 1, SIZE_MAX);
        }
        if (done || !inside) continue;
        if (more) buf_add_char(&value, ' ');
        line = str_trim(line);
        buf_add_str(&value, str_sub(line, 0, value.len < FIELD_MAX ? FIELD_MAX - value.len : 0));
        done = value.len >= FIELD_MAX;
    }
    struct str result = found ? arena_str(arena, buf_str(&value)) : STR_NONE;
    buf_done(&value);
    return result;
}

/* name=value or name="value" of a field. */
static struct str parameter(struct str value, struct str name) {
    for (size_t i = 0; i + name.len < value.len; i++) {
        if (!str_starts_nocase(str_sub(value, i, SIZE_MAX), name) || value.ptr[i + name.len] != '=') continue;
        struct str rest = str_sub(value, i + name.len + 1, SIZE_MAX);
        if (rest.len && rest.ptr[0] == '"')
            return str_sub(rest, 1, (str_find_char(rest, '"', 1) == SIZE_MAX ? rest.len : str_find_char(rest, '"', 1)) - 1);
        size_t end = 0;
        while (end < rest.len && rest.ptr[end] != ';' && rest.ptr[end] != ' ') end++;
        return str_sub(rest, 0, end);
    }
    return STR_NONE;
}

static int hex_value(char c) {
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* `blank`: an underscore is one, as in head fields. */
static struct str quoted_printable(struct arena *arena, struct str s, bool blank) {
    char *out = arena_raw(arena, s.len + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == '=' && i + 2 < s.len && hex_value(s.ptr[i + 1]) >= 0 && hex_value(s.ptr[i + 2]) >= 0) {
            out[n++] = (char)(hex_value(s.ptr[i + 1]) * 16 + hex_value(s.ptr[i + 2]));
            i += 2;
        } else if (s.ptr[i] == '=' && i + 1 < s.len && (s.ptr[i + 1] == '\n' || s.ptr[i + 1] == '\r')) {
            i += s.ptr[i + 1] == '\r' && i + 2 < s.len && s.ptr[i + 2] == '\n' ? 2 : 1;
        } else {
            out[n++] = blank && s.ptr[i] == '_' ? ' ' : s.ptr[i];
        }
    }
    return (struct str){out, n};
}

static struct str to_text(struct arena *arena, struct str bytes, struct str charset) {
    struct in_text text;
    return in_text_convert(arena, bytes, charset, &text) == OK ? text.text : (struct str){"", 0};
}

/* "=?utf-8?B?...?=" pieces of a head field. */
static struct str decoded_field(struct arena *arena, struct str s) {
    struct buf out;
    buf_init(&out, 8 * FIELD_MAX);
    for (size_t i = 0; i < s.len;) {
        size_t at = str_find(s, STR("=?"), i), a, b, c;
        if (at == SIZE_MAX || (a = str_find_char(s, '?', at + 2)) == SIZE_MAX || (b = str_find_char(s, '?', a + 1)) == SIZE_MAX ||
            b != a + 2 || (c = str_find(s, STR("?="), b + 1)) == SIZE_MAX) {
            buf_add_str(&out, to_text(arena, str_sub(s, i, SIZE_MAX), STR_NONE));
            break;
        }
        struct str between = str_sub(s, i, at - i), data = str_sub(s, b + 1, c - b - 1), bytes = data;
        if (str_trim(between).len) buf_add_str(&out, to_text(arena, between, STR_NONE));
        if ((s.ptr[a + 1] | 0x20) == 'b') {
            if (!base64_decode(arena, data, &bytes)) bytes = (struct str){"", 0};
        } else {
            bytes = quoted_printable(arena, data, true);
        }
        buf_add_str(&out, to_text(arena, bytes, str_sub(s, at + 2, a - at - 2)));
        i = c + 2;
    }
    struct str result = arena_str(arena, buf_str(&out));
    buf_done(&out);
    return result;
}

static struct str decoded_body(struct arena *arena, const struct part *part) {
    struct str how = field(arena, part->head, STR("Content-Transfer-Encoding")), bytes;
    if (str_eq_nocase(how, STR("quoted-printable"))) return quoted_printable(arena, part->body, false);
    if (str_eq_nocase(how, STR("base64"))) return base64_decode(arena, part->body, &bytes) ? bytes : (struct str){"", 0};
    return part->body;
}

struct found {
    struct str plain, html;
    int parts;
};

static void find_parts(struct arena *arena, const struct part *part, int depth, struct found *found) {
    struct str type = field(arena, part->head, STR("Content-Type"));
    if (++found->parts > PARTS || depth > DEPTH) return;
    if (str_starts_nocase(type, STR("multipart/"))) {
        struct str boundary = parameter(type, STR("boundary"));
        if (!boundary.len) return;
        struct str mark = arena_join(arena, STR("--"), boundary);
        for (size_t at = str_find(part->body, mark, 0), end; at != SIZE_MAX && found->parts < PARTS; at = end) {
            size_t from = at + mark.len;
            end = str_find(part->body, mark, from);
            if (end == SIZE_MAX) return;
            size_t line = str_find_char(part->body, '\n', from);
            if (line == SIZE_MAX || line > end) continue;
            struct part inner = split_part(str_sub(part->body, line + 1, end - line - 1));
            find_parts(arena, &inner, depth + 1, found);
        }
        return;
    }
    if (str_starts_nocase(field(arena, part->head, STR("Content-Disposition")), STR("attachment"))) return;
    if (str_starts_nocase(type, STR("text/html")) && !found->html.len) {
        struct document_in page;
        if (in_html_read(arena, decoded_body(arena, part), parameter(type, STR("charset")), &page) == OK) found->html = page.text;
    } else if ((str_is_empty(type) || str_starts_nocase(type, STR("text/plain"))) && !found->plain.len) {
        found->plain = to_text(arena, decoded_body(arena, part), parameter(type, STR("charset")));
    }
}

enum err in_mail_read(struct arena *arena, struct str bytes, struct document_in *out) {
    struct part whole = split_part(bytes);
    struct found found = {0};
    int64_t micros;
    char day[CLOCK_TEXT];
    *out = (struct document_in){.text = {"", 0}};
    out->title = decoded_field(arena, field(arena, whole.head, STR("Subject")));
    out->author = decoded_field(arena, field(arena, whole.head, STR("From")));
    if (time_text_parse(field(arena, whole.head, STR("Date")), &micros))
        out->published = arena_str(arena, clock_date(micros / 1000000, day));
    find_parts(arena, &whole, 0, &found);
    out->text = str_trim(found.plain).len ? found.plain : found.html;
    return out->text.len || out->title.len ? OK : err_set(ERR_BAD_INPUT, "This mail holds no text that can be read.");
}
