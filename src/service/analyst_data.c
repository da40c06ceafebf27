/* See analyst_data.h: writing. Reading is in analyst_view.c. */
#include "service/analyst_data.h"

#include "base/clock.h"
#include "service/analyst_subject.h"
#include "service/claim.h"
#include "service/core.h"
#include "service/input.h"
#include "service/organisation.h"
#include "service/save.h"
#include "service/terms.h"
#include "store/analyst_data.h"
#include "store/attribute.h"
#include "store/event.h"
#include "store/organisation.h"

#define DEPTH_MAX 32
#define TITLE_MAX 200
#define IN_USE "The UUID is already in use."

static const enum analyst_kind all_kinds[] = {ANALYST_NOTE, ANALYST_OPINION, ANALYST_RELATIONSHIP};
#define KINDS 3

static enum err capture_children(struct write *w, const struct analyst_datum *parent, const struct json_node *node, int depth) MUST_USE;

/* --- sight and rights --- */

enum err analyst_data_find(struct context *c, struct db *db, enum analyst_kind kind, struct str ref, struct analyst_datum *out) {
    struct uuid uuid = UUID_NIL;
    int64_t id = 0;
    bool sees = false;
    bool named = uuid_parse(ref, &uuid) || (str_to_i64(ref, &id) && id > 0);
    enum err e = named ? store_analyst_load(db, c->arena, id, &uuid, out) : ERR_NOT_FOUND;
    if (e == OK && (kind == 0 || out->kind == kind)) e = analyst_data_sees(c, db, out, &sees);
    if (e != OK && e != ERR_NOT_FOUND) return e;
    if (sees) return OK;
    if (kind == 0) return err_set(ERR_NOT_FOUND, "Invalid analyst data.");
    return err_set(ERR_NOT_FOUND, "Invalid %.*s.", STR_ARG(analyst_kind_name(kind)));
}

static bool may_write(const struct context *c) { return context_may(c, PERM_ADD | PERM_ANALYST_DATA); }

static bool may_edit(const struct context *c, const struct analyst_datum *d) {
    if (context_may(c, PERM_SITE_ADMIN)) return true;
    return may_write(c) && (d->orgc_id == c->actor.org_id || (d->locked && context_may(c, PERM_SYNC)));
}

static enum err refuse(struct context *c, const struct analyst_datum *d) {
    audit_refusal(c, "refused", "AnalystData", d->id);
    return err_set(ERR_METHOD, "You are not authorised to do that.");
}

/* --- rows --- */

static struct str title_of(const struct analyst_datum *d) {
    return str_sub(d->kind == ANALYST_RELATIONSHIP ? d->relationship_type : d->text, 0, TITLE_MAX);
}

/* Does everyone who sees the event see the subject? Else the change stream tells of what is gone to its own organisation only (service/change_analyst.c). */
static bool is_plain(const struct analyst_subject *subject) {
    return subject->distribution != DIST_SHARING_GROUP && subject->distribution != DIST_ORGANISATION && !subject->in_object;
}

static enum err note_change(struct write *w, enum change_action action, const struct analyst_datum *before,
                            const struct analyst_datum *after) {
    struct analyst_subject subject;
    const struct analyst_datum *d = after ? after : before;
    enum err e = analyst_subject_find(w->c, w->db, d->object_type, &d->object_uuid, &subject);
    if (e != OK) return e;
    const struct event *event = &subject.event;
    bool inside = d->anchored && event->id;
    struct visibility was = {0}, is = {0};
    if (before)
        was = (struct visibility){before->org_id,
                                  before->distribution,
                                  before->sharing_group_id,
                                  inside ? event->embargo_until : 0,
                                  inside ? event->visible_until : 0,
                                  false};
    if (after)
        is = (struct visibility){after->org_id,
                                 after->distribution,
                                 after->sharing_group_id,
                                 inside ? event->embargo_until : 0,
                                 inside ? event->visible_until : 0,
                                 false};
    struct change change = {.action = action,
                            .kind = KIND_ANALYST_DATA,
                            .first_id = d->id,
                            .last_id = d->id,
                            .uuid = &d->uuid,
                            .event_id = inside ? event->id : 0,
                            .parent_id = d->anchored && !(inside && is_plain(&subject)),
                            .before = before ? &was : NULL,
                            .after = after ? &is : NULL};
    return write_change(w, &change);
}

