/* A book of further names: what is found, what an ordinary word is not, and what a reading makes of it. */
#include "reading/names.h"

#include "../test.h"

static struct arena *arena;

static struct reading_names *book(void) {
    static const struct {
        enum entity_kind kind;
        const char *name, *form;
        int64_t ref;
    } rows[] = {
        {ENTITY_ACTOR, "APT28", "APT28", 1},
        {ENTITY_ACTOR, "APT28", "Fancy Bear", 1},
        {ENTITY_ACTOR, "APT28", "Pawn Storm", 1},
        {ENTITY_ACTOR, "Grimly Circle", "Grimly Circle", 2},
        {ENTITY_ACTOR, "TA505", "TA505", 3},
        {ENTITY_MALWARE, "Gazer", "Gazer", 4},
        {ENTITY_MALWARE, "BlackEnergy", "BlackEnergy", 5},
        {ENTITY_MALWARE, "Snake", "Snake", 6},
        {ENTITY_MALWARE, "certutil", "certutil", 7},
        {ENTITY_MALWARE, "Gazer two", "Gazer", 8},
        {ENTITY_ACTOR, "NSO", "NSO", 9},
        {ENTITY_ACTOR, "Lebanese Cedar", "Lebanese Cedar", 10},
    };
    struct reading_names *made = reading_names_new(arena, 16);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        reading_names_add(made, rows[i].kind, false, str_from(rows[i].name), str_from(rows[i].form), rows[i].ref);
    reading_names_add(made, ENTITY_MALWARE, true, STR("Phishing"), STR("T1566"), 11);
    return made;
}

/* The canonical names found in a text, by place, with blanks between. */
static struct str found(const char *text) {
    struct name_hit_list hits = {0};
    struct str all = STR(""), whole = str_from(text);
    reading_names_scan(book(), arena, whole, &hits);
    for (size_t i = 0; i < hits.len; i++) {
        CHECK(hits.items[i].span.from < hits.items[i].span.to && hits.items[i].span.to <= whole.len);
        all = arena_printf(arena, "%.*s%s%.*s", STR_ARG(all), i ? " " : "", STR_ARG(hits.items[i].what->name));
    }
    return all;
}

static void test_found(void) {
    CHECK_STR(found("by APT28, called Fancy Bear or Pawn  Storm."), "APT28 APT28 APT28");
    CHECK_STR(found("by APT 28, by APT-28 and FancyBear"), "APT28 APT28 APT28");
    CHECK_STR(found("the group TA505 (TA 505)"), "TA505 TA505");
    CHECK_STR(found("the Gazer backdoor"), "Gazer");
    CHECK_STR(found("BlackEnergy struck again"), "BlackEnergy");
    CHECK_STR(found("die Gruppe Fancy Bear"), "APT28");
}

static void test_not_found(void) {
    CHECK_STR(found("a fancy bear in a pawn storm"), "");
    CHECK_STR(found("Gazers looked on. Gazer"), "");
    CHECK_STR(found("APT280, TAPT28, Fancy. Bear"), "");
    CHECK_STR(found("a Snake, the tool Certutil, and NSO"), "");
    CHECK_STR(found(""), "");
    CHECK_STR(found("T1566 but T1566.001"), "Phishing");
}

static void test_find(void) {
    struct reading_names *b = book();
    const struct reading_name *bear = reading_names_find(b, STR("fancy bear"));
    CHECK(bear && bear->refs.len == 1 && bear->refs.items[0] == 1 && bear->kind == ENTITY_ACTOR);
    const struct reading_name *gazer = reading_names_find(b, STR("Gazer"));
    CHECK(gazer && gazer->refs.len == 2 && str_eq(gazer->name, STR("Gazer")));
    CHECK(!reading_names_find(b, STR("Fancy")) && !reading_names_find(NULL, STR("Gazer")) && !reading_names_find(b, STR("")));
}

static const struct entity *entity(const struct reading *r, const char *name) {
    for (size_t i = 0; i < r->entities.len; i++)
        if (str_eq(r->entities.items[i].name, str_from(name))) return &r->entities.items[i];
    return NULL;
}

static void test_reading(void) {
    struct reading with, without;
    struct str text =
        STR("The ministry in Beirut said that Grimly Circle and Lebanese Cedar had attacked it. Analysts blamed Grimly Circle, and T1566.");
    reading_of(arena, text, &(struct reading_hints){.names = book()}, &with);
    reading_of(arena, text, NULL, &without);
    const struct entity *circle = entity(&with, "Grimly Circle");
    CHECK(circle && circle->kind == ENTITY_ACTOR && circle->spans.len == 2 && circle->forms.len == 1);
    CHECK(!entity(&without, "Grimly Circle") && !entity(&with, "Phishing"));
    CHECK(entity(&with, "Lebanese Cedar") != NULL);
    for (size_t i = 0; i < with.entities.len; i++)
        for (size_t k = 0; k < with.entities.items[i].spans.len; k++) CHECK(with.entities.items[i].spans.items[k].to <= with.text.len);
    for (size_t i = 0; i < without.entities.len; i++) {
        struct str name = without.entities.items[i].name;
        CHECK(entity(&with, arena_cstr(arena, name)) != NULL);
    }
}

static void begin(void) { arena = arena_new(SIZE_MAX); }
static void end(void) { arena_free(arena); }

TEST_MAIN(TEST(begin), TEST(test_found), TEST(test_not_found), TEST(test_find), TEST(test_reading), TEST(end))
