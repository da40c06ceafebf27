/* The value and uuid indexes against a plain list of what was put in. */
#include "correlate/index.h"

#include <stdlib.h>

#include "../test.h"
#include "model/attribute_type.h"

static const uint8_t KEY[16] = "0123456789abcde";

struct model_row {
    int64_t id;
    struct uuid uuid;
    char value1[32], value2[32];
};

static struct uuid numbered_uuid(uint32_t n) {
    struct uuid u = {{0}};
    memcpy(u.bytes, &n, sizeof n);
    u.bytes[15] = 1;
    return u;
}

static void put_row(struct index *index, const struct model_row *row) {
    index_add(index, row->id, &row->uuid, TYPE_TEXT, str_from(row->value1), str_from(row->value2));
}

static bool holds(const struct id_list *ids, int64_t id) {
    for (size_t i = 0; i < ids->len; i++) {
        if (ids->items[i] == id) {
            return true;
        }
    }
    return false;
}

static void test_against_list(void) {
    enum { ROWS = 20000, VALUES = 4000 };
    struct index *index = index_new(KEY);
    struct arena *arena = arena_new(64 << 20);
    struct model_row *rows = calloc(ROWS, sizeof *rows);
    srand(7);
    for (int i = 0; i < ROWS; i++) {
        rows[i].id = i + 1;
        rows[i].uuid = numbered_uuid((uint32_t)i);
        snprintf(rows[i].value1, sizeof rows[i].value1, "Value-%d", rand() % VALUES);
        if (i % 5 == 0) {
            snprintf(rows[i].value2, sizeof rows[i].value2, "value-%d", rand() % VALUES);
        }
        put_row(index, &rows[i]);
    }
    for (int v = 0; v < VALUES; v += 37) {
        char value[32];
        snprintf(value, sizeof value, " VALUE-%d\n", v);
        struct id_list found = {0};
        size_t total, expected = 0;
        index_find(index, arena, index_hash(index, str_from(value)), ROWS, &found, &total);
        for (int i = 0; i < ROWS; i++) {
            if (index_is_same(str_from(value), str_from(rows[i].value1)) || index_is_same(str_from(value), str_from(rows[i].value2))) {
                expected++;
                CHECK(holds(&found, rows[i].id));
            }
        }
        CHECK_INT(total, expected);
        for (size_t i = 1; i < found.len; i++) {
            CHECK(found.items[i - 1] > found.items[i]);
        }
    }
    for (int i = 0; i < ROWS; i += 101) {
        struct id_list found = {0};
        index_find_uuid(index, &rows[i].uuid, arena, &found);
        CHECK(holds(&found, rows[i].id));
    }
    CHECK_INT(index_count(index, index_hash(index, STR("nothing of the sort"))), 0);
    struct id_list none = {0};
    struct uuid unknown = numbered_uuid(ROWS + 5);
    index_find_uuid(index, &unknown, arena, &none);
    CHECK_INT(none.len, 0);
    free(rows);
    arena_free(arena);
    index_free(index);
}

static void test_ceiling(void) {
    struct index *index = index_new(KEY);
    struct arena *arena = arena_new(1 << 20);
    struct uuid uuid = numbered_uuid(1);
    for (int64_t id = 1; id <= 100; id++) {
        index_add(index, id, &uuid, TYPE_TEXT, STR("popular"), STR_NONE);
        index_add(index, id, &uuid, TYPE_TEXT, STR("Popular "), STR_NONE);
    }
    struct id_list found = {0};
    size_t total;
    index_find(index, arena, index_hash(index, STR("popular")), 10, &found, &total);
    CHECK_INT(total, 100);
    CHECK_INT(found.len, 10);
    CHECK_INT(found.items[0], 100);
    CHECK_INT(found.items[9], 91);
    arena_free(arena);
    index_free(index);
}

