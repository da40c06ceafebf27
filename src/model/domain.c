/* Domain names, and the encoder of RFC 3492 (only the encoder: names are kept in ASCII). */
#include "model/domain.h"

#include "codec/utf8.h"
#include "model/ascii.h"

#define LABEL_MAX 63 /* of a domain label, in bytes and so in letters */

static bool is_label_char(char c) { return ascii_is_alnum(c) || c == '-'; }

static bool is_name_char(char c) { return is_label_char(c) || c == '_' || c == '.'; }

bool domain_is_valid(struct str name) {
    size_t dot = str_find_last(name, '.');
    if (dot == SIZE_MAX || dot == 0) return false;
    struct str last = str_sub(name, dot + 1, SIZE_MAX);
    return last.len >= 2 && ascii_all(last, is_label_char) && ascii_all(str_sub(name, 0, dot), is_name_char);
}

/* The parameters of RFC 3492, section 5. */
enum { BASE = 36, T_MIN = 1, T_MAX = 26, SKEW = 38, DAMP = 700, FIRST_BIAS = 72, FIRST_CODE = 128 };

static uint32_t adapt(uint32_t delta, uint32_t count, bool first) {
    uint32_t k = 0;
    delta /= first ? DAMP : 2;
    for (delta += delta / count; delta > ((BASE - T_MIN) * T_MAX) / 2; k += BASE) delta /= BASE - T_MIN;
    return k + (BASE - T_MIN + 1) * delta / (delta + SKEW);
}

static size_t put_variable(uint32_t n, uint32_t bias, char *out) {
    size_t len = 0;
    for (uint32_t k = BASE;; k += BASE) {
        uint32_t t = k <= bias ? T_MIN : k >= bias + T_MAX ? T_MAX : k - bias;
        uint32_t digit = n < t ? n : t + (n - t) % (BASE - t);
        out[len++] = (char)(digit < 26 ? 'a' + digit : '0' + digit - 26);
        if (n < t) return len;
        n = (n - t) / (BASE - t);
    }
}

static uint32_t next_code(const uint32_t *codes, size_t count, uint32_t from) {
    uint32_t least = UINT32_MAX;
    for (size_t i = 0; i < count; i++)
        if (codes[i] >= from && codes[i] < least) least = codes[i];
    return least;
}

/* `codes` (at most LABEL_MAX, not all ASCII) into `out`, which has room for 8 bytes a code. With so few codes the sums of the
 * RFC stay below 2^32. */
static size_t punycode(const uint32_t *codes, size_t count, char *out) {
    size_t len = 0;
    for (size_t i = 0; i < count; i++)
        if (codes[i] < FIRST_CODE) out[len++] = (char)codes[i];
    uint32_t basic = (uint32_t)len, done = basic, bias = FIRST_BIAS, delta = 0, code = FIRST_CODE;
    if (basic > 0) out[len++] = '-';
    while (done < count) {
        uint32_t next = next_code(codes, count, code);
        delta += (next - code) * (done + 1);
        code = next;
        for (size_t i = 0; i < count; i++) {
            if (codes[i] < code) delta++;
            if (codes[i] != code) continue;
            len += put_variable(delta, bias, out + len);
            bias = adapt(delta, done + 1, done == basic);
            delta = 0;
            done++;
        }
        delta++;
        code++;
    }
    return len;
}

/* Letters of names, roughly: no controls, blanks, invisible or private characters. */
static bool is_name_code(uint32_t c) {
    if (c < 0x80) return is_name_char((char)c);
    return c > 0xa0 && c != 0xad && !(c >= 0x2000 && c <= 0x206f) && c != 0x3000 && c != 0xfeff && !(c >= 0xe000 && c <= 0xf8ff) &&
           !(c >= 0xfff0 && c <= 0xffff) && c < 0xe0000;
}

/* Full stops of other scripts separate labels as well. */
static bool is_stop(uint32_t c) { return c == '.' || c == 0x3002 || c == 0xff0e || c == 0xff61; }

/* Cut the next label off well-formed text; its codes. False when it is too long or has characters that no name has. */
static bool take_label(struct str *rest, uint32_t codes[LABEL_MAX], size_t *count, bool *last) {
    *count = 0;
    *last = true;
    while (rest->len > 0) {
        size_t len = utf8_char_len(rest->ptr, rest->len);
        uint32_t code = utf8_decode(rest->ptr, len);
        *rest = str_sub(*rest, len, SIZE_MAX);
        if (is_stop(code)) {
            *last = false;
            return true;
        }
        if (*count == LABEL_MAX || !is_name_code(code)) return false;
        codes[(*count)++] = code;
    }
    return true;
}

/* One label in ASCII; 0 if that is longer than a label may be. */
static size_t put_label(const uint32_t *codes, size_t count, char out[LABEL_MAX]) {
    char encoded[LABEL_MAX * 8 + 1];
    bool ascii = true;
    for (size_t i = 0; i < count; i++) ascii = ascii && codes[i] < FIRST_CODE;
    for (size_t i = 0; ascii && i < count; i++) out[i] = (char)codes[i];
    if (ascii) return count;
    size_t len = punycode(codes, count, encoded);
    if (len + 4 > LABEL_MAX) return 0;
    for (size_t i = 0; i < len + 4; i++) out[i] = i < 4 ? "xn--"[i] : encoded[i - 4];
    return len + 4;
}

static struct str trim_dots(struct str s) {
    while (s.len > 0 && s.ptr[0] == '.') s = str_sub(s, 1, SIZE_MAX);
    while (s.len > 0 && s.ptr[s.len - 1] == '.') s.len--;
    return s;
}

/* Absent when the name has no ASCII form. */
static struct str to_ascii(struct arena *arena, struct str name) {
    uint32_t codes[LABEL_MAX];
    size_t count, len = 0;
    bool last = false;
    if (!utf8_is_valid(name) || name.len > 1024) return STR_NONE;
    struct str rest = utf8_fold(arena, name);
    char *out = arena_raw(arena, (name.len + 1) * (LABEL_MAX + 1));
    while (!last) {
        if (!take_label(&rest, codes, &count, &last)) return STR_NONE;
        size_t label = put_label(codes, count, out + len);
        if (count > 0 && label == 0) return STR_NONE;
        len += label;
        if (!last) out[len++] = '.';
    }
    return trim_dots((struct str){out, len});
}

struct str domain_normalise(struct arena *arena, struct str name) {
    struct str lower = trim_dots(arena_lower(arena, name));
    if (domain_is_valid(lower)) return lower;
    struct str ascii = to_ascii(arena, lower);
    return domain_is_valid(ascii) ? ascii : lower;
}
