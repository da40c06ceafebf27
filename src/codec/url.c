/* URLs as slices of the text they came in. Decoding is forgiving, as every client expects; splitting is strict, since
 * its result decides where a connection goes. */
#include "codec/url.h"

#include "codec/hex.h"

size_t url_decode_into(char *out, struct str s, bool plus_is_blank) {
    size_t at = 0;
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        if (c == '+' && plus_is_blank) {
            c = ' ';
        } else if (c == '%' && s.len - i > 2) {
            int high = hex_digit(s.ptr[i + 1]), low = hex_digit(s.ptr[i + 2]);
            if (high >= 0 && low >= 0) {
                c = (char)(high << 4 | low);
                i += 2;
            }
        }
        out[at++] = c;
    }
    return at;
}

struct str url_decode(struct arena *arena, struct str s, bool plus_is_blank) {
    if (!s.ptr) return STR_NONE;
    char *out = arena_raw(arena, s.len + 1);
    size_t len = url_decode_into(out, s, plus_is_blank);
    out[len] = '\0';
    return (struct str){out, len};
}

static bool is_letter(char c) {
    c |= 0x20;
    return c >= 'a' && c <= 'z';
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

void url_encode(struct sink *to, struct str s) {
    static const char digits[] = "0123456789ABCDEF";
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (c < 0x80 && (is_letter((char)c) || is_digit((char)c) || c == '-' || c == '.' || c == '_' || c == '~'))
            sink_add_char(to, (char)c);
        else
            sink_add(to, (char[]){'%', digits[c >> 4], digits[c & 15]}, 3);
    }
}

bool url_query_next(struct arena *arena, struct str *query, struct str *key, struct str *value) {
    struct str piece;
    do {
        if (!str_split(query, '&', &piece)) return false;
    } while (piece.len == 0);
    size_t equals = str_find_char(piece, '=', 0);
    *key = url_decode(arena, str_sub(piece, 0, equals), true);
    *value = equals == SIZE_MAX ? STR_NONE : url_decode(arena, str_sub(piece, equals + 1, SIZE_MAX), true);
    return true;
}

static unsigned default_port(struct str scheme) {
    if (str_eq_nocase(scheme, STR("http"))) return 80;
    if (str_eq_nocase(scheme, STR("https"))) return 443;
    return str_eq_nocase(scheme, STR("ftp")) ? 21 : 0;
}

static bool split_port(struct str text, struct url *out) {
    int64_t port;
    if (text.len == 0) /* "host:" is allowed and means the default */
        return true;
    if (!str_is_digits(text) || !str_to_i64(text, &port) || port > 65535) return false;
    out->port = (unsigned)port;
    return true;
}

/* [user@]host[:port], the host perhaps in brackets */
static bool split_authority(struct str text, struct url *out) {
    size_t at = str_find_last(text, '@');
    if (at != SIZE_MAX) {
        out->user = str_sub(text, 0, at);
        text = str_sub(text, at + 1, SIZE_MAX);
    }
    if (str_starts(text, STR("["))) {
        size_t end = str_find_char(text, ']', 0);
        if (end == SIZE_MAX || (end + 1 < text.len && text.ptr[end + 1] != ':')) return false;
        out->host = str_sub(text, 1, end - 1);
        out->is_ipv6 = true;
        return out->host.len > 0 && split_port(str_sub(text, end + 2, SIZE_MAX), out);
    }
    size_t colon = str_find_char(text, ':', 0);
    out->host = str_sub(text, 0, colon);
    if (out->host.len == 0 || str_find_char(out->host, '[', 0) != SIZE_MAX) return false;
    return colon == SIZE_MAX || split_port(str_sub(text, colon + 1, SIZE_MAX), out);
}

static bool is_scheme(struct str s) {
    if (s.len == 0 || !is_letter(s.ptr[0])) return false;
    for (size_t i = 1; i < s.len; i++) {
        char c = s.ptr[i];
        if ((unsigned char)c >= 0x80 || (!is_letter(c) && !is_digit(c) && c != '+' && c != '-' && c != '.')) return false;
    }
    return true;
}

/* Cut what stands behind the first `mark` off *text; absent if there is no mark. */
static struct str cut_behind(struct str *text, char mark) {
    size_t at = str_find_char(*text, mark, 0);
    if (at == SIZE_MAX) return STR_NONE;
    struct str behind = str_sub(*text, at + 1, SIZE_MAX);
    *text = str_sub(*text, 0, at);
    return behind;
}

bool url_split(struct str text, struct url *out) {
    *out = (struct url){0};
    for (size_t i = 0; i < text.len; i++) {
        if ((unsigned char)text.ptr[i] <= ' ' || text.ptr[i] == 0x7F) return false;
    }
    size_t scheme_len = str_find(text, STR("://"), 0);
    if (scheme_len == SIZE_MAX || !is_scheme(str_sub(text, 0, scheme_len))) return false;
    out->scheme = str_sub(text, 0, scheme_len);
    out->port = default_port(out->scheme);
    struct str rest = str_sub(text, scheme_len + 3, SIZE_MAX);
    out->fragment = cut_behind(&rest, '#');
    out->query = cut_behind(&rest, '?');
    size_t slash = str_find_char(rest, '/', 0);
    struct str authority = str_sub(rest, 0, slash);
    out->path = slash == SIZE_MAX ? str_sub(rest, rest.len, 0) : str_sub(rest, slash, SIZE_MAX);
    return str_find_char(authority, '\\', 0) == SIZE_MAX && split_authority(authority, out);
}
