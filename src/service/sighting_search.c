/* See sighting_search.h. */
#include "service/sighting_search.h"

#include "base/limits.h"
#include "codec/csv.h"
#include "codec/json_tree.h"
#include "format/misp_write.h"
#include "model/attribute_type.h"
#include "model/category.h"
#include "service/event.h"
#include "service/search_request.h"
#include "service/sighting_policy.h"
#include "service/write.h"
#include "store/compose.h"
#include "store/organisation.h"

#define DEFAULT_SPAN (30 * 86400)

struct reading {
    struct context *c;
    const struct json_node *body, *named;
    struct sighting_search *out;
};

static const char *const known[] = {
    "returnFormat", "context",          "id",           "uuid",        "type",       "from",  "to",  "last", "org_id",
    "source",       "includeAttribute", "includeEvent", "includeUuid", "headerless", "limit", "page"};

static const struct json_node *option(const struct reading *r, const char *name) {
    const struct json_node *node = json_get(r->body, name);
    return node ? node : json_get(r->named, name);
}

static struct str option_text(const struct reading *r, const char *name) {
    const struct json_node *node = option(r, name);
    return node && json_is_scalar(node) ? node->text : STR_NONE;
}

/* A scalar or a list of scalars. */
static void each_text(struct reading *r, const char *name, struct str_list *out) {
    const struct json_node *node = option(r, name);
    if (node && json_is_scalar(node) && !str_is_empty(node->text)) {
        *vec_push(r->c->arena, out) = node->text;
    }
    for (const struct json_node *item = node && !json_is_scalar(node) ? node->child : NULL; item; item = item->next) {
        if (json_is_scalar(item) && !str_is_empty(item->text)) {
            *vec_push(r->c->arena, out) = item->text;
        }
    }
}

static struct str numbers(struct reading *r, const struct str_list *texts) {
    struct id_list ids = {0};
    int64_t n;
    for (size_t i = 0; i < texts->len; i++) {
        if (str_to_i64(texts->items[i], &n) && n >= 0) {
            *vec_push(r->c->arena, &ids) = n;
        }
    }
    return ids.len ? compose_ids(r->c->arena, ids.items, ids.len) : STR_NONE;
}

static struct str uuids(struct reading *r, const struct str_list *texts) {
    struct str_list list = {0};
    struct uuid uuid;
    for (size_t i = 0; i < texts->len; i++) {
        if (uuid_parse(texts->items[i], &uuid)) {
            *vec_push(r->c->arena, &list) = texts->items[i];
        }
    }
    return list.len ? compose_texts(r->c->arena, list.items, list.len) : STR_NONE;
}

/* id and uuid name what the scope says: sightings, attributes or events. */
static enum err read_entity(struct reading *r, struct str scope) {
    struct str_list texts = {0};
    struct sighting_filter *f = &r->out->filter;
    each_text(r, "id", &texts);
    each_text(r, "uuid", &texts);
    if (texts.len == 0) {
        return str_is_empty(scope) ? OK : err_set(ERR_BAD_INPUT, "An id or uuid must be provided with the context.");
    }
    struct str ids = numbers(r, &texts), names = uuids(r, &texts);
    r->out->nothing = str_is_none(ids) && str_is_none(names);
    if (str_eq_nocase(scope, STR("attribute"))) {
        f->attribute_ids = ids;
        f->attribute_uuids = names;
    } else if (str_eq_nocase(scope, STR("event"))) {
        f->event_ids = ids;
        f->event_uuids = names;
    } else {
        f->ids = ids;
        f->uuids = names;
    }
    return OK;
}

static enum err read_orgs(struct reading *r) {
    struct str_list texts = {0};
    struct id_list with = {0}, without = {0};
    enum err e = OK;
    each_text(r, "org_id", &texts);
    for (size_t i = 0; i < texts.len && e == OK; i++) {
        bool no = str_starts(texts.items[i], STR("!"));
        struct str name = no ? str_sub(texts.items[i], 1, texts.items[i].len) : texts.items[i];
        struct uuid uuid;
        int64_t id = 0;
        if (uuid_parse(name, &uuid)) {
            e = store_organisation_id_by_uuid(r->c->db, &uuid, &id);
        } else if (!str_to_i64(name, &id)) {
            id = 0;
        }
        if (id > 0 && sighting_is_anonymous(r->c, id)) {
            id = 0; /* who sighted may not be asked either */
        }
        *vec_push(r->c->arena, no ? &without : &with) = id;
    }
    r->out->filter.orgs = with.len ? compose_ids(r->c->arena, with.items, with.len) : STR_NONE;
    r->out->filter.not_orgs = without.len ? compose_ids(r->c->arena, without.items, without.len) : STR_NONE;
    return e;
}