/* Asked for together or one by one: the same. */
static void test_many(void) {
    enum { VALUES = 5000 };
    struct index *index = index_new(KEY);
    struct arena *arena = arena_new(64 << 20);
    struct uuid uuid = numbered_uuid(1);
    uint64_t *hashes = calloc(VALUES, sizeof *hashes);
    bool *known = calloc(VALUES, sizeof *known);
    char text[32];
    for (int i = 0; i < VALUES; i++) {
        snprintf(text, sizeof text, "value-%d", i);
        hashes[i] = index_hash(index, str_from(text));
        for (int n = 0; n < i % 4; n++) index_add(index, i * 4 + n + 1, &uuid, TYPE_TEXT, str_from(text), STR_NONE);
    }
    index_are_known(index, hashes, VALUES, known);
    for (int i = 0; i < VALUES; i++) CHECK(known[i] == (i % 4 != 0));
    size_t at = 0, found = 0, rounds = 0;
    while (at < VALUES) {
        struct index_candidates list = {0};
        size_t done = index_find_many(index, arena, hashes + at, VALUES - at, 1000, &list);
        for (size_t i = 0; i < list.len; i++) CHECK_INT((list.items[i].id - 1) / 4, at + list.items[i].place);
        found += list.len;
        at += done;
        CHECK(done > 0 && list.len < 1004);
        rounds++;
    }
    CHECK_INT(found, VALUES / 4 * 6);
    CHECK(rounds > 5);
    size_t values, bytes = index_value_memory(index, &values);
    CHECK_INT(values, VALUES / 4 * 3);
    CHECK(bytes > values * 12 && bytes < index_memory(index));
    free(hashes);
    free(known);
    arena_free(arena);
    index_free(index);
}

static void test_long_values(void) {
    struct index *index = index_new(KEY);
    char lower[3000], upper[3000];
    memset(lower, 'a', sizeof lower);
    memset(upper, 'A', sizeof upper);
    struct str a = {lower, sizeof lower}, b = {upper, sizeof upper};
    CHECK(index_hash(index, a) == index_hash(index, b));
    CHECK(index_is_same(a, b));
    upper[2999] = 'B';
    CHECK(!index_is_same(a, b));
    CHECK(!index_is_same(a, str_sub(a, 0, 2999)));
    index_free(index);
}

static void test_networks(void) {
    struct index *index = index_new(KEY);
    struct arena *arena = arena_new(1 << 20);
    struct uuid uuid = numbered_uuid(1);
    index_add(index, 1, &uuid, TYPE_IP_DST, STR("192.0.2.0/24"), STR_NONE);
    index_add(index, 2, &uuid, TYPE_IP_SRC, STR("192.0.0.0/16"), STR_NONE);
    index_add(index, 3, &uuid, TYPE_IP_SRC, STR("192.0.2.7"), STR_NONE);
    index_add(index, 4, &uuid, TYPE_TEXT, STR("192.0.2.8"), STR_NONE);
    index_add(index, 5, &uuid, TYPE_IP_DST, STR("2001:db8::/32"), STR_NONE);
    index_add(index, 6, &uuid, TYPE_IP_DST, STR("2001:db8::1"), STR_NONE);
    struct id_list found = {0};
    index_find_networks(index, STR("192.0.2.9"), arena, &found);
    CHECK_INT(found.len, 2);
    index_find_networks(index, STR("192.0.3.9"), arena, &found);
    CHECK_INT(found.len, 1);
    CHECK(holds(&found, 2));
    index_find_addresses(index, STR("192.0.2.0/25"), 10, arena, &found);
    CHECK_INT(found.len, 1);
    CHECK(holds(&found, 3));
    index_find_addresses(index, STR("2001:db8::/48"), 10, arena, &found);
    CHECK_INT(found.len, 1);
    CHECK(holds(&found, 6));
    index_find_networks(index, STR("2001:db8::2"), arena, &found);
    CHECK(holds(&found, 5));
    index_find_networks(index, STR("no address"), arena, &found);
    CHECK_INT(found.len, 0);
    arena_free(arena);
    index_free(index);
}

TEST_MAIN(TEST(test_against_list), TEST(test_ceiling), TEST(test_many), TEST(test_long_values), TEST(test_networks))
