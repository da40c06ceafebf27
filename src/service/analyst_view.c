/* See analyst_data.h: reading. */
#include <string.h>

#include "base/clock.h"
#include "base/limits.h"
#include "format/analyst_write.h"
#include "service/analyst_data.h"
#include "service/analyst_subject.h"
#include "service/sharing_group.h"
#include "store/analyst_data.h"
#include "store/organisation.h"

#define NEST_MAX 8 /* deeper ones are there, and are asked for one by one */
#define KINDS 3

static const enum analyst_kind all_kinds[KINDS] = {ANALYST_NOTE, ANALYST_OPINION, ANALYST_RELATIONSHIP};

struct nesting {
    struct context *c;
    struct json_out *o;
    int depth;
    bool marks_depth; /* "_max_depth_reached", as events show it */
};

static enum err put_children(const struct nesting *at, struct str object_type, const struct uuid *object);

static bool may_edit(const struct context *c, const struct analyst_datum *d) {
    return context_may(c, PERM_SITE_ADMIN) || (context_may(c, PERM_ADD | PERM_ANALYST_DATA) && d->orgc_id == c->actor.org_id);
}

static enum err load_org(struct context *c, int64_t id, struct organisation *org) {
    *org = (struct organisation){.id = id};
    enum err e = store_organisation_load(c->db, c->arena, id, org);
    return e == ERR_NOT_FOUND ? OK : e;
}

static enum err put_fields(struct context *c, const struct analyst_datum *d, bool whole, struct json_out *o) {
    struct organisation org, orgc;
    enum err e = load_org(c, d->org_id, &org);
    if (e == OK) e = load_org(c, d->orgc_id, &orgc);
    if (e == OK) analyst_datum_fields(o, d, &orgc, &org, whole);
    return e;
}

static enum err put_related(struct context *c, struct str type, const struct uuid *uuid, struct json_out *o, bool *seen) {
    struct analyst_subject subject;
    enum err e = analyst_subject_find(c, c->db, type, uuid, &subject);
    *seen = e == OK && subject.seen;
    if (!*seen) return e;
    json_open(o);
    json_key(o, type);
    json_open(o);
    json_put_uuid(o, "uuid", uuid);
    json_put_str(o, str_eq(type, STR("Event")) ? "info" : str_eq(type, STR("Attribute")) ? "value" : "name", subject.title);
    if (subject.event.id && !str_eq(type, STR("Event"))) json_put_num(o, "event_id", subject.event.id);
    json_close(o);
    json_close(o);
    return OK;
}

/* "related_object": what a relationship points to, where the caller sees it. */
static enum err put_target(struct context *c, const struct analyst_datum *d, struct json_out *o) {
    struct analyst_subject subject;
    bool seen;
    if (d->kind != ANALYST_RELATIONSHIP) return OK;
    enum err e = analyst_subject_find(c, c->db, d->related_type, &d->related_uuid, &subject);
    json_k(o, "related_object");
    if (e == OK && subject.seen) return put_related(c, d->related_type, &d->related_uuid, o, &seen);
    json_open(o);
    json_close(o);
    return e;
}

static enum err put_nested(const struct nesting *at, const struct analyst_datum *d) {
    struct nesting below = {.c = at->c, .o = at->o, .depth = at->depth + 1};
    json_open(at->o);
    enum err e = put_fields(at->c, d, false, at->o);
    if (e == OK) e = put_target(at->c, d, at->o);
    if (e == OK && d->distribution == DIST_SHARING_GROUP) {
        json_k(at->o, "SharingGroup");
        e = sharing_group_put(at->c, at->c->db, d->sharing_group_id, at->o);
    }
    if (e == OK && at->depth < NEST_MAX) e = put_children(&below, analyst_kind_name(d->kind), &d->uuid);
    json_put_bool(at->o, "_canEdit", may_edit(at->c, d));
    if (at->marks_depth) json_put_bool(at->o, "_max_depth_reached", false);
    json_close(at->o);
    return e;
}

static enum err put_kind(const struct nesting *at, enum analyst_kind kind, struct str object_type, const struct analyst_datum_list *list) {
    bool any = false;
    enum err e = OK;
    for (size_t i = 0; i < list->len && e == OK; i++) {
        const struct analyst_datum *d = &list->items[i];
        bool sees = false;
        if (d->kind != kind || !str_eq(d->object_type, object_type)) continue;
        e = analyst_data_sees(at->c, at->c->db, d, &sees);
        if (e != OK || !sees) continue;
        if (!any) {
            json_key(at->o, analyst_kind_name(kind));
            json_open_array(at->o);
            any = true;
        }
        e = put_nested(at, d);
    }
    if (any) json_close_array(at->o);
    return e;
}

