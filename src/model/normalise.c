/* One function a normaliser, and the pipeline that calls it. A normaliser that cannot make sense of a text leaves it as it
 * is: refusing is the business of model/validate. */
#include "model/normalise.h"

#include <string.h>

#include "base/clock.h"
#include "base/limits.h"
#include "model/address.h"
#include "model/ascii.h"
#include "model/domain.h"
#include "model/refang.h"
#include "model/time_text.h"
#include "model/validate.h"

static struct str trim(struct str s) {
    while (s.len > 0 && (ascii_is_blank(s.ptr[0]) || s.ptr[0] == '\0')) s = str_sub(s, 1, SIZE_MAX);
    while (s.len > 0 && (ascii_is_blank(s.ptr[s.len - 1]) || s.ptr[s.len - 1] == '\0')) s.len--;
    return s;
}

static struct str upper(struct arena *arena, struct str s) {
    char *out = arena_raw(arena, s.len);
    for (size_t i = 0; i < s.len; i++) out[i] = (char)(s.ptr[i] >= 'a' && s.ptr[i] <= 'z' ? s.ptr[i] - 'a' + 'A' : s.ptr[i]);
    return (struct str){out, s.len};
}

/* Only the characters of a class. */
static struct str keep(struct arena *arena, struct str s, bool (*is)(char)) {
    char *out = arena_raw(arena, s.len);
    size_t len = 0;
    for (size_t i = 0; i < s.len; i++)
        if (is(s.ptr[i])) out[len++] = s.ptr[i];
    return (struct str){out, len};
}

/* All occurrences of `from` replaced by `to`, which is not longer. */
static struct str replace(struct arena *arena, struct str s, struct str from, struct str to) {
    char *out = arena_raw(arena, s.len);
    size_t len = 0, at = 0;
    for (size_t hit; (hit = str_find(s, from, at)) != SIZE_MAX; at = hit + from.len) {
        memcpy(out + len, s.ptr + at, hit - at);
        len += hit - at;
        memcpy(out + len, to.ptr, to.len);
        len += to.len;
    }
    if (at == 0) return s;
    memcpy(out + len, s.ptr + at, s.len - at);
    return (struct str){out, len + s.len - at};
}

static struct str join(struct arena *arena, struct str a, struct str b) { return arena_join(arena, arena_join(arena, a, STR("|")), b); }

static struct str lower(struct arena *arena, struct str s) { return arena_lower(arena, s); }

static struct str lower_tail(struct arena *arena, struct str s) {
    size_t bar = str_find_last(s, '|');
    if (bar == SIZE_MAX) return s;
    return join(arena, str_sub(s, 0, bar), lower(arena, str_sub(s, bar + 1, SIZE_MAX)));
}

static struct str upper_dash(struct arena *arena, struct str s) { return upper(arena, replace(arena, s, STR("\xe2\x80\x93"), STR("-"))); }

static bool is_alnum(char c) { return ascii_is_alnum(c); }

static struct str upper_alnum(struct arena *arena, struct str s) { return keep(arena, upper(arena, s), is_alnum); }

static bool is_digit(char c) { return ascii_is_digit(c); }

static struct str digits(struct arena *arena, struct str s) { return keep(arena, s, is_digit); }

static bool is_phone_char(char c) { return ascii_is_digit(c) || c == '+'; }

/* International form: "00" at the start is "+"; the trunk zero in brackets goes. */
static struct str phone(struct arena *arena, struct str s) {
    s = keep(arena, replace(arena, s, STR("(0)"), STR("")), is_phone_char);
    return str_starts(s, STR("00")) ? arena_join(arena, STR("+"), str_sub(s, 2, SIZE_MAX)) : s;
}

static struct str fingerprint(struct arena *arena, struct str s) { return lower(arena, replace(arena, s, STR(":"), STR(""))); }

static struct str ip(struct arena *arena, struct str s) {
    char text[ADDRESS_TEXT];
    struct address a;
    return address_parse(s, &a) ? arena_str(arena, address_text(&a, text)) : s;
}

/* "ip|port" when what stands before `at` is an address (perhaps in brackets) and what follows the separator is a number. */
static struct str ip_port_at(struct arena *arena, struct str s, size_t at, size_t separator) {
    struct address a;
    struct str head = str_sub(s, 0, at), tail = at == SIZE_MAX ? STR_NONE : str_sub(s, at + separator, SIZE_MAX);
    if (!str_is_digits(tail)) return STR_NONE;
    if (head.len > 2 && head.ptr[0] == '[' && head.ptr[head.len - 1] == ']') head = str_sub(head, 1, head.len - 2);
    return address_parse(head, &a) ? join(arena, ip(arena, head), tail) : STR_NONE;
}

/* 1.2.3.4|80, 1.2.3.4:80, [2001:db8::1]:80, 2001:db8::1.80, "2001:db8::1 port 80", 2001:db8::1p80, 2001:db8::1#80, and at last
 * 2001:db8::1:80, where the last group is taken for the port. */
static struct str ip_port(struct arena *arena, struct str s) {
    const struct {
        size_t at, separator;
    } cuts[] = {
        {str_find_char(s, '|', 0), 1}, {str_find(s, STR(" port "), 0), 6}, {str_find_char(s, 'p', 0), 1},
        {str_find_char(s, '#', 0), 1}, {str_find_last(s, '.'), 1},         {str_find_last(s, ':'), 1},
    };
    for (size_t i = 0; i < sizeof cuts / sizeof *cuts; i++) {
        struct str found = ip_port_at(arena, s, cuts[i].at, cuts[i].separator);
        if (!str_is_none(found)) return found;
    }
    return s;
}

