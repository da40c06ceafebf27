/* See search.h. The first page is found before anything is written, so that a small answer knows its count. */
#include "service/search.h"

#include "base/limits.h"
#include "base/map.h"
#include "format/misp_write.h"
#include "service/access.h"
#include "service/event.h"
#include "service/event_view.h"
#include "service/search_fields.h"
#include "service/search_pages.h"
#include "service/search_rows.h"
#include "service/write.h"
#include "store/batch.h"
#include "store/compose.h"
#include "store/event.h"

#define EVENT_PAGE 200
#define OBJECT_PAGE 200

struct search_run {
    struct context *c;
    struct search_request *request;
    struct search_source source;
    struct arena *page; /* emptied after each page */
    /* attributes */
    struct attribute_pages pages;
    struct attribute_list rows;
    /* events and objects */
    struct id_list ids;
    size_t offset, left;
    int64_t after, known;
    bool last; /* the ids at hand are the last ones */
    struct row_writer *writer;
};

static bool is_default_order(const struct search_run *run) {
    return run->request->search.order == ORDER_ID && !run->request->search.descending;
}

/* --- transactions --- */

/* The clock moves on while a long answer is written, and so does what its reader may see. */
static enum err begin(struct search_run *run) {
    enum err e = access_renew(run->c);
    return e == OK ? db_begin_read(run->c->db) : e;
}

static enum err end(struct search_run *run, enum err e) {
    enum err ended = db_commit(run->c->db);
    return e != OK ? e : ended;
}

/* --- ids of events and objects --- */

static enum err next_ids(struct search_run *run) {
    const struct search *s = &run->request->search;
    size_t page = run->request->scope == SCOPE_OBJECTS ? OBJECT_PAGE : EVENT_PAGE;
    size_t limit = run->left < page ? run->left : page;
    struct context *c = run->c;
    struct id_list ids = {0};
    enum err e;
    if (run->request->scope == SCOPE_OBJECTS) {
        e = store_search_object_ids(c->db, run->page, &c->view, s, run->after, run->offset, limit, &ids);
    } else {
        struct str among = run->source.has_ids ? compose_ids(run->page, run->source.ids.items, run->source.ids.len) : STR_NONE;
        limit = is_default_order(run) ? limit : run->left == SIZE_MAX ? 0 : run->left;
        e = store_search_event_ids(c->db, run->page, &c->view, s, run->source.settled, among, run->after, run->offset, limit, &ids);
    }
    run->ids.len = 0;
    for (size_t i = 0; i < ids.len; i++) {
        *vec_push(c->arena, &run->ids) = ids.items[i];
    }
    run->left -= run->left == SIZE_MAX ? 0 : ids.len;
    run->last = !is_default_order(run) || ids.len < limit || run->left == 0;
    run->after = ids.len ? ids.items[ids.len - 1] : run->after;
    run->offset = 0;
    return e;
}

static enum err open_ids(struct search_run *run) {
    const struct search_request *q = run->request;
    run->left = q->limit ? q->limit : SIZE_MAX;
    run->offset = q->limit ? search_skip(q->page, q->limit) : 0;
    run->known = -1;
    if (q->search.nothing) {
        run->last = true;
        run->known = 0;
        return OK;
    }
    enum err e = next_ids(run);
    if (run->last) {
        run->known = (int64_t)run->ids.len;
    }
    return e;
}

static enum err open_attributes(struct search_run *run) {
    const struct search_request *q = run->request;
    size_t skip = q->limit ? search_skip(q->page, q->limit) : 0;
    run->known = -1;
    enum err e = attribute_pages_open(&run->pages, run->c, &q->search, &run->source, skip, q->limit);
    if (e == OK) {
        e = attribute_pages_next(&run->pages, run->page, &run->rows);
    }
    if (run->pages.done) {
        run->known = (int64_t)run->rows.len;
    }
    return e;
}

/* Formats for sensors give out only what is meant for them, unless the filters say otherwise. */
static void apply_defaults(struct search_request *request) {
    bool restrictive = request->format == FORM_TEXT || request->format == FORM_HASHES;
    if (restrictive && !request->asks_to_ids) {
        request->search.to_ids = MASK_YES;
    }
    if (restrictive && !request->asks_published) {
        request->search.published = MASK_YES;
    }
}