static enum err put_children(const struct nesting *at, struct str object_type, const struct uuid *object) {
    struct analyst_datum_list list = {0};
    enum err e = store_analyst_about(at->c->db, at->c->arena, object, &list);
    for (size_t i = 0; i < KINDS && e == OK; i++) e = put_kind(at, all_kinds[i], object_type, &list);
    return e;
}

enum err analyst_data_put(struct context *c, struct str object_type, const struct uuid *object, struct json_out *out) {
    struct nesting at = {.c = c, .o = out, .marks_depth = true};
    return put_children(&at, object_type, object);
}

enum err analyst_data_answer(struct context *c, const struct analyst_datum *d, struct json_out *out) {
    json_open(out);
    json_key(out, analyst_kind_name(d->kind));
    json_open(out);
    enum err e = put_fields(c, d, true, out);
    json_put_bool(out, "_canEdit", may_edit(c, d));
    json_close(out);
    json_close(out);
    return e;
}

static enum err put_whole(struct context *c, const struct analyst_datum *d, struct json_out *out) {
    struct nesting at = {.c = c, .o = out};
    json_open(out);
    json_key(out, analyst_kind_name(d->kind));
    json_open(out);
    enum err e = put_fields(c, d, true, out);
    if (e == OK) e = put_target(c, d, out);
    if (e == OK) e = put_children(&at, analyst_kind_name(d->kind), &d->uuid);
    json_close(out);
    json_close(out);
    return e;
}

enum err analyst_data_view(struct context *c, enum analyst_kind kind, struct str ref, struct json_out *out) {
    struct analyst_datum d;
    enum err e = analyst_data_find(c, c->db, kind, ref, &d);
    return e == OK ? put_whole(c, &d, out) : e;
}

enum err analyst_data_children(struct context *c, struct str object_type, struct str object, struct json_out *out) {
    struct uuid uuid;
    struct str type = analyst_object_type(object_type);
    struct nesting at = {.c = c, .o = out};
    if (str_is_none(type)) return err_set(ERR_NOT_FOUND, "Invalid object type.");
    if (!uuid_parse(object, &uuid)) return err_set(ERR_BAD_INPUT, "A UUID was expected.");
    json_open(out);
    enum err e = put_children(&at, type, &uuid);
    json_close(out);
    return e;
}

enum err analyst_data_related(struct context *c, struct str type, struct str uuid_text, struct json_out *out) {
    struct uuid uuid;
    struct analyst_subject subject;
    bool seen = false;
    type = analyst_object_type(type);
    if (str_is_none(type) || !uuid_parse(uuid_text, &uuid)) return err_set(ERR_NOT_FOUND, "Invalid object.");
    enum err e = analyst_subject_find(c, c->db, type, &uuid, &subject);
    if (e == OK && !subject.seen) return err_set(ERR_NOT_FOUND, "Invalid object.");
    return e == OK ? put_related(c, type, &uuid, out, &seen) : e;
}

/* --- lists --- */

/* Is the text the one that is asked for, or one of a list? "!name" means not that one. An absent filter lets everything pass. */
static bool passes(const struct json_node *wanted, struct str text) {
    bool only_not = true;
    if (!wanted) return true;
    const struct json_node *first = wanted->kind == JSON_ARRAY ? wanted->child : wanted;
    if (wanted->kind == JSON_ARRAY && !first) return true;
    for (const struct json_node *n = first; n; n = wanted->kind == JSON_ARRAY ? n->next : NULL) {
        bool negated = str_starts(n->text, STR("!"));
        if (str_eq_nocase(negated ? str_sub(n->text, 1, SIZE_MAX) : n->text, text)) return !negated;
        only_not &= negated;
    }
    return only_not;
}

static bool passes_uuid(const struct json_node *wanted, const struct uuid *uuid) {
    char text[UUID_TEXT];
    return !wanted || passes(wanted, uuid_text(uuid, text));
}

static enum err wanted(struct context *c, const struct json_node *filters, const struct analyst_datum *d, bool *out) {
    struct organisation org, orgc;
    *out = passes_uuid(json_get(filters, "uuid"), &d->uuid) && passes_uuid(json_get(filters, "object_uuid"), &d->object_uuid) &&
           passes(json_get(filters, "object_type"), d->object_type) && passes(json_get(filters, "authors"), d->authors);
    bool by_org = json_get(filters, "orgc_name") || json_get(filters, "org_uuid") || json_get(filters, "orgc_uuid");
    if (!*out || !by_org) return OK;
    enum err e = load_org(c, d->org_id, &org);
    if (e == OK) e = load_org(c, d->orgc_id, &orgc);
    *out = e == OK && passes(json_get(filters, "orgc_name"), orgc.name) && passes_uuid(json_get(filters, "org_uuid"), &org.uuid) &&
           passes_uuid(json_get(filters, "orgc_uuid"), &orgc.uuid);
    return e;
}

