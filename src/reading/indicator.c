/* See indicator.h. One question after the other, each a small function that fills the answer or passes; the first that fits wins. */
#include "reading/indicator.h"

#include <string.h>

#include "model/address.h"
#include "model/ascii.h"
#include "model/refang.h"
#include "reading/indicator_host.h"
#include "reading/indicator_look.h"
#include "reading/indicator_scan.h"
#include "reading/indicator_wallet.h"
#include "reading/public_suffix.h"

#define PORT_MAX 65535
#define ENDING_MAX 16

struct word {
    struct arena *arena;
    struct str raw;   /* as it stands in the text */
    struct str clean; /* refanged */
    struct str bare;  /* without a port at the end */
    struct str port;  /* its digits, absent */
    bool defanged;
    enum indicator_shape shape;
};

static bool answer(struct indicator *out, struct str value, const char *const *types) {
    out->value = value;
    for (out->type_count = 0; types[out->type_count] && out->type_count < INDICATOR_TYPES_MAX; out->type_count++)
        out->types[out->type_count] = str_from(types[out->type_count]);
    return true;
}

#define ANSWER(out, value, ...) answer((out), (value), (const char *const[]){__VA_ARGS__, NULL})

static void add_type(struct indicator *out, struct str type) {
    if (out->type_count < INDICATOR_TYPES_MAX) out->types[out->type_count++] = type;
}

/* --- files and digests --- */

static struct str ending_of(struct str name) {
    size_t dot = str_find_last(name, '.');
    return dot == SIZE_MAX ? STR_NONE : str_sub(name, dot + 1, SIZE_MAX);
}

/* A dot, and behind the last one letters and digits that are no number. */
static bool is_file_name(struct str name) {
    struct str ending = ending_of(name);
    if (ending.len == 0 || ending.len > ENDING_MAX || ending.len + 1 >= name.len) return false;
    return ascii_all(ending, ascii_is_alnum) && !str_is_digits(ending) &&
           (public_suffix_is_file_ending(ending) || !indicator_is_number(name));
}

struct digest {
    size_t len;
    const char *single[5], *composite[5];
};

static const struct digest *digest_of(struct str text) {
    static const struct digest digests[] = {
        {32, {"md5", "imphash", "x509-fingerprint-md5", "ja3-fingerprint-md5"}, {"filename|md5", "filename|imphash"}},
        {40, {"sha1", "pehash", "x509-fingerprint-sha1", "cdhash"}, {"filename|sha1", "filename|pehash"}},
        {56, {"sha224", "sha512/224"}, {"filename|sha224", "filename|sha512/224"}},
        {64,
         {"sha256", "authentihash", "sha512/256", "x509-fingerprint-sha256"},
         {"filename|sha256", "filename|authentihash", "filename|sha512/256"}},
        {96, {"sha384"}, {"filename|sha384"}},
        {128, {"sha512"}, {"filename|sha512"}},
    };
    for (size_t i = 0; i < sizeof digests / sizeof *digests; i++)
        if (text.len == digests[i].len) return &digests[i];
    return NULL;
}

/* The block size of ssdeep is 3 times a power of two; what else has two colons is mostly a time. */
static bool is_ssdeep(struct str text) {
    struct str rest = text, size, first;
    int64_t block;
    if (indicator_shape_of(text) != SHAPE_COLONS || !str_split(&rest, ':', &size) || !str_split(&rest, ':', &first)) return false;
    if (!str_to_i64(size, &block) || block % 3 != 0 || block == 0) return false;
    for (block /= 3; block % 2 == 0; block /= 2) continue;
    return block == 1 && !(first.len <= 2 && str_is_digits(first));
}

static bool resolve_digest(const struct word *w, struct indicator *out) {
    size_t bar = str_find_char(w->raw, '|', 0);
    if (bar != SIZE_MAX && str_find_last(w->raw, '|') == bar && is_file_name(str_sub(w->raw, 0, bar))) {
        struct str hash = str_sub(w->raw, bar + 1, SIZE_MAX);
        if (indicator_shape_of(hash) == SHAPE_HEX) return answer(out, w->raw, digest_of(hash)->composite);
        if (is_ssdeep(hash)) return ANSWER(out, w->raw, "filename|ssdeep");
    }
    if (w->shape == SHAPE_HEX) {
        answer(out, w->raw, digest_of(w->raw)->single);
        if (indicator_is_bitcoin(w->raw)) add_type(out, STR("btc"));
        return true;
    }
    return w->shape == SHAPE_COLONS && is_ssdeep(w->raw) && ANSWER(out, w->raw, "ssdeep");
}

