/* Everything a page needs is read with one statement a kind, into the page's arena; the Event block is rendered once for each event of the
 * page and copied into its rows. */
#include "service/search_rows.h"

#include "base/limits.h"
#include "base/map.h"
#include "codec/base64.h"
#include "format/csv_out.h"
#include "format/misp_write.h"
#include "format/text_out.h"
#include "model/attribute_type.h"
#include "service/analyst_data.h"
#include "service/correlation.h"
#include "service/decaying_model.h"
#include "service/event.h"
#include "service/search_fields.h"
#include "service/sighting_policy.h"
#include "service/warninglist.h"
#include "service/write.h"
#include "store/attribute.h"
#include "store/batch.h"
#include "store/compose.h"
#include "store/report.h"

struct event_block {
    const struct event_head *head;
    struct str json;
};

struct row_writer {
    struct context *c;
    const struct search_request *request;
    struct json_out *json;
    struct sink *text;
    struct csv_columns *columns;
    struct line_set *lines;
    struct decay *decay; /* with FLAG_DECAY_SCORE, once a row needs it */
    bool needs_tags, needs_event_tags, needs_objects;
    struct tag_choice tag_choice;
    size_t count;
    /* the page */
    struct arena *page;
    const struct attribute_list *rows;
    struct map *heads, *blocks, *objects;
    struct tag_use_list tags;
    struct related_attributes related;
    int64_t last_event;
    struct event_block *last_block;
};

static bool has_flag(const struct row_writer *w, enum search_flag flag) { return w->request->flags[flag]; }

struct row_writer *row_writer_new(struct context *c, const struct search_request *request, struct json_out *json, struct sink *text) {
    struct row_writer *w = ARENA_NEW(c->arena, struct row_writer);
    *w = (struct row_writer){.c = c, .request = request, .json = json, .text = text};
    w->tag_choice = (struct tag_choice){has_flag(w, FLAG_ALL_TAGS), has_flag(w, FLAG_NO_LOCAL_TAGS)};
    if (json) {
        w->needs_tags = w->needs_objects = true;
        w->needs_event_tags = has_flag(w, FLAG_CONTEXT) || has_flag(w, FLAG_EVENT_TAGS) || has_flag(w, FLAG_DECAY_SCORE);
    } else if (request->format == FORM_CSV) {
        w->columns = csv_out_columns(c->arena, &request->columns, has_flag(w, FLAG_CONTEXT));
        w->needs_tags = csv_out_needs_tags(w->columns);
        w->needs_event_tags = csv_out_needs_event_tags(w->columns);
        w->needs_objects = csv_out_needs_objects(w->columns);
    } else {
        w->lines = line_set_new();
    }
    return w;
}

void row_writer_free(struct row_writer *w) { line_set_free(w->lines); }

void row_writer_begin(struct row_writer *w) {
    if (w->columns && !has_flag(w, FLAG_HEADERLESS)) {
        csv_out_header(w->text, w->columns);
    }
}

size_t row_writer_count(const struct row_writer *w) { return w->count; }

/* --- reading --- */

/* Distinct values of a column that mostly repeats the row before. */
static struct id_list distinct(struct row_writer *w, int64_t (*of)(const struct attribute *)) {
    struct id_list ids = {0};
    struct map *known = map_new(w->page, w->rows->len < 64 ? w->rows->len : 64);
    int64_t before = 0;
    for (size_t i = 0; i < w->rows->len; i++) {
        int64_t id = of(&w->rows->items[i]);
        if (id != 0 && id != before && !map_get_id(known, id)) {
            map_put_id(known, id, w);
            *vec_push(w->page, &ids) = id;
        }
        before = id;
    }
    return ids;
}

static int64_t event_of(const struct attribute *a) { return a->event_id; }

static int64_t object_of(const struct attribute *a) { return a->object_id; }