enum err analyst_data_store(struct write *w, const struct analyst_datum *before, struct analyst_datum *d) {
    if (!before) d->id = write_id(w, "analyst_data");
    enum err e = before ? store_analyst_update(w->db, d) : store_analyst_insert(w->db, d);
    const char *model = analyst_kind_name(d->kind).ptr;
    if (e == OK) e = write_audit(w, before ? "edit" : "add", model, d->id, title_of(d), 0, STR_NONE);
    return e == OK ? note_change(w, before ? CHANGE_CHANGED : CHANGE_ADDED, before, d) : e;
}

enum err analyst_data_drop(struct write *w, const struct analyst_datum *d) {
    enum err e = note_change(w, CHANGE_DELETED, d, NULL);
    if (e == OK) e = store_analyst_remove(w->db, d->id);
    if (e == OK)
        e = store_analyst_block(w->db, write_id(w, "analyst_data_blocklists"), &d->uuid, w->c->now, title_of(d),
                                STR("Automatically blocked by deletion."),
                                str_is_none(w->c->actor.org_name) ? STR("") : w->c->actor.org_name);
    return e == OK ? write_audit(w, "delete", analyst_kind_name(d->kind).ptr, d->id, title_of(d), 0, STR_NONE) : e;
}

/* --- fields --- */

static enum err problem(struct context *c, const char *field, const char *text) {
    return context_problem(c, -1, "analyst data", field, "%s", text);
}

static enum err take_uuid(struct context *c, const struct json_node *node, const char *key, struct uuid *to) {
    struct str text = str_trim(json_get_text(node, key));
    if (str_is_empty(text)) return OK;
    return uuid_parse(text, to) ? OK : problem(c, key, "A UUID was expected.");
}

/* What only one kind has. */
static enum err take_own(struct context *c, const struct json_node *node, struct analyst_datum *d) {
    int64_t opinion = d->opinion;
    struct str type;
    enum err e = OK;
    switch (d->kind) {
    case ANALYST_NOTE:
        input_text(node, "note", &d->text);
        input_text(node, "language", &d->language);
        if (str_is_empty(str_trim(d->text))) e = problem(c, "note", "A note cannot be empty.");
        break;
    case ANALYST_OPINION:
        input_text(node, "comment", &d->text);
        if (!str_is_empty(json_get_text(node, "opinion")) && !json_get_int(node, "opinion", &opinion)) opinion = -1;
        if (opinion < 0 || opinion > 100) return problem(c, "opinion", "An opinion is a number from 0 to 100.");
        d->opinion = (int)opinion;
        break;
    case ANALYST_RELATIONSHIP:
        input_text(node, "relationship_type", &d->relationship_type);
        e = take_uuid(c, node, "related_object_uuid", &d->related_uuid);
        type = json_get_text(node, "related_object_type");
        if (e == OK && !str_is_empty(type)) {
            d->related_type = analyst_object_type(type);
            if (str_is_none(d->related_type)) e = problem(c, "related_object_type", "There is no such type.");
        }
        if (e == OK && uuid_is_nil(&d->related_uuid)) e = problem(c, "related_object_uuid", "A UUID was expected.");
        if (e == OK && str_is_empty(d->related_type)) e = problem(c, "related_object_type", "There is no such type.");
        break;
    }
    return e;
}

static enum err take_distribution(struct write *w, const struct json_node *node, struct analyst_datum *d, int64_t held) {
    struct group_ref group = {.uuid = UUID_NIL};
    const struct json_node *body = json_get(node, "SharingGroup");
    int64_t distribution = d->distribution;
    uint32_t given = 0;
    if (!str_is_empty(json_get_text(node, "distribution")) && !json_get_int(node, "distribution", &distribution)) distribution = -1;
    if (distribution < 0 || distribution > DIST_INHERIT) return problem(w->c, "distribution", "Invalid distribution level.");
    d->distribution = (int)distribution;
    if (json_get_int(node, "sharing_group_id", &d->sharing_group_id)) given |= GIVEN_SHARING_GROUP;
    if (body && uuid_parse(json_get_text(body, "uuid"), &group.uuid)) json_get_int(body, "id", &group.id);
    enum err e = save_take_group(w, &group, &given, &d->sharing_group_id);
    if (e == OK) e = save_check_distribution(w, -1, "analyst data", d->distribution, &d->sharing_group_id, held, true);
    return e;
}