typedef enum err (*datum_fn)(void *ctx, struct context *c, const struct analyst_datum *d);

/* All of a kind that the caller sees and asks for. Each page in memory of its own. */
static enum err each(struct context *c, enum analyst_kind kind, const struct json_node *filters, int64_t skip, int64_t left, datum_fn fn,
                     void *ctx) {
    int64_t after = 0;
    enum err e = OK;
    for (bool more = true; more && e == OK && left > 0;) {
        struct context inner = *c;
        struct analyst_datum_list list = {0};
        inner.arena = arena_new(LIMIT_REQUEST_MEMORY);
        e = store_analyst_page(inner.db, inner.arena, kind, after, LIMIT_PAGE, &list);
        for (size_t i = 0; i < list.len && e == OK && left > 0; i++) {
            bool takes = false, sees = false;
            after = list.items[i].id;
            e = wanted(&inner, filters, &list.items[i], &takes);
            if (e == OK && takes) e = analyst_data_sees(&inner, inner.db, &list.items[i], &sees);
            c->read_noted = inner.read_noted;
            if (e != OK || !sees || skip-- > 0) continue;
            e = fn(ctx, &inner, &list.items[i]);
            left--;
        }
        more = list.len == LIMIT_PAGE;
        arena_free(inner.arena);
    }
    return e;
}

static enum err put_item(void *ctx, struct context *c, const struct analyst_datum *d) { return put_whole(c, d, ctx); }

enum err analyst_data_index(struct context *c, enum analyst_kind kind, const struct json_node *filters, struct json_out *out) {
    int64_t page = 1, limit = 0;
    json_get_int(filters, "page", &page);
    json_get_int(filters, "limit", &limit);
    if (page < 1 || page > INT32_MAX) page = 1;
    if (limit < 0 || limit > INT32_MAX) limit = 0;
    json_open_array(out);
    enum err e = each(c, kind, filters, limit ? (page - 1) * limit : 0, limit ? limit : INT64_MAX, put_item, out);
    json_close_array(out);
    return e;
}

static enum err put_minimal(void *ctx, struct context *c, const struct analyst_datum *d) {
    char text[UUID_TEXT], when[CLOCK_TEXT];
    (void)c;
    json_key(ctx, uuid_text(&d->uuid, text));
    json_str(ctx, clock_datetime(d->modified, when));
    return OK;
}

enum err analyst_data_minimal(struct context *c, const struct json_node *filters, struct json_out *out) {
    enum err e = OK;
    json_open(out);
    for (size_t i = 0; i < KINDS && e == OK; i++) {
        json_key(out, analyst_kind_name(all_kinds[i]));
        json_open(out);
        e = each(c, all_kinds[i], filters, 0, INT64_MAX, put_minimal, out);
        json_close(out);
    }
    json_close(out);
    return e;
}

/* Unknown, or known, seen, locked and older. A hidden one is answered as a blocked one is. */
static enum err takes(struct context *c, struct str uuid_text_, struct str modified, bool *out) {
    struct uuid uuid;
    struct analyst_datum d;
    bool blocked = false;
    int64_t micros = 0;
    *out = false;
    if (!uuid_parse(uuid_text_, &uuid) || !clock_parse_iso(modified, &micros)) return OK;
    enum err e = store_analyst_load(c->db, c->arena, 0, &uuid, &d);
    if (e == OK) {
        e = analyst_data_sees(c, c->db, &d, out);
        *out = *out && d.locked && d.modified < micros / 1000000;
        return e;
    }
    if (e == ERR_NOT_FOUND) e = store_analyst_is_blocked(c->db, &uuid, &blocked);
    *out = !blocked;
    return e;
}

enum err analyst_data_wanted(struct context *c, const struct json_node *offered, struct json_out *out) {
    enum err e = OK;
    json_open(out);
    for (size_t i = 0; i < KINDS && e == OK; i++) {
        const struct json_node *list = json_get(offered, analyst_kind_name(all_kinds[i]).ptr);
        json_key(out, analyst_kind_name(all_kinds[i]));
        json_open(out);
        for (const struct json_node *n = list ? list->child : NULL; n && e == OK; n = n->next) {
            bool take;
            e = takes(c, n->key, n->text, &take);
            if (e != OK || !take) continue;
            json_key(out, n->key);
            json_str(out, n->text);
        }
        json_close(out);
    }
    json_close(out);
    return e;
}
