/* Holding what is shared against the terms under which it is shared. */
#include "service/terms.h"

#include <string.h>

#include "base/buf.h"
#include "model/attribute_type.h"
#include "model/category.h"
#include "service/agreement.h"
#include "service/sight.h"
#include "store/event.h"
#include "store/object.h"
#include "store/terms.h"

/* One item: what its tags and those of its event say. */
struct item {
    enum tlp tlp; /* the highest of the tags; TLP_NONE: untagged */
    struct str tlp_tag;
    bool in_scope; /* by its tags */
};

struct holding {
    struct context *c;
    struct db *db;
    const struct agreement_terms *terms;
    int64_t group;
    bool event_under; /* the event itself is shared with the group */
    struct item event;
};

static bool has(const struct str_list *list, struct str text) {
    for (size_t i = 0; i < list->len; i++)
        if (str_eq_nocase(list->items[i], text)) return true;
    return false;
}

static void take_tag(const struct agreement_terms *terms, struct str name, struct item *item) {
    enum tlp tlp = str_starts_nocase(name, STR("tlp:")) ? tlp_of_tag(name) : TLP_NONE;
    if (tlp > item->tlp) {
        item->tlp = tlp;
        item->tlp_tag = name;
    }
    if (has(&terms->tags, name)) item->in_scope = true;
}

static enum err hold_item(const struct holding *h, const struct item *item) {
    enum tlp tlp = item->tlp ? item->tlp : h->terms->untagged;
    const char *ceiling = tlp_text(h->terms->ceiling);
    if (tlp > h->terms->ceiling && item->tlp)
        return err_set(ERR_TERMS, "The agreement \"%.*s\" has the ceiling TLP:%s; the tag %.*s is above it.", STR_ARG(h->terms->name),
                       ceiling, STR_ARG(item->tlp_tag));
    if (tlp > h->terms->ceiling)
        return err_set(ERR_TERMS, "The agreement \"%.*s\" has the ceiling TLP:%s; what has no TLP tag counts as %s.",
                       STR_ARG(h->terms->name), ceiling, tlp_text(tlp));
    if (h->terms->tags.len && !item->in_scope)
        return err_set(ERR_TERMS, "The scope of the agreement \"%.*s\" asks for one of its tags, such as %.*s.", STR_ARG(h->terms->name),
                       STR_ARG(h->terms->tags.items[0]));
    return OK;
}

static enum err hold_attribute(const struct holding *h, const struct item *item, int type, int category) {
    struct str type_name = attribute_type_by_number(type)->name, category_name = category_by_number(category)->name;
    enum err e = hold_item(h, item);
    if (e != OK) return e;
    if (h->terms->types.len && !has(&h->terms->types, type_name))
        return err_set(ERR_TERMS, "The scope of the agreement \"%.*s\" does not hold the type %.*s.", STR_ARG(h->terms->name),
                       STR_ARG(type_name));
    if (h->terms->categories.len && !has(&h->terms->categories, category_name))
        return err_set(ERR_TERMS, "The scope of the agreement \"%.*s\" does not hold the category %.*s.", STR_ARG(h->terms->name),
                       STR_ARG(category_name));
    return OK;
}

/* Is something with this distribution, inside what is (or is not) shared with the group, shared with it? */
static bool is_under(const struct holding *h, int64_t distribution, int64_t group, bool parent) {
    if (distribution == DIST_SHARING_GROUP) return group == h->group;
    return distribution != DIST_ORGANISATION && parent;
}

static enum err hold_attributes(const struct holding *h, int64_t event_id, int64_t attribute_id) {
    struct stmt *st = store_terms_attributes(h->db, event_id, attribute_id);
    struct item item = {0};
    int64_t id = 0;
    int type = 0, category = 0;
    bool under = false;
    enum err e = OK;
    while (e == OK && stmt_step(st)) {
        if (stmt_int(st, 0) != id) {
            if (under) e = hold_attribute(h, &item, type, category);
            id = stmt_int(st, 0);
            type = (int)stmt_int(st, 1);
            category = (int)stmt_int(st, 2);
            bool parent = stmt_is_null(st, 5) ? h->event_under : is_under(h, stmt_int(st, 5), stmt_int(st, 6), h->event_under);
            under = is_under(h, stmt_int(st, 3), stmt_int(st, 4), parent);
            item = h->event;
        }
        if (under && !stmt_is_null(st, 7)) take_tag(h->terms, stmt_copy(st, 7, h->c->arena), &item);
    }
    if (e == OK && under) e = hold_attribute(h, &item, type, category);
    enum err done = stmt_done(st);
    return e == OK ? done : e;
}