/* Who made it: synchronising users may name another organisation; everybody else's are their own. */
static enum err take_creator(struct write *w, const struct json_node *node, struct analyst_datum *d) {
    struct uuid uuid = UUID_NIL;
    const struct json_node *org = json_get(node, "Orgc");
    struct str name = json_get_text(org, "name");
    int64_t id = 0;
    if (!context_may(w->c, PERM_SYNC)) return OK;
    bool named = uuid_parse(json_get_text(node, "orgc_uuid"), &uuid) || uuid_parse(json_get_text(org, "uuid"), &uuid);
    if (!named) return OK;
    enum err e = store_organisation_id_by_uuid(w->db, &uuid, &id);
    if (e == OK && id == 0 && !str_is_empty(name)) e = organisation_capture(w, &uuid, name, &id);
    if (e != OK || id == 0) return e;
    d->orgc_id = id;
    d->locked = id != w->c->actor.org_id;
    return OK;
}

static void take_times(struct context *c, const struct json_node *node, bool fresh, struct analyst_datum *d) {
    int64_t micros;
    d->modified = c->now;
    if (fresh) d->created = c->now;
    if (!context_may(c, PERM_SYNC) || !d->locked) return;
    if (clock_parse_iso(json_get_text(node, "modified"), &micros)) d->modified = micros / 1000000;
    if (fresh && clock_parse_iso(json_get_text(node, "created"), &micros)) d->created = micros / 1000000;
}

static enum err take_fields(struct write *w, const struct json_node *node, bool fresh, struct analyst_datum *d) {
    int64_t held = fresh ? 0 : d->sharing_group_id;
    input_text(node, "authors", &d->authors);
    if (str_is_empty(d->authors)) d->authors = w->c->actor.email;
    enum err e = take_own(w->c, node, d);
    if (e == OK) e = take_distribution(w, node, d, held);
    if (e == OK && fresh) e = take_creator(w, node, d);
    if (e == OK) take_times(w->c, node, fresh, d);
    return e;
}

/* May it be said of that thing? What is seen is anchored there, and under an agreement its terms hold. */
static enum err hold(struct write *w, struct analyst_datum *d, bool fresh) {
    struct analyst_subject subject;
    enum err e = analyst_subject_find(w->c, w->db, d->object_type, &d->object_uuid, &subject);
    if (e != OK) return e;
    if (fresh) d->anchored = subject.seen;
    if (subject.seen && subject.event.id) {
        struct visibility of_event = save_event_visibility(&subject.event);
        struct attribute attribute; /* in an object it stands under the object's terms as well */
        if (subject.attribute_id) e = store_attribute_load(w->db, w->c->arena, subject.attribute_id, &attribute);
        if (e == OK && subject.attribute_id) e = terms_may_add_to(w->c, w->db, &of_event, &attribute);
        if (e == OK && !subject.attribute_id) e = terms_may_add(w->c, w->db, &of_event, subject.distribution, subject.sharing_group_id);
    }
    if (e != OK || d->distribution != DIST_SHARING_GROUP) return e;
    return terms_check_added(w, d->sharing_group_id, subject.seen ? subject.event.id : 0, subject.seen ? subject.attribute_id : 0);
}

/* --- add --- */

/* A uuid that is blocked and one that is held by something are refused with the same words. */
static enum err take_fresh_uuid(struct write *w, const struct json_node *node, struct analyst_datum *d) {
    struct analyst_datum other;
    bool blocked = false;
    enum err e = take_uuid(w->c, node, "uuid", &d->uuid);
    if (e != OK) return e;
    if (uuid_is_nil(&d->uuid)) {
        d->uuid = uuid_random();
        return OK;
    }
    e = store_analyst_load(w->db, w->c->arena, 0, &d->uuid, &other);
    if (e == ERR_NOT_FOUND)
        e = store_analyst_is_blocked(w->db, &d->uuid, &blocked);
    else if (e == OK)
        blocked = true;
    return e == OK && blocked ? problem(w->c, "uuid", IN_USE) : e;
}

