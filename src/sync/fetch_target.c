/* Reading of URLs and of the operator's list. */
#include "sync/fetch_target.h"

#include "codec/hex.h"
#include "codec/url.h"
#include "codec/utf8.h"
#include "model/ascii.h"
#include "model/domain.h"

#define URL_MAX 4096
#define HOST_MAX 253

static enum err refuse(const char *why) { return err_set(ERR_BAD_INPUT, "This is no URL that can be fetched: %s.", why); }

/* Names are letters, digits, "-", "_" and dots that stand between something. */
static bool is_name(struct str host) {
    if (host.len == 0 || host.len > HOST_MAX) return false;
    for (size_t i = 0; i < host.len; i++) {
        char c = host.ptr[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
        if (!plain && (c != '.' || i == 0 || host.ptr[i - 1] == '.' || i + 1 == host.len)) return false;
    }
    return true;
}

/* No name in the world ends in a number: what does is an address in one of the old spellings. */
static bool ends_in_number(struct str host) {
    size_t dot = str_find_last(host, '.');
    struct str last = dot == SIZE_MAX ? host : str_sub(host, dot + 1, host.len);
    return str_is_digits(last) || str_starts(last, STR("0x"));
}

static bool read_host(struct arena *arena, const struct url *url, struct fetch_target *out) {
    struct str host = url->host;
    char text[ADDRESS_TEXT];
    if (!utf8_is_valid(host)) return false;
    if (!url->is_ipv6 && str_ends(host, STR("."))) host.len--;
    out->is_address = address_parse_plain(host, &out->address);
    if (out->is_address) {
        if (url->is_ipv6 == out->address.is_v4) return false;
        out->host = arena_str(arena, address_text(&out->address, text));
        return true;
    }
    if (url->is_ipv6 || str_starts(host, STR(".")) || str_ends(host, STR("."))) return false;
    out->host = domain_normalise(arena, arena_lower(arena, host));
    return is_name(out->host) && !ends_in_number(out->host);
}

/* Bytes that have no place in a request line are written as %XX. */
static struct str write_path(struct arena *arena, const struct url *url) {
    struct str parts[2] = {url->path.len > 0 ? url->path : STR("/"), url->query};
    char *text = arena_raw(arena, 3 * (parts[0].len + parts[1].len) + 2);
    size_t at = 0;
    for (size_t p = 0; p < 2; p++) {
        if (p == 1 && !str_is_none(parts[1])) text[at++] = '?';
        for (size_t i = 0; i < parts[p].len; i++) {
            char c = parts[p].ptr[i];
            if (c > ' ' && c < 127 && !strchr("\"<>\\^`{|}#", c)) {
                text[at++] = c;
                continue;
            }
            text[at++] = '%';
            hex_encode_into(text + at, (const uint8_t *)&c, 1);
            at += 2;
        }
    }
    return (struct str){text, at};
}

enum err fetch_target_parse(struct arena *arena, struct str text, struct fetch_target *out) {
    struct url url;
    *out = (struct fetch_target){.port = 0};
    text = str_trim(text);
    if (text.len > URL_MAX) return refuse("it is too long");
    if (!url_split(text, &url)) return refuse("it cannot be read");
    out->tls = str_eq_nocase(url.scheme, STR("https"));
    if (!out->tls && !str_eq_nocase(url.scheme, STR("http"))) return refuse("only http and https are");
    if (!str_is_none(url.user)) return refuse("it holds a user name or a password");
    if (!read_host(arena, &url, out)) return refuse("its host is written in a way that is not taken");
    if (url.port == 0) return refuse("its port is none");
    out->port = url.port;
    out->path = write_path(arena, &url);
    return OK;
}

/* --- the list --- */

static bool is_usual_port(const struct fetch_target *t) { return t->port == (t->tls ? 443 : 80); }

/* "." and "..", also with %2e: which server resolves them when, nobody knows, so a rule about paths does not let them pass. */
static bool has_dot_segment(struct str path) {
    size_t query = str_find_char(path, '?', 0);
    struct str rest = query == SIZE_MAX ? path : str_sub(path, 0, query), piece;
    while (str_split(&rest, '/', &piece)) {
        size_t dots = 0, i = 0;
        for (; i < piece.len; dots++) {
            if (piece.ptr[i] == '.')
                i++;
            else if (str_starts_nocase(str_sub(piece, i, 3), STR("%2e")))
                i += 3;
            else
                break;
        }
        bool all_dots = i == piece.len && (dots == 1 || dots == 2);
        bool hides_slash = str_find(piece, STR("%2f"), 0) != SIZE_MAX || str_find(piece, STR("%2F"), 0) != SIZE_MAX ||
                           str_find(piece, STR("%5c"), 0) != SIZE_MAX || str_find(piece, STR("%5C"), 0) != SIZE_MAX;
        if (all_dots || hides_slash) return true;
    }
    return false;
}

/* The beginning ends where a part of the path ends: /news allows /news, /news/today and /news?id=1, not /newspaper. */
static bool is_below(struct str path, struct str beginning) {
    if (str_eq(beginning, STR("/"))) return true;
    if (has_dot_segment(path) || !str_starts(path, beginning)) return false;
    if (path.len == beginning.len || strchr("/?=&", beginning.ptr[beginning.len - 1])) return true;
    char next = path.ptr[beginning.len];
    return next == '/' || next == '?' || (next == '&' && str_find_char(beginning, '?', 0) != SIZE_MAX);
}

static bool is_host(struct str host, struct str wanted, bool with_all_below) {
    if (str_eq(host, wanted)) return true;
    return with_all_below && host.len > wanted.len && str_ends(host, wanted) && host.ptr[host.len - wanted.len - 1] == '.';
}

static bool entry_allows(struct arena *arena, struct str entry, const struct fetch_target *t) {
    struct fetch_target want;
    bool is_url = str_find(entry, STR("://"), 0) != SIZE_MAX, below = !is_url && str_starts(entry, STR("."));
    if (is_url) {
        if (fetch_target_parse(arena, entry, &want) != OK) return false;
        return want.tls == t->tls && want.port == t->port && is_host(t->host, want.host, false) && is_below(t->path, want.path);
    }
    if (below) entry = str_sub(entry, 1, entry.len);
    struct str with_scheme = arena_join(arena, STR("http://"), entry);
    if (fetch_target_parse(arena, with_scheme, &want) != OK || !str_eq(want.path, STR("/"))) return false;
    bool has_port = str_find_last(entry, ':') != SIZE_MAX && !str_ends(entry, STR("]"));
    return (has_port ? want.port == t->port : is_usual_port(t)) && is_host(t->host, want.host, below && !want.is_address);
}

bool fetch_target_is_allowed(struct arena *arena, const struct fetch_target *target, const char *allow) {
    struct str rest = str_from(allow);
    while (rest.len > 0) {
        size_t end = 0;
        while (end < rest.len && rest.ptr[end] != ',' && !ascii_is_blank(rest.ptr[end])) end++;
        if (end > 0 && entry_allows(arena, str_sub(rest, 0, end), target)) return true;
        rest = str_sub(rest, end + 1, rest.len);
    }
    return false;
}

struct str fetch_target_url(struct arena *arena, const struct fetch_target *t) {
    bool is_v6 = t->is_address && !t->address.is_v4;
    struct str port = is_usual_port(t) ? STR("") : arena_printf(arena, ":%u", t->port);
    return arena_printf(arena, "%s://%s%.*s%s%.*s%.*s", t->tls ? "https" : "http", is_v6 ? "[" : "", STR_ARG(t->host), is_v6 ? "]" : "",
                        STR_ARG(port), STR_ARG(t->path));
}