enum err search_open(struct context *c, struct search_request *request, struct search_run **out) {
    struct search_run *run = ARENA_NEW(c->arena, struct search_run);
    *run = (struct search_run){.c = c, .request = request};
    *out = run;
    bool rows = request->format != FORM_JSON && request->format != FORM_XML && request->format != FORM_COUNT;
    if (request->format == FORM_UNKNOWN || (request->scope == SCOPE_OBJECTS && rows)) { /* objects have no form as rows */
        return err_set(ERR_NOT_FOUND, "Invalid output format.");
    }
    apply_defaults(request);
    enum err e = search_resolve(c, request, &run->source);
    if (e != OK || request->search.nothing) {
        run->last = run->pages.done = true;
        return e;
    }
    run->page = arena_new(LIMIT_REQUEST_MEMORY);
    if (request->format == FORM_COUNT) {
        return OK;
    }
    e = begin(run);
    if (e != OK) {
        return e;
    }
    return end(run, request->scope == SCOPE_ATTRIBUTES ? open_attributes(run) : open_ids(run));
}

int64_t search_count(const struct search_run *run) { return run->known; }

void search_close(struct search_run *run) {
    if (run->writer) {
        row_writer_free(run->writer);
    }
    if (run->page) {
        arena_free(run->page);
    }
}

/* --- attributes --- */

/* The rows at hand and all that follow. */
static enum err write_pages(struct search_run *run, struct attribute_pages *pages, struct attribute_list *rows, struct arena *page) {
    enum err e = OK;
    while (e == OK && rows->len) {
        e = begin(run);
        if (e == OK) {
            e = end(run, row_writer_load(run->writer, page, rows));
        }
        if (e == OK) {
            e = row_writer_write(run->writer);
        }
        arena_reset(page);
        *rows = (struct attribute_list){0};
        if (e == OK) {
            e = begin(run);
            if (e == OK) {
                e = end(run, attribute_pages_next(pages, page, rows));
            }
        }
    }
    return e;
}

static enum err write_attributes(struct search_run *run) {
    if (!run->page) {
        return OK;
    }
    return write_pages(run, &run->pages, &run->rows, run->page);
}

/* --- events --- */

/* An event's answer leaves out attributes with a tag that was excluded, and those of the other to_ids. */
static bool is_wanted(void *ctx, const struct attribute *a, const struct tag_use *tags, size_t tag_count) {
    const struct search_run *run = ctx;
    if (!(run->request->search.to_ids & (a->to_ids ? MASK_YES : MASK_NO))) {
        return false;
    }
    if (search_is_warned(run->c, run->source.enforce, a)) {
        return false;
    }
    const struct id_list *hidden = &run->source.hidden_tags;
    for (size_t i = 0; i < tag_count; i++) {
        for (size_t j = 0; j < hidden->len; j++) {
            if (tags[i].tag_id == hidden->items[j]) {
                return false;
            }
        }
    }
    return true;
}

static struct event_view_options view_options(const struct search_run *run) {
    const bool *flags = run->request->flags;
    unsigned deleted = run->request->search.deleted;
    return (struct event_view_options){
        .metadata = flags[FLAG_METADATA],
        .deleted = deleted == MASK_ANY   ? DELETED_BOTH
                   : deleted == MASK_YES ? DELETED_ONLY
                                         : DELETED_NO,
        .no_sightings = flags[FLAG_NO_SIGHTINGS],
        .no_proposals = flags[FLAG_NO_PROPOSALS],
        .no_reports = flags[FLAG_NO_REPORTS],
        .exclude_local_tags = flags[FLAG_NO_LOCAL_TAGS],
        .all_tags = flags[FLAG_ALL_TAGS],
        .attachments = flags[FLAG_WITH_ATTACHMENTS],
        .group_by_reference = flags[FLAG_GROUP_REFERENCE_ONLY],
        .flatten = flags[FLAG_FLATTEN],
        .granular_correlations = flags[FLAG_GRANULAR],
        .analyst_data = flags[FLAG_ANALYST_DATA],
        .wanted = is_wanted,
        .wanted_ctx = (void *)run,
    };
}

struct event_job {
    struct search_run *run;
    struct context *inner;
    const struct event *event;
};

static enum err write_event_body(void *ctx, struct json_out *o) {
    struct event_job *job = ctx;
    struct event_view_options options = view_options(job->run);
    return event_view_write(job->inner, job->event, &options, o);
}

