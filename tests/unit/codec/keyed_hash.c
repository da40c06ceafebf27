/* The keyed hash: SipHash-2-4's published vectors. */
#include "../test.h"

#include "codec/keyed_hash.h"

static void test_vectors(void) {
    uint8_t key[KEYED_HASH_KEY], text[15];
    for (uint8_t i = 0; i < sizeof key; i++) key[i] = i;
    for (uint8_t i = 0; i < sizeof text; i++) text[i] = i;
    CHECK(keyed_hash(key, text, 15) == 0xa129ca6149be45e5u);
    CHECK(keyed_hash(key, NULL, 0) == 0x726fdb47dd0e0e31u);
    key[0] ^= 1;
    CHECK(keyed_hash(key, text, 15) != 0xa129ca6149be45e5u);
}

TEST_MAIN(TEST(test_vectors))
