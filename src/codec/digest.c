/* Digests: SHA-2 from libsodium; MD5 (RFC 1321) and SHA-1 (RFC 3174), which it leaves out, written here. Both share
 * blocks of 64 bytes and the padding, and differ in word order and in the rounds. */
#include "codec/digest.h"

#include <string.h>

#include "codec/hex.h"

#define BLOCK 64

static uint32_t rotate(uint32_t x, unsigned n) { return x << n | x >> (32 - n); }

static uint32_t load_little(const uint8_t *p) { return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24; }

static uint32_t load_big(const uint8_t *p) { return (uint32_t)p[3] | (uint32_t)p[2] << 8 | (uint32_t)p[1] << 16 | (uint32_t)p[0] << 24; }

/* floor(2^32 * abs(sin(i + 1))) */
static const uint32_t md5_sines[64] = {
    0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501, 0x698098d8, 0x8b44f7af, 0xffff5bb1,
    0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821, 0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453,
    0xd8a1e681, 0xe7d3fbc8, 0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a, 0xfffa3942,
    0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70, 0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05,
    0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665, 0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d,
    0x85845dd1, 0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391,
};

static void md5_block(uint32_t state[5], const uint8_t *p) {
    static const uint8_t turns[4][4] = {{7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}};
    uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
    for (unsigned i = 0; i < 64; i++) {
        uint32_t f;
        unsigned word;
        switch (i / 16) {
        case 0: f = (b & c) | (~b & d), word = i; break;
        case 1: f = (d & b) | (~d & c), word = 5 * i + 1; break;
        case 2: f = b ^ c ^ d, word = 3 * i + 5; break;
        default: f = c ^ (b | ~d), word = 7 * i; break;
        }
        uint32_t next = b + rotate(a + f + md5_sines[i] + load_little(p + 4 * (word % 16)), turns[i / 16][i % 4]);
        a = d;
        d = c;
        c = b;
        b = next;
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
}

static void sha1_block(uint32_t state[5], const uint8_t *p) {
    uint32_t w[80];
    for (unsigned i = 0; i < 16; i++) w[i] = load_big(p + 4 * i);
    for (unsigned i = 16; i < 80; i++) w[i] = rotate(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
    uint32_t a = state[0], b = state[1], c = state[2], d = state[3], e = state[4];
    for (unsigned i = 0; i < 80; i++) {
        uint32_t f;
        switch (i / 20) {
        case 0: f = ((b & c) | (~b & d)) + 0x5a827999; break;
        case 1: f = (b ^ c ^ d) + 0x6ed9eba1; break;
        case 2: f = ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc; break;
        default: f = (b ^ c ^ d) + 0xca62c1d6; break;
        }
        uint32_t next = rotate(a, 5) + f + e + w[i];
        e = d;
        d = c;
        c = rotate(b, 30);
        b = a;
        a = next;
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
    state[4] += e;
}

static void small_block(struct digest *d, const uint8_t *p) {
    if (d->kind == DIGEST_MD5)
        md5_block(d->u.small.state, p);
    else
        sha1_block(d->u.small.state, p);
}

static void small_add(struct digest *d, const uint8_t *p, size_t len) {
    size_t have = d->u.small.len % BLOCK;
    d->u.small.len += len;
    if (have) {
        size_t part = len < BLOCK - have ? len : BLOCK - have;
        memcpy(d->u.small.block + have, p, part);
        if (have + part < BLOCK) return;
        small_block(d, d->u.small.block);
        p += part;
        len -= part;
    }
    for (; len >= BLOCK; p += BLOCK, len -= BLOCK) small_block(d, p);
    if (len) memcpy(d->u.small.block, p, len);
}

/* One bit, zeros, and the length in bits in the last eight bytes of a block. */
static void small_finish(struct digest *d, uint8_t *out) {
    static const uint8_t padding[BLOCK] = {0x80};
    bool little = d->kind == DIGEST_MD5;
    uint64_t bits = d->u.small.len * 8;
    size_t have = d->u.small.len % BLOCK;
    uint8_t length[8];
    for (unsigned i = 0; i < 8; i++) length[i] = (uint8_t)(bits >> (little ? 8 * i : 56 - 8 * i));
    small_add(d, padding, have < 56 ? 56 - have : 120 - have);
    small_add(d, length, sizeof length);
    for (unsigned i = 0; i < digest_size(d->kind); i++)
        out[i] = (uint8_t)(d->u.small.state[i / 4] >> (little ? 8 * (i % 4) : 24 - 8 * (i % 4)));
}

void digest_init(struct digest *d, enum digest_kind kind) {
    d->kind = kind;
    switch (kind) {
    case DIGEST_SHA256: crypto_hash_sha256_init(&d->u.sha256); break;
    case DIGEST_SHA512: crypto_hash_sha512_init(&d->u.sha512); break;
    default: {
        static const uint32_t start[5] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
        memcpy(d->u.small.state, start, sizeof start);
        d->u.small.len = 0;
    }
    }
}

void digest_add(struct digest *d, const void *bytes, size_t len) {
    if (len == 0) return;
    switch (d->kind) {
    case DIGEST_SHA256: crypto_hash_sha256_update(&d->u.sha256, bytes, len); break;
    case DIGEST_SHA512: crypto_hash_sha512_update(&d->u.sha512, bytes, len); break;
    default: small_add(d, bytes, len); break;
    }
}

void digest_finish(struct digest *d, uint8_t out[DIGEST_MAX]) {
    switch (d->kind) {
    case DIGEST_SHA256: crypto_hash_sha256_final(&d->u.sha256, out); break;
    case DIGEST_SHA512: crypto_hash_sha512_final(&d->u.sha512, out); break;
    default: small_finish(d, out); break;
    }
}

size_t digest_size(enum digest_kind kind) {
    static const size_t sizes[] = {16, 20, 32, 64};
    return sizes[kind];
}

void digest_of(enum digest_kind kind, struct str bytes, uint8_t out[DIGEST_MAX]) {
    struct digest d;
    digest_init(&d, kind);
    digest_add(&d, bytes.ptr, bytes.len);
    digest_finish(&d, out);
}

struct str digest_hex(enum digest_kind kind, struct str bytes, char out[DIGEST_HEX]) {
    uint8_t raw[DIGEST_MAX];
    digest_of(kind, bytes, raw);
    return hex_encode_into(out, raw, digest_size(kind));
}
