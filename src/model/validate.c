/* One small check a validator: each returns what is wrong, or NULL. A table at the end says which validator is which check. */
#include "model/validate.h"

#include <string.h>

#include "codec/json.h"
#include "codec/uuid.h"
#include "model/address.h"
#include "model/ascii.h"
#include "model/domain.h"
#include "model/time_text.h"
#include "model/value.h"

#define OR_OTHER "Please double check the value or select type \"other\"."
#define TLSH_FORM "at least 35 hexadecimal characters, optionally starting with t1 instead of hexadecimal characters"
#define ONLY_SHA1 "Only SHA1 is supported for PEhashes. " OR_OTHER

static const char bad_address[] = "IP address has an invalid format.";
static const char bad_port[] = "Port numbers have to be integers between 1 and 65535.";
static const char bad_format[] = "Value not in the right type/format. " OR_OTHER;
static const char bad_impfuzzy[] = "Invalid impfuzzy format. The format has to be imports:hash:hash";
static const char bad_filename[] = "Filename must not contain new line character.";

/* What is being checked; head and tail are the halves of a composite value. */
struct subject {
    struct arena *arena;
    const struct attribute_type *type;
    struct str value, head, tail;
};

static bool has_newline(struct str s) { return str_find_char(s, '\n', 0) != SIZE_MAX; }

static bool is_port(struct str s) {
    int64_t n;
    return str_is_digits(s) && str_to_i64(s, &n) && n >= 1 && n <= 65535;
}

static bool is_hash(struct str s, size_t digits) { return s.len == digits && ascii_all(s, ascii_is_hex); }

static bool is_tlsh(struct str s) {
    if (s.len > 0 && s.ptr[0] == 't') s = str_sub(s, 1, SIZE_MAX);
    return s.len > 35 && ascii_all(s, ascii_is_hex);
}

static bool is_base64_char(char c) { return ascii_is_alnum(c) || c == '+' || c == '/'; }

static bool is_alnum_char(char c) { return ascii_is_alnum(c); }

/* "number:x:y", where x and y are of the class if one is given */
static bool is_fuzzy(struct str s, bool (*is)(char)) {
    struct str part[3];
    for (int i = 0; i < 3; i++)
        if (!str_split(&s, ':', &part[i])) return false;
    struct str none;
    return !str_split(&s, ':', &none) && str_is_digits(part[0]) && (!is || (ascii_all(part[1], is) && ascii_all(part[2], is)));
}

static const char *check_any(const struct subject *s) {
    (void)s;
    return NULL;
}

static const char *check_one_line(const struct subject *s) {
    return has_newline(s->value) ? "Value must not contain new line character." : NULL;
}

static const char *check_not_empty(const struct subject *s) { return s->value.len == 0 || has_newline(s->value) ? bad_format : NULL; }

static const char *hash_problem(const struct subject *s, const char *before) {
    return arena_printf(s->arena, "Checksum has an invalid length or format (expected: %s%u hexadecimal characters). " OR_OTHER, before,
                        s->type->size)
        .ptr;
}

static const char *check_hash(const struct subject *s) { return is_hash(s->value, s->type->size) ? NULL : hash_problem(s, ""); }

static const char *check_pehash(const struct subject *s) {
    return is_hash(s->value, s->type->size)
               ? NULL
               : "The input doesn't match the expected sha1 format (expected: 40 hexadecimal characters). " ONLY_SHA1;
}

static const char *check_tlsh(const struct subject *s) {
    return is_tlsh(s->value) ? NULL : "Checksum has an invalid length or format (expected: " TLSH_FORM "). " OR_OTHER;
}

static const char *check_telfhash(const struct subject *s) {
    return s->value.len == 70 || s->value.len == 72
               ? NULL
               : "Checksum has an invalid length or format (expected: 70 or 72 hexadecimal characters). " OR_OTHER;
}

static const char *check_ssdeep(const struct subject *s) {
    return is_fuzzy(s->value, is_base64_char) ? NULL : "Invalid SSDeep hash. The format has to be blocksize:hash:hash";
}

static const char *check_impfuzzy(const struct subject *s) { return is_fuzzy(s->value, NULL) ? NULL : bad_impfuzzy; }

static const char *check_cdhash(const struct subject *s) {
    return s->value.len >= s->type->size && ascii_all(s->value, ascii_is_hex)
               ? NULL
               : "The input doesn't match the expected format (expected: 40 or more hexadecimal characters)";
}

static bool is_filename(struct str s) { return s.len > 0 && !has_newline(s); }

static const char *check_filename_hash(const struct subject *s) {
    return is_filename(s->head) && is_hash(s->tail, s->type->size) ? NULL : hash_problem(s, "filename|");
}

