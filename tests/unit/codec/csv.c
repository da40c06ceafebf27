/* CSV: writing, reading, and the one after the other. */
#include "../test.h"

#include "codec/csv.h"

static struct str written(struct buf *b, void (*write)(struct sink *, struct str), struct str field) {
    struct sink_buf s;
    buf_clear(b);
    sink_buf_init(&s, b);
    write(&s.sink, field);
    CHECK_INT(sink_buf_done(&s), OK);
    return buf_str(b);
}

static void test_write(void) {
    struct buf b;
    buf_init(&b, 1 << 20);
    CHECK_STR(written(&b, csv_quoted, STR("a\"b\"")), "\"a\"\"b\"\"\"");
    CHECK_STR(written(&b, csv_quoted, STR_NONE), "\"\"");
    CHECK_STR(written(&b, csv_field, STR("plain text")), "plain text");
    CHECK_STR(written(&b, csv_field, STR("a,b")), "\"a,b\"");
    CHECK_STR(written(&b, csv_field, STR("a\nb")), "\"a\nb\"");
    CHECK_STR(written(&b, csv_field, STR(" a")), "\" a\"");
    CHECK_STR(written(&b, csv_field, STR_NONE), "");
    buf_done(&b);
}

/* Records as text: fields between bars, records on lines. */
static void check_read(struct str text, char delimiter, const char *want) {
    struct arena *arena = arena_new(1 << 20);
    struct str_list fields = {0};
    struct csv c;
    struct buf b;
    buf_init(&b, 1 << 20);
    csv_init(&c, text, delimiter);
    while (csv_read(&c, arena, &fields)) {
        buf_printf(&b, "%zu", c.line);
        for (size_t i = 0; i < fields.len; i++) buf_printf(&b, "|%.*s", STR_ARG(fields.items[i]));
        buf_add_char(&b, ';');
    }
    CHECK_STR(buf_str(&b), want);
    buf_done(&b);
    arena_free(arena);
}

static void test_read(void) {
    check_read(STR("a,b\r\n\r\n\"c,\"\"d\"\"\",e\n"), ',', "1|a|b;3|c,\"d\"|e;");
    check_read(STR("a,,\n,"), ',', "1|a||;2||;");
    check_read(STR("\"x\ny\",1\nz"), ',', "1|x\ny|1;3|z;");
    check_read(STR("a;b;\"c;\"\r\rd"), ';', "1|a|b|c;;3|d;");
    check_read(STR("\xEF\xBB\xBF"
                   "a,b"),
               ',', "1|a|b;");
    check_read(STR("a\"b\",\"c\"d"), ',', "1|a\"b\"|cd;");
    check_read(STR("\"open,\n"), ',', "1|open,\n;");
    check_read(STR("\"\""), ',', "1|;");
    check_read(STR(""), ',', "");
    check_read(STR_NONE, ',', "");
    check_read(STR("\n\n"), ',', "");
}

static void test_open_quote_is_told(void) {
    struct arena *arena = arena_new(1 << 20);
    struct str_list fields = {0};
    struct csv c;
    csv_init(&c, STR("a,\"b"), ',');
    CHECK(csv_read(&c, arena, &fields) && fields.len == 2 && c.is_broken);
    CHECK(!csv_read(&c, arena, &fields));
    arena_free(arena);
}

TEST_MAIN(TEST(test_write), TEST(test_read), TEST(test_open_quote_is_told))
