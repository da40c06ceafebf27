/* See report_extract.h. Finding is the business of report_mark.h; what is here decides what becomes of it. */
#include "service/report_extract.h"

#include "model/attribute_type.h"
#include "model/category.h"
#include "model/normalise.h"
#include "service/attribute.h"
#include "service/event.h"
#include "service/galaxy.h"
#include "service/name_book.h"
#include "service/report_mark.h"
#include "service/save.h"
#include "service/warninglist.h"
#include "store/attribute_value.h"
#include "store/galaxy_name.h"

/* Values that are known already are looked for by themselves only in events of this size, and from this length on. */
enum { KNOWN_MAX = 2000, KNOWN_SHORTEST = 4 };

struct extraction {
    struct context *c;
    struct event event;
    struct event_report report;
    struct attribute_list stored; /* of the event, as the viewer sees it */
    struct map *by_value;         /* in small letters -> struct attribute of `stored` */
    struct report_value_list values;
    struct report_mark_list marks;
    struct name_book *book;
};

/* --- finding --- */

static struct str joined(struct arena *arena, const struct attribute *a) {
    struct value halves = {a->value1, a->value2};
    return value_join(arena, attribute_type_by_number(a->type), halves);
}

static bool is_prose(const struct attribute *a) {
    struct str type = attribute_type_by_number(a->type)->name;
    return str_eq(type, STR("text")) || str_eq(type, STR("comment")) || str_eq(type, STR("other"));
}

static enum err load_values(struct extraction *x) {
    struct arena *arena = x->c->arena;
    enum err e = store_attribute_values(x->c->db, arena, &x->c->view, x->event.id, &x->stored);
    x->by_value = map_new(arena, x->stored.len);
    for (size_t i = x->stored.len; i-- > 0 && e == OK;) { /* the first one of a value wins */
        struct attribute *a = &x->stored.items[i];
        if (attribute_type_by_number(a->type)) map_put(x->by_value, arena_lower(arena, joined(arena, a)), a);
    }
    return e;
}

static const struct attribute *stored_as(const struct extraction *x, struct str value) {
    return map_get(x->by_value, arena_lower(x->c->arena, value));
}

static struct str reference(struct arena *arena, const char *kind, const struct uuid *uuid) {
    char text[UUID_TEXT];
    return arena_printf(arena, "@[%s](%.*s)", kind, STR_ARG(uuid_text(uuid, text)));
}

static void find_all(struct extraction *x) {
    struct arena *arena = x->c->arena;
    size_t len = x->report.content.len;
    char *masked = report_mark_mask(arena, x->report.content);
    report_mark_values(arena, masked, len, &x->values, &x->marks);
    for (size_t i = 0; i < x->stored.len && x->stored.len <= KNOWN_MAX; i++) {
        const struct attribute *a = &x->stored.items[i];
        struct str value = attribute_type_by_number(a->type) ? joined(arena, a) : STR("");
        if (value.len >= KNOWN_SHORTEST && !is_prose(a)) report_mark_known(arena, value, masked, len, &x->values, &x->marks);
    }
    report_mark_names(arena, name_book_names(x->book), masked, len, &x->values, &x->marks);
}

/* The cluster's tag; the first cluster of a name is the best one (name_book.c). */
static enum err tag_of(struct extraction *x, const struct reading_name *name, struct str *tag) {
    return store_galaxy_cluster_tag_name(x->c->db, x->c->arena, name->refs.items[0], tag);
}

/* Not for everybody who may read the report: the text keeps the value, and nobody learns of the attribute. */
static bool is_restricted(const struct attribute *a) {
    return a->distribution == DIST_ORGANISATION || a->distribution == DIST_SHARING_GROUP;
}

/* What stands for something already, or needs no saving. */
static enum err fill_known(struct extraction *x) {
    struct arena *arena = x->c->arena;
    enum err e = OK;
    for (size_t i = 0; i < x->values.len && e == OK; i++) {
        struct report_value *v = &x->values.items[i];
        struct str tag = STR_NONE;
        if (v->name) {
            e = tag_of(x, v->name, &tag);
            if (!str_is_none(tag)) v->put = arena_printf(arena, "@[tag](%.*s)", STR_ARG(tag));
            continue;
        }
        const struct attribute *a = stored_as(x, v->hit ? v->hit->what.value : v->known);
        if (a && !is_restricted(a)) v->put = reference(arena, "attribute", &a->uuid);
    }
    return e;
}

