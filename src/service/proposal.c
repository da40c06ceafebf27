/* See proposal.h. */
#include "service/proposal.h"

#include "base/limits.h"
#include "model/attribute_type.h"
#include "model/value.h"
#include "service/attribute.h"
#include "service/event.h"
#include "service/save.h"
#include "service/terms.h"
#include "store/attribute.h"
#include "store/event.h"
#include "store/proposal.h"
#include "store/tag_list.h"

/* --- read --- */

enum err service_proposal_list(struct context *c, const struct proposal_query *query, struct proposal_row_list *out) {
    struct event event;
    int64_t limit = query->limit > 0 && query->limit < LIMIT_PAGE ? query->limit : LIMIT_PAGE;
    int64_t offset = query->page > 1 && query->page < INT32_MAX ? (query->page - 1) * limit : 0;
    struct proposal_filter filter = {.view = &c->view,
                                     .live_only = query->live_only,
                                     .own_events = query->own_events,
                                     .since = query->since,
                                     .order = query->order,
                                     .descending = query->descending};
    if (!str_is_empty(query->contains)) filter.pattern = store_tag_pattern(c->arena, query->contains, true);
    if (!str_is_none(query->event)) {
        enum err e = service_event_find(c, query->event, &event);
        if (e != OK) return e;
        filter.event_id = event.id;
    }
    enum err e = store_proposal_list(c->db, c->arena, &filter, offset, limit, out);
    struct id_list events = {0};
    for (size_t i = 0; i < out->len && e == OK; i++) *vec_push(c->arena, &events) = out->items[i].proposal.event_id;
    return e == OK ? service_event_note_reads(c, &events) : e;
}

static enum err find_in(struct context *c, struct db *db, struct str ref, bool live_only, struct proposal_row *out) {
    struct proposal_filter filter = {.view = &c->view, .live_only = live_only};
    struct proposal_row_list list = {0};
    if (!str_to_i64(ref, &filter.id) || filter.id <= 0) return err_set(ERR_NOT_FOUND, "Invalid proposal");
    enum err e = store_proposal_list(db, c->arena, &filter, 0, 1, &list);
    if (e == OK && list.len == 0) e = err_set(ERR_NOT_FOUND, "Invalid proposal");
    if (e == OK) *out = list.items[0];
    return e;
}

enum err service_proposal_find(struct context *c, struct str ref, struct proposal_row *out) {
    struct id_list events = {0};
    enum err e = find_in(c, c->db, ref, false, out);
    if (e != OK) return e;
    *vec_push(c->arena, &events) = out->proposal.event_id;
    return service_event_note_reads(c, &events);
}

/* --- propose --- */

/* Those who see the attribute that it is about, or the event, may see the proposal. */
static struct visibility visibility_of(const struct event *event, const struct attribute *stored, bool deleted) {
    if (stored) return save_visibility(event, stored->distribution, stored->sharing_group_id, deleted);
    return save_visibility(event, event->distribution, event->sharing_group_id, deleted);
}

/* `a` is checked and complete. */
static enum err propose(struct save *s, const struct attribute *a, const struct attribute *stored, bool deletion, struct proposal *out) {
    struct context *c = s->c;
    struct event *event = s->event;
    *out = (struct proposal){.id = write_id(s->w, "shadow_attributes"),
                             .old_id = stored ? stored->id : 0,
                             .event_id = event->id,
                             .uuid = a->uuid,
                             .event_uuid = event->uuid,
                             .type = a->type,
                             .category = a->category,
                             .value1 = a->value1,
                             .value2 = a->value2,
                             .comment = a->comment,
                             .email = c->actor.email,
                             .to_ids = a->to_ids,
                             .proposal_to_delete = deletion,
                             .disable_correlation = a->disable_correlation,
                             .org_id = c->actor.org_id,
                             .user_id = c->actor.user_id,
                             .event_org_id = event->org_id,
                             .timestamp = c->now,
                             .first_seen = a->first_seen,
                             .last_seen = a->last_seen};
    struct visibility seen = visibility_of(event, stored, false), of_event = save_event_visibility(event);
    enum err e = stored ? terms_may_add_to(c, s->w->db, &of_event, stored) : terms_may_add(c, s->w->db, &of_event, DIST_INHERIT, 0);
    s->terms_settled = true; /* what stands in the event stays as it is */
    if (e == OK && !deletion) e = terms_check_proposed(s->w, event, stored, a->type, a->category);
    if (e == OK) e = store_proposal_insert(s->w->db, out);
    if (e == OK) e = save_change(s, CHANGE_ADDED, KIND_PROPOSAL, out->id, &out->uuid, out->old_id, NULL, &seen);
    if (e == OK) e = save_finish(s);
    return e == OK ? write_audit(s->w, "add", "ShadowAttribute", out->id, out->value1, event->id, STR_NONE) : e;
}

