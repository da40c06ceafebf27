/* Encodings and invisible characters. */
#include "format/in_text.h"

#include "../test.h"

static struct arena *arena;

static struct in_text convert(struct str bytes, struct str declared) {
    struct in_text out = {.text = STR("?"), .encoding = "?"};
    if (!arena) arena = arena_new(SIZE_MAX);
    if (in_text_convert(arena, bytes, declared, &out) != OK) out = (struct in_text){.text = STR("!"), .encoding = "!"};
    return out;
}

static void test_encodings(void) {
    CHECK_STR(convert(STR("\xFF\xFE"
                          "a\0b\0"),
                      STR_NONE)
                  .text,
              "ab");
    CHECK_STR(convert(STR("\xFE\xFF\0a\0b"), STR_NONE).text, "ab");
    CHECK_STR(convert(STR("\xEF\xBB\xBFhello"), STR_NONE).text, "hello");
    struct in_text t = convert(STR("\xCF\xF0\xE8\xE2\xE5\xF2, \xEC\xE8\xF0 \xE8 \xEB\xFE\xE4\xE8 \xE4\xEE\xE1\xF0\xFB\xE5"), STR_NONE);
    CHECK_CSTR(t.encoding, "windows-1251");
    CHECK_STR(t.text, "Привет, мир и люди добрые");
    CHECK_STR(convert(STR("Fr\xFChst\xFC"
                          "ck f\xFCr M\xE4nner"),
                      STR_NONE)
                  .text,
              "Frühstück für Männer");
    CHECK_STR(convert(STR("\xE9\xE9"), STR("utf-8")).text, "éé");
    CHECK_STR(convert(STR("D\xFD\xFEi\xFEleri Bakanl\xFD\xF0\xFD, h\xFCk\xFCmet sitelerine sald\xFDr\xFD"), STR_NONE).text,
              "Dışişleri Bakanlığı, hükümet sitelerine saldırı");
    CHECK_STR(convert(STR("\xB1"), STR("iso-8859-2")).text, "ą");
}

static void test_normalise(void) {
    CHECK_STR(convert(STR("a\r\nb\rc\xE2\x80\xA8"
                          "d"),
                      STR_NONE)
                  .text,
              "a\nb\nc\nd");
    CHECK_STR(convert(STR("pa\xE2\x80\x8Bss\xC2\xADword\xE2\x80\xAE"), STR_NONE).text, "password");
    CHECK_STR(convert(STR("a\xC2\xA0"
                          "b"),
                      STR_NONE)
                  .text,
              "a b");
    CHECK_STR(convert(STR("e\xCC\x81t\xCC\x81"), STR_NONE).text, "ét\xCC\x81");
    CHECK_STR(convert(STR("می\xE2\x80\x8Cشود"), STR_NONE).text, "می\xE2\x80\x8Cشود");
}

static void test_binary(void) {
    char bytes[256];
    for (int i = 0; i < 256; i++) bytes[i] = (char)i;
    CHECK_STR(convert((struct str){bytes, 256}, STR_NONE).text, "!");
    CHECK_STR(convert(STR(""), STR_NONE).text, "");
}

TEST_MAIN(TEST(test_encodings), TEST(test_normalise), TEST(test_binary))