static enum err begin(struct context *c, struct str ref, bool to_change, struct extraction *x) {
    *x = (struct extraction){.c = c};
    enum err e = service_report_find(c, c->db, ref, &x->report, &x->event);
    if (e == OK && to_change && !service_event_may_edit(c, &x->event)) e = audit_refuse(c, "EventReport", x->report.id);
    if (e == OK) e = load_values(x);
    if (e == OK) e = name_book_take(c, &x->book);
    if (e != OK) return e;
    if (str_is_none(x->report.content)) x->report.content = STR("");
    find_all(x);
    e = fill_known(x);
    if (e == OK && arena_is_over(c->arena)) e = err_set(ERR_TOO_LARGE, "The report holds too much for one extraction.");
    if (e != OK) name_book_give(c, x->book);
    return e;
}

/* --- attributes --- */

/* The values that the report itself names as no threat: its own address, a vendor's, a victim's. */
static struct map *mentioned_only(struct extraction *x, const struct reading *r) {
    struct map *map = map_new(x->c->arena, 16);
    for (size_t i = 0; i < r->indicators.len; i++)
        if (r->indicators.items[i].verdict == VERDICT_MENTIONED) map_put(map, arena_lower(x->c->arena, r->indicators.items[i].value), x);
    return map;
}

static bool make_attribute(struct extraction *x, const struct free_text_hit *hit, const struct map *mentioned, struct attribute *a) {
    const struct attribute_type *type = attribute_type_find(hit->what.types[0]);
    struct value value;
    if (!type || value_normalise(x->c->arena, type, hit->what.value, &value) != OK) return false;
    *a = (struct attribute){.given = GIVEN_TYPE | GIVEN_CATEGORY | GIVEN_VALUE | GIVEN_TO_IDS | GIVEN_COMMENT | GIVEN_DISTRIBUTION,
                            .type = type->number,
                            .category = type->category,
                            .value = hit->what.value,
                            .value1 = value.value1,
                            .value2 = str_is_none(value.value2) ? STR("") : value.value2,
                            .distribution = DIST_INHERIT,
                            .to_ids = type->to_ids && !hit->what.not_for_ids,
                            .first_seen = SEEN_NONE,
                            .last_seen = SEEN_NONE,
                            .comment = str_is_none(hit->what.comment) ? STR("") : hit->what.comment};
    if (map_get(mentioned, arena_lower(x->c->arena, hit->what.value)) || (a->to_ids && warninglist_hits(x->c, a, NULL))) a->to_ids = false;
    return true;
}

static enum err add_attributes(struct save *s, struct extraction *x, const struct map *mentioned) {
    struct attribute a;
    enum err e = OK;
    for (size_t i = 0; i < x->values.len && (e == OK || e == ERR_REFUSED); i++) {
        struct report_value *v = &x->values.items[i];
        if (!v->hit || !str_is_none(v->put) || stored_as(x, v->hit->what.value) || !make_attribute(x, v->hit, mentioned, &a)) continue;
        e = save_add_attribute(s, -1, &a, NULL);
        if (e == OK) v->put = reference(x->c->arena, "attribute", &a.uuid);
    }
    return e == ERR_REFUSED ? OK : e;
}

/* The report as it stands in the writer's view must be the one that was looked at. */
static enum err find_again(struct write *w, struct extraction *x, struct event *event) {
    struct event_report now;
    enum err e = service_report_find(w->c, w->db, arena_printf(w->c->arena, "%lld", (long long)x->report.id), &now, event);
    if (e == OK && !service_event_may_edit(w->c, event)) e = err_set(ERR_FORBIDDEN, "You do not have permission to do that.");
    if (e == OK && !str_eq(now.content, x->report.content)) e = err_set(ERR_CONFLICT, "Somebody has changed this report meanwhile.");
    return e;
}

static enum err put_content(struct save *s, struct extraction *x, struct str content) {
    struct event_report in = {.given = GIVEN_UUID | GIVEN_VALUE, .uuid = x->report.uuid, .content = content};
    enum err e = str_eq(content, x->report.content) ? OK : save_report(s, -1, &in);
    if (e == OK) e = save_finish(s);
    return e == OK ? write_audit(s->w, "extract", "EventReport", x->report.id, x->report.name, x->event.id, STR_NONE) : e;
}

static enum err extract_in(struct write *w, struct extraction *x, const struct map *mentioned) {
    struct event event;
    struct save s;
    enum err e = find_again(w, x, &event);
    if (e != OK) return e;
    save_init(&s, w, &event);
    e = add_attributes(&s, x, mentioned);
    return e == OK ? put_content(&s, x, report_mark_apply(w->c->arena, x->report.content, &x->marks, &x->values)) : e;
}

/* --- tags --- */

static void add_cluster(struct extraction *x, const struct reading_name *name, struct id_list *clusters) {
    if (!name || name->refs.len == 0) return;
    for (size_t i = 0; i < clusters->len; i++)
        if (clusters->items[i] == name->refs.items[0]) return;
    *vec_push(x->c->arena, clusters) = name->refs.items[0];
}