/* In the page's arena, which is emptied after each event. */
static enum err write_event(struct search_run *run, int64_t id, struct json_out *o) {
    struct context inner = *run->c;
    struct event event;
    inner.arena = run->page;
    enum err e = store_event_load(inner.db, inner.arena, id, &event);
    struct visibility v = {event.org_id, event.distribution, event.sharing_group_id, event.embargo_until, event.visible_until, false};
    if (e == ERR_NOT_FOUND || (e == OK && !view_sees_event(&inner.view, &v))) {
        return OK; /* gone or hidden since the ids were read */
    }
    if (e != OK) {
        return e;
    }
    service_event_note_read(run->c, &event, DIST_INHERIT, 0);
    inner.read_noted = run->c->read_noted;
    struct event_job job = {run, &inner, &event};
    json_open(o);
    json_k(o, "Event");
    if (run->request->fields.len) {
        e = search_put_fields(run->page, o, &run->request->fields, write_event_body, &job);
    } else {
        e = write_event_body(&job, o);
    }
    json_close(o);
    run->c->read_noted |= inner.read_noted;
    arena_reset(run->page);
    return e;
}

/* The attributes of one event, row by row: all of them, but for what the search hides. */
static enum err write_event_rows(struct search_run *run, int64_t id) {
    struct search_source source = {.enforce = run->source.enforce};
    struct attribute_pages pages;
    struct attribute_list rows = {0};
    struct context inner = *run->c;
    struct arena *lists = arena_new(LIMIT_REQUEST_MEMORY);
    inner.arena = lists;
    struct search whole;
    search_init(&whole);
    whole.number[NUMBER_EVENT].any = compose_ids(lists, &id, 1);
    whole.to_ids = run->request->search.to_ids;
    whole.deleted = run->request->search.deleted;
    if (run->source.hidden_tags.len) {
        whole.tags.none = compose_ids(lists, run->source.hidden_tags.items, run->source.hidden_tags.len);
    }
    enum err e = begin(run);
    if (e == OK) {
        e = attribute_pages_open(&pages, &inner, &whole, &source, 0, 0);
        if (e == OK) {
            e = attribute_pages_next(&pages, run->page, &rows);
        }
        e = end(run, e);
    }
    if (e == OK) {
        e = write_pages(run, &pages, &rows, run->page);
    }
    arena_free(lists);
    arena_reset(run->page);
    return e;
}

/* --- objects --- */

struct object_batch {
    struct map *heads;
    struct object_list objects;
    struct attribute_list attributes;
    struct tag_use_list tags;
};

static int64_t *owners(struct arena *arena, const struct object_list *objects) {
    int64_t *ids = ARENA_ARRAY(arena, int64_t, objects->len);
    for (size_t i = 0; i < objects->len; i++) {
        ids[i] = objects->items[i].event_id;
    }
    return ids;
}

static enum err load_objects(struct search_run *run, struct object_batch *b) {
    struct context *c = run->c;
    struct str ids = compose_ids(run->page, run->ids.items, run->ids.len);
    *b = (struct object_batch){.heads = map_new(run->page, run->ids.len)};
    enum err e = store_batch_whole_objects(c->db, run->page, ids, &b->objects);
    if (e == OK) {
        struct str events = compose_ids(run->page, owners(run->page, &b->objects), b->objects.len);
        e = store_batch_events(c->db, run->page, &c->view, events, b->heads);
    }
    if (e == OK && !run->request->flags[FLAG_METADATA]) {
        e = store_batch_object_attributes(c->db, run->page, &c->view, ids, run->request->search.deleted != MASK_NO, &b->attributes);
    }
    return e;
}

static enum err write_object(struct search_run *run, const struct object_batch *b, const struct object *x, struct json_out *o) {
    const struct event_head *head = map_get_id(b->heads, x->event_id);
    enum err e = OK;
    if (!head) {
        return OK;
    }
    struct event_view_options options = view_options(run);
    struct context inner = *run->c;
    inner.arena = run->page;
    service_event_note_read(run->c, &head->event, x->distribution, x->sharing_group_id);
    inner.read_noted = run->c->read_noted;
    json_open(o);
    json_k(o, "Object");
    json_open(o);
    misp_object_fields(o, x);
    json_k(o, "Attribute");
    json_open_array(o);
    for (size_t i = 0; i < b->attributes.len && e == OK; i++) {
        const struct attribute *a = &b->attributes.items[i];
        if (a->object_id == x->id) {
            json_open(o);
            misp_attribute_fields(o, a);
            e = event_view_attribute(&inner, &head->event, a, &options, o);
            json_close(o);
        }
    }
    json_close_array(o);
    json_k(o, "Event");
    json_open(o);
    json_put_num(o, "id", head->event.id);
    json_put_uuid(o, "uuid", &head->event.uuid);
    json_put_str(o, "info", head->event.info);
    json_put_num(o, "org_id", head->event.org_id);
    json_put_num(o, "orgc_id", head->event.orgc_id);
    json_close(o);
    json_close(o);
    json_close(o);
    return e;
}