static const char *check_filename_pehash(const struct subject *s) {
    return is_filename(s->head) && is_hash(s->tail, s->type->size)
               ? NULL
               : "The input doesn't match the expected filename|sha1 format (expected: filename|40 hexadecimal "
                 "characters). " ONLY_SHA1;
}

static const char *check_filename_tlsh(const struct subject *s) {
    if (has_newline(s->head)) return bad_filename;
    return is_tlsh(s->tail) ? NULL : "TLSH hash has an invalid length or format (expected: filename|" TLSH_FORM "). " OR_OTHER;
}

static const char *check_filename_ssdeep(const struct subject *s) {
    if (has_newline(s->head)) return bad_filename;
    return is_fuzzy(s->tail, is_base64_char) ? NULL : "Invalid ssdeep hash (expected: blocksize:hash:hash).";
}

static const char *check_filename_impfuzzy(const struct subject *s) {
    if (has_newline(s->head)) return bad_filename;
    return is_fuzzy(s->tail, NULL) ? NULL : bad_impfuzzy;
}

static const char *check_filename_vhash(const struct subject *s) {
    return is_filename(s->head) && is_filename(s->tail)
               ? NULL
               : "Checksum has an invalid length or format (expected: filename|string characters). " OR_OTHER;
}

static const char *check_ip(const struct subject *s) { return address_problem(s->value); }

static const char *check_ip_port(const struct subject *s) {
    struct address a;
    if (!address_parse_plain(s->head, &a)) return bad_address;
    return is_port(s->tail) ? NULL : bad_port;
}

static const char *check_port(const struct subject *s) { return is_port(s->value) ? NULL : bad_port; }

static const char *check_domain(const struct subject *s) {
    if (domain_is_valid(s->value)) return NULL;
    return s->type->number == TYPE_DOMAIN ? "Domain has an invalid format. " OR_OTHER : "Hostname has an invalid format. " OR_OTHER;
}

static const char *check_domain_ip(const struct subject *s) {
    struct address a;
    if (!domain_is_valid(s->head)) return "Domain has an invalid format.";
    return address_parse_plain(s->tail, &a) ? NULL : bad_address;
}

static const char *check_hostname_port(const struct subject *s) {
    if (!domain_is_valid(s->head)) return "Hostname has an invalid format.";
    return is_port(s->tail) ? NULL : bad_port;
}

static bool is_base32_char(char c) { return (c >= 'a' && c <= 'z') || (c >= '2' && c <= '7'); }

static const char *check_onion(const struct subject *s) {
    struct str name = str_sub(s->value, 0, s->value.len < 6 ? 0 : s->value.len - 6);
    bool good = str_ends(s->value, STR(".onion")) && (name.len == 16 || name.len == 56) && ascii_all(name, is_base32_char);
    return good ? NULL : "Onion address has an invalid format.";
}

/* As the normaliser leaves it: pairs of digits with colons between. */
static const char *check_mac(const struct subject *s) {
    if (s->value.len != s->type->size * 3 - 1) return bad_format;
    for (size_t i = 0; i < s->value.len; i++)
        if (i % 3 == 2 ? s->value.ptr[i] != ':' : !ascii_is_hex(s->value.ptr[i])) return bad_format;
    return NULL;
}

/* Loose on purpose: something, an at sign with no blank before it (but for the first character), a dot after it. */
static const char *check_email(const struct subject *s) {
    struct str v = s->value;
    size_t at = str_find_char(v, '@', 1);
    bool good = at != SIZE_MAX && !has_newline(v) && str_find_char(v, '.', at + 1) != SIZE_MAX;
    for (size_t i = 1; good && i < at; i++) good = !ascii_is_blank(v.ptr[i]);
    return good ? NULL : "Email address has an invalid format. " OR_OTHER;
}

static bool is_scheme_char(char c) { return ascii_is_alnum(c) || c == '+' || c == '-' || c == '.'; }

static bool is_url_char(char c) { return !ascii_is_control(c) && c != ' '; }

/* scheme://host..., mailto:x or news:x. Letters beyond ASCII are let pass. */
static const char *check_link(const struct subject *s) {
    struct str v = s->value;
    size_t colon = str_find_char(v, ':', 0);
    struct str scheme = str_sub(v, 0, colon == SIZE_MAX ? 0 : colon);
    if (scheme.len == 0 || !ascii_is_letter(scheme.ptr[0]) || !ascii_all(scheme, is_scheme_char) || !ascii_all(v, is_url_char))
        return bad_format;
    struct str rest = str_sub(v, colon + 1, SIZE_MAX);
    if (str_eq_nocase(scheme, STR("mailto")) || str_eq_nocase(scheme, STR("news"))) return rest.len > 0 ? NULL : bad_format;
    if (!str_starts(rest, STR("//")) || rest.len < 3) return bad_format;
    char first = rest.ptr[2];
    bool no_host = first == '/' || first == '?' || first == '#' || first == ':';
    return no_host && !str_eq_nocase(scheme, STR("file")) ? bad_format : NULL;
}