/* Named in the text, or recognised by the reading under whichever name. */
static void clusters_of(struct extraction *x, const struct reading *r, struct id_list *clusters) {
    const struct reading_names *book = name_book_names(x->book);
    for (size_t i = 0; i < x->values.len; i++) add_cluster(x, x->values.items[i].name, clusters);
    for (size_t i = 0; i < r->entities.len; i++) {
        const struct entity *e = &r->entities.items[i];
        if (e->kind != ENTITY_ACTOR && e->kind != ENTITY_MALWARE) continue;
        const struct reading_name *name = reading_names_find(book, e->name);
        for (size_t k = 0; k < e->forms.len && !name; k++) name = reading_names_find(book, e->forms.items[k]);
        add_cluster(x, name, clusters);
    }
}

/* Who may not tag has the rest all the same. */
static enum err tag_event(struct extraction *x, const struct id_list *clusters) {
    struct context *c = x->c;
    struct str event = arena_printf(c->arena, "%lld", (long long)x->event.id);
    for (size_t i = 0; i < clusters->len; i++) {
        enum err e = galaxy_attach(c, false, event, arena_printf(c->arena, "%lld", (long long)clusters->items[i]), false);
        if (e == ERR_FORBIDDEN) return OK;
        if (e != OK && e != ERR_REFUSED && e != ERR_NOT_FOUND) return e;
    }
    return OK;
}

enum err report_extract_all(struct context *c, struct str ref, bool with_tags, int64_t *id) {
    struct extraction x;
    struct write w;
    struct reading reading;
    struct id_list clusters = {0};
    enum err e = begin(c, ref, true, &x);
    if (e != OK) return e;
    *id = x.report.id;
    reading_of(c->arena, x.report.content, &(struct reading_hints){.title = x.report.name, .names = name_book_names(x.book)}, &reading);
    const struct map *mentioned = mentioned_only(&x, &reading);
    if (with_tags) clusters_of(&x, &reading, &clusters);
    e = write_begin(c, &w);
    if (e == OK) e = write_end(&w, extract_in(&w, &x, mentioned));
    if (e == OK) e = tag_event(&x, &clusters);
    if (e == OK) c->problems.len = 0;
    name_book_give(c, x.book);
    return e;
}

/* --- preview --- */

static void put_type(struct json_out *o, const struct attribute_type *type) {
    json_key(o, type->name);
    json_open_array(o);
    for (int n = 1; category_by_number(n); n++)
        if (category_allows(category_by_number(n), type->number)) json_str(o, category_by_number(n)->name);
    json_close_array(o);
}

static void put_types(struct json_out *o) {
    json_k(o, "typeToCategoryMapping");
    json_open(o);
    for (int n = 1; n <= ATTRIBUTE_TYPE_COUNT; n++)
        if (attribute_type_by_number(n)) put_type(o, attribute_type_by_number(n));
    json_close(o);
}

/* What is not there yet, with the types that it could be. */
static void put_hits(const struct extraction *x, struct json_out *o) {
    json_k(o, "complexTypeToolResult");
    json_open_array(o);
    for (size_t i = 0; i < x->values.len; i++) {
        const struct report_value *v = &x->values.items[i];
        if (!v->hit || stored_as(x, v->hit->what.value)) continue;
        const struct attribute_type *type = attribute_type_find(v->hit->what.types[0]);
        json_open(o);
        json_k(o, "types");
        json_open(o);
        for (size_t t = 0; t < v->hit->what.type_count; t++) {
            json_key(o, v->hit->what.types[t]);
            json_str(o, v->hit->what.types[t]);
        }
        json_close(o);
        json_put_str(o, "default_type", v->hit->what.types[0]);
        json_put_str(o, "value", v->hit->what.value);
        if (!str_is_none(v->hit->what.comment)) json_put_str(o, "comment", v->hit->what.comment);
        json_put_str(o, "original_value", v->original);
        json_put_bool(o, "to_ids", type && type->to_ids && !v->hit->what.not_for_ids);
        json_close(o);
    }
    json_close_array(o);
}

static void put_known(const struct extraction *x, struct json_out *o) {
    json_k(o, "replacementValues");
    json_open(o);
    for (size_t i = 0; i < x->values.len; i++) {
        const struct report_value *v = &x->values.items[i];
        if (v->name || str_is_none(v->put)) continue;
        const struct attribute *a = stored_as(x, v->hit ? v->hit->what.value : v->known);
        if (!a) continue;
        json_key(o, joined(x->c->arena, a));
        json_open(o);
        json_k(o, "attributeUUIDs");
        json_open_array(o);
        json_uuid(o, &a->uuid);
        json_close_array(o);
        json_put_str(o, "valueInReport", v->original);
        json_close(o);
    }
    json_close(o);
}