static enum err load_event_tags(struct row_writer *w, struct str ids) {
    struct tag_use_list tags = {0};
    enum err e = store_batch_event_tags(w->c->db, w->page, &w->tag_choice, ids, &tags);
    for (size_t i = 0, from = 0; i < tags.len; i = from) {
        while (from < tags.len && tags.items[from].owner_id == tags.items[i].owner_id) {
            from++;
        }
        struct event_head *head = map_get_id(w->heads, tags.items[i].owner_id);
        if (head) {
            head->tags = (struct tag_use_list){.items = tags.items + i, .len = from - i};
        }
    }
    return e;
}

static enum err load_heads(struct row_writer *w) {
    struct id_list ids = distinct(w, event_of);
    struct str list = compose_ids(w->page, ids.items, ids.len);
    w->heads = map_new(w->page, ids.len);
    w->blocks = map_new(w->page, ids.len);
    w->last_event = 0;
    enum err e = store_batch_events(w->c->db, w->page, &w->c->view, list, w->heads);
    return e == OK && w->needs_event_tags ? load_event_tags(w, list) : e;
}

static struct str row_ids(struct row_writer *w) {
    int64_t *ids = ARENA_ARRAY(w->page, int64_t, w->rows->len);
    for (size_t i = 0; i < w->rows->len; i++) {
        ids[i] = w->rows->items[i].id;
    }
    return compose_ids(w->page, ids, w->rows->len);
}

static enum err load_tags(struct row_writer *w) {
    int64_t first = INT64_MAX, last = 0;
    w->tags = (struct tag_use_list){0};
    for (size_t i = 0; i < w->rows->len; i++) {
        int64_t id = w->rows->items[i].id;
        first = id < first ? id : first;
        last = id > last ? id : last;
    }
    bool dense = (uint64_t)(last - first) < w->rows->len * 4;
    return store_batch_attribute_tags(w->c->db, w->page, &w->tag_choice, dense ? STR_NONE : row_ids(w), first, last, &w->tags);
}

static enum err load_related(struct row_writer *w) {
    struct context inner = *w->c;
    inner.arena = w->page;
    w->related = (struct related_attributes){0};
    struct correlation *k = correlation_begin(&inner, false);
    for (size_t i = 0; i < w->rows->len; i++) {
        const struct event_head *head = map_get_id(w->heads, w->rows->items[i].event_id);
        if (head && !head->event.disable_correlation) {
            correlation_see(k, &w->rows->items[i]);
        }
    }
    return correlation_pairs(k, &w->related);
}

enum err row_writer_load(struct row_writer *w, struct arena *page, const struct attribute_list *rows) {
    w->page = page;
    w->rows = rows;
    enum err e = load_heads(w);
    if (e == OK && w->needs_tags) {
        e = load_tags(w);
    }
    if (e == OK && w->needs_objects) {
        struct id_list ids = distinct(w, object_of);
        w->objects = map_new(page, ids.len);
        e = ids.len ? store_batch_objects(w->c->db, page, compose_ids(page, ids.items, ids.len), w->objects) : OK;
    }
    if (e == OK && has_flag(w, FLAG_CORRELATIONS) && w->json) {
        e = load_related(w);
    }
    return e;
}

/* --- writing --- */

enum tag_place { TAG_OWN, TAG_INHERITED, TAG_OF_CONTEXT };

/* Searches show a tag shorter than views do. */
static void write_tag(struct json_out *o, const struct tag_use *t, enum tag_place place) {
    json_open(o);
    json_put_num(o, "id", t->tag_id);
    json_put_str(o, "name", t->name);
    json_put_str(o, "colour", t->colour);
    json_put_str(o, "numerical_value", t->numerical_value);
    if (place == TAG_OWN) {
        json_put_bool(o, "is_galaxy", t->is_galaxy);
    }
    if (place == TAG_INHERITED) {
        json_put_int(o, "inherited", 1);
    } else {
        json_put_bool(o, "local", t->local);
    }
    json_close(o);
}