static struct interval read_span(struct reading *r) {
    int64_t now = r->c->now;
    struct str from = option_text(r, "from"), to = option_text(r, "to");
    const struct json_node *last = option(r, "last");
    if (!str_is_empty(from) && !str_is_empty(to)) {
        return interval_between(from, to, now);
    }
    if (last && json_is_scalar(last) && !str_is_empty(last->text)) {
        return interval_since(last->text, now);
    }
    if (last && last->child && last->child->next && json_is_scalar(last->child) && json_is_scalar(last->child->next)) {
        return interval_between(last->child->text, last->child->next->text, now);
    }
    if (!str_is_empty(from)) {
        return interval_since(from, now);
    }
    return (struct interval){.has_from = true, .from = now - DEFAULT_SPAN};
}

static size_t note_unknown(struct reading *r, const struct json_node *from) {
    size_t given = 0;
    for (const struct json_node *node = from ? from->child : NULL; node; node = node->next, given++) {
        bool is_known = false;
        for (size_t i = 0; i < sizeof known / sizeof *known && !is_known; i++) {
            is_known = str_eq(node->key, str_from(known[i]));
        }
        if (!is_known) {
            *vec_push(r->c->arena, &r->out->ignored) = node->key;
        }
    }
    return given;
}

enum err sighting_search_read(struct context *c, struct str scope, const struct json_node *body, const struct json_node *named,
                              struct sighting_search *out) {
    struct reading r = {c, body, named, out};
    *out = (struct sighting_search){0};
    struct str format = option_text(&r, "returnFormat");
    if (str_is_empty(scope)) {
        scope = option_text(&r, "context");
    }
    if (note_unknown(&r, body) + note_unknown(&r, named) == 0 && str_is_empty(scope)) {
        return err_set(ERR_BAD_INPUT, "Either specify the search terms in the url, or POST a json with the filter parameters.");
    }
    if (!str_is_empty(format) && !str_eq_nocase(format, STR("json")) && !str_eq_nocase(format, STR("csv"))) {
        return err_set(ERR_NOT_FOUND, "Invalid output format.");
    }
    out->csv = str_eq_nocase(format, STR("csv"));
    if (!str_is_empty(scope) && !str_eq_nocase(scope, STR("attribute")) && !str_eq_nocase(scope, STR("event"))) {
        return err_set(ERR_BAD_INPUT, "Invalid context.");
    }
    struct str_list types = {0};
    each_text(&r, "type", &types);
    out->filter.types = numbers(&r, &types);
    out->filter.date = read_span(&r);
    if (!str_is_empty(option_text(&r, "source"))) {
        out->filter.source = search_pattern(c->arena, option_text(&r, "source"));
    }
    out->with_attribute = json_text_is_true(option_text(&r, "includeAttribute"));
    out->with_event = json_text_is_true(option_text(&r, "includeEvent"));
    out->with_uuid = json_text_is_true(option_text(&r, "includeUuid"));
    out->headerless = json_text_is_true(option_text(&r, "headerless"));
    enum err e = read_entity(&r, scope);
    return e == OK ? read_orgs(&r) : e;
}

static struct str type_name(const struct attribute *a) {
    const struct attribute_type *type = attribute_type_by_number(a->type);
    return type ? type->name : STR("");
}

static struct str category_name(const struct attribute *a) {
    const struct category *category = category_by_number(a->category);
    return category ? category->name : STR("");
}

