/* See analyst_subject.h. */
#include "service/analyst_subject.h"

#include "service/attribute.h"
#include "service/claim.h"
#include "service/event.h"
#include "service/galaxy.h"
#include "service/galaxy_cluster.h"
#include "service/organisation.h"
#include "service/sharing_group.h"
#include "service/story.h"
#include "service/write.h"
#include "store/analyst_data.h"

#define DEPTH_MAX 32 /* of notes on notes */

typedef enum err (*finder)(struct context *c, struct db *db, struct str ref, struct analyst_subject *out);

static enum err find_event(struct context *c, struct db *db, struct str ref, struct analyst_subject *out) {
    enum err e = service_event_find_in(c, db, ref, &out->event);
    if (e == OK) out->title = out->event.info;
    return e;
}

static enum err find_attribute(struct context *c, struct db *db, struct str ref, struct analyst_subject *out) {
    struct attribute a;
    enum err e = service_attribute_find(c, db, ref, false, &a, &out->event);
    if (e != OK) return e;
    out->attribute_id = a.id;
    out->in_object = a.object_id != 0;
    out->distribution = a.distribution;
    out->sharing_group_id = a.sharing_group_id;
    out->title = a.value1;
    return OK;
}

static enum err find_object(struct context *c, struct db *db, struct str ref, struct analyst_subject *out) {
    struct object x;
    enum err e = service_object_find(c, db, ref, false, &x, &out->event);
    if (e != OK) return e;
    out->distribution = x.distribution;
    out->sharing_group_id = x.sharing_group_id;
    out->title = x.name;
    return OK;
}

static enum err find_report(struct context *c, struct db *db, struct str ref, struct analyst_subject *out) {
    struct event_report r;
    enum err e = service_report_find(c, db, ref, &r, &out->event);
    if (e != OK) return e;
    out->distribution = r.distribution;
    out->sharing_group_id = r.sharing_group_id;
    out->title = r.name;
    return OK;
}

static enum err find_cluster(struct context *c, struct db *db, struct str ref, struct analyst_subject *out) {
    struct galaxy_cluster cluster;
    enum err e = galaxy_cluster_find(c, db, ref, &cluster);
    if (e == OK) out->title = cluster.value;
    return e;
}

static enum err find_galaxy(struct context *c, struct db *db, struct str ref, struct analyst_subject *out) {
    struct galaxy galaxy;
    enum err e = galaxy_find(c, db, ref, &galaxy);
    if (e == OK) out->title = galaxy.name;
    return e;
}

static enum err find_organisation(struct context *c, struct db *db, struct str ref, struct analyst_subject *out) {
    struct organisation organisation;
    enum err e = organisation_find(c, db, ref, &organisation);
    if (e == OK) out->title = organisation.name;
    return e;
}

static enum err find_group(struct context *c, struct db *db, struct str ref, struct analyst_subject *out) {
    int64_t id;
    out->title = STR("");
    return sharing_group_find_id(c, db, ref, &id);
}

static enum err find_story(struct context *c, struct db *db, struct str ref, struct analyst_subject *out) {
    struct seen_story story;
    (void)db;
    enum err e = story_find(c, ref, &story);
    if (e == OK) out->title = STR("");
    return e;
}

static const struct {
    const char *type;
    finder find;
} finders[] = {{"Event", find_event},         {"EventReport", find_report},        {"Object", find_object},
               {"Attribute", find_attribute}, {"GalaxyCluster", find_cluster},     {"Story", find_story},
               {"Galaxy", find_galaxy},       {"Organisation", find_organisation}, {"SharingGroup", find_group}};
#define GUESSED 6 /* the first of them */

/* From a note on a note to what is not analyst data; *sees false where one on the way is hidden. */
static enum err climb(struct context *c, struct db *db, struct str *type, struct uuid *uuid, struct id_list *speakers, bool *sees) {
    struct analyst_datum d;
    *sees = true;
    for (int depth = 0; analyst_kind_parse(*type) != 0; depth++) {
        enum err e = depth < DEPTH_MAX ? store_analyst_load(db, c->arena, 0, uuid, &d) : ERR_NOT_FOUND;
        if (e == ERR_NOT_FOUND) *sees = false;
        if (e != OK) return e == ERR_NOT_FOUND ? OK : e;
        if (d.kind != analyst_kind_parse(*type) || !analyst_data_is_open(&c->view, &d)) *sees = false;
        if (!*sees || !d.anchored || d.org_id == c->view.org_id || c->view.site_admin) {
            *type = STR_NONE; /* nothing above it decides */
            return OK;
        }
        *vec_push(c->arena, speakers) = d.org_id;
        *type = uuid_is_nil(&d.claim_uuid) ? d.object_type : STR("Claim");
        *uuid = uuid_is_nil(&d.claim_uuid) ? d.object_uuid : d.claim_uuid;
    }
    return OK;
}

