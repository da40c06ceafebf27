/* Digests: the RFCs' vectors, and that pieces give the same as the whole at every length around a block. */
#include "../test.h"

#include "codec/digest.h"

static void check(enum digest_kind kind, const char *text, const char *want) {
    char out[DIGEST_HEX];
    CHECK_STR(digest_hex(kind, str_from(text), out), want);
}

static void test_vectors(void) {
    const char *digits = "12345678901234567890123456789012345678901234567890123456789012345678901234567890";
    const char *two_blocks = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
    check(DIGEST_MD5, "", "d41d8cd98f00b204e9800998ecf8427e");
    check(DIGEST_MD5, "abc", "900150983cd24fb0d6963f7d28e17f72");
    check(DIGEST_MD5, "message digest", "f96b697d7cb7938d525a2f31aaf161d0");
    check(DIGEST_MD5, digits, "57edf4a22be3c955ac49da2e2107b67a");
    check(DIGEST_SHA1, "", "da39a3ee5e6b4b0d3255bfef95601890afd80709");
    check(DIGEST_SHA1, "abc", "a9993e364706816aba3e25717850c26c9cd0d89d");
    check(DIGEST_SHA1, two_blocks, "84983e441c3bd26ebaae4aa1f95129e5e54670f1");
    check(DIGEST_SHA256, "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    check(DIGEST_SHA512, "abc",
          "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
          "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
}

static void test_million(void) {
    static char a[1000];
    struct digest d;
    uint8_t out[DIGEST_MAX];
    memset(a, 'a', sizeof a);
    digest_init(&d, DIGEST_SHA1);
    for (int i = 0; i < 1000; i++) digest_add(&d, a, sizeof a);
    digest_finish(&d, out);
    CHECK(memcmp(out, "\x34\xaa\x97\x3c\xd4\xc4\xda\xa4\xf6\x1e\xeb\x2b\xdb\xad\x27\x31\x65\x34\x01\x6f", 20) == 0);
}

static void test_pieces(void) {
    char text[200];
    for (size_t i = 0; i < sizeof text; i++) text[i] = (char)i;
    for (int kind = DIGEST_MD5; kind <= DIGEST_SHA512; kind++) {
        size_t wrong = 0;
        for (size_t len = 0; len <= sizeof text; len++) {
            uint8_t whole[DIGEST_MAX], pieces[DIGEST_MAX];
            struct digest d;
            digest_of((enum digest_kind)kind, (struct str){text, len}, whole);
            digest_init(&d, (enum digest_kind)kind);
            for (size_t at = 0, step = 1; at < len; at += step, step = step * 2 + 1) {
                struct str part = str_sub((struct str){text, len}, at, step);
                digest_add(&d, part.ptr, part.len);
            }
            digest_finish(&d, pieces);
            wrong += memcmp(whole, pieces, digest_size((enum digest_kind)kind)) != 0;
        }
        CHECK_INT(wrong, 0);
    }
}

TEST_MAIN(TEST(test_vectors), TEST(test_million), TEST(test_pieces))
