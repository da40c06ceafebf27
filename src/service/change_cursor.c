/* See change_cursor.h. Bytes: epoch (8), position (8), horizon (8), organisation (8), site administrator (1), check (8); base64 in the alphabet for URLs, without padding. */
#include "service/change_cursor.h"

#include <sodium.h>

enum { AT_POSITION = 8, AT_HORIZON = 16, AT_ORG = 24, AT_ADMIN = 32, AT_CHECK = 33, CURSOR_BYTES = 41 };
#define VARIANT sodium_base64_VARIANT_URLSAFE_NO_PADDING
#define CHECK_BYTES (CURSOR_BYTES - AT_CHECK)

static void put_number(uint8_t *out, uint64_t n) {
    for (int i = 7; i >= 0; i--, n >>= 8) out[i] = (uint8_t)n;
}

static uint64_t get_number(const uint8_t *in) {
    uint64_t n = 0;
    for (int i = 0; i < 8; i++) n = n << 8 | in[i];
    return n;
}

static void check_of(const uint8_t *bytes, const uint8_t secret[32], uint8_t out[CHECK_BYTES]) {
    uint8_t hash[32];
    uint8_t text[AT_CHECK + 6] = "cursor";
    memcpy(text + 6, bytes, AT_CHECK);
    crypto_generichash(hash, sizeof hash, text, sizeof text, secret, 32);
    memcpy(out, hash, CHECK_BYTES);
}

struct str change_cursor_write(const struct change_cursor *cursor, const uint8_t secret[32], char out[CHANGE_CURSOR_TEXT]) {
    uint8_t bytes[CURSOR_BYTES];
    put_number(bytes, cursor->epoch);
    put_number(bytes + AT_POSITION, (uint64_t)cursor->position);
    put_number(bytes + AT_HORIZON, (uint64_t)cursor->horizon);
    put_number(bytes + AT_ORG, (uint64_t)cursor->org_id);
    bytes[AT_ADMIN] = cursor->site_admin;
    check_of(bytes, secret, bytes + AT_CHECK);
    sodium_bin2base64(out, CHANGE_CURSOR_TEXT, bytes, sizeof bytes, VARIANT);
    return str_from(out);
}

bool change_cursor_read(struct str text, const uint8_t secret[32], struct change_cursor *out) {
    uint8_t bytes[CURSOR_BYTES], check[CHECK_BYTES];
    size_t len = 0;
    if (text.len != CHANGE_CURSOR_TEXT - 1) return false;
    if (sodium_base642bin(bytes, sizeof bytes, text.ptr, text.len, NULL, &len, NULL, VARIANT) != 0 || len != CURSOR_BYTES) return false;
    check_of(bytes, secret, check);
    if (sodium_memcmp(check, bytes + AT_CHECK, CHECK_BYTES) != 0) return false;
    *out = (struct change_cursor){.epoch = get_number(bytes),
                                  .position = (int64_t)get_number(bytes + AT_POSITION),
                                  .horizon = (int64_t)get_number(bytes + AT_HORIZON),
                                  .org_id = (int64_t)get_number(bytes + AT_ORG),
                                  .site_admin = bytes[AT_ADMIN] == 1};
    return true;
}
