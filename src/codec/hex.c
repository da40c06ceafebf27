/* Hexadecimal text, by table. */
#include "codec/hex.h"

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

struct str hex_encode_into(char *out, const void *bytes, size_t len) {
    static const char digits[] = "0123456789abcdef";
    const uint8_t *p = bytes;
    for (size_t i = 0; i < len; i++) {
        out[2 * i] = digits[p[i] >> 4];
        out[2 * i + 1] = digits[p[i] & 15];
    }
    out[2 * len] = '\0';
    return (struct str){out, 2 * len};
}

struct str hex_encode(struct arena *arena, struct str bytes) {
    return hex_encode_into(arena_raw(arena, 2 * bytes.len + 1), bytes.ptr, bytes.len);
}

bool hex_decode_into(uint8_t *out, struct str text) {
    if (text.len % 2) return false;
    for (size_t i = 0; i < text.len; i += 2) {
        int high = hex_digit(text.ptr[i]), low = hex_digit(text.ptr[i + 1]);
        if (high < 0 || low < 0) return false;
        out[i / 2] = (uint8_t)(high << 4 | low);
    }
    return true;
}

bool hex_decode(struct arena *arena, struct str text, struct str *out) {
    uint8_t *bytes = arena_raw(arena, text.len / 2 + 1);
    if (!hex_decode_into(bytes, text)) return false;
    bytes[text.len / 2] = 0;
    *out = (struct str){(const char *)bytes, text.len / 2};
    return true;
}
