/* See event_index.h. */
#include "service/event_index.h"

#include "base/limits.h"
#include "base/map.h"
#include "format/misp_write.h"
#include "service/access.h"
#include "service/event.h"
#include "service/search_fields.h"
#include "service/search_pages.h"
#include "service/search_resolve.h"
#include "service/sharing_group.h"
#include "service/write.h"
#include "store/batch.h"
#include "store/compose.h"

struct event_index {
    struct context *c;
    const struct search_request *request;
    struct id_list ids;
};

enum err event_index_open(struct context *c, struct search_request *request, struct event_index **out, int64_t *total) {
    struct event_index *index = ARENA_NEW(c->arena, struct event_index);
    struct search_source source;
    *index = (struct event_index){.c = c, .request = request};
    *out = index;
    *total = 0;
    enum err e = search_resolve(c, request, &source);
    if (e != OK || request->search.nothing) {
        return e;
    }
    struct str among = source.has_ids ? compose_ids(c->arena, source.ids.items, source.ids.len) : STR_NONE;
    size_t offset = request->limit ? search_skip(request->page, request->limit) : 0;
    e = db_begin_read(c->db);
    if (e != OK) {
        return e;
    }
    e = store_search_event_ids(c->db, c->arena, &c->view, &request->search, source.settled, among, 0, offset, request->limit, &index->ids);
    *total = (int64_t)index->ids.len;
    if (e == OK && request->limit) {
        e = store_search_event_count(c->db, c->arena, &c->view, &request->search, source.settled, among, total);
    }
    enum err ended = db_commit(c->db);
    return e != OK ? e : ended;
}

static void put_tags(struct json_out *o, const struct event_head *h) {
    json_k(o, "EventTag");
    json_open_array(o);
    for (size_t i = 0; i < h->tags.len; i++) {
        const struct tag_use *t = &h->tags.items[i];
        json_open(o);
        json_put_num(o, "id", t->id);
        json_put_num(o, "event_id", h->event.id);
        json_put_num(o, "tag_id", t->tag_id);
        json_put_bool(o, "local", t->local);
        json_put_str(o, "relationship_type", str_is_none(t->relationship_type) ? STR("") : t->relationship_type);
        json_k(o, "Tag");
        json_open(o);
        json_put_num(o, "id", t->tag_id);
        json_put_str(o, "name", t->name);
        json_put_str(o, "colour", t->colour);
        json_put_bool(o, "is_galaxy", t->is_galaxy);
        json_close(o);
        json_close(o);
    }
    json_close_array(o);
}

static void put_minimal(struct json_out *o, const struct event_head *h) {
    json_open(o);
    json_put_num(o, "id", h->event.id);
    json_put_num(o, "timestamp", h->event.timestamp);
    json_put_num(o, "sighting_timestamp", h->event.sighting_timestamp);
    json_put_bool(o, "published", h->event.published);
    json_put_uuid(o, "uuid", &h->event.uuid);
    json_put_uuid(o, "orgc_uuid", &h->orgc_uuid);
    json_close(o);
}

struct entry {
    struct event_index *index;
    const struct event_head *head;
};

static enum err put_entry(void *ctx, struct json_out *o) {
    const struct entry *entry = ctx;
    const struct event_head *h = entry->head;
    struct context *c = entry->index->c;
    enum err e = OK;
    json_open(o);
    misp_event_fields(o, &h->event);
    json_put_num(o, "sighting_timestamp", h->event.sighting_timestamp);
    json_k(o, "Org");
    misp_org(o, h->event.org_id, h->org_name, &h->org_uuid, -1);
    json_k(o, "Orgc");
    misp_org(o, h->event.orgc_id, h->orgc_name, &h->orgc_uuid, -1);
    put_tags(o, h);
    if (h->event.distribution == DIST_SHARING_GROUP) {
        json_k(o, "SharingGroup");
        e = sharing_group_put(c, c->db, h->event.sharing_group_id, o);
    }
    json_close(o);
    return e;
}

/* What a viewer counts is what it sees: asked only for events of others. */
static enum err hide_counts(struct context *c, struct arena *arena, const int64_t *ids, size_t count, struct map *heads) {
    struct id_list foreign = {0};
    for (size_t i = 0; i < count && !c->view.site_admin; i++) {
        const struct event_head *head = map_get_id(heads, ids[i]);
        if (head && head->event.org_id != c->view.org_id && head->event.attribute_count > 0) {
            *vec_push(arena, &foreign) = ids[i];
        }
    }
    return foreign.len ? store_batch_hide_counts(c->db, arena, &c->view, compose_ids(arena, foreign.items, foreign.len), heads) : OK;
}

