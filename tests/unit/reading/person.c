/* Persons across scripts and inflections, and who is somebody else; the five seeds, where they are there. */
#include "../test.h"
#include "base/arena.h"
#include "reading/reading.h"

static void read_text(struct arena *arena, const char *language, const char *text, struct reading *r) {
    *r = (struct reading){.text = str_from(text)};
    snprintf(r->language.code, sizeof r->language.code, "%s", language);
    *vec_push(arena, &r->paragraphs) = (struct paragraph){.text = r->text, .language = r->language};
    reading_recognise(arena, r);
}

static int count(const struct reading *r, enum entity_kind kind, const char *name) {
    int n = 0;
    for (size_t i = 0; i < r->entities.len; i++)
        n += r->entities.items[i].kind == kind && str_eq(r->entities.items[i].name, str_from(name));
    return n;
}

static void test_one_person(void) {
    static const char *const forms[][2] = {
        {"bg", "Столтенберг каза."},   {"pl", "Rozmowa ze Stoltenbergiem."}, {"hr", "Rekao je Stoltenbergu."},
        {"en", "He met Stoltenberg."}, {"el", "Ο Στόλτενμπεργκ μίλησε."},    {"uk", "Зустріч зі Столтенбергом."},
        {"ka", "სტოლტენბერგმა თქვა."}, {"lt", "Sakė Stoltenbergas."},        {"ar", "قال ستولتنبرغ"}};
    struct arena *arena = arena_new(64 << 20);
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        struct reading r;
        read_text(arena, forms[i][0], forms[i][1], &r);
        if (count(&r, ENTITY_PERSON, "Jens Stoltenberg") != 1) printf("  %s\n", forms[i][1]);
        CHECK_INT(count(&r, ENTITY_PERSON, "Jens Stoltenberg"), 1);
    }
    arena_free(arena);
}

static void test_somebody_else(void) {
    static const char *const texts[][2] = {{"Thomas Merkel opened the shop.", "Angela Merkel"},
                                           {"In May the rain came.", "Theresa May"},
                                           {"The Marin county fair.", "Sanna Marin"},
                                           {"Boxing champion Carlos Scholz won.", "Olaf Scholz"},
                                           {"They costa lot.", "António Costa"},
                                           {"The XI century.", "Boris Johnson"},
                                           {"a trump card", "Donald Trump"}};
    struct arena *arena = arena_new(64 << 20);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct reading r;
        read_text(arena, "en", texts[i][0], &r);
        CHECK_INT(count(&r, ENTITY_PERSON, texts[i][1]), 0);
    }
    arena_free(arena);
}

static void test_surname_after_full_name(void) {
    struct arena *arena = arena_new(64 << 20);
    struct reading r;
    read_text(arena, "en", "Boris Johnson spoke. Johnson then left.", &r);
    CHECK_INT(count(&r, ENTITY_PERSON, "Boris Johnson"), 1);
    CHECK_INT(r.entities.items[0].spans.len, 2);
    CHECK_INT(r.entities.items[0].forms.len, 2);
    arena_free(arena);
}

static void test_homographs(void) {
    static const struct {
        const char *language, *text, *country;
        int want;
    } cases[] = {{"it", "La conferenza di Monaco", "Monaco", 0},
                 {"it", "Il Principato di Monaco", "Monaco", 1},
                 {"en", "She moved to New Jersey", "Jersey", 0},
                 {"en", "Roman bought a turkey", "Romania", 0},
                 {"en", "Roman bought a turkey", "Turkey", 0},
                 {"en", "Turkey and Georgia agreed", "Georgia", 1},
                 {"en", "Polls closed in Georgia and Arizona", "Georgia", 0},
                 {"en", "Michael Jordan scored", "Jordan", 0},
                 {"en", "Jordan and Egypt", "Jordan", 1},
                 {"en", "The US said", "United States", 1},
                 {"en", "told us that", "United States", 0},
                 {"ro", "Poliția română", "Romania", 1},
                 {"el", "Οι ΗΠΑ", "United States", 1},
                 {"ru", "русскоязычный форум", "Russia", 0},
                 {"de", "auf Deutsch erschienen", "Germany", 0},
                 {"en", "Turku is a city", "Turkey", 0},
                 {"ar", "قالت وزارة المالية", "Mali", 0},
                 {"ar", "الحكومة في مالي", "Mali", 1},
                 {"ja", "タイとマリの政府", "Mali", 1},
                 {"ja", "タイの政府", "Thailand", 1},
                 {"ja", "タイプが違う", "Thailand", 0}};
    struct arena *arena = arena_new(64 << 20);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct reading r;
        read_text(arena, cases[i].language, cases[i].text, &r);
        if (count(&r, ENTITY_COUNTRY, cases[i].country) != cases[i].want) printf("  %s\n", cases[i].text);
        CHECK_INT(count(&r, ENTITY_COUNTRY, cases[i].country), cases[i].want);
    }
    arena_free(arena);
}