static enum err hold_event(struct context *c, struct db *db, const struct agreement_terms *terms, int64_t group, int64_t event_id,
                           int64_t attribute_id) {
    struct holding h = {.c = c, .db = db, .terms = terms, .group = group};
    struct str_list tags = {0};
    int distribution;
    int64_t event_group;
    bool has_report = false;
    enum err e = store_terms_event(db, event_id, &distribution, &event_group);
    if (e == OK) e = store_terms_event_tags(db, c->arena, event_id, &tags);
    if (e != OK) return e;
    h.event_under = distribution == DIST_SHARING_GROUP && event_group == group;
    for (size_t i = 0; i < tags.len; i++) take_tag(terms, tags.items[i], &h.event);
    if (!attribute_id) e = store_terms_has_report(db, event_id, group, h.event_under, &has_report);
    if (e == OK && !attribute_id && (h.event_under || has_report)) e = hold_item(&h, &h.event);
    return e == OK ? hold_attributes(&h, event_id, attribute_id) : e;
}

enum err terms_check(struct write *w, int64_t event_id, int64_t attribute_id) {
    struct id_list groups = {0};
    if (!sight_has_agreements(w->c->core)) return OK;
    enum err e = store_terms_groups(w->db, w->c->arena, event_id, &groups);
    for (size_t i = 0; i < groups.len && e == OK; i++) {
        struct agreement a;
        struct agreement_fold fold;
        e = agreement_of_group(w->c, w->db, groups.items[i], &a, &fold);
        if (e == ERR_NOT_FOUND)
            e = OK; /* a plain group */
        else if (e == OK)
            e = hold_event(w->c, w->db, fold.terms, groups.items[i], event_id, attribute_id);
    }
    return e;
}

enum err terms_check_added(struct write *w, int64_t sharing_group_id, int64_t event_id, int64_t attribute_id) {
    struct agreement a;
    struct agreement_fold fold;
    struct str_list tags = {0};
    struct item item = {0};
    struct holding h = {.c = w->c, .db = w->db, .group = sharing_group_id};
    if (!sight_has_agreements(w->c->core)) return OK;
    enum err e = agreement_of_group(w->c, w->db, sharing_group_id, &a, &fold);
    if (e != OK) return e == ERR_NOT_FOUND ? OK : e; /* a plain group */
    h.terms = fold.terms;
    if (event_id) e = store_terms_event_tags(w->db, w->c->arena, event_id, &tags);
    if (e != OK) return e;
    if (attribute_id) {
        struct stmt *st = store_terms_attributes(w->db, event_id, attribute_id);
        while (stmt_step(st))
            if (!stmt_is_null(st, 7)) *vec_push(w->c->arena, &tags) = stmt_copy(st, 7, w->c->arena);
        e = stmt_done(st);
    }
    for (size_t i = 0; i < tags.len; i++) take_tag(h.terms, tags.items[i], &item);
    return e == OK ? hold_item(&h, &item) : e;
}

#define NAMED_MAX 20

enum err terms_check_version(struct context *c, struct db *db, const struct agreement *a, const struct agreement_terms *terms) {
    struct id_list events = {0};
    struct buf named;
    size_t refused = 0, shown = 0;
    enum err e = store_terms_events(db, c->arena, a->sharing_group_id, &events);
    buf_init(&named, 1024);
    for (size_t i = 0; i < events.len && e == OK; i++) {
        struct event event;
        e = hold_event(c, db, terms, a->sharing_group_id, events.items[i], 0);
        if (e != ERR_TERMS) continue;
        refused++;
        e = store_event_load(db, c->arena, events.items[i], &event);
        if (e != OK || shown == NAMED_MAX) continue;
        struct visibility v = {event.org_id, event.distribution, event.sharing_group_id, event.embargo_until, event.visible_until, false};
        if (view_sees_event(&c->view, &v)) buf_printf(&named, "%s%lld", shown++ ? ", " : "", (long long)event.id);
    }
    if (e == OK && refused)
        e = err_set(ERR_TERMS, "These terms would not allow what is shared under the agreement already%s%.*s.", shown ? ": events " : "",
                    STR_ARG(buf_str(&named)));
    buf_done(&named);
    return e;
}

