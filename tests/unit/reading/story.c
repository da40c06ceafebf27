/* Components, their order and uuid, dates lent by a story; the same whatever the order of parts and links. */
#include "reading/story.h"

#include "../test.h"

static struct arena *arena;

static void add(struct story_part_list *parts, int number, int64_t day) {
    struct brief *b = ARENA_NEW(arena, struct brief);
    b->language = (struct language_guess){.code = "en"};
    if (day) b->published = (struct dated){day, day, PRECISION_DAY, DATE_HINT};
    struct story_part *p = vec_push(arena, parts);
    p->uuid.bytes[0] = (uint8_t)number;
    p->order = 100 - number;
    p->brief = b;
}

static void link_up(struct story_link_list *links, size_t a, size_t b, enum link_kind kind, int score) {
    *vec_push(arena, links) = (struct story_link){a, b, kind, score};
}

static void test_group(void) {
    struct story_part_list parts = {0};
    struct story_link_list links = {0};
    struct story_list stories;
    arena = arena_new(SIZE_MAX);
    add(&parts, 1, 1000);
    add(&parts, 2, 1002);
    add(&parts, 3, 0);
    add(&parts, 4, 1010);
    link_up(&links, 0, 1, LINK_STORY, 3000);
    link_up(&links, 2, 1, LINK_STORY, 3000);
    link_up(&links, 3, 1, LINK_RELATED, 1000);
    link_up(&links, 0, 99, LINK_STORY, 3000); /* of no part: left alone */
    story_group(arena, &parts, &links, &stories);
    CHECK_INT(stories.len, 2);
    const struct story *late = &stories.items[0], *early = &stories.items[1];
    CHECK_INT(late->part_count, 1);
    CHECK_INT(early->part_count, 3);
    CHECK_INT(early->uuid.bytes[0], 3); /* the lowest order came first */
    CHECK_INT(early->from, 1000);
    CHECK_INT(early->to, 1002);
    CHECK_INT(early->when.from, 1002);
    CHECK_INT(early->parts[2], 2); /* without a day: last */
    CHECK_INT(early->related.len, 1);
    CHECK(uuid_eq(&early->related.items[0], &late->uuid));
    CHECK(uuid_eq(&late->related.items[0], &early->uuid));
    struct dated lent = story_dated(early, &parts.items[2]);
    CHECK_INT(lent.source, DATE_STORY);
    CHECK_INT(lent.from, 1000);
    CHECK_INT(lent.to, 1002);
    CHECK_INT(story_dated(early, &parts.items[0]).source, DATE_HINT);
}

static void test_month_is_narrowed(void) {
    struct story_part_list parts = {0};
    struct story_link_list links = {0};
    struct story_list stories;
    add(&parts, 1, 1005);
    add(&parts, 2, 1000);
    ((struct brief *)parts.items[1].brief)->published = (struct dated){995, 1025, PRECISION_MONTH, DATE_MONTH};
    link_up(&links, 0, 1, LINK_STORY, 3000);
    story_group(arena, &parts, &links, &stories);
    CHECK_INT(stories.items[0].when.from, 1005); /* the day goes before the month, although that ends later */
    struct dated lent = story_dated(&stories.items[0], &parts.items[1]);
    CHECK_INT(lent.from, 1005);
    CHECK_INT(lent.to, 1005);
    CHECK_INT(lent.source, DATE_STORY);
}

static void test_empty(void) {
    struct story_part_list parts = {0};
    struct story_link_list links = {0};
    struct story_list stories;
    story_find_links(arena, &parts, &links);
    story_group(arena, &parts, &links, &stories);
    CHECK_INT(links.len + stories.len, 0);
}

/* Parts of one report are never linked; a thousand of one happening give links in proportion. */
static void test_links(void) {
    static const char text[] =
        "Kyivstar, the mobile operator of Ukraine, was struck by a powerful cyberattack on Tuesday, and 24 million subscribers lost "
        "their connection, while the SBU opened a case, the company said in Kyiv on the next day.";
    struct story_part_list parts = {0};
    struct story_link_list links = {0};
    struct story_list stories;
    struct reading r;
    struct reading_hints hints = {.published = STR("2023-12-12")};
    struct brief *b = ARENA_NEW(arena, struct brief);
    reading_of(arena, str_from(text), &hints, &r);
    brief_of(arena, &r, &hints, b);
    for (int i = 0; i < 1000; i++) {
        struct story_part *p = vec_push(arena, &parts);
        p->brief = b;
        p->uuid.bytes[0] = (uint8_t)(i >> 8);
        p->uuid.bytes[1] = (uint8_t)i;
    }
    story_find_links(arena, &parts, &links);
    CHECK(links.len >= 999 && links.len <= 1000 * LINK_KEYS_MAX);
    story_group(arena, &parts, &links, &stories);
    CHECK_INT(stories.len, 1);
    for (size_t i = 0; i < parts.len; i++) parts.items[i].report_uuid.bytes[3] = 7;
    links.len = 0;
    story_find_links(arena, &parts, &links);
    CHECK_INT(links.len, 0);
}

TEST_MAIN(TEST(test_group), TEST(test_month_is_narrowed), TEST(test_empty), TEST(test_links))