/* The longest match is the body, and the country in its name is read too, unless a table says that it is none. */
static void test_country_in_a_body(void) {
    static const struct {
        const char *language, *text, *country;
        int want;
        const char *body;
    } cases[] = {{"en", "The Ukrainian Foreign Ministry said", "Ukraine", 1, "Ministry of Foreign Affairs of Ukraine"},
                 {"en", "The National Bank of Ukraine said", "Ukraine", 1, "National Bank of Ukraine"},
                 {"ru", "МИД России заявил", "Russia", 1, "Russian Foreign Ministry"},
                 {"zh", "美国国家安全局表示", "United States", 1, "NSA"},
                 {"en", "The Organization of American States said", "United States", 0, "Organization of American States"},
                 {"en", "BAE Systems said", "United Arab Emirates", 0, "BAE Systems"},
                 {"en", "Deutsche Bahn said", "Germany", 0, "Deutsche Bahn"},
                 {"en", "British Airways said", "United Kingdom", 0, "British Airways"},
                 {"en", "The Washington Post said", "United States", 0, "Washington Post"},
                 {"sr", "Elektroprivreda Republike Srpske", "Serbia", 0, "Elektroprivreda Republike Srpske"},
                 {"ru", "Палата представителей США", "Palau", 0, "US House of Representatives"},
                 {"ja", "マリオットは発表した", "Mali", 0, "Marriott"}};
    struct arena *arena = arena_new(64 << 20);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct reading r;
        read_text(arena, cases[i].language, cases[i].text, &r);
        if (count(&r, ENTITY_COUNTRY, cases[i].country) != cases[i].want || count(&r, ENTITY_ORGANISATION, cases[i].body) != 1)
            printf("  %s\n", cases[i].text);
        CHECK_INT(count(&r, ENTITY_COUNTRY, cases[i].country), cases[i].want);
        CHECK_INT(count(&r, ENTITY_ORGANISATION, cases[i].body), 1);
    }
    arena_free(arena);
}

static void test_seeds(void) {
    static const char *const seeds[][3] = {
        {"000_1c64efaec305130e.txt", "no", "Jens Stoltenberg"},
        {"001_6d17f7c8ee7027fa.txt", "pl", "Jens Stoltenberg,Olha Stefanishyna"},
        {"002_ec23acfeabae9f78.txt", "en", "Jens Stoltenberg,Olaf Scholz,Sergey Lavrov,Vladimir Putin,Xi Jinping"},
        {"003_af26cfce1edd8f1b.txt", "it", "Sergey Lavrov,Angela Merkel,Jens Stoltenberg"},
        {"004_4f9e8bdc6409b2d1.txt", "bg", "Jens Stoltenberg,Olaf Scholz,Sergey Lavrov,Vladimir Putin"}};
    static char bytes[65536];
    struct arena *arena = arena_new(64 << 20);
    for (size_t i = 0; i < sizeof seeds / sizeof *seeds; i++) {
        char path[256];
        snprintf(path, sizeof path, "../shared/seeds/%s", seeds[i][0]);
        FILE *f = fopen(path, "rb");
        if (!f) {
            printf("skipped: there is no %s\n", path);
            break;
        }
        size_t n = fread(bytes, 1, sizeof bytes - 1, f);
        fclose(f);
        bytes[n] = 0;
        struct reading r;
        read_text(arena, seeds[i][1], bytes, &r);
        struct str rest = str_from(seeds[i][2]), name;
        while (rest.len && str_split(&rest, ',', &name)) {
            int times = count(&r, ENTITY_PERSON, arena_cstr(arena, name));
            if (times != 1) printf("  %s: %.*s\n", seeds[i][0], STR_ARG(name));
            CHECK_INT(times, 1);
        }
        CHECK_INT(count(&r, ENTITY_COUNTRY, "Russia"), 1);
        CHECK_INT(count(&r, ENTITY_COUNTRY, "Monaco"), 0);
        CHECK_INT(count(&r, ENTITY_ORGANISATION, "NATO"), 1);
    }
    arena_free(arena);
}

TEST_MAIN(TEST(test_one_person), TEST(test_somebody_else), TEST(test_surname_after_full_name), TEST(test_homographs),
          TEST(test_country_in_a_body), TEST(test_seeds))
