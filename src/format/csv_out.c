/* See csv_out.h. */
#include "format/csv_out.h"

#include "base/clock.h"
#include "codec/csv.h"
#include "codec/uuid.h"
#include "model/attribute_type.h"
#include "model/category.h"

#define NEEDS_TAGS 1u
#define NEEDS_EVENT_TAGS 2u
#define NEEDS_OBJECT 4u

struct column {
    const char *name;
    void (*write)(struct sink *to, const struct attribute_row *row);
    unsigned needs;
};

struct csv_columns {
    size_t count;
    unsigned needs;
    struct str names[64];
    const struct column *columns[64];
};

static void put_uuid(struct sink *to, const struct uuid *u) {
    char text[UUID_TEXT];
    csv_quoted(to, uuid_is_nil(u) ? STR("") : uuid_text(u, text));
}

static void put_seen(struct sink *to, int64_t micros) {
    char text[CLOCK_TEXT];
    csv_quoted(to, micros == SEEN_NONE ? STR("") : clock_iso(micros, text));
}

/* Straight into the sink, quotes doubled, without a joined copy. */
static void put_raw(struct sink *to, struct str s) {
    size_t from = 0;
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == '"') {
            sink_add(to, s.ptr + from, i + 1 - from);
            from = i;
        }
    }
    sink_add(to, s.ptr + from, s.len - from);
}

static void put_tags(struct sink *to, const struct tag_use *tags, size_t count) {
    sink_add_char(to, '"');
    for (size_t i = 0; i < count; i++) {
        if (i > 0) {
            sink_add_char(to, ',');
        }
        put_raw(to, tags[i].name);
    }
    sink_add_char(to, '"');
}

#define COLUMN(function, statement) \
    static void function(struct sink *to, const struct attribute_row *row) { statement; }

COLUMN(write_id, sink_add_i64(to, row->attribute->id))
COLUMN(write_uuid, put_uuid(to, &row->attribute->uuid))
COLUMN(write_event_id, sink_add_i64(to, row->attribute->event_id))
COLUMN(write_object_id, sink_add_i64(to, row->attribute->object_id))
COLUMN(write_comment, csv_quoted(to, row->attribute->comment))
COLUMN(write_to_ids, sink_add_char(to, row->attribute->to_ids ? '1' : '0'))
COLUMN(write_deleted, sink_add_char(to, row->attribute->deleted ? '1' : '0'))
COLUMN(write_disabled, sink_add_char(to, row->attribute->disable_correlation ? '1' : '0'))
COLUMN(write_timestamp, sink_add_i64(to, row->attribute->timestamp))
COLUMN(write_distribution, sink_add_i64(to, row->attribute->distribution))
COLUMN(write_group, sink_add_i64(to, row->attribute->sharing_group_id))
COLUMN(write_first_seen, put_seen(to, row->attribute->first_seen))
COLUMN(write_last_seen, put_seen(to, row->attribute->last_seen))
COLUMN(write_relation, csv_quoted(to, row->attribute->object_relation))
COLUMN(write_value1, csv_quoted(to, row->attribute->value1))
COLUMN(write_value2, csv_quoted(to, row->attribute->value2))
COLUMN(write_tags, put_tags(to, row->tags, row->tag_count))
COLUMN(write_object_uuid, put_uuid(to, row->object ? &row->object->uuid : &UUID_NIL))
COLUMN(write_object_name, csv_quoted(to, row->object ? row->object->name : STR("")))
COLUMN(write_object_meta, csv_quoted(to, row->object ? row->object->meta_category : STR("")))
COLUMN(write_event_uuid, put_uuid(to, &row->event->event.uuid))
COLUMN(write_event_info, csv_quoted(to, row->event->event.info))
COLUMN(write_member_org, csv_quoted(to, row->event->org_name))
COLUMN(write_source_org, csv_quoted(to, row->event->orgc_name))
COLUMN(write_event_distribution, sink_add_i64(to, row->event->event.distribution))
COLUMN(write_event_analysis, sink_add_i64(to, row->event->event.analysis))
COLUMN(write_event_date, csv_quoted(to, row->event->event.date))
COLUMN(write_event_tags, put_tags(to, row->event->tags.items, row->event->tags.len))
COLUMN(write_event_timestamp, sink_add_i64(to, row->event->event.timestamp))
COLUMN(write_event_published, sink_add_char(to, row->event->event.published ? '1' : '0'))

static void write_category(struct sink *to, const struct attribute_row *row) {
    const struct category *category = category_by_number(row->attribute->category);
    csv_quoted(to, category ? category->name : STR(""));
}

static void write_type(struct sink *to, const struct attribute_row *row) {
    const struct attribute_type *type = attribute_type_by_number(row->attribute->type);
    csv_quoted(to, type ? type->name : STR(""));
}