static const char *check_http_method(const struct subject *s) {
    static const char *const methods[] = {"OPTIONS",     "GET",
                                          "HEAD",        "POST",
                                          "PUT",         "DELETE",
                                          "TRACE",       "CONNECT",
                                          "PROPFIND",    "PROPPATCH",
                                          "MKCOL",       "COPY",
                                          "MOVE",        "LOCK",
                                          "UNLOCK",      "CHECKOUT",
                                          "UNCHECKOUT",  "REPORT",
                                          "LABEL",       "MERGE",
                                          "MKWORKSPACE", "CHECKIN",
                                          "UPDATE",      "MKACTIVITY",
                                          "ACL",         "PATCH",
                                          "SEARCH",      "VERSION-CONTROL",
                                          "ORDERPATCH",  "BASELINE-CONTROL"};
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
        if (str_find(s->value, str_from(methods[i]), 0) != SIZE_MAX) return NULL;
    return "Unknown HTTP method.";
}

static const char *check_cve(const struct subject *s) {
    struct str v = s->value;
    bool good = v.len >= 13 && str_starts(v, STR("CVE-")) && v.ptr[8] == '-' && str_is_digits(str_sub(v, 4, 4)) &&
                str_is_digits(str_sub(v, 9, SIZE_MAX));
    return good ? NULL : "Invalid format. Expected: CVE-xxxx-xxxx...";
}

static const char *check_cwe(const struct subject *s) {
    bool good = str_starts(s->value, STR("CWE-")) && str_is_digits(str_sub(s->value, 4, SIZE_MAX));
    return good ? NULL : "Invalid format. Expected: CWE-x...";
}

static const char *check_service_name(const struct subject *s) {
    bool good =
        s->value.len <= s->type->size && str_find_char(s->value, '/', 0) == SIZE_MAX && str_find_char(s->value, '\\', 0) == SIZE_MAX;
    return good ? NULL
                : "Invalid format. Only values shorter than 256 characters that don't include any forward or "
                  "backward slashes are allowed.";
}

/* 32 bytes in base64, with or without padding */
static bool is_sha256_base64(struct str s) {
    if (s.len == 44 && s.ptr[43] == '=') s.len--;
    return s.len == 43 && ascii_all(s, is_base64_char);
}

static const char *check_ssh_fingerprint(const struct subject *s) {
    struct str v = s->value;
    bool good;
    if (str_starts(v, STR("SHA256:"))) {
        good = is_sha256_base64(str_sub(v, 7, SIZE_MAX));
    } else {
        size_t digits = 0;
        v = str_starts(v, STR("MD5:")) ? str_sub(v, 4, SIZE_MAX) : v;
        good = true;
        for (size_t i = 0; i < v.len && good; i++) {
            good = v.ptr[i] == ':' || ascii_is_hex(v.ptr[i]);
            digits += v.ptr[i] != ':';
        }
        good = good && digits == 32;
    }
    return good ? NULL : "SSH fingerprint must be in MD5 or SHA256 format.";
}

static const char *check_hex_text(const struct subject *s) {
    return s->value.len > 0 && ascii_all(s->value, ascii_is_hex) ? NULL : bad_format;
}

static const char *check_alnum(const struct subject *s) {
    return s->value.len > 0 && ascii_all(s->value, is_alnum_char) ? NULL : bad_format;
}

static size_t skip_digits(struct str s, size_t at) {
    while (at < s.len && ascii_is_digit(s.ptr[at])) at++;
    return at;
}

static size_t skip_sign(struct str s, size_t at) { return at < s.len && (s.ptr[at] == '+' || s.ptr[at] == '-') ? at + 1 : at; }

/* [sign] digits [. digits] [e [sign] digits], with a digit before or after the point */
static bool is_numeric(struct str s) {
    size_t from = skip_sign(s, 0), at = skip_digits(s, from);
    size_t digits = at - from;
    if (at < s.len && s.ptr[at] == '.') {
        from = at + 1;
        at = skip_digits(s, from);
        digits += at - from;
    }
    if (digits > 0 && at < s.len && (s.ptr[at] | 0x20) == 'e') {
        from = skip_sign(s, at + 1);
        at = skip_digits(s, from);
        digits = at - from;
    }
    return digits > 0 && at == s.len;
}

static const char *check_numeric(const struct subject *s) { return is_numeric(s->value) ? NULL : bad_format; }

