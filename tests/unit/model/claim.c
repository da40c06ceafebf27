/* The words of claims and the rule of their summary. */
#include "model/claim.h"

#include <string.h>

#include "../test.h"
#include "base/clock.h"

static struct arena *arena;

static void begin(void) { arena = arena_new(1u << 20); }

static struct claim claim(const char *actor, enum claim_relation relation, int likelihood, const char *stated) {
    return (struct claim){.uuid = uuid_random(),
                          .actor_name = str_from(actor),
                          .relation = relation,
                          .claimant_org = 1,
                          .likelihood = likelihood,
                          .confidence = CONFIDENCE_HIGH,
                          .status = CLAIM_ASSESSED,
                          .stated_on = str_from(stated)};
}

static struct claim_position_list summary(const struct claim *claims, size_t count) {
    struct claim_list list = {0};
    struct claim_position_list out = {0};
    int64_t today = 0;
    CHECK(clock_parse_date(STR("2022-06-01"), &today));
    for (size_t i = 0; i < count; i++) *vec_push(arena, &list) = claims[i];
    claim_summarise(arena, &list, today / 86400, &out);
    return out;
}

static void test_words(void) {
    static const struct {
        int likelihood;
        const char *term;
    } terms[] = {{0, "almost no chance"}, {4, "almost no chance"}, {5, "very unlikely"},        {19, "very unlikely"},
                 {20, "unlikely"},        {44, "unlikely"},        {45, "roughly even chance"}, {54, "roughly even chance"},
                 {55, "likely"},          {79, "likely"},          {80, "very likely"},         {85, "very likely"},
                 {94, "very likely"},     {95, "almost certain"},  {100, "almost certain"}};
    for (size_t i = 0; i < sizeof terms / sizeof *terms; i++) CHECK(strcmp(claim_likelihood_text(terms[i].likelihood), terms[i].term) == 0);
    for (int i = 0; i < 5; i++) {
        CHECK_INT(claim_relation_parse(str_from(claim_relation_text((enum claim_relation)i))), i);
        CHECK_INT(claim_status_parse(str_from(claim_status_text((enum claim_status)i))), i);
    }
    CHECK_INT(claim_confidence_parse(STR("high")), CONFIDENCE_HIGH);
    CHECK_INT(claim_relation_parse(STR("guilty")), -1);
    CHECK_INT(claim_status_parse(STR_NONE), -1);
}

static void test_weights(void) {
    begin();
    struct claim claims[] = {claim("A", CLAIM_RESPONSIBLE, 80, "2022-06-01"), claim("A", CLAIM_RESPONSIBLE, 20, "2021-05-02"),
                             claim("A", CLAIM_RESPONSIBLE, 0, "2022-06-01")};
    claims[1].claimant_org = 0;
    claims[1].claimant_name = STR("A paper");
    claims[1].reliability = 'C';
    claims[1].confidence = CONFIDENCE_LOW;
    claims[2].status = CLAIM_WITHDRAWN;
    struct claim_position_list p = summary(claims, 3);
    CHECK_INT(p.len, 1);
    CHECK_INT(p.items[0].claims.len, 3);
    const struct claim_weight *w = p.items[0].claims.items;
    CHECK_INT(w[0].weight, 800);
    /* 395 days: 30 free, 365 halve it */
    CHECK_INT(w[1].recency, 500);
    CHECK_INT(w[1].weight, 600 * 500 / 1000 * 400 / 1000);
    CHECK_INT(w[2].weight, 0);
    CHECK_INT(p.items[0].weight, 1000);
    CHECK_INT(p.items[0].likelihood, (2 * (800 * 80 + 120 * 20) + 920) / (2 * 920));
    arena_free(arena);
}

static void test_ratings(void) {
    begin();
    static const int expected[] = {1000, 800, 600, 400, 200, 500, 500};
    for (int i = 0; i < 7; i++) {
        struct claim c = claim("A", CLAIM_RESPONSIBLE, 50, "2022-06-01");
        c.claimant_org = 0;
        c.reliability = (char)(i < 6 ? 'A' + i : 0);
        CHECK_INT(summary(&c, 1).items[0].claims.items[0].reliability, expected[i]);
    }
    arena_free(arena);
}

/* Each actor and each relation stands for itself, and the shares add up. */
static void test_positions(void) {
    begin();
    struct claim claims[] = {claim("A", CLAIM_RESPONSIBLE, 50, "2022-06-01"), claim("a", CLAIM_RESPONSIBLE, 50, "2022-06-01"),
                             claim("A", CLAIM_NOT_RESPONSIBLE, 50, "2022-06-01")};
    struct claim_position_list p = summary(claims, 3);
    CHECK_INT(p.len, 3);
    CHECK_INT(p.items[0].weight, 334);
    CHECK_INT(p.items[1].weight, 333);
    CHECK_INT(p.items[2].weight, 333);
    CHECK_STR(p.items[0].actor, "name:A");
    CHECK_INT(p.items[1].relation, CLAIM_NOT_RESPONSIBLE);
    CHECK_STR(p.items[2].actor, "name:a");
    for (int i = 0; i < 3; i++) claims[i].status = CLAIM_WITHDRAWN;
    p = summary(claims, 3);
    CHECK_INT(p.len, 3);
    for (int i = 0; i < 3; i++) CHECK_INT(p.items[i].weight, 0);
    CHECK_INT(p.items[0].likelihood, 50);
    CHECK_INT(summary(claims, 0).len, 0);
    arena_free(arena);
}

static void test_uuids(void) {
    begin();
    char text[UUID_TEXT];
    struct claim c = claim("", CLAIM_NOT_RESPONSIBLE, 30, "2022-06-01");
    c.actor_country = STR("ZZ");
    CHECK_STR(claim_actor_key(arena, &c), "country:ZZ");
    struct uuid u = claim_actor_uuid(arena, &c);
    CHECK_STR(uuid_text(&u, text), "3fe2b979-efd1-515c-ad2e-7cd5a7021cdd");
    CHECK_INT(claim_opinion(&c), 70);
    c.actor_cluster = c.uuid;
    u = claim_actor_uuid(arena, &c);
    CHECK(uuid_eq(&u, &c.uuid));
    arena_free(arena);
}

TEST_MAIN(TEST(test_words), TEST(test_weights), TEST(test_ratings), TEST(test_positions), TEST(test_uuids))