static void write_value(struct sink *to, const struct attribute_row *row) {
    const struct attribute_type *type = attribute_type_by_number(row->attribute->type);
    sink_add_char(to, '"');
    put_raw(to, row->attribute->value1);
    if (type && attribute_type_is(type, TYPE_COMPOSITE) && row->attribute->value2.len) {
        sink_add_char(to, '|');
        put_raw(to, row->attribute->value2);
    }
    sink_add_char(to, '"');
}

static void write_threat_level(struct sink *to, const struct attribute_row *row) {
    static const char *const names[] = {"", "High", "Medium", "Low", "Undefined"};
    int level = row->event->event.threat_level_id;
    csv_quoted(to, str_from(names[level >= 1 && level <= 4 ? level : 0]));
}

/* the usual ones first, in their order; then the event's; then those that have to be asked for */
#define USUAL 13
#define CONTEXT 9
static const struct column columns[] = {
    {"uuid", write_uuid, 0},
    {"event_id", write_event_id, 0},
    {"category", write_category, 0},
    {"type", write_type, 0},
    {"value", write_value, 0},
    {"comment", write_comment, 0},
    {"to_ids", write_to_ids, 0},
    {"date", write_timestamp, 0},
    {"object_relation", write_relation, 0},
    {"attribute_tag", write_tags, NEEDS_TAGS},
    {"object_uuid", write_object_uuid, NEEDS_OBJECT},
    {"object_name", write_object_name, NEEDS_OBJECT},
    {"object_meta_category", write_object_meta, NEEDS_OBJECT},
    {"event_info", write_event_info, 0},
    {"event_member_org", write_member_org, 0},
    {"event_source_org", write_source_org, 0},
    {"event_distribution", write_event_distribution, 0},
    {"event_threat_level_id", write_threat_level, 0},
    {"event_analysis", write_event_analysis, 0},
    {"event_date", write_event_date, 0},
    {"event_tag", write_event_tags, NEEDS_EVENT_TAGS},
    {"event_timestamp", write_event_timestamp, 0},
    {"timestamp", write_timestamp, 0},
    {"object_meta-category", write_object_meta, NEEDS_OBJECT},
    {"id", write_id, 0},
    {"object_id", write_object_id, 0},
    {"value1", write_value1, 0},
    {"value2", write_value2, 0},
    {"deleted", write_deleted, 0},
    {"disable_correlation", write_disabled, 0},
    {"distribution", write_distribution, 0},
    {"sharing_group_id", write_group, 0},
    {"first_seen", write_first_seen, 0},
    {"last_seen", write_last_seen, 0},
    {"event_uuid", write_event_uuid, 0},
    {"event_published", write_event_published, 0},
};

static void choose(struct csv_columns *chosen, struct str name, const struct column *column) {
    if (chosen->count < sizeof chosen->columns / sizeof *chosen->columns) {
        chosen->names[chosen->count] = name;
        chosen->columns[chosen->count++] = column;
        chosen->needs |= column ? column->needs : 0;
    }
}

/* The name goes bare into the header: what could break out of it is not echoed. */
static bool is_plain_name(struct str name) {
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.')) {
            return false;
        }
    }
    return true;
}

struct csv_columns *csv_out_columns(struct arena *arena, const struct str_list *requested, bool context) {
    struct csv_columns *chosen = ARENA_NEW(arena, struct csv_columns);
    for (size_t i = 0; i < requested->len; i++) {
        const struct column *found = NULL;
        for (size_t j = 0; j < sizeof columns / sizeof *columns && !found; j++) {
            found = str_eq(requested->items[i], str_from(columns[j].name)) ? &columns[j] : NULL;
        }
        if (found || is_plain_name(requested->items[i])) {
            choose(chosen, requested->items[i], found);
        }
    }
    for (size_t i = 0; requested->len == 0 && i < USUAL; i++) {
        choose(chosen, str_from(columns[i].name), &columns[i]);
    }
    for (size_t i = USUAL; context && i < USUAL + CONTEXT; i++) {
        choose(chosen, str_from(columns[i].name), &columns[i]);
    }
    return chosen;
}

bool csv_out_needs_tags(const struct csv_columns *chosen) { return chosen->needs & NEEDS_TAGS; }

bool csv_out_needs_event_tags(const struct csv_columns *chosen) { return chosen->needs & NEEDS_EVENT_TAGS; }

bool csv_out_needs_objects(const struct csv_columns *chosen) { return chosen->needs & NEEDS_OBJECT; }

void csv_out_header(struct sink *to, const struct csv_columns *chosen) {
    for (size_t i = 0; i < chosen->count; i++) {
        if (i > 0) {
            sink_add_char(to, ',');
        }
        sink_add_str(to, chosen->names[i]);
    }
    sink_add_char(to, '\n');
}

void csv_out_row(struct sink *to, const struct csv_columns *chosen, const struct attribute_row *row) {
    for (size_t i = 0; i < chosen->count; i++) {
        if (i > 0) {
            sink_add_char(to, ',');
        }
        if (chosen->columns[i]) {
            chosen->columns[i]->write(to, row);
        } else {
            sink_add(to, "\"\"", 2);
        }
    }
    sink_add_char(to, '\n');
}