/* Is the group one that lets the actor add: a plain one that is open to it, or an agreement of which it is more than an observer? */
static enum err group_lets_add(struct context *c, struct db *db, int64_t sharing_group_id, bool *lets) {
    struct agreement a;
    struct agreement_fold fold;
    *lets = true;
    enum err e = agreement_of_group(c, db, sharing_group_id, &a, &fold);
    if (e == ERR_NOT_FOUND) return OK;
    if (e == OK) *lets = agreement_takes_from(c, &fold);
    return e;
}

enum err terms_may_add(struct context *c, struct db *db, const struct visibility *event, int distribution, int64_t sharing_group_id) {
    bool lets = true;
    enum err e = OK;
    if (c->view.site_admin || event->org_id == c->actor.org_id || !sight_has_agreements(c->core)) return OK;
    if (event->distribution == DIST_SHARING_GROUP) e = group_lets_add(c, db, event->sharing_group_id, &lets);
    if (e == OK && lets && distribution == DIST_SHARING_GROUP) e = group_lets_add(c, db, sharing_group_id, &lets);
    if (e != OK || lets) return e;
    return err_set(ERR_TERMS, "An observer of an agreement reads what is shared under it and adds nothing.");
}

enum err terms_may_add_to(struct context *c, struct db *db, const struct visibility *event, const struct attribute *a) {
    struct object object;
    enum err e = terms_may_add(c, db, event, a->distribution, a->sharing_group_id);
    if (e != OK || !a->object_id || !sight_has_agreements(c->core)) return e;
    e = store_object_load(db, c->arena, a->object_id, &object);
    if (e == ERR_NOT_FOUND) return OK;
    return e == OK ? terms_may_add(c, db, event, object.distribution, object.sharing_group_id) : e;
}

/* Held against one group, where that is an agreement and what is proposed would stand under it. */
static enum err hold_proposed(struct write *w, const struct event *event, const struct attribute *stored, const struct object *object,
                              int64_t group, const struct attribute *wanted) {
    struct agreement a;
    struct agreement_fold fold;
    struct str_list tags = {0};
    struct item item = {0};
    struct holding h = {.c = w->c, .db = w->db, .group = group};
    h.event_under = event->distribution == DIST_SHARING_GROUP && event->sharing_group_id == group;
    bool parent = object ? is_under(&h, object->distribution, object->sharing_group_id, h.event_under) : h.event_under;
    if (!(stored ? is_under(&h, stored->distribution, stored->sharing_group_id, parent) : parent)) return OK;
    enum err e = agreement_of_group(w->c, w->db, group, &a, &fold);
    if (e != OK) return e == ERR_NOT_FOUND ? OK : e; /* a plain group */
    h.terms = fold.terms;
    e = store_terms_event_tags(w->db, w->c->arena, event->id, &tags);
    if (e != OK) return e;
    struct stmt *st = stored ? store_terms_attributes(w->db, event->id, stored->id) : NULL;
    while (st && stmt_step(st))
        if (!stmt_is_null(st, 7)) *vec_push(w->c->arena, &tags) = stmt_copy(st, 7, w->c->arena);
    e = st ? stmt_done(st) : OK;
    for (size_t i = 0; i < tags.len; i++) take_tag(h.terms, tags.items[i], &item);
    return e == OK ? hold_attribute(&h, &item, wanted->type, wanted->category) : e;
}

enum err terms_check_proposed(struct write *w, const struct event *event, const struct attribute *stored, int type, int category) {
    struct attribute wanted = {.type = type, .category = category};
    struct object object;
    bool has_object = stored && stored->object_id;
    if (!sight_has_agreements(w->c->core)) return OK;
    enum err e = has_object ? store_object_load(w->db, w->c->arena, stored->object_id, &object) : OK;
    if (e != OK) return e;
    int64_t groups[] = {event->distribution == DIST_SHARING_GROUP ? event->sharing_group_id : 0,
                        has_object && object.distribution == DIST_SHARING_GROUP ? object.sharing_group_id : 0,
                        stored && stored->distribution == DIST_SHARING_GROUP ? stored->sharing_group_id : 0};
    for (size_t i = 0; i < sizeof groups / sizeof *groups && e == OK; i++)
        if (groups[i]) e = hold_proposed(w, event, stored, has_object ? &object : NULL, groups[i], &wanted);
    return e;
}
