/* What three reports of one source share is cut from the next, and what may never be cut. */
#include "reading/learnt.h"

#include "../test.h"
#include "base/buf.h"

static struct arena *arena;

#define FOOT "Our newsroom in the capital is open on all days of the week for what you know."
#define BODY "The ministry said that its computers were attacked in the night and that the work went on as far as it could be done by hand."

static struct reading read_with(const char *text, const struct id_list *known) {
    struct reading r;
    struct reading_hints hints = {.learnt = known};
    if (!arena) arena = arena_new(SIZE_MAX);
    reading_of(arena, str_from(text), &hints, &r);
    return r;
}

static struct learnt_offer offer_of(const char *text, int64_t day) {
    struct reading r = read_with(text, NULL);
    struct learnt_offer offer = {.day = day};
    learnt_offered(arena, &r, &offer.prints);
    return offer;
}

/* What reports of these days teach, each of them a headline, a paragraph of its own, and what they share. */
static struct id_list taught(const char *shared, const int64_t days[3]) {
    static const char *const own[] = {"A bank was robbed", "A port was closed again", "Ministers met in the old town"};
    struct learnt_offer_list offers = {0};
    struct id_list known = {0};
    if (!arena) arena = arena_new(SIZE_MAX);
    for (size_t i = 0; i < 3; i++) {
        struct str text = arena_printf(arena, "%s\n\n%s, and nobody knew what would come of it when the evening of the day came.\n\n%s\n",
                                       own[i], own[i], shared);
        *vec_push(arena, &offers) = offer_of(text.ptr, days[i]);
    }
    learnt_from(arena, &offers, &known);
    return known;
}

static bool is_cut(const struct reading *r, const char *text) {
    for (size_t i = 0; i < r->removed.len; i++)
        if (r->removed.items[i].reason == REMOVED_SOURCE && str_eq(r->removed.items[i].text, str_from(text))) return true;
    return false;
}

static void test_three_days(void) {
    struct id_list none = taught(FOOT, (int64_t[]){10, 11, 11}), known = taught(FOOT, (int64_t[]){10, 11, 12});
    CHECK_INT(none.len, 0);
    CHECK_INT(known.len, 1);
    struct reading r = read_with("Computers attacked\n\n" BODY "\n\n" FOOT "\n", &known);
    CHECK(is_cut(&r, FOOT));
    CHECK(str_find(r.text, STR("newsroom"), 0) == SIZE_MAX);
    CHECK_INT(r.paragraphs.len, 2);
    r = read_with("Computers attacked\n\n" BODY "\n\nOUR newsroom, in the capital, is open on all days of the week for what you know!\n",
                  &known);
    CHECK_INT(r.removed.len, 1); /* letters and digits count */
    r = read_with("Computers attacked\n\n" BODY "\n\n" FOOT "\n", NULL);
    CHECK_INT(r.removed.len, 0);
}

/* The name of a series stands first and tells what it is; its headings stand above their texts; a report told again is no foot. */
static void test_what_stays(void) {
    struct id_list known = taught("The week in review\n\n" BODY " It was so for days.\n\n" FOOT, (int64_t[]){10, 11, 12});
    CHECK_INT(known.len, 3);
    struct reading r =
        read_with("The week in review\n\n" BODY "\n\nSome other words here, as a paragraph that nobody wrote before today.", &known);
    CHECK(!is_cut(&r, "The week in review"));
    r = read_with("Computers attacked\n\nAnother paragraph stands here, of the same length as others, before the heading.\n\nThe week in "
                  "review\n\n" BODY "\n\n" FOOT "\n",
                  &known);
    CHECK(!is_cut(&r, "The week in review"));
    CHECK(is_cut(&r, FOOT));
    r = read_with("Computers attacked\n\n" BODY " It was so for days.\n\n" FOOT "\n\nOne more line was written.", &known);
    CHECK_INT(r.removed.len, 0);
}

static void test_again(void) {
    struct id_list known = taught("The week in review\n\n" FOOT, (int64_t[]){10, 11, 12}), used = {0}, back = {0};
    const char *text = "Computers attacked\n\n" BODY "\n\n" FOOT "\n";
    struct reading r = read_with(text, &known);
    learnt_used(arena, &r, &known, &used);
    CHECK_INT(used.len, 1);
    learnt_unpack(arena, learnt_pack(arena, &used), &back);
    CHECK_INT(back.len, 1);
    CHECK(back.items[0] == used.items[0]);
    struct reading again = read_with(text, &back);
    CHECK(str_eq(again.text, r.text));
    CHECK_INT(again.removed.len, r.removed.len);
    back.len = 0;
    learnt_unpack(arena, STR("seven b"), &back);
    CHECK_INT(back.len, 0);
}

static void test_bound(void) {
    struct buf b;
    struct id_list offered = {0};
    buf_init(&b, 1 << 20);
    for (int i = 0; i < 1000; i++) buf_printf(&b, "A line of its own, number %d of them, which says nothing else at all.\n\n", i);
    if (!arena) arena = arena_new(SIZE_MAX);
    buf_add_char(&b, '\0');
    struct reading r = read_with(b.data, NULL);
    CHECK(r.lines.len >= 1000);
    learnt_offered(arena, &r, &offered);
    CHECK_INT(offered.len, LEARNT_LINES);
    buf_done(&b);
}

TEST_MAIN(TEST(test_three_days), TEST(test_what_stays), TEST(test_again), TEST(test_bound))