static enum err put_context(struct extraction *x, struct json_out *o) {
    enum err e = OK;
    json_k(o, "replacementContext");
    json_open(o);
    for (size_t i = 0; i < x->values.len && e == OK; i++) {
        const struct report_value *v = &x->values.items[i];
        struct str tag = STR_NONE;
        if (v->name) e = tag_of(x, v->name, &tag);
        if (str_is_none(tag)) continue;
        json_key(o, v->original);
        json_open(o);
        json_key(o, tag);
        json_open(o);
        json_put_num(o, "id", v->name->refs.items[0]);
        json_put_str(o, "value", v->name->name);
        json_put_str(o, "tag_name", tag);
        json_put_text(o, "colour", "#0088cc");
        json_close(o);
        json_close(o);
    }
    json_close(o);
    return e;
}

enum err report_extract_preview(struct context *c, struct str ref, bool types, struct json_out *o) {
    struct extraction x;
    enum err e = begin(c, ref, false, &x);
    if (e != OK) return e;
    put_hits(&x, o);
    if (types) put_types(o);
    put_known(&x, o);
    e = put_context(&x, o);
    name_book_give(c, x.book);
    return e;
}

/* --- suggestions --- */

static bool suggested(struct str value, const struct json_node *of, struct attribute *a) {
    const struct attribute_type *type = attribute_type_find(json_get_text(of, "type"));
    bool to_ids = false, given = json_get_bool(of, "to_ids", &to_ids);
    *a = (struct attribute){.given = GIVEN_TYPE | GIVEN_VALUE | GIVEN_DISTRIBUTION | (given ? GIVEN_TO_IDS : 0),
                            .type = type ? type->number : 0,
                            .type_name = json_get_text(of, "type"),
                            .category_name = json_get_text(of, "category"),
                            .value = value,
                            .distribution = DIST_INHERIT,
                            .to_ids = to_ids,
                            .first_seen = SEEN_NONE,
                            .last_seen = SEEN_NONE};
    for (int n = 1; category_by_number(n); n++)
        if (str_eq(a->category_name, category_by_number(n)->name)) a->category = n;
    return type != NULL;
}

static struct str replace_all(struct arena *arena, struct str text, struct str what, struct str by) {
    struct buf b;
    size_t at = 0, next;
    buf_init(&b, SIZE_MAX / 2);
    while ((next = str_find(text, what, at)) != SIZE_MAX) {
        buf_add_str(&b, str_sub(text, at, next - at));
        buf_add_str(&b, by);
        at = next + what.len;
    }
    buf_add_str(&b, str_sub(text, at, SIZE_MAX));
    struct str out = arena_str(arena, buf_str(&b));
    buf_done(&b);
    return out;
}

/* One suggestion: an attribute that is there, or a new one, or the value again. */
static enum err take_suggestion(struct save *s, struct extraction *x, struct str value, const struct json_node *of, struct str *content,
                                size_t *done) {
    struct arena *arena = x->c->arena;
    struct attribute a;
    const struct attribute *there = stored_as(x, value);
    struct str put = value, mark = arena_printf(arena, "@[suggestion](%.*s)", STR_ARG(value));
    enum err e = OK;
    if (there && is_restricted(there)) {
        put = value;
    } else if (there) {
        put = reference(arena, "attribute", &there->uuid);
    } else {
        suggested(value, of, &a);
        e = save_add_attribute(s, -1, &a, NULL);
        if (e == OK) put = reference(arena, "attribute", &a.uuid);
    }
    *done += e == OK;
    *content = replace_all(arena, *content, mark, put);
    return e == ERR_REFUSED ? OK : e;
}

static enum err apply_in(struct write *w, struct extraction *x, struct str content, const struct json_node *mapping) {
    struct event event;
    struct save s;
    size_t done = 0;
    enum err e = find_again(w, x, &event);
    if (e != OK) return e;
    save_init(&s, w, &event);
    for (const struct json_node *m = mapping->child; m && e == OK; m = m->next) e = take_suggestion(&s, x, m->key, m, &content, &done);
    if (e == OK && done == 0 && mapping->len > 0) return err_set(ERR_REFUSED, "None of the suggestions could be applied.");
    return e == OK ? put_content(&s, x, content) : e;
}

enum err report_extract_apply(struct context *c, struct str ref, struct str content, const struct json_node *mapping, int64_t *id) {
    struct extraction x;
    struct write w;
    enum err e = begin(c, ref, true, &x);
    if (e != OK) return e;
    *id = x.report.id;
    e = write_begin(c, &w);
    if (e == OK) e = write_end(&w, apply_in(&w, &x, content, mapping));
    if (e == OK) c->problems.len = 0;
    name_book_give(c, x.book);
    return e;
}
