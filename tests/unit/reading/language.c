/* The language of a text and of each paragraph: of a long one the beginning speaks, a short one goes with the whole, and what is longer than the
 * detector's window loses nothing. */
#include "../test.h"
#include "reading/reading.h"

#define NORWEGIAN "Myndighetene opplyser at flere nettsteder var utilgjengelige i natt, og at etterforskningen fortsetter i dag. "
#define FINNISH "Viranomaisten mukaan useat verkkosivustot olivat viime yönä poissa käytöstä, ja tutkinta jatkuu tänään. "
#define ENGLISH "The ministry said that several of its pages were not available last night and that the inquiry goes on today. "

static struct arena *arena;

static struct str repeated(const char *sentence, int count) {
    struct str s = STR("");
    for (int i = 0; i < count; i++) s = arena_join(arena, s, str_from(sentence));
    return s;
}

static struct str paragraph(struct str before, const char *sentence, int count) {
    return arena_join(arena, arena_join(arena, before, repeated(sentence, count)), STR("\n\n"));
}

static struct reading read(struct str text) {
    struct reading r;
    reading_of(arena, text, NULL, &r);
    return r;
}

static const char *code(const struct reading *r, size_t paragraph) {
    return paragraph < r->paragraphs.len ? r->paragraphs.items[paragraph].language.code : "none";
}

static void test_paragraphs(void) {
    arena = arena_new(SIZE_MAX);
    struct str text = paragraph(paragraph(paragraph(STR(""), FINNISH "A", 9), ENGLISH "B", 6), FINNISH "C", 7);
    struct reading r = read(text);
    CHECK_CSTR(r.language.code, "fi");
    CHECK_INT(r.paragraphs.len, 3);
    CHECK_CSTR(code(&r, 0), "fi");
    CHECK_CSTR(code(&r, 1), "en");
    CHECK_CSTR(code(&r, 2), "fi");
    CHECK(r.paragraphs.items[1].language.certainty > 0.9);
    arena_free(arena);
}

/* Only the beginning is looked at where paragraphs are many and long: what stands at the end of one does not speak for it. */
static void test_beginning(void) {
    arena = arena_new(SIZE_MAX);
    struct str text = STR("");
    for (int i = 0; i < 12; i++) {
        text = arena_join(arena, text, arena_printf(arena, "%d ", i)); /* no repeated paragraph */
        text = paragraph(text, i == 5 ? NORWEGIAN NORWEGIAN NORWEGIAN ENGLISH : NORWEGIAN, 3);
    }
    struct reading r = read(text);
    CHECK_CSTR(r.language.code, "no");
    for (size_t i = 0; i < 12; i++) CHECK_CSTR(code(&r, i), "no");
    arena_free(arena);
}

static void test_short(void) {
    arena = arena_new(SIZE_MAX);
    struct reading r = read(paragraph(arena_join(arena, repeated(FINNISH, 3), STR("\n\nLisää: NATO\n\n")), FINNISH "B", 2));
    CHECK_CSTR(r.language.code, "fi");
    for (size_t i = 0; i < r.paragraphs.len; i++) CHECK_CSTR(code(&r, i), "fi");
    r = read(STR("Ja niin on"));
    CHECK_CSTR(r.language.code, "");
    arena_free(arena);
}

/* Near relatives, and what is Dutch though half of it is names that English has, too. */
static void test_relatives(void) {
    static const char *const rows[][2] = {
        {"nl", "Microsoft, Google en Amazon reageren op lek in Windows Server 2019. Politie arresteert man (24) voor hack bij Bol.com en "
               "Coolblue."},
        {"en", "Microsoft, Google and Amazon respond to a leak in Windows Server. Police arrested a man from The Hague for the hack of Van "
               "den Berg."},
        {"be", "Партал не адкрываецца з самай раніцы, адміністрацыя абяцае аднавіць працу. Паліцыя затрымала групу маладых людзей."},
        {"ru", "Портал не открывается с самого утра, администрация обещает наладить работу. Полиция задержала группу молодых людей."},
        {"mk", "Претседателот се сретна со министерот и разговараше за безбедноста. Експертите ги советуваат корисниците веднаш да ги "
               "обноват програмите."},
        {"hr", "Hakeri su napali poslužitelj banke, rad je stao na nekoliko sati. Stručnjaci savjetuju korisnicima da odmah ažuriraju "
               "svoje programe."},
    };
    arena = arena_new(SIZE_MAX);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct reading r = read(str_from(rows[i][1]));
        CHECK_CSTR(r.language.code, rows[i][0]);
    }
    arena_free(arena);
}

/* Some 2,000 paragraphs of 200 bytes are several windows; each keeps its language. */
static void test_windows(void) {
    arena = arena_new(SIZE_MAX);
    struct str_list pieces = {0};
    struct str text;
    size_t len = 0;
    for (int i = 0; i < 2000; i++)
        *vec_push(arena, &pieces) = arena_printf(arena, "%d %s%s\n\n", i, i % 5 ? NORWEGIAN NORWEGIAN : FINNISH FINNISH, "Slutt.");
    for (size_t i = 0; i < pieces.len; i++) len += pieces.items[i].len;
    char *bytes = arena_raw(arena, len);
    text = (struct str){bytes, len};
    for (size_t i = 0; i < pieces.len; bytes += pieces.items[i++].len) memcpy(bytes, pieces.items[i].ptr, pieces.items[i].len);
    struct reading r = read(text);
    size_t wrong = 0;
    CHECK_INT(r.paragraphs.len, 2000);
    for (size_t i = 0; i < r.paragraphs.len; i++) wrong += strcmp(code(&r, i), i % 5 ? "no" : "fi") != 0;
    CHECK_INT(wrong, 0);
    arena_free(arena);
}

TEST_MAIN(TEST(test_paragraphs), TEST(test_beginning), TEST(test_short), TEST(test_relatives), TEST(test_windows))