static void write_full_event(struct json_out *o, const struct event_head *h) {
    json_put_num(o, "id", h->event.id);
    json_put_num(o, "orgc_id", h->event.orgc_id);
    json_put_num(o, "org_id", h->event.org_id);
    json_put_str(o, "date", h->event.date);
    json_put_num(o, "threat_level_id", h->event.threat_level_id);
    json_put_str(o, "info", h->event.info);
    json_put_bool(o, "published", h->event.published);
    json_put_uuid(o, "uuid", &h->event.uuid);
    json_put_num(o, "analysis", h->event.analysis);
    json_put_num(o, "timestamp", h->event.timestamp);
    json_put_num(o, "distribution", h->event.distribution);
    json_put_num(o, "publish_timestamp", h->event.publish_timestamp);
    json_put_num(o, "sharing_group_id", h->event.sharing_group_id);
    json_put_uuid(o, "extends_uuid", &h->event.extends_uuid);
    json_k(o, "Tag");
    json_open_array(o);
    for (size_t i = 0; i < h->tags.len; i++) {
        write_tag(o, &h->tags.items[i], TAG_OF_CONTEXT);
    }
    json_close_array(o);
    json_k(o, "Orgc");
    misp_org(o, h->event.orgc_id, h->orgc_name, &h->orgc_uuid, h->orgc_local);
}

static void write_short_event(struct json_out *o, const struct event_head *h) {
    json_put_num(o, "org_id", h->event.org_id);
    json_put_num(o, "distribution", h->event.distribution);
    json_put_num(o, "publish_timestamp", h->event.publish_timestamp);
    json_put_num(o, "id", h->event.id);
    json_put_str(o, "info", h->event.info);
    json_put_num(o, "orgc_id", h->event.orgc_id);
    json_put_uuid(o, "uuid", &h->event.uuid);
}

static struct str render_event(struct row_writer *w, const struct event_head *h) {
    struct buf b;
    struct sink_buf s;
    struct json_out o;
    buf_init(&b, LIMIT_BODY);
    sink_buf_init(&s, &b);
    json_out_init(&o, &s.sink, false);
    json_open(&o);
    if (has_flag(w, FLAG_CONTEXT)) {
        write_full_event(&o, h);
    } else {
        write_short_event(&o, h);
    }
    json_close(&o);
    struct str json = sink_buf_done(&s) == OK ? arena_str(w->page, buf_str(&b)) : STR("{}");
    buf_done(&b);
    return json;
}

static struct event_block *block_of(struct row_writer *w, int64_t event_id) {
    if (event_id == w->last_event) {
        return w->last_block;
    }
    struct event_block *block = map_get_id(w->blocks, event_id);
    if (!block) {
        block = ARENA_NEW(w->page, struct event_block);
        block->head = map_get_id(w->heads, event_id);
        if (block->head) {
            block->json = w->json ? render_event(w, block->head) : STR_NONE;
        }
        map_put_id(w->blocks, event_id, block);
    }
    w->last_event = event_id;
    w->last_block = block;
    return block;
}

/* The tags of an attribute: a part of the page's list, which is sorted by owner. */
static const struct tag_use *tags_of(const struct row_writer *w, int64_t id, size_t *count) {
    size_t low = 0, high = w->tags.len;
    *count = 0;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (w->tags.items[middle].owner_id < id) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    while (low + *count < w->tags.len && w->tags.items[low + *count].owner_id == id) {
        ++*count;
    }
    return *count ? w->tags.items + low : NULL;
}

static void write_tags(struct row_writer *w, struct json_out *o, const struct attribute_row *row) {
    size_t inherited = has_flag(w, FLAG_EVENT_TAGS) ? row->event->tags.len : 0;
    if (row->tag_count + inherited == 0) {
        return;
    }
    json_k(o, "Tag");
    json_open_array(o);
    for (size_t i = 0; i < row->tag_count; i++) {
        write_tag(o, &row->tags[i], TAG_OWN);
    }
    for (size_t i = 0; i < inherited; i++) {
        write_tag(o, &row->event->tags.items[i], TAG_INHERITED);
    }
    json_close_array(o);
}