static enum err add_one(struct write *w, enum analyst_kind kind, struct str type, const struct uuid *object, const struct json_node *node,
                        int depth, struct analyst_datum *d) {
    struct context *c = w->c;
    *d = (struct analyst_datum){.kind = kind,
                                .object_type = analyst_object_type(type),
                                .object_uuid = *object,
                                .authors = STR(""),
                                .org_id = c->actor.org_id,
                                .orgc_id = c->actor.org_id,
                                .distribution = (int)core_get_options(c->core)->default_event_distribution,
                                .text = STR(""),
                                .language = STR(""),
                                .relationship_type = STR(""),
                                .related_type = STR("")};
    if (kind == ANALYST_NOTE) d->language = STR("en");
    if (str_is_none(d->object_type)) return problem(c, "object_type", "There is no such type.");
    enum err e = take_fresh_uuid(w, node, d);
    if (e == OK) e = take_fields(w, node, true, d);
    if (e == OK) e = hold(w, d, true);
    if (e == OK) e = analyst_data_store(w, NULL, d);
    return e == OK ? capture_children(w, d, node, depth) : e;
}

enum err analyst_data_add(struct context *c, enum analyst_kind kind, struct str object_uuid, struct str object_type,
                          const struct json_node *body, struct json_out *out) {
    struct uuid object;
    struct analyst_datum d;
    struct write w;
    if (str_is_none(object_uuid)) object_uuid = json_get_text(body, "object_uuid");
    if (str_is_none(object_type)) object_type = json_get_text(body, "object_type");
    if (!uuid_parse(object_uuid, &object)) return problem(c, "object_uuid", "A UUID was expected.");
    enum err e = write_begin(c, &w);
    if (e == OK) e = write_end(&w, add_one(&w, kind, object_type, &object, body, 0, &d));
    return e == OK ? analyst_data_answer(c, &d, out) : e;
}

/* --- edit --- */

static bool differs(const struct analyst_datum *a, const struct analyst_datum *b) {
    return !str_eq(a->text, b->text) || !str_eq(a->language, b->language) || !str_eq(a->authors, b->authors) || a->opinion != b->opinion ||
           !str_eq(a->relationship_type, b->relationship_type) || !str_eq(a->related_type, b->related_type) ||
           !uuid_eq(&a->related_uuid, &b->related_uuid) || a->distribution != b->distribution || a->sharing_group_id != b->sharing_group_id;
}

static enum err edit_one(struct write *w, const struct analyst_datum *stored, const struct json_node *node, struct analyst_datum *d) {
    *d = *stored;
    enum err e = take_fields(w, node, false, d);
    if (e == OK) e = hold(w, d, false);
    if (e != OK || !differs(stored, d)) {
        d->modified = stored->modified;
        return e;
    }
    return uuid_is_nil(&stored->claim_uuid) ? analyst_data_store(w, stored, d) : claim_edit_shown(w, stored, d);
}

static enum err edit_in(struct write *w, enum analyst_kind kind, struct str ref, const struct json_node *body, struct analyst_datum *d) {
    struct analyst_datum stored;
    enum err e = analyst_data_find(w->c, w->db, kind, ref, &stored);
    if (e != OK) return e;
    if (!may_edit(w->c, &stored)) return refuse(w->c, &stored);
    e = edit_one(w, &stored, body, d);
    return e == OK ? capture_children(w, d, body, 0) : e;
}

enum err analyst_data_edit(struct context *c, enum analyst_kind kind, struct str ref, const struct json_node *body, struct json_out *out) {
    struct analyst_datum d;
    struct write w;
    enum err e = write_begin(c, &w);
    if (e == OK) e = write_end(&w, edit_in(&w, kind, ref, body, &d));
    if (e == OK) e = store_analyst_load(c->db, c->arena, 0, &d.uuid, &d);
    return e == OK ? analyst_data_answer(c, &d, out) : e;
}

/* --- what a document brings along --- */

static bool is_older(const struct json_node *node, const struct analyst_datum *stored) {
    int64_t micros;
    return clock_parse_iso(json_get_text(node, "modified"), &micros) && micros / 1000000 < stored->modified;
}

/* Clients write what hangs on a note beside it, into the list of the thing that the note is about. */
static void take_nested(const struct json_node *node, struct str *type, struct uuid *object) {
    struct str named = json_get_text(node, "object_type");
    struct uuid uuid;
    if (analyst_kind_parse(named) == 0 || !uuid_parse(json_get_text(node, "object_uuid"), &uuid)) return;
    *type = named;
    *object = uuid;
}