static enum err load_page(struct context *c, struct arena *arena, struct str ids, bool with_tags, struct map *heads) {
    struct tag_choice choice = {0};
    struct tag_use_list tags = {0};
    enum err e = store_batch_events(c->db, arena, &c->view, ids, heads);
    if (e == OK && with_tags) {
        e = store_batch_event_tags(c->db, arena, &choice, ids, &tags);
    }
    for (size_t i = 0, from = 0; i < tags.len; i = from) {
        while (from < tags.len && tags.items[from].owner_id == tags.items[i].owner_id) {
            from++;
        }
        struct event_head *head = map_get_id(heads, tags.items[i].owner_id);
        if (head) {
            head->tags = (struct tag_use_list){.items = tags.items + i, .len = from - i};
        }
    }
    return e;
}

static enum err write_page(struct event_index *index, struct arena *arena, const int64_t *ids, size_t count, struct json_out *o) {
    struct context *c = index->c;
    const struct search_request *q = index->request;
    struct map *heads = map_new(arena, count);
    enum err e = access_renew(c);
    if (e == OK) {
        e = db_begin_read(c->db);
    }
    if (e != OK) {
        return e;
    }
    e = load_page(c, arena, compose_ids(arena, ids, count), !q->flags[FLAG_MINIMAL], heads);
    if (e == OK && !q->flags[FLAG_MINIMAL]) {
        e = hide_counts(c, arena, ids, count, heads);
    }
    enum err ended = db_commit(c->db);
    e = e != OK ? e : ended;
    for (size_t i = 0; i < count && e == OK; i++) {
        struct entry entry = {index, map_get_id(heads, ids[i])};
        if (!entry.head) {
            continue;
        }
        service_event_note_read(c, &entry.head->event, DIST_INHERIT, 0);
        if (q->flags[FLAG_MINIMAL]) {
            put_minimal(o, entry.head);
        } else if (q->fields.len) {
            e = search_put_fields(arena, o, &q->fields, put_entry, &entry);
        } else {
            e = put_entry(&entry, o);
        }
    }
    return e;
}

enum err event_index_write(struct event_index *index, struct json_out *o) {
    struct arena *arena = arena_new(LIMIT_REQUEST_MEMORY);
    enum err e = OK;
    json_open_array(o);
    for (size_t at = 0; at < index->ids.len && e == OK && !sink_failed(o->to); at += LIMIT_PAGE) {
        size_t count = index->ids.len - at < LIMIT_PAGE ? index->ids.len - at : LIMIT_PAGE;
        e = write_page(index, arena, index->ids.items + at, count, o);
        arena_reset(arena);
    }
    json_close_array(o);
    arena_free(arena);
    return e;
}

static enum err note_rows(struct context *c, struct arena *arena, const struct attribute_list *rows) {
    struct id_list events = {0};
    for (size_t i = 0; i < rows->len; i++) *vec_push(arena, &events) = rows->items[i].event_id;
    return service_event_note_reads(c, &events);
}

enum err attribute_index_write(struct context *c, struct search_request *request, struct json_out *o) {
    struct search_source source;
    struct attribute_pages pages;
    struct arena *arena = arena_new(LIMIT_REQUEST_MEMORY);
    size_t limit = request->limit ? request->limit : 60;
    enum err e = search_resolve(c, request, &source);
    if (e == OK) {
        if (request->search.order == ORDER_ID) {
            request->search.order = ORDER_EVENT_ID;
            request->search.descending = true;
        }
        e = attribute_pages_open(&pages, c, &request->search, &source, search_skip(request->page, limit), limit);
    }
    json_open_array(o);
    struct attribute_list rows = {0};
    while (e == OK && (e = attribute_pages_next(&pages, arena, &rows)) == OK && rows.len && !sink_failed(o->to)) {
        e = note_rows(c, arena, &rows);
        for (size_t i = 0; i < rows.len; i++) {
            json_open(o);
            misp_attribute_fields(o, &rows.items[i]);
            json_close(o);
        }
        arena_reset(arena);
        rows = (struct attribute_list){0};
    }
    json_close_array(o);
    arena_free(arena);
    return e;
}