enum err analyst_subject_find(struct context *c, struct db *db, struct str type, const struct uuid *uuid, struct analyst_subject *out) {
    struct uuid root = *uuid;
    char text[UUID_TEXT];
    *out = (struct analyst_subject){.distribution = DIST_INHERIT, .title = STR("")};
    struct id_list speakers = {0};
    bool nested = analyst_kind_parse(type) != 0;
    enum err e = climb(c, db, &type, &root, &speakers, &out->seen);
    if (e != OK || !out->seen || (nested && str_is_none(type))) return e;
    if (str_eq(type, STR("Claim"))) return claim_is_seen(c, db, &root, &out->seen);
    out->seen = false;
    for (size_t i = 0; i < sizeof finders / sizeof *finders; i++) {
        if (!str_eq(type, str_from(finders[i].type))) continue;
        e = finders[i].find(c, db, arena_str(c->arena, uuid_text(&root, text)), out);
        out->seen = e == OK;
        if (e != OK) out->event.id = 0;
        for (size_t k = 0; k < speakers.len && out->seen; k++) out->seen = analyst_subject_carries(&c->view, out, speakers.items[k]);
        return e == ERR_NOT_FOUND || e == ERR_FORBIDDEN || e == ERR_METHOD ? OK : e;
    }
    return OK;
}

bool analyst_subject_carries(const struct view *view, const struct analyst_subject *subject, int64_t speaker_org) {
    const struct event *event = &subject->event;
    if (!subject->seen || view->site_admin || speaker_org == view->org_id) return subject->seen;
    if (!event->id) return true;
    if (event->distribution == DIST_SHARING_GROUP && !view_is_open(view, event->sharing_group_id, speaker_org)) return false;
    return subject->distribution != DIST_SHARING_GROUP || view_is_open(view, subject->sharing_group_id, speaker_org);
}

enum err analyst_subject_guess(struct context *c, struct db *db, const struct uuid *uuid, struct str *type, struct analyst_subject *out) {
    enum err e = OK;
    *out = (struct analyst_subject){0};
    for (size_t i = 0; i < GUESSED && e == OK && !out->seen; i++) {
        *type = str_from(finders[i].type);
        e = analyst_subject_find(c, db, *type, uuid, out);
    }
    if (e == OK && !out->seen) *type = STR_NONE;
    return e;
}

bool analyst_data_is_open(const struct view *view, const struct analyst_datum *d) {
    if (view->site_admin || d->org_id == view->org_id) return true;
    if (d->distribution == DIST_INHERIT) return d->anchored;
    if (d->distribution == DIST_SHARING_GROUP) return view_is_open(view, d->sharing_group_id, d->org_id);
    return d->distribution == DIST_COMMUNITY || d->distribution == DIST_CONNECTED || d->distribution == DIST_ALL;
}

/* A site administrator's reading beyond membership is audited, once a request. */
static void note_read(struct context *c, const struct analyst_datum *d) {
    struct view member = c->view;
    member.site_admin = false;
    if (!c->view.site_admin || c->read_noted || analyst_data_is_open(&member, d)) return;
    c->read_noted = true;
    audit_refusal(c, "read", "AnalystData", d->id);
}

enum err analyst_data_sees(struct context *c, struct db *db, const struct analyst_datum *d, bool *sees) {
    struct analyst_subject subject;
    *sees = analyst_data_is_open(&c->view, d);
    if (db == c->db) note_read(c, d);
    if (!*sees || c->view.site_admin || d->org_id == c->view.org_id || !d->anchored) return OK;
    if (!uuid_is_nil(&d->claim_uuid)) return claim_is_seen(c, db, &d->claim_uuid, sees);
    enum err e = analyst_subject_find(c, db, d->object_type, &d->object_uuid, &subject);
    *sees = e == OK && analyst_subject_carries(&c->view, &subject, d->org_id);
    return e;
}