static struct str domain_ip(struct arena *arena, struct str s) {
    size_t bar = str_find_char(s, '|', 0);
    if (bar == SIZE_MAX) return lower(arena, s);
    return join(arena, domain_normalise(arena, str_sub(s, 0, bar)), ip(arena, str_sub(s, bar + 1, SIZE_MAX)));
}

static struct str hostname_port(struct arena *arena, struct str s) {
    s = replace(arena, s, STR(":"), STR("|"));
    size_t bar = str_find_char(s, '|', 0);
    if (bar == SIZE_MAX) return lower(arena, s);
    return join(arena, domain_normalise(arena, str_sub(s, 0, bar)), str_sub(s, bar + 1, SIZE_MAX));
}

static bool is_mac_char(char c) { return c != '.' && c != ':' && c != '-' && c != ' '; }

/* Pairs of digits with colons between, whatever separated them before. */
static struct str mac(struct arena *arena, struct str s) {
    struct str hex = lower(arena, keep(arena, s, is_mac_char));
    char *out = arena_raw(arena, hex.len * 3 / 2 + 1);
    size_t len = 0;
    for (size_t i = 0; i < hex.len; i++) {
        if (i > 0 && i % 2 == 0) out[len++] = ':';
        out[len++] = hex.ptr[i];
    }
    return (struct str){out, len};
}

/* "AS1.10" (asdot) is 65546. */
static struct str as_number(struct arena *arena, struct str s) {
    int64_t high = 0, low;
    if (str_starts_nocase(s, STR("AS"))) s = trim(str_sub(s, 2, SIZE_MAX));
    size_t dot = str_find_char(s, '.', 0);
    struct str tail = dot == SIZE_MAX ? s : str_sub(s, dot + 1, SIZE_MAX);
    if (!str_is_digits(tail) || !str_to_i64(tail, &low) || low > UINT32_MAX) return s;
    if (dot != SIZE_MAX) {
        struct str head = str_sub(s, 0, dot);
        if (!str_is_digits(head) || !str_to_i64(head, &high) || high > UINT16_MAX || low > UINT16_MAX) return s;
    }
    return arena_printf(arena, "%lld", (long long)(high * 65536 + low));
}

static struct str boolean(struct arena *arena, struct str s) {
    static const char *const words[][2] = {{"true", "1"}, {"false", "0"}, {"yes", "1"}, {"no", "0"}, {"on", "1"}, {"off", "0"}};
    (void)arena;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_eq_nocase(s, str_from(words[i][0]))) return str_from(words[i][1]);
    return s;
}

/* UTC with microseconds and "+0000", as clients know it from the PHP server (first_seen and last_seen are written "+00:00"). */
static struct str datetime(struct arena *arena, struct str s) {
    char text[CLOCK_TEXT];
    int64_t micros;
    if (!time_text_parse(s, &micros)) return s;
    struct str iso = clock_iso(micros, text);
    return arena_printf(arena, "%.*s+0000", (int)(iso.len - strlen("+00:00")), iso.ptr);
}

typedef struct str normaliser(struct arena *arena, struct str s);

static normaliser *const normalisers[] = {
    [NORMALISE_NONE] = NULL,
    [NORMALISE_LOWER] = lower,
    [NORMALISE_LOWER_TAIL] = lower_tail,
    [NORMALISE_UPPER] = upper,
    [NORMALISE_UPPER_DASH] = upper_dash,
    [NORMALISE_UPPER_ALNUM] = upper_alnum,
    [NORMALISE_DIGITS] = digits,
    [NORMALISE_PHONE] = phone,
    [NORMALISE_FINGERPRINT] = fingerprint,
    [NORMALISE_IP] = ip,
    [NORMALISE_IP_PORT] = ip_port,
    [NORMALISE_DOMAIN] = domain_normalise,
    [NORMALISE_DOMAIN_IP] = domain_ip,
    [NORMALISE_HOSTNAME_PORT] = hostname_port,
    [NORMALISE_MAC] = mac,
    [NORMALISE_AS_NUMBER] = as_number,
    [NORMALISE_BOOLEAN] = boolean,
    [NORMALISE_DATETIME] = datetime,
};

struct str value_form(struct arena *arena, const struct attribute_type *type, struct str raw) {
    normaliser *normalise = normalisers[type->normaliser];
    struct str s = refang_value(arena, trim(raw), type->refang);
    return normalise ? normalise(arena, s) : s;
}

static bool is_control(char c) { return ascii_is_control(c); }

static bool is_only_control(struct str s) { return s.len > 0 && ascii_all(s, is_control); }

static enum err too_long(void) {
    return err_set(ERR_REFUSED, "The entered string is too long and would get truncated. Please consider adding the "
                                "data as an attachment instead");
}

enum err value_normalise(struct arena *arena, const struct attribute_type *type, struct str raw, struct value *out) {
    *out = (struct value){STR_NONE, STR_NONE};
    if (trim(raw).len > LIMIT_VALUE) return too_long();
    struct str s = value_form(arena, type, raw);
    if (s.len == 0) return err_set(ERR_REFUSED, "Value cannot be empty.");
    value_split(type, s, out);
    if (is_only_control(s) || is_only_control(out->value1) || is_only_control(out->value2))
        return err_set(ERR_REFUSED, "Value provided consists purely of control characters and is therefore considered "
                                    "to be empty.");
    enum err valid = value_validate(arena, type, s);
    if (valid != OK) return valid;
    return s.len > LIMIT_VALUE ? too_long() : OK;
}