/* --- mail --- */

static bool is_local_char(char c) { return ascii_is_alnum(c) || (c != '\0' && strchr("!#$%&'*+-/=?^_`{|}~.", c)); }

static bool is_plain_local_char(char c) { return ascii_is_alnum(c) || c == '.' || c == '_' || c == '-' || c == '+' || c == '%'; }

static bool is_letters(struct str label) { return label.len >= 2 && ascii_all(label, ascii_is_letter); }

static bool resolve_mail(const struct word *w, struct indicator *out) {
    struct str text = str_starts_nocase(w->clean, STR("mailto:")) ? str_sub(w->clean, 7, SIZE_MAX) : w->clean;
    size_t at = str_find_char(text, '@', 0), labels;
    if (at == SIZE_MAX || at == 0 || at > 64 || str_find_last(text, '@') != at) return false;
    struct str local = str_sub(text, 0, at), domain = str_sub(text, at + 1, SIZE_MAX);
    if (!ascii_all(local, is_local_char) || !(ascii_is_alnum(local.ptr[0]) || local.ptr[0] == '_')) return false;
    if (local.ptr[local.len - 1] == '.' || str_find(local, STR(".."), 0) != SIZE_MAX || !host_is_name(domain, &labels)) return false;
    struct str top = host_last_label(domain);
    if (!is_letters(top) && !public_suffix_is_known(top)) return false;
    out->weak = !ascii_all(local, is_plain_local_char);
    out->mixed_scripts = indicator_look(w->arena, domain, &out->looks_like);
    return ANSWER(out, text, "email-src", "email", "email-dst", "target-email", "whois-registrant-email");
}

/* --- addresses --- */

static bool port_is_possible(struct str port) {
    int64_t n;
    return str_to_i64(port, &n) && n <= PORT_MAX;
}

static void note_port(const struct word *w, struct indicator *out) {
    if (w->port.len) out->comment = arena_printf(w->arena, "On port %.*s", STR_ARG(w->port));
}

static bool answer_address(const struct word *w, struct str value, struct indicator *out) {
    if (!w->port.len || !port_is_possible(w->port)) return ANSWER(out, value, "ip-dst", "ip-src", "ip-src/ip-dst");
    note_port(w, out);
    value = arena_printf(w->arena, "%.*s|%.*s", STR_ARG(value), STR_ARG(w->port));
    return ANSWER(out, value, "ip-dst|port", "ip-src|port", "ip-src|port/ip-dst|port");
}

static bool resolve_address(const struct word *w, struct indicator *out) {
    struct address a;
    if (w->clean.len < 3 || w->clean.len > ADDRESS_TEXT + 8) return false;
    /* without brackets what looks like a port may be the last part of IPv6 */
    if (address_parse_plain(w->clean, &a)) return ANSWER(out, w->clean, "ip-dst", "ip-src", "ip-src/ip-dst");
    if (address_parse_plain(w->bare, &a)) return answer_address(w, w->bare, out);
    if (w->bare.len > 4 && w->bare.ptr[0] == '[' && w->bare.ptr[w->bare.len - 1] == ']') {
        struct str inside = str_sub(w->bare, 1, w->bare.len - 2);
        if (address_parse_plain(inside, &a) && !a.is_v4) return answer_address(w, inside, out);
    }
    if (str_find_char(w->clean, '/', 0) == SIZE_MAX || !address_parse(w->clean, &a)) return false;
    return ANSWER(out, w->clean, "ip-dst", "ip-src", "ip-src/ip-dst");
}

/* --- names --- */

static bool answer_name(const struct word *w, size_t labels, struct indicator *out) {
    note_port(w, out);
    out->mixed_scripts = indicator_look(w->arena, w->bare, &out->looks_like);
    if (labels > 2)
        ANSWER(out, w->bare, "hostname", "domain", "url", "filename");
    else
        ANSWER(out, w->bare, "domain", "filename");
    if (str_eq_nocase(host_last_label(w->bare), STR("onion"))) add_type(out, STR("onion-address"));
    return true;
}