static enum err write_objects(struct search_run *run, struct json_out *o) {
    struct object_batch batch;
    enum err e = begin(run);
    if (e == OK) {
        e = end(run, load_objects(run, &batch));
    }
    for (size_t i = 0; i < batch.objects.len && e == OK; i++) {
        e = write_object(run, &batch, &batch.objects.items[i], o);
    }
    arena_reset(run->page);
    return e;
}

/* --- the document --- */

static enum err write_items(struct search_run *run, struct json_out *o) {
    enum err e = OK;
    if (!run->page) {
        return OK;
    }
    for (;;) {
        if (run->request->scope == SCOPE_OBJECTS) {
            e = write_objects(run, o);
        }
        for (size_t i = 0; i < run->ids.len && e == OK && run->request->scope == SCOPE_EVENTS; i++) {
            e = o ? write_event(run, run->ids.items[i], o) : write_event_rows(run, run->ids.items[i]);
        }
        if (e != OK || run->last || (o && sink_failed(o->to))) {
            return e;
        }
        arena_reset(run->page);
        e = begin(run);
        if (e == OK) {
            e = end(run, next_ids(run));
        }
        if (e != OK) {
            return e;
        }
    }
}

enum err search_write_json(struct search_run *run, struct json_out *o) {
    enum err e;
    json_open(o);
    json_k(o, "response");
    if (run->request->scope == SCOPE_ATTRIBUTES) {
        run->writer = row_writer_new(run->c, run->request, o, NULL);
        json_open(o);
        json_k(o, "Attribute");
        json_open_array(o);
        e = write_attributes(run);
        json_close_array(o);
        json_close(o);
    } else {
        json_open_array(o);
        e = write_items(run, o);
        json_close_array(o);
    }
    json_close(o);
    return e;
}

static enum err count(struct search_run *run, int64_t *n) {
    struct context *c = run->c;
    const struct search *s = &run->request->search;
    *n = 0;
    if (!run->page) {
        return OK;
    }
    if (run->request->scope == SCOPE_EVENTS) {
        struct str among = run->source.has_ids ? compose_ids(run->page, run->source.ids.items, run->source.ids.len) : STR_NONE;
        return store_search_event_count(c->db, run->page, &c->view, s, run->source.settled, among, n);
    }
    if (run->request->scope == SCOPE_ATTRIBUTES && !run->source.has_ids && run->source.enforce == ENFORCE_NOTHING) {
        return store_search_attribute_count(c->db, run->page, &c->view, s, n);
    }
    enum err e = run->request->scope == SCOPE_OBJECTS ? open_ids(run) : open_attributes(run);
    while (e == OK && (run->request->scope == SCOPE_OBJECTS || run->rows.len)) {
        *n += (int64_t)(run->request->scope == SCOPE_OBJECTS ? run->ids.len : run->rows.len);
        arena_reset(run->page);
        run->rows = (struct attribute_list){0};
        if (run->request->scope == SCOPE_OBJECTS && run->last) {
            break;
        }
        e = run->request->scope == SCOPE_OBJECTS ? next_ids(run) : attribute_pages_next(&run->pages, run->page, &run->rows);
    }
    return e;
}

enum err search_write_text(struct search_run *run, struct sink *to) {
    if (run->request->format == FORM_COUNT) {
        int64_t n;
        enum err e = count(run, &n);
        if (e == OK) {
            sink_add_i64(to, n);
        }
        return e;
    }
    run->writer = row_writer_new(run->c, run->request, NULL, to);
    row_writer_begin(run->writer);
    enum err e = run->request->scope == SCOPE_ATTRIBUTES ? write_attributes(run) : write_items(run, NULL);
    if (run->request->format == FORM_CSV && row_writer_count(run->writer) > 0) {
        sink_add_char(to, '\n'); /* clients know the end of a table by a blank line */
    }
    return e;
}