static void put_json(const struct sighting_search *search, const struct sighting_row *row, struct json_out *o) {
    const struct attribute *a = &row->attribute;
    const struct event *e = &row->head.event;
    json_open(o);
    json_k(o, "Sighting");
    json_open(o);
    misp_sighting_fields(o, &row->sighting);
    json_k(o, "value");
    misp_value(o, a);
    if (search->with_uuid) {
        json_put_uuid(o, "event_uuid", &e->uuid);
    }
    if (search->with_attribute) {
        json_k(o, "Attribute");
        json_open(o);
        json_put_num(o, "id", a->id);
        json_put_uuid(o, "uuid", &a->uuid);
        json_put_str(o, "type", type_name(a));
        json_put_str(o, "category", category_name(a));
        json_put_bool(o, "to_ids", a->to_ids);
        json_k(o, "value");
        misp_value(o, a);
        json_close(o);
    }
    if (search->with_event) {
        json_k(o, "Event");
        json_open(o);
        json_put_num(o, "id", e->id);
        json_put_uuid(o, "uuid", &e->uuid);
        json_put_num(o, "orgc_id", e->orgc_id);
        json_put_num(o, "org_id", e->org_id);
        json_put_str(o, "info", e->info);
        json_k(o, "Orgc");
        misp_org(o, e->orgc_id, row->head.orgc_name, &row->head.orgc_uuid, -1);
        json_close(o);
    }
    json_close(o);
    json_close(o);
}

static void put_csv(const struct sighting_search *search, const struct sighting_row *row, struct sink *to) {
    char uuid[UUID_TEXT];
    const struct sighting *s = &row->sighting;
    sink_printf(to, "%lld,%lld,%lld,%lld,%lld,", (long long)s->id, (long long)s->attribute_id, (long long)s->event_id, (long long)s->org_id,
                (long long)s->date_sighting);
    csv_quoted(to, uuid_text(&s->uuid, uuid));
    sink_add_char(to, ',');
    csv_quoted(to, s->source);
    sink_printf(to, ",%d", s->type);
    if (search->with_attribute) {
        sink_add_char(to, ',');
        csv_quoted(to, type_name(&row->attribute));
        sink_add_char(to, ',');
        csv_quoted(to, row->attribute.value1);
    }
    sink_add_char(to, '\n');
}

struct output {
    const struct sighting_search *search;
    struct json_out *json;
    struct sink *text;
};

static void put(struct context *c, struct output *out, const struct sighting_row *row) {
    service_event_note_read(c, &row->head.event, row->attribute.distribution, row->attribute.sharing_group_id);
    if (out->json) {
        put_json(out->search, row, out->json);
    } else {
        put_csv(out->search, row, out->text);
    }
}

static enum err each_page(struct context *c, struct output *out) {
    struct arena *page = arena_new(LIMIT_REQUEST_MEMORY);
    struct context inner = *c;
    struct sink *sink = out->json ? out->json->to : out->text;
    int64_t after = 0;
    enum err e = OK;
    inner.arena = page;
    for (bool more = !out->search->nothing; more && e == OK && !sink_failed(sink);) {
        struct sighting_rows rows = {0};
        e = store_sighting_search(c->db, page, &c->view, &out->search->filter, after, LIMIT_PAGE, &rows);
        for (size_t i = 0; i < rows.len; i++) {
            if (sighting_is_visible(&inner, &rows.items[i].head.event, &rows.items[i].sighting)) {
                put(c, out, &rows.items[i]);
            }
        }
        more = rows.len == LIMIT_PAGE;
        after = rows.len ? rows.items[rows.len - 1].sighting.id : after;
        arena_reset(page);
    }
    arena_free(page);
    return e;
}

enum err sighting_search_json(struct context *c, const struct sighting_search *search, struct json_out *o) {
    struct output out = {.search = search, .json = o};
    json_open(o);
    json_k(o, "response");
    json_open_array(o);
    enum err e = each_page(c, &out);
    json_close_array(o);
    json_close(o);
    return e;
}

enum err sighting_search_csv(struct context *c, const struct sighting_search *search, struct sink *to) {
    struct output out = {.search = search, .text = to};
    if (!search->headerless) {
        sink_add_text(to, "id,attribute_id,event_id,org_id,date_sighting,uuid,source,type");
        sink_add_text(to, search->with_attribute ? ",attribute_type,value\n" : "\n");
    }
    return each_page(c, &out);
}