/* Known already: changed where the actor may and the document is not older. Hidden or blocked: nothing happens. */
static enum err capture_one(struct write *w, enum analyst_kind kind, struct str type, const struct uuid *object,
                            const struct json_node *node, int depth) {
    struct analyst_datum stored, d;
    struct uuid uuid = UUID_NIL;
    bool sees = false;
    size_t problems = w->c->problems.len;
    struct uuid about = *object;
    if (depth > DEPTH_MAX || !node || node->kind != JSON_OBJECT) return OK;
    if (depth == 0) take_nested(node, &type, &about);
    uuid_parse(str_trim(json_get_text(node, "uuid")), &uuid);
    enum err e = uuid_is_nil(&uuid) ? ERR_NOT_FOUND : store_analyst_load(w->db, w->c->arena, 0, &uuid, &stored);
    if (e == ERR_NOT_FOUND) {
        e = add_one(w, kind, type, &about, node, depth, &d);
    } else if (e == OK) {
        e = analyst_data_sees(w->c, w->db, &stored, &sees);
        if (e != OK || !sees || stored.kind != kind) return e;
        if (may_edit(w->c, &stored) && !is_older(node, &stored)) e = edit_one(w, &stored, node, &d);
        if (e == OK) e = capture_children(w, &stored, node, depth);
    }
    if (e != ERR_REFUSED) return e;
    w->c->problems.len = problems;
    return OK;
}

static enum err capture_list(struct write *w, enum analyst_kind kind, struct str type, const struct uuid *object,
                             const struct json_node *list, int depth) {
    enum err e = OK;
    if (!list) return OK;
    if (list->kind == JSON_OBJECT) return capture_one(w, kind, type, object, list, depth);
    if (list->kind != JSON_ARRAY) return OK;
    for (const struct json_node *n = list->child; n && e == OK; n = n->next) e = capture_one(w, kind, type, object, n, depth);
    return e;
}

static enum err capture_children(struct write *w, const struct analyst_datum *parent, const struct json_node *node, int depth) {
    enum err e = OK;
    for (size_t i = 0; i < KINDS && e == OK; i++) {
        struct str name = analyst_kind_name(all_kinds[i]);
        e = capture_list(w, all_kinds[i], analyst_kind_name(parent->kind), &parent->uuid, json_get(node, name.ptr), depth + 1);
    }
    return e;
}

enum err analyst_data_capture(struct write *w, struct str object_type, const struct uuid *object, const struct analyst_in *in) {
    enum err e = OK;
    if (!may_write(w->c)) return OK;
    for (size_t i = 0; i < KINDS && e == OK; i++) e = capture_list(w, all_kinds[i], object_type, object, in->lists[i], 0);
    return e;
}

/* --- delete --- */

static enum err delete_in(struct write *w, enum analyst_kind kind, struct str ref, struct analyst_datum *d) {
    enum err e = analyst_data_find(w->c, w->db, kind, ref, d);
    if (e != OK) return e;
    if (!may_edit(w->c, d)) return refuse(w->c, d);
    return uuid_is_nil(&d->claim_uuid) ? analyst_data_drop(w, d) : claim_withdraw_shown(w, d);
}

enum err analyst_data_delete(struct context *c, enum analyst_kind kind, struct str ref, struct analyst_datum *deleted) {
    struct write w;
    enum err e = write_begin(c, &w);
    return e == OK ? write_end(&w, delete_in(&w, kind, ref, deleted)) : e;
}

/* --- from a peer --- */

static enum err push_in(struct write *w, const struct json_node *body, size_t *saved) {
    enum err e = OK;
    for (size_t i = 0; i < KINDS && e == OK; i++) {
        const struct json_node *list = json_get(body, analyst_kind_name(all_kinds[i]).ptr);
        const struct json_node *first = list && list->kind == JSON_ARRAY ? list->child : list;
        for (const struct json_node *n = first; n && e == OK; n = n == list ? NULL : n->next) {
            struct uuid object;
            if (!uuid_parse(json_get_text(n, "object_uuid"), &object)) continue;
            e = capture_one(w, all_kinds[i], json_get_text(n, "object_type"), &object, n, 0);
            *saved += e == OK;
        }
    }
    return e;
}

enum err analyst_data_push(struct context *c, const struct json_node *body, size_t *saved) {
    struct write w;
    *saved = 0;
    enum err e = write_begin(c, &w);
    return e == OK ? write_end(&w, push_in(&w, body, saved)) : e;
}