static bool resolve_name(const struct word *w, struct indicator *out) {
    size_t labels;
    if (!host_is_name(w->bare, &labels)) return false;
    struct str top = host_last_label(w->bare);
    bool known = public_suffix_is_known(top);
    /* nobody hides the dot of a file name; an end that is unknown may be mistyped or new */
    if (w->defanged && !known && is_letters(top) && !public_suffix_is_file_ending(top)) return answer_name(w, labels, out);
    if (!known) return false;
    if (!w->defanged && !w->port.len && public_suffix_is_rather_file(w->bare))
        return ANSWER(out, w->bare, "filename", labels > 2 ? "hostname" : "domain");
    return answer_name(w, labels, out);
}

/* --- URLs --- */

/* The end of a sentence, and brackets that were opened before the URL. */
static struct str trim_url(struct str url) {
    static const char opening[] = "([{", closing[] = ")]}";
    bool lonely[3] = {false, false, false}; /* there is no such opening bracket: found out once */
    while (url.len > 0) {
        char last = url.ptr[url.len - 1];
        const char *bracket = last ? strchr(closing, last) : NULL;
        size_t kind = bracket ? (size_t)(bracket - closing) : 0;
        if (bracket && !lonely[kind] && str_find_last(url, opening[kind]) != SIZE_MAX) break;
        if (bracket) lonely[kind] = true;
        if (!bracket && !(last && strchr("!?:;*.,'\"", last))) break;
        url.len--;
    }
    return url;
}

static bool is_host_without_scheme(const struct word *w, struct str host) {
    struct address a;
    size_t labels;
    if (address_parse_plain(host, &a)) return a.is_v4;
    if (!host_is_name(host, &labels)) return false;
    struct str top = host_last_label(host);
    if (w->defanged && is_letters(top)) return true;
    return public_suffix_is_known(top) && !public_suffix_is_rather_file(host);
}

static bool is_address_char(char c) { return ascii_is_digit(c) || c == '.'; }

/* "1.2.3.4/33", "1.2.3.4/1.2.3.5" */
static bool is_bad_network(struct str url, struct str host) {
    struct address a;
    return address_parse_plain(host, &a) && ascii_all(str_sub(url, host.len + 1, SIZE_MAX), is_address_char);
}

static bool resolve_url(const struct word *w, struct indicator *out) {
    struct url_parts parts;
    struct str url = trim_url(w->clean);
    if (!host_url_split(url, &parts)) return false;
    if (str_is_none(parts.scheme)) {
        /* what a mail address is followed by */
        if (is_bad_network(url, parts.host) || !str_starts(url, parts.host)) return false;
        if (!parts.has_path || str_find_char(url, '/', 0) == SIZE_MAX || !is_host_without_scheme(w, parts.host)) return false;
    } else if (!parts.is_v6 && str_find_char(url, '.', 0) == SIZE_MAX) {
        return false;
    }
    out->mixed_scripts = indicator_look(w->arena, parts.host, &out->looks_like);
    if (parts.port.len && !parts.has_path) out->comment = arena_printf(w->arena, "On port %.*s", STR_ARG(parts.port));
    out->not_for_ids = str_eq_nocase(parts.scheme, STR("https")) && public_suffix_is_vendor(parts.host);
    return out->not_for_ids ? ANSWER(out, url, "link") : ANSWER(out, url, "url");
}

/* --- files and paths --- */

static bool is_drive(struct str path) { return path.len > 2 && ascii_is_letter(path.ptr[0]) && path.ptr[1] == ':'; }

/* What a name or path of a file has no need of: the word is likelier something in brackets, or a name with its value. */
static bool is_odd_file(struct str name) {
    static const char odd[] = "=|\"'`*?!(){}[]#$&;@<>^";
    size_t from = is_drive(name) ? 2 : 0;
    for (size_t i = from; i < name.len; i++) {
        unsigned char c = (unsigned char)name.ptr[i];
        if (c == ':' || (c && c < 0x80 && strchr(odd, c))) return true;
        /* general and East Asian punctuation */
        if (c == 0xe2 && i + 1 < name.len && (unsigned char)name.ptr[i + 1] == 0x80) return true;
        if ((c == 0xe3 || c == 0xef) && i + 1 < name.len &&
            ((unsigned char)name.ptr[i + 1] == 0x80 || (unsigned char)name.ptr[i + 1] == 0xbc))
            return true;
    }
    return false;
}

static bool is_registry_key(struct str s) { return str_starts_nocase(s, STR("HK")) && str_find_char(s, '\\', 0) != SIZE_MAX; }