static enum err add_in(struct write *w, struct str ref, struct attribute *a, struct proposal *out) {
    struct event event;
    struct save s;
    const struct attribute_type *type = attribute_type_by_number(a->type);
    enum err e = service_event_find_in(w->c, w->db, ref, &event);
    if (e != OK) return e;
    save_init(&s, w, &event);
    if (a->given & GIVEN_DATA) return context_problem(w->c, -1, "attribute", "data", "Files cannot be proposed.");
    if (!(a->given & GIVEN_UUID)) a->uuid = uuid_random();
    if (!(a->given & GIVEN_TO_IDS) && type) a->to_ids = type->to_ids;
    if (str_is_none(a->comment)) a->comment = STR("");
    a->distribution = DIST_INHERIT;
    e = save_check_attribute(&s, -1, "attribute", a);
    return e == OK ? propose(&s, a, NULL, false, out) : e;
}

enum err service_proposal_add(struct context *c, struct str event, struct attribute *in, struct proposal *out) {
    struct write w;
    enum err e = write_begin(c, &w);
    return e == OK ? write_end(&w, add_in(&w, event, in, out)) : e;
}

#define TAKE(bit, member) \
    if (in->given & (bit)) a->member = in->member

/* The stored attribute with what is to be different. */
static void merge(struct context *c, struct attribute *a, const struct attribute *in) {
    const struct attribute_type *type = attribute_type_by_number(a->type);
    struct value value = {a->value1, type && attribute_type_is(type, TYPE_COMPOSITE) ? a->value2 : STR_NONE};
    a->value = value_join(c->arena, type, value);
    a->distribution = DIST_INHERIT;
    a->sharing_group_id = 0;
    TAKE(GIVEN_TYPE, type);
    TAKE(GIVEN_TYPE, type_name);
    TAKE(GIVEN_CATEGORY, category);
    TAKE(GIVEN_CATEGORY, category_name);
    TAKE(GIVEN_VALUE, value);
    TAKE(GIVEN_TO_IDS, to_ids);
    TAKE(GIVEN_COMMENT, comment);
    TAKE(GIVEN_DISABLE_CORRELATION, disable_correlation);
    TAKE(GIVEN_FIRST_SEEN, first_seen);
    TAKE(GIVEN_LAST_SEEN, last_seen);
    if (str_is_none(a->comment)) a->comment = STR("");
}

static enum err change_in(struct write *w, struct str ref, const struct attribute *in, struct proposal *out) {
    struct attribute stored, wanted;
    struct event event;
    struct save s;
    enum err e = service_attribute_find(w->c, w->db, ref, false, &stored, &event);
    if (e != OK) return e;
    save_init(&s, w, &event);
    wanted = stored;
    if (!in) return propose(&s, &wanted, &stored, true, out);
    if (in->given & GIVEN_DATA) return context_problem(w->c, -1, "attribute", "data", "Files cannot be proposed.");
    merge(w->c, &wanted, in);
    e = save_check_attribute(&s, -1, "attribute", &wanted);
    return e == OK ? propose(&s, &wanted, &stored, false, out) : e;
}

enum err service_proposal_edit(struct context *c, struct str attribute, const struct attribute *in, struct proposal *out) {
    struct write w;
    enum err e = write_begin(c, &w);
    return e == OK ? write_end(&w, change_in(&w, attribute, in, out)) : e;
}

enum err service_proposal_delete(struct context *c, struct str attribute, struct proposal *out) {
    struct write w;
    enum err e = write_begin(c, &w);
    return e == OK ? write_end(&w, change_in(&w, attribute, NULL, out)) : e;
}

/* --- decide --- */

