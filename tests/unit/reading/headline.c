/* Headlines say what at least half of the reports say; every topic has its phrase. */
#include "reading/headline.h"

#include "reading/tables.h"

#include "../test.h"

static struct arena *arena;

static void add(struct story_part_list *parts, const char *text, const char *day) {
    struct reading r;
    struct reading_hints hints = {.published = str_from(day)};
    struct brief *b = ARENA_NEW(arena, struct brief);
    reading_of(arena, str_from(text), &hints, &r);
    brief_of(arena, &r, &hints, b);
    vec_push(arena, parts)->brief = b;
}

static void test_headline(void) {
    struct story_part_list parts = {0};
    size_t members[] = {0, 1, 2};
    arena = arena_new(SIZE_MAX);
    add(&parts,
        "The finance ministry of Costa Rica was hit by ransomware of the Conti gang, as was reported on Monday evening by the ministry "
        "itself.",
        "2022-04-19");
    struct str one = headline_of(arena, &parts, members, 1);
    CHECK_STR(one, "Ministry of Finance of Costa Rica, Costa Rica: Conti, ransomware attack - 19 Apr 2022 - 1 report in English");
    add(&parts,
        "El Ministerio de Hacienda de Costa Rica apagó sus sistemas tras un ataque de ransomware del grupo Conti, según dijo el lunes.",
        "2022-04-20");
    add(&parts,
        "Das Finanzministerium von Costa Rica hat nach einem Angriff mit Ransomware seine Systeme abgeschaltet, auch Deutschland hilft "
        "dabei.",
        "2022-04-21");
    struct str all = headline_of(arena, &parts, members, 3);
    CHECK(str_starts(all, STR("Ministry of Finance of Costa Rica, Costa Rica: Conti, ransomware attack")));
    CHECK(str_find(all, STR("Germany"), 0) == SIZE_MAX); /* one report of three */
    CHECK(str_ends(all, STR(" - 21 Apr 2022 - 3 reports in 3 languages")));
}

/* A firm and its program of one name stand there once. */
static void test_one_name(void) {
    struct story_part_list parts = {0};
    size_t members[] = {0};
    struct brief *b = ARENA_NEW(arena, struct brief);
    *vec_push(arena, &b->names) = (struct brief_name){.kind = ENTITY_ORGANISATION, .name = STR("i-Soon"), .count = 2, .lead = true};
    *vec_push(arena, &b->names) = (struct brief_name){.kind = ENTITY_ACTOR, .name = STR("I-Soon"), .count = 2, .lead = true};
    vec_push(arena, &parts)->brief = b;
    CHECK_STR(headline_of(arena, &parts, members, 1), "i-Soon: report - date unknown - 1 report");
}

static void test_nothing_known(void) {
    struct story_part_list parts = {0};
    size_t members[] = {0};
    add(&parts, "", "");
    CHECK_STR(headline_of(arena, &parts, members, 1), "report - date unknown - 1 report");
}

static void test_phrases(void) {
    for (size_t i = 0; i < reading_target_count; i++)
        if (reading_targets[i].kind == TARGET_TOPIC) {
            const char *phrase = headline_topic(reading_targets[i].name);
            CHECK(!strchr(phrase, '_'));
            for (size_t k = i + 1; k < reading_target_count; k++)
                if (reading_targets[k].kind == TARGET_TOPIC)
                    CHECK(trace_topic(reading_targets[i].name) != trace_topic(reading_targets[k].name));
        }
    CHECK_CSTR(headline_topic("ddos"), "DDoS attack");
    CHECK_CSTR(headline_topic("unheard_of"), "unheard_of");
    CHECK_CSTR(headline_language("no"), "Norwegian");
    CHECK_CSTR(headline_language("xx"), "xx");
    for (size_t i = 0; i < reading_language_count; i++)
        if (strlen(reading_languages[i]) == 2) CHECK(strcmp(headline_language(reading_languages[i]), reading_languages[i]) != 0);
}

TEST_MAIN(TEST(test_headline), TEST(test_one_name), TEST(test_nothing_known), TEST(test_phrases))
