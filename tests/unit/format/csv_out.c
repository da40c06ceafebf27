/* Rows of CSV: columns asked for, quoting, what has to be read for them. */
#include "format/csv_out.h"

#include "../test.h"
#include "base/buf.h"
#include "model/attribute_type.h"

static struct str written(struct arena *arena, const struct csv_columns *columns, const struct attribute_row *row) {
    struct buf b;
    struct sink_buf s;
    buf_init(&b, 1 << 16);
    sink_buf_init(&s, &b);
    csv_out_header(&s.sink, columns);
    csv_out_row(&s.sink, columns, row);
    CHECK_INT(sink_buf_done(&s), OK);
    struct str text = arena_str(arena, buf_str(&b));
    buf_done(&b);
    return text;
}

static void test_rows(void) {
    struct arena *arena = arena_new(1 << 20);
    struct tag_use tags[] = {{.name = STR("tlp:red")}, {.name = STR("a=\"b\"")}};
    struct attribute a = {
        .id = 7, .event_id = 5, .type = TYPE_FILENAME_MD5, .value1 = STR("e\"vil.exe"), .value2 = STR("d41d"), .to_ids = true};
    struct event_head head = {.event = {.id = 5, .info = STR("x, y"), .threat_level_id = 2}};
    struct attribute_row row = {.attribute = &a, .event = &head, .tags = tags, .tag_count = 2};
    struct str names[] = {STR("value"),  STR("event_id"),   STR("to_ids"),    STR("attribute_tag"),
                          STR("nosuch"), STR("event_info"), STR("bad\nname"), STR("event_threat_level_id")};
    struct str_list asked = {.items = names, .len = sizeof names / sizeof *names};
    struct csv_columns *columns = csv_out_columns(arena, &asked, false);
    CHECK(csv_out_needs_tags(columns));
    CHECK(!csv_out_needs_objects(columns));
    CHECK_STR(written(arena, columns, &row), "value,event_id,to_ids,attribute_tag,nosuch,event_info,event_threat_level_id\n"
                                             "\"e\"\"vil.exe|d41d\",5,1,\"tlp:red,a=\"\"b\"\"\",\"\",\"x, y\",\"Medium\"\n");
    arena_free(arena);
}

static void test_usual_columns(void) {
    struct arena *arena = arena_new(1 << 20);
    struct str_list none = {0};
    struct buf b;
    struct sink_buf s;
    buf_init(&b, 1 << 16);
    sink_buf_init(&s, &b);
    csv_out_header(&s.sink, csv_out_columns(arena, &none, false));
    CHECK_INT(sink_buf_done(&s), OK);
    CHECK_STR(buf_str(&b), "uuid,event_id,category,type,value,comment,to_ids,date,object_relation,attribute_tag,object_uuid,object_name,"
                           "object_meta_category\n");
    CHECK(csv_out_needs_event_tags(csv_out_columns(arena, &none, true)));
    buf_done(&b);
    arena_free(arena);
}

TEST_MAIN(TEST(test_rows), TEST(test_usual_columns))
