/* UTF-8 checked character by character, with 16 ASCII bytes at a step; and case folding by ranges, since the scripts
 * in use keep their two cases at a fixed distance or side by side. Not for sorting and not for display. */
#include "codec/utf8.h"

#include <emmintrin.h>
#include <string.h>

static bool is_tail(char c) { return ((unsigned char)c & 0xC0) == 0x80; }

size_t utf8_char_len(const char *p, size_t avail) {
    const unsigned char *u = (const unsigned char *)p;
    if (avail == 0) return 0;
    if (u[0] < 0x80) return 1;
    if (u[0] < 0xC2 || u[0] > 0xF4) return 0;
    if (u[0] < 0xE0) return avail >= 2 && is_tail(p[1]) ? 2 : 0;
    if (u[0] < 0xF0) {
        if (avail < 3 || !is_tail(p[1]) || !is_tail(p[2])) return 0;
        return (u[0] == 0xE0 && u[1] < 0xA0) || (u[0] == 0xED && u[1] > 0x9F) ? 0 : 3;
    }
    if (avail < 4 || !is_tail(p[1]) || !is_tail(p[2]) || !is_tail(p[3])) return 0;
    return (u[0] == 0xF0 && u[1] < 0x90) || (u[0] == 0xF4 && u[1] > 0x8F) ? 0 : 4;
}

/* A well-formed character of two bytes. */
static inline bool is_pair(struct str s, size_t i) {
    unsigned char c = (unsigned char)s.ptr[i];
    return c >= 0xC2 && c < 0xE0 && i + 1 < s.len && is_tail(s.ptr[i + 1]);
}

bool utf8_is_valid(struct str s) {
    size_t i = 0;
    while (i < s.len) {
        if (s.len - i >= 16 && !_mm_movemask_epi8(_mm_loadu_si128((const __m128i *)(s.ptr + i)))) {
            i += 16;
            continue;
        }
        if (is_pair(s, i)) { /* most letters of Cyrillic, Greek, Hebrew and Arabic */
            i += 2;
            continue;
        }
        size_t n = utf8_char_len(s.ptr + i, s.len - i);
        if (n == 0) return false;
        i += n;
    }
    return true;
}

uint32_t utf8_decode(const char *p, size_t len) {
    const unsigned char *u = (const unsigned char *)p;
    switch (len) {
    case 1: return u[0];
    case 2: return (uint32_t)(u[0] & 0x1F) << 6 | (u[1] & 0x3F);
    case 3: return (uint32_t)(u[0] & 0x0F) << 12 | (uint32_t)(u[1] & 0x3F) << 6 | (u[2] & 0x3F);
    default: return (uint32_t)(u[0] & 0x07) << 18 | (uint32_t)(u[1] & 0x3F) << 12 | (uint32_t)(u[2] & 0x3F) << 6 | (u[3] & 0x3F);
    }
}

