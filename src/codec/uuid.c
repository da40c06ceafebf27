/* UUIDs as 16 bytes; the text form only at the edges. */
#include "codec/uuid.h"

#include <string.h>

#include "base/random.h"
#include "codec/digest.h"

static const char digits[] = "0123456789abcdef";

/* Value of each hex digit, 0xFF for all other characters: one or over 32 digits tells whether one was wrong. */
#define X16 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255
#define LETTERS 255, 10, 11, 12, 13, 14, 15, 255, 255, 255, 255, 255, 255, 255, 255, 255
static const uint8_t values[256] = {
    X16, X16, X16, 0,       1,   2,       3,   4,   5,   6,   7,   8,   9,   255, 255, 255,
    255, 255, 255, LETTERS, X16, LETTERS, X16, X16, X16, X16, X16, X16, X16, X16, X16,
};

/* Offset of each byte's two digits in the text. */
static const uint8_t places[16] = {0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34};

bool uuid_parse(struct str text, struct uuid *out) {
    const unsigned char *p = (const unsigned char *)text.ptr;
    if (text.len != 36 || p[8] != '-' || p[13] != '-' || p[18] != '-' || p[23] != '-') return false;
    struct uuid u;
    unsigned seen = 0;
    for (unsigned i = 0; i < 16; i++) {
        unsigned high = values[p[places[i]]], low = values[p[places[i] + 1]];
        seen |= high | low;
        u.bytes[i] = (uint8_t)(high << 4 | (low & 15));
    }
    if (seen > 15) return false;
    *out = u;
    return true;
}

struct str uuid_text(const struct uuid *u, char out[UUID_TEXT]) {
    for (unsigned i = 0; i < 16; i++) {
        out[places[i]] = digits[u->bytes[i] >> 4];
        out[places[i] + 1] = digits[u->bytes[i] & 15];
    }
    out[8] = out[13] = out[18] = out[23] = '-';
    out[36] = '\0';
    return (struct str){out, 36};
}

static void set_version(struct uuid *u, unsigned version) {
    u->bytes[6] = (uint8_t)((u->bytes[6] & 0x0F) | version << 4);
    u->bytes[8] = (uint8_t)((u->bytes[8] & 0x3F) | 0x80);
}

struct uuid uuid_random(void) {
    struct uuid u;
    random_bytes(u.bytes, sizeof u.bytes);
    set_version(&u, 4);
    return u;
}

struct uuid uuid_from_name(const struct uuid *space, struct str name) {
    struct digest d;
    uint8_t hash[DIGEST_MAX];
    struct uuid u;
    digest_init(&d, DIGEST_SHA1);
    digest_add(&d, space->bytes, sizeof space->bytes);
    digest_add(&d, name.ptr, name.len);
    digest_finish(&d, hash);
    memcpy(u.bytes, hash, sizeof u.bytes);
    set_version(&u, 5);
    return u;
}

bool uuid_eq(const struct uuid *a, const struct uuid *b) { return memcmp(a->bytes, b->bytes, sizeof a->bytes) == 0; }

bool uuid_is_nil(const struct uuid *u) { return uuid_eq(u, &UUID_NIL); }