static void write_object(struct json_out *o, const struct object_head *object) {
    json_k(o, "Object");
    json_open(o);
    json_put_num(o, "id", object->id);
    json_put_num(o, "distribution", object->distribution);
    json_put_num(o, "sharing_group_id", object->sharing_group_id);
    json_close(o);
}

static void write_related(struct row_writer *w, struct json_out *o, int64_t id) {
    size_t low = 0, high = w->related.len;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (w->related.items[middle].source_id < id) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    json_k(o, "RelatedAttribute");
    json_open_array(o);
    for (; low < w->related.len && w->related.items[low].source_id == id; low++) {
        correlation_write_attribute(o, &w->related.items[low]);
    }
    json_close_array(o);
}

static enum err write_sightings(struct row_writer *w, struct json_out *o, const struct attribute_row *row) {
    struct sighting_list sightings = {0};
    enum err e = store_sighting_range(w->c->db, w->page, row->attribute->id, row->attribute->id, &sightings);
    json_k(o, "Sighting");
    json_open_array(o);
    for (size_t i = 0; i < sightings.len; i++) {
        if (sighting_is_visible(w->c, &row->event->event, &sightings.items[i])) {
            json_open(o);
            misp_sighting_fields(o, &sightings.items[i]);
            json_close(o);
        }
    }
    json_close_array(o);
    return e;
}

static enum err write_decay(struct row_writer *w, struct json_out *o, const struct attribute_row *row) {
    struct sighting_list sightings = {0};
    struct decay_subject subject = {.attribute = row->attribute,
                                    .tags = row->tags,
                                    .tag_count = row->tag_count,
                                    .event_tags = row->event->tags.items,
                                    .event_tag_count = row->event->tags.len};
    enum err e = w->decay ? OK : decay_load(w->c, w->c->arena, &w->decay);
    if (e == OK) e = store_sighting_range(w->c->db, w->page, row->attribute->id, row->attribute->id, &sightings);
    for (size_t i = 0; i < sightings.len; i++) {
        struct sighting *s = &sightings.items[i];
        bool counts = s->type == 0 && s->date_sighting > subject.last_sighting && sighting_is_visible(w->c, &row->event->event, s);
        if (counts) subject.last_sighting = s->date_sighting;
    }
    return e == OK ? decay_write(w->c, w->page, w->decay, &subject, o) : e;
}

static enum err write_proposals(struct row_writer *w, struct json_out *o, const struct attribute *a) {
    struct proposal_list proposals = {0};
    enum err e = store_proposal_range(w->c->db, w->page, a->event_id, a->id, a->id, &proposals);
    json_k(o, "ShadowAttribute");
    json_open_array(o);
    for (size_t i = 0; i < proposals.len; i++) {
        json_open(o);
        misp_proposal_fields(o, &proposals.items[i]);
        json_close(o);
    }
    json_close_array(o);
    return e;
}

static enum err write_warnings(struct row_writer *w, struct json_out *o, const struct attribute *a) {
    struct warninglist_hit_list hits = {0};
    enum err e = warninglist_find_hits(w->c, w->page, a, &hits);
    if (hits.len == 0) {
        return e;
    }
    json_k(o, "warnings");
    json_open_array(o);
    for (size_t i = 0; i < hits.len; i++) {
        json_open(o);
        json_put_str(o, "value", hits.items[i].value);
        json_put_str(o, "match", hits.items[i].matched);
        json_put_num(o, "warninglist_id", hits.items[i].id);
        json_put_str(o, "warninglist_name", hits.items[i].name);
        json_put_str(o, "warninglist_category", hits.items[i].category);
        json_close(o);
    }
    json_close_array(o);
    return e;
}