size_t utf8_encode(uint32_t code, char *out) {
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        out[0] = (char)(0xC0 | code >> 6);
        out[1] = (char)(0x80 | (code & 0x3F));
        return 2;
    }
    if (code < 0x10000) {
        out[0] = (char)(0xE0 | code >> 12);
        out[1] = (char)(0x80 | (code >> 6 & 0x3F));
        out[2] = (char)(0x80 | (code & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | code >> 18);
    out[1] = (char)(0x80 | (code >> 12 & 0x3F));
    out[2] = (char)(0x80 | (code >> 6 & 0x3F));
    out[3] = (char)(0x80 | (code & 0x3F));
    return 4;
}

struct str utf8_cut(struct str s, size_t max) {
    if (s.len <= max) return s;
    size_t len = max;
    for (int i = 0; i < 3 && len > 0 && is_tail(s.ptr[len]); i++) len--;
    return (struct str){s.ptr, len};
}

int utf8_digit_of_script(struct str s, size_t at, size_t *len) {
    static const uint32_t zeros[] = {0x660, 0x6F0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xE50, 0xED0, 0xFF10};
    *len = utf8_char_len(s.ptr + at, s.len - at);
    if (*len == 0) return -1;
    uint32_t code = utf8_decode(s.ptr + at, *len);
    for (size_t i = 0; i < sizeof zeros / sizeof *zeros && code >= zeros[i]; i++)
        if (code <= zeros[i] + 9) return (int)(code - zeros[i]);
    return -1;
}

/* A range of capitals. step 0: the small letter lies `shift` further. step 1: capitals and small letters alternate, and
 * the capitals have the parity of `from`. */
struct fold_range {
    uint32_t from, to;
    int32_t shift;
    int step;
};

static const struct fold_range ranges[] = {
    {0x00C0, 0x00D6, 32, 0}, {0x00D8, 0x00DE, 32, 0},   {0x0100, 0x012F, 1, 1},  {0x0132, 0x0137, 1, 1},  {0x0139, 0x0148, 1, 1},
    {0x014A, 0x0177, 1, 1},  {0x0178, 0x0178, -121, 0}, {0x0179, 0x017E, 1, 1},  {0x01CD, 0x01DC, 1, 1},  {0x01DE, 0x01EF, 1, 1},
    {0x01F8, 0x021F, 1, 1},  {0x0222, 0x0233, 1, 1},    {0x0386, 0x0386, 38, 0}, {0x0388, 0x038A, 37, 0}, {0x038C, 0x038C, 64, 0},
    {0x038E, 0x038F, 63, 0}, {0x0391, 0x03A1, 32, 0},   {0x03A3, 0x03AB, 32, 0}, {0x03C2, 0x03C2, 1, 0}, /* final sigma */
    {0x0400, 0x040F, 80, 0}, {0x0410, 0x042F, 32, 0},   {0x0460, 0x0481, 1, 1},  {0x048A, 0x04BF, 1, 1},  {0x04C0, 0x04C0, 15, 0},
    {0x04C1, 0x04CE, 1, 1},  {0x04D0, 0x052F, 1, 1},    {0x0531, 0x0556, 48, 0}, {0x1E00, 0x1E95, 1, 1},  {0x1EA0, 0x1EFF, 1, 1},
    {0xFF21, 0xFF3A, 32, 0},
};

uint32_t utf8_fold_code(uint32_t code) {
    /* what most texts are made of needs no search */
    if (code >= 0x410 && code <= 0x45F) return code <= 0x42F ? code + 32 : code;
    if ((code >= 0xDF && code <= 0xFF) || (code >= 0x3AC && code <= 0x3C1) || (code >= 0x557 && code < 0x1E00)) return code;
    if (code >= 0x1F00 && code < 0xFF21) return code;
    size_t low = 0, high = sizeof ranges / sizeof *ranges;
    while (low < high) {
        size_t middle = (low + high) / 2;
        const struct fold_range *r = &ranges[middle];
        if (code < r->from)
            high = middle;
        else if (code > r->to)
            low = middle + 1;
        else if (r->step == 0)
            return (uint32_t)((int64_t)code + r->shift);
        else
            return (code - r->from) % 2 == 0 ? code + 1 : code;
    }
    return code;
}

static char fold_ascii(char c) { return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c; }

/* Fold 16 bytes at once; returns how many of them, from the first on, were ASCII: only these are right. */
static size_t fold_ascii_16(const char *from, char *to) {
    __m128i x = _mm_loadu_si128((const __m128i *)from);
    int high = _mm_movemask_epi8(x);
    __m128i capital = _mm_and_si128(_mm_cmpgt_epi8(x, _mm_set1_epi8('A' - 1)), _mm_cmplt_epi8(x, _mm_set1_epi8('Z' + 1)));
    _mm_storeu_si128((__m128i *)to, _mm_or_si128(x, _mm_and_si128(capital, _mm_set1_epi8(0x20))));
    return high ? (size_t)__builtin_ctz((unsigned)high) : 16;
}

size_t utf8_count(struct str s) {
    size_t n = 0, i = 0;
    for (; s.len - i >= 16; i += 16) {
        __m128i x = _mm_loadu_si128((const __m128i *)(s.ptr + i)); /* as signed bytes, the tails are those below -64 */
        unsigned tails = (unsigned)_mm_movemask_epi8(_mm_cmplt_epi8(x, _mm_set1_epi8(-64)));
        for (n += 16; tails; tails &= tails - 1) n--;
    }
    for (; i < s.len; i++) n += !is_tail(s.ptr[i]);
    return n;
}

size_t utf8_fold_into(char *out, size_t cap, struct str s) {
    size_t at = 0;
    for (size_t i = 0; i < s.len;) {
        char folded[4];
        if ((unsigned char)s.ptr[i] < 0x80 && s.len - i >= 16 && cap - at >= 16) {
            size_t ascii = fold_ascii_16(s.ptr + i, out + at);
            i += ascii;
            at += ascii;
            continue;
        }
        size_t n = is_pair(s, i) ? 2 : utf8_char_len(s.ptr + i, s.len - i), len = 1;
        if (n <= 1) {
            folded[0] = fold_ascii(s.ptr[i]);
            n = 1;
        } else {
            len = utf8_encode(utf8_fold_code(utf8_decode(s.ptr + i, n)), folded);
        }
        if (len > cap - at) break;
        memcpy(out + at, folded, len);
        at += len;
        i += n;
    }
    return at;
}

struct str utf8_fold(struct arena *arena, struct str s) {
    if (!s.ptr) return STR_NONE;
    char *out = arena_raw(arena, s.len + 1);
    size_t len = utf8_fold_into(out, s.len, s);
    out[len] = '\0';
    return (struct str){out, len};
}
