/* Base64 by table, whole groups first. Encoding onto a sink goes in pieces that are multiples of three bytes. */
#include "codec/base64.h"

#define PAD 64
#define BLANK 65
#define WRONG 66

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

size_t base64_text_len(size_t len) { return (len + 2) / 3 * 4; }

size_t base64_encode_into(char *out, struct str bytes) {
    const uint8_t *p = (const uint8_t *)bytes.ptr;
    char *at = out;
    size_t left = bytes.len;
    for (; left >= 3; p += 3, left -= 3, at += 4) {
        uint32_t n = (uint32_t)p[0] << 16 | (uint32_t)p[1] << 8 | p[2];
        at[0] = letters[n >> 18];
        at[1] = letters[n >> 12 & 63];
        at[2] = letters[n >> 6 & 63];
        at[3] = letters[n & 63];
    }
    if (left) {
        uint32_t n = (uint32_t)p[0] << 16 | (left == 2 ? (uint32_t)p[1] << 8 : 0);
        at[0] = letters[n >> 18];
        at[1] = letters[n >> 12 & 63];
        at[2] = left == 2 ? letters[n >> 6 & 63] : '=';
        at[3] = '=';
        at += 4;
    }
    return (size_t)(at - out);
}

struct str base64_encode(struct arena *arena, struct str bytes) {
    char *out = arena_raw(arena, base64_text_len(bytes.len) + 1);
    size_t len = base64_encode_into(out, bytes);
    out[len] = '\0';
    return (struct str){out, len};
}

void base64_write(struct sink *to, struct str bytes) {
    enum { STEP = 192 }; /* 256 characters: what a sink grants at once */
    for (size_t i = 0; i < bytes.len; i += STEP) {
        struct str part = str_sub(bytes, i, STEP);
        char *at = sink_room(to, base64_text_len(part.len));
        if (!at) return;
        sink_took(to, base64_encode_into(at, part));
    }
}

/* Value of each ASCII character, or one of the three above. */
static const uint8_t values[128] = {
    66, 66, 66, 66, 66, 66, 66, 66, 66, 65, 65, 66, 66, 65, 66, 66, 66, 66, 66, 66, 66, 66, 66, 66, 66, 66, 66, 66, 66, 66, 66, 66,
    65, 66, 66, 66, 66, 66, 66, 66, 66, 66, 66, 62, 66, 66, 66, 63, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 66, 66, 66, 64, 66, 66,
    66, 0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 66, 66, 66, 66, 66,
    66, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 66, 66, 66, 66, 66,
};

static unsigned value_of(char c) { return (unsigned char)c < 128 ? values[(unsigned char)c] : WRONG; }

/* Write the bytes of a group of four, of which `pads` are padding. */
static bool put_group(uint32_t n, unsigned pads, uint8_t **at) {
    if ((pads == 1 && (n & 0xFF)) || (pads == 2 && (n & 0xFFFF))) return false;
    *(*at)++ = (uint8_t)(n >> 16);
    if (pads < 2) *(*at)++ = (uint8_t)(n >> 8);
    if (pads < 1) *(*at)++ = (uint8_t)n;
    return true;
}

/* Whole groups of letters, the common case, as far as they reach; returns how many characters were taken. */
static size_t plain_groups(struct str text, uint8_t **out) {
    size_t i = 0;
    uint8_t *at = *out;
    for (; text.len - i >= 4; i += 4) {
        unsigned a = value_of(text.ptr[i]), b = value_of(text.ptr[i + 1]), c = value_of(text.ptr[i + 2]), d = value_of(text.ptr[i + 3]);
        if ((a | b | c | d) >= PAD) break;
        at[0] = (uint8_t)(a << 2 | b >> 4);
        at[1] = (uint8_t)(b << 4 | c >> 2);
        at[2] = (uint8_t)(c << 6 | d);
        at += 3;
    }
    *out = at;
    return i;
}

bool base64_decode(struct arena *arena, struct str text, struct str *out) {
    uint8_t *bytes = arena_raw(arena, text.len / 4 * 3 + 1), *at = bytes;
    uint32_t group = 0;
    unsigned have = 0, pads = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (have == 0 && pads == 0) {
            i += plain_groups(str_sub(text, i, SIZE_MAX), &at);
            if (i == text.len) break;
        }
        unsigned v = value_of(text.ptr[i]);
        if (v == BLANK) continue;
        if (v == WRONG || (pads && (v != PAD || have == 0)) || (v == PAD && have < 2)) return false;
        pads += v == PAD;
        group = group << 6 | (v == PAD ? 0 : v);
        if (++have == 4) {
            if (!put_group(group, pads, &at)) return false;
            have = 0;
            group = 0;
        }
    }
    if (have) return false;
    *at = 0;
    *out = (struct str){(const char *)bytes, (size_t)(at - bytes)};
    return true;
}