static enum err write_attachment(struct row_writer *w, struct json_out *o, const struct attribute *a) {
    const struct attribute_type *type = attribute_type_by_number(a->type);
    struct str data;
    if (!type || !attribute_type_is(type, TYPE_FILE)) {
        return OK;
    }
    struct arena *arena = arena_new(LIMIT_REQUEST_MEMORY); /* a file may be large: it does not wait for the page's end */
    enum err e = store_attachment_get(w->c->db, arena, a->id, &data);
    if (e == OK && !str_is_none(data)) {
        json_put_str(o, "data", base64_encode(arena, data));
    }
    arena_free(arena);
    return e;
}

static enum err write_json(struct row_writer *w, struct json_out *o, const struct attribute_row *row, const struct event_block *block) {
    const struct attribute *a = row->attribute;
    enum err e = OK;
    json_open(o);
    misp_attribute_fields(o, a);
    if (has_flag(w, FLAG_EVENT_UUID)) {
        json_put_uuid(o, "event_uuid", &row->event->event.uuid);
    }
    if (has_flag(w, FLAG_CORRELATIONS)) {
        write_related(w, o, a->id);
    }
    if (has_flag(w, FLAG_SIGHTINGS)) {
        e = write_sightings(w, o, row);
    }
    if (e == OK && has_flag(w, FLAG_DECAY_SCORE)) {
        e = write_decay(w, o, row);
    }
    if (e == OK && has_flag(w, FLAG_PROPOSALS)) {
        e = write_proposals(w, o, a);
    }
    if (e == OK && has_flag(w, FLAG_WARNINGLIST_HITS)) {
        e = write_warnings(w, o, a);
    }
    if (e == OK && has_flag(w, FLAG_WITH_ATTACHMENTS)) {
        e = write_attachment(w, o, a);
    }
    if (e == OK && has_flag(w, FLAG_ANALYST_DATA)) {
        struct context inner = *w->c;
        inner.arena = w->page;
        e = analyst_data_put(&inner, STR("Attribute"), &a->uuid, o);
        w->c->read_noted = inner.read_noted;
    }
    json_k(o, "Event");
    json_raw(o, block->json);
    if (row->object) {
        write_object(o, row->object);
    }
    write_tags(w, o, row);
    json_close(o);
    return e;
}

struct row_job {
    struct row_writer *w;
    const struct attribute_row *row;
    const struct event_block *block;
};

static enum err write_job(void *ctx, struct json_out *o) {
    struct row_job *job = ctx;
    return write_json(job->w, o, job->row, job->block);
}

static enum err write_row(struct row_writer *w, const struct attribute_row *row, const struct event_block *block) {
    switch (w->request->format) {
    case FORM_CSV: csv_out_row(w->text, w->columns, row); return OK;
    case FORM_TEXT: text_out_value(w->text, w->lines, row); return OK;
    case FORM_HASHES: text_out_hash(w->text, w->lines, row); return OK;
    case FORM_CACHE: text_out_cache(w->text, has_flag(w, FLAG_EVENT_UUID), row); return OK;
    default: break;
    }
    if (w->request->fields.len) {
        struct row_job job = {w, row, block};
        return search_put_fields(w->page, w->json, &w->request->fields, write_job, &job);
    }
    return write_json(w, w->json, row, block);
}

enum err row_writer_write(struct row_writer *w) {
    struct sink *sink = w->json ? w->json->to : w->text;
    for (size_t i = 0; i < w->rows->len && !sink_failed(sink); i++) {
        const struct attribute *a = &w->rows->items[i];
        struct event_block *block = block_of(w, a->event_id);
        if (!block->head) {
            continue;
        }
        service_event_note_read(w->c, &block->head->event, a->distribution, a->sharing_group_id);
        struct attribute_row row = {.attribute = a, .event = block->head};
        if (w->tags.len && w->needs_tags) {
            row.tags = tags_of(w, a->id, &row.tag_count);
        }
        if (w->needs_objects && a->object_id) {
            row.object = map_get_id(w->objects, a->object_id);
        }
        enum err e = write_row(w, &row, block);
        if (e != OK) {
            return e;
        }
        w->count++;
    }
    return sink->error;
}
