/* See indicator_wallet.h. Base58Check (25 bytes, the last four being the digest of a digest), and bech32 and bech32m (BIP 173, BIP 350). */
#include "reading/indicator_wallet.h"

#include <string.h>

#include "codec/digest.h"

#define BASE58_BYTES 25
#define CHECK_BYTES 4
#define SHA256_BYTES 32

static bool base58_decode(struct str text, uint8_t out[BASE58_BYTES]) {
    static const char digits[] = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    memset(out, 0, BASE58_BYTES);
    for (size_t i = 0; i < text.len; i++) {
        const char *digit = text.ptr[i] ? strchr(digits, text.ptr[i]) : NULL;
        if (!digit) return false;
        unsigned carry = (unsigned)(digit - digits);
        for (size_t k = BASE58_BYTES; k-- > 0;) {
            carry += 58u * out[k];
            out[k] = (uint8_t)carry;
            carry >>= 8;
        }
        if (carry) return false;
    }
    return true;
}

static void sha256(const uint8_t *bytes, size_t len, uint8_t out[DIGEST_MAX]) {
    struct digest d;
    digest_init(&d, DIGEST_SHA256);
    digest_add(&d, bytes, len);
    digest_finish(&d, out);
}

static bool base58_holds(struct str text) {
    uint8_t bytes[BASE58_BYTES], first[DIGEST_MAX], second[DIGEST_MAX];
    if (!base58_decode(text, bytes)) return false;
    sha256(bytes, BASE58_BYTES - CHECK_BYTES, first);
    sha256(first, SHA256_BYTES, second);
    return memcmp(second, bytes + BASE58_BYTES - CHECK_BYTES, CHECK_BYTES) == 0;
}

static uint32_t bech32_step(uint32_t sum, uint32_t value) {
    static const uint32_t generator[] = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
    uint32_t top = sum >> 25;
    sum = ((sum & 0x1ffffff) << 5) ^ value;
    for (unsigned i = 0; i < 5; i++)
        if ((top >> i) & 1) sum ^= generator[i];
    return sum;
}

static bool bech32_holds(struct str text) {
    static const char digits[] = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    uint32_t sum = 1;
    for (size_t i = 0; i < 2; i++) sum = bech32_step(sum, (uint32_t)(text.ptr[i] | 0x20) >> 5);
    sum = bech32_step(sum, 0);
    for (size_t i = 0; i < 2; i++) sum = bech32_step(sum, (uint32_t)(text.ptr[i] | 0x20) & 31);
    for (size_t i = 3; i < text.len; i++) {
        char c = text.ptr[i] >= 'A' && text.ptr[i] <= 'Z' ? (char)(text.ptr[i] + 32) : text.ptr[i];
        const char *digit = c ? strchr(digits, c) : NULL;
        if (!digit) return false;
        sum = bech32_step(sum, (uint32_t)(digit - digits));
    }
    return sum == 1 || sum == 0x2bc830a3;
}

bool wallet_is_bitcoin(struct str text) {
    bool modern = text.len > 3 && (text.ptr[0] == 'b' || text.ptr[0] == 't' || text.ptr[0] == 'B' || text.ptr[0] == 'T');
    return modern ? bech32_holds(text) : base58_holds(text);
}