static bool resolve_file(const struct word *w, struct indicator *out) {
    struct str name = w->raw;
    if (is_registry_key(name)) return ANSWER(out, name, "regkey");
    if (!is_file_name(name)) {
        name = w->clean;
        if (!w->defanged || !is_file_name(name) || !public_suffix_is_file_ending(ending_of(name))) return false;
    }
    out->weak = is_odd_file(name);
    return ANSWER(out, name, "filename");
}

static bool resolve_path(const struct word *w, struct indicator *out) {
    size_t slash = str_find_last(w->raw, '\\');
    if (slash == SIZE_MAX) return false;
    struct str last = str_sub(w->raw, slash + 1, SIZE_MAX);
    if (is_registry_key(w->raw)) return ANSWER(out, w->raw, "regkey");
    if (is_drive(w->raw) || str_find_char(last, '.', 0) != SIZE_MAX) return is_file_name(last) && ANSWER(out, w->raw, "filename");
    if (w->raw.ptr[0] == '\\') return false;
    out->weak = true;
    return ANSWER(out, w->raw, "regkey");
}

/* --- numbers --- */

static struct str upper(struct arena *arena, struct str s) {
    char *out = arena_raw(arena, s.len);
    for (size_t i = 0; i < s.len; i++) out[i] = (char)(s.ptr[i] >= 'a' && s.ptr[i] <= 'z' ? s.ptr[i] - 32 : s.ptr[i]);
    return (struct str){out, s.len};
}

/* A book's number (ISBN) has 13 digits and begins with 978 or 979. */
static bool is_phone(struct str s) {
    size_t digits = 0;
    for (size_t i = 0; i < s.len; i++) digits += ascii_is_digit(s.ptr[i]);
    if (s.ptr[0] != '+' && (str_find_char(s, '-', 0) == SIZE_MAX || digits < 7)) return false;
    if (str_find(s, STR("--"), 0) != SIZE_MAX || str_find(s, STR("//"), 0) != SIZE_MAX || digits > 18) return false;
    return !(digits == 13 && (str_starts(s, STR("978-")) || str_starts(s, STR("979-"))));
}

static bool resolve_number(const struct word *w, struct indicator *out) {
    switch (w->shape) {
    case SHAPE_CVE: return ANSWER(out, upper(w->arena, w->raw), "vulnerability");
    case SHAPE_PHONE: return is_phone(w->raw) && ANSWER(out, w->raw, "phone-number", "prtn", "whois-registrant-phone");
    case SHAPE_AS: return ANSWER(out, upper(w->arena, w->raw), "AS");
    case SHAPE_NONE:
    case SHAPE_HEX:
    case SHAPE_COLONS:
    case SHAPE_DATE: break;
    }
    return indicator_is_bitcoin(w->raw) && wallet_is_bitcoin(w->raw) && ANSWER(out, w->raw, "btc");
}

/* --- the whole --- */

static void cut_port(struct word *w) {
    size_t colon = str_find_last(w->clean, ':');
    struct str port = colon == SIZE_MAX ? STR_NONE : str_sub(w->clean, colon + 1, SIZE_MAX);
    w->bare = w->clean;
    if (port.len < 2 || port.len > 5 || !str_is_digits(port)) return;
    w->bare = str_sub(w->clean, 0, colon);
    w->port = port;
}

static struct str without_dots(struct str s) {
    while (s.len > 0 && s.ptr[s.len - 1] == '.') s.len--;
    return s;
}

bool indicator_resolve(struct arena *arena, struct str text, struct indicator *out) {
    struct word w = {.arena = arena, .raw = text, .shape = indicator_shape_of(text)};
    *out = (struct indicator){0};
    if (text.len == 0) return false;
    if (resolve_digest(&w, out)) return true;
    if (w.shape == SHAPE_DATE) return false;
    w.clean = indicator_refang(arena, text);
    if (w.clean.len == 0) return false;
    out->defanged = w.defanged = !str_eq(w.clean, without_dots(text));
    cut_port(&w);
    if (resolve_mail(&w, out) || resolve_address(&w, out)) return true;
    if (str_find_char(w.clean, '.', 0) != SIZE_MAX && resolve_name(&w, out)) return true;
    if (resolve_url(&w, out) || resolve_file(&w, out) || resolve_path(&w, out)) return true;
    return resolve_number(&w, out);
}