/* What the proposal says, as if the owner had sent it. */
static struct attribute as_input(struct context *c, const struct proposal *p) {
    const struct attribute_type *type = attribute_type_by_number(p->type);
    struct value value = {p->value1, type && attribute_type_is(type, TYPE_COMPOSITE) ? p->value2 : STR_NONE};
    return (struct attribute){.given = GIVEN_TYPE | GIVEN_CATEGORY | GIVEN_VALUE | GIVEN_TO_IDS | GIVEN_COMMENT | GIVEN_FIRST_SEEN |
                                       GIVEN_LAST_SEEN | GIVEN_DISABLE_CORRELATION,
                              .uuid = p->uuid,
                              .type = p->type,
                              .category = p->category,
                              .value = value_join(c->arena, type, value),
                              .to_ids = p->to_ids,
                              .comment = p->comment,
                              .first_seen = p->first_seen,
                              .last_seen = p->last_seen,
                              .disable_correlation = p->disable_correlation};
}

static enum err accept_new(struct save *s, const struct proposal *p) {
    struct attribute in = as_input(s->c, p),
                     probe = {.event_id = p->event_id, .type = p->type, .category = p->category, .value1 = p->value1, .value2 = p->value2};
    int64_t taken = 0;
    enum err e = store_attribute_duplicate(s->w->db, &probe, 0, &taken);
    if (e == OK && taken) return context_problem(s->c, -1, "attribute", "value", "A similar attribute already exists for this event.");
    /* the uuid travels with the proposal; where it is taken meanwhile, a new one serves */
    if (e == OK) e = save_attribute_id(s, &p->uuid, &taken);
    if (e != OK) return e;
    if (!taken) in.given |= GIVEN_UUID;
    return save_add_attribute(s, -1, &in, NULL);
}

static enum err accept_change(struct save *s, const struct proposal *p) {
    struct attribute stored, in = as_input(s->c, p);
    struct event event;
    enum err e = service_attribute_find(s->c, s->w->db, arena_printf(s->c->arena, "%lld", (long long)p->old_id), false, &stored, &event);
    if (e != OK) return e;
    return p->proposal_to_delete ? save_delete_attribute(s, &stored, false) : save_edit_attribute(s, -1, &stored, &in);
}

static enum err retire(struct save *s, struct proposal *p, const char *action) {
    struct attribute stored;
    enum err e = p->old_id ? store_attribute_load(s->w->db, s->c->arena, p->old_id, &stored) : OK;
    if (e != OK) return e;
    struct visibility before = visibility_of(s->event, p->old_id ? &stored : NULL, false), after = before;
    after.deleted = p->deleted = true;
    e = store_proposal_retire(s->w->db, p->id, s->c->now);
    if (e == OK) e = save_change(s, CHANGE_CHANGED, KIND_PROPOSAL, p->id, &p->uuid, p->old_id, &before, &after);
    if (e == OK) e = save_finish(s);
    return e == OK ? write_audit(s->w, action, "ShadowAttribute", p->id, p->value1, p->event_id, STR_NONE) : e;
}

static enum err refuse(bool accept) {
    return err_set(ERR_METHOD, "Proposal not found or you are not authorised to %s it.", accept ? "accept" : "discard");
}

static enum err decide_in(struct write *w, struct str ref, bool accept, struct proposal *out) {
    struct context *c = w->c;
    struct proposal_row row;
    struct event event;
    struct save s;
    enum err e = find_in(c, w->db, ref, true, &row);
    if (e == OK) e = store_event_load(w->db, c->arena, row.proposal.event_id, &event);
    if (e != OK) return e == ERR_NOT_FOUND ? refuse(accept) : e;
    *out = row.proposal;
    bool proposer = !accept && out->user_id == c->actor.user_id && str_eq_nocase(out->email, c->actor.email);
    if (!service_event_may_edit(c, &event) && !proposer) {
        audit_refusal(c, "refused", "ShadowAttribute", out->id);
        return refuse(accept);
    }
    save_init(&s, w, &event);
    s.terms_settled = !accept;
    if (accept) e = out->old_id ? accept_change(&s, out) : accept_new(&s, out);
    if (e == ERR_NOT_FOUND) return refuse(accept);
    return e == OK ? retire(&s, out, accept ? "accept" : "discard") : e;
}

enum err service_proposal_accept(struct context *c, struct str ref, struct proposal *out) {
    struct write w;
    enum err e = write_begin(c, &w);
    return e == OK ? write_end(&w, decide_in(&w, ref, true, out)) : e;
}

enum err service_proposal_discard(struct context *c, struct str ref, struct proposal *out) {
    struct write w;
    enum err e = write_begin(c, &w);
    return e == OK ? write_end(&w, decide_in(&w, ref, false, out)) : e;
}