static const char *check_integer(const struct subject *s) {
    return str_is_digits(str_sub(s->value, skip_sign(s->value, 0), SIZE_MAX)) ? NULL : "The value has to be an integer value.";
}

static const char *check_whole_number(const struct subject *s) {
    return str_is_digits(s->value) ? NULL : "The value has to be a whole number greater or equal 0.";
}

static const char *check_as_number(const struct subject *s) {
    int64_t n;
    bool good = str_is_digits(s->value) && str_to_i64(s->value, &n) && n <= UINT32_MAX;
    return good ? NULL : "AS number have to be integer between 1 and 4294967295";
}

static const char *check_boolean(const struct subject *s) {
    return str_eq(s->value, STR("0")) || str_eq(s->value, STR("1")) ? NULL : bad_format;
}

static const char *check_datetime(const struct subject *s) {
    int64_t micros;
    return time_text_parse(s->value, &micros) ? NULL : "Datetime has to be in the ISO 8601 format.";
}

static const char *check_json(const struct subject *s) {
    struct json j;
    char *copy = arena_raw(s->arena, s->value.len + 32); /* the parser writes into its text and reads on a little */
    memcpy(copy, s->value.ptr, s->value.len);
    memset(copy + s->value.len, 0, 32);
    json_init(&j, copy, s->value.len);
    json_skip(&j);
    return json_finish(&j) == OK ? NULL : bad_format;
}

static const char *check_uuid(const struct subject *s) {
    struct uuid u;
    return uuid_parse(s->value, &u) ? NULL : bad_format;
}

typedef const char *check(const struct subject *s);

static check *const checks[] = {
    [VALIDATE_ANY] = check_any,
    [VALIDATE_ONE_LINE] = check_one_line,
    [VALIDATE_NOT_EMPTY] = check_not_empty,
    [VALIDATE_HASH] = check_hash,
    [VALIDATE_PEHASH] = check_pehash,
    [VALIDATE_TLSH] = check_tlsh,
    [VALIDATE_TELFHASH] = check_telfhash,
    [VALIDATE_SSDEEP] = check_ssdeep,
    [VALIDATE_IMPFUZZY] = check_impfuzzy,
    [VALIDATE_CDHASH] = check_cdhash,
    [VALIDATE_FILENAME_HASH] = check_filename_hash,
    [VALIDATE_FILENAME_PEHASH] = check_filename_pehash,
    [VALIDATE_FILENAME_TLSH] = check_filename_tlsh,
    [VALIDATE_FILENAME_SSDEEP] = check_filename_ssdeep,
    [VALIDATE_FILENAME_IMPFUZZY] = check_filename_impfuzzy,
    [VALIDATE_FILENAME_VHASH] = check_filename_vhash,
    [VALIDATE_IP] = check_ip,
    [VALIDATE_IP_PORT] = check_ip_port,
    [VALIDATE_PORT] = check_port,
    [VALIDATE_DOMAIN] = check_domain,
    [VALIDATE_DOMAIN_IP] = check_domain_ip,
    [VALIDATE_HOSTNAME_PORT] = check_hostname_port,
    [VALIDATE_ONION] = check_onion,
    [VALIDATE_MAC] = check_mac,
    [VALIDATE_EMAIL] = check_email,
    [VALIDATE_LINK] = check_link,
    [VALIDATE_HTTP_METHOD] = check_http_method,
    [VALIDATE_CVE] = check_cve,
    [VALIDATE_CWE] = check_cwe,
    [VALIDATE_SERVICE_NAME] = check_service_name,
    [VALIDATE_SSH_FINGERPRINT] = check_ssh_fingerprint,
    [VALIDATE_HEX_TEXT] = check_hex_text,
    [VALIDATE_ALNUM] = check_alnum,
    [VALIDATE_NUMERIC] = check_numeric,
    [VALIDATE_INTEGER] = check_integer,
    [VALIDATE_WHOLE_NUMBER] = check_whole_number,
    [VALIDATE_AS_NUMBER] = check_as_number,
    [VALIDATE_BOOLEAN] = check_boolean,
    [VALIDATE_DATETIME] = check_datetime,
    [VALIDATE_JSON] = check_json,
    [VALIDATE_UUID] = check_uuid,
};

enum err value_validate(struct arena *arena, const struct attribute_type *type, struct str value) {
    struct value halves;
    if (!value_split(type, value, &halves))
        return err_set(ERR_REFUSED, "Composite type found but the value not in the composite (value1|value2) format.");
    struct subject subject = {arena, type, value, halves.value1, halves.value2};
    const char *problem = checks[type->validator](&subject);
    return problem ? err_set(ERR_REFUSED, "%s", problem) : OK;
}
