/* See save.h: the use of tags on events and attributes, and the capture of tags by name. */
#include "codec/utf8.h"
#include "model/colour.h"
#include "model/tag_name.h"
#include "service/save.h"
#include "service/tag.h"
#include "store/attribute.h"
#include "store/tag.h"
#include "store/tag_list.h"

/* Only among the tags that the viewer may know of, so that counting through the ids tells no names. */
static enum err by_id(struct write *w, int64_t id, struct tag **out) {
    struct tag_filter filter = {.view = &w->c->view, .id = id};
    struct tag_count_list found = {0};
    if (id <= 0) return OK;
    enum err e = store_tag_listing(w->db, w->c->arena, &filter, &found);
    if (e == OK && found.len) *out = &found.items[0].tag;
    return e;
}

enum err tag_capture(struct write *w, struct map *cache, const struct tag_use *use, struct tag **out) {
    struct context *c = w->c;
    struct str key = utf8_fold(c->arena, use->name);
    struct tag *tag = str_is_empty(use->name) ? NULL : map_get(cache, key);
    *out = tag;
    if (tag) return OK;
    if (str_is_empty(use->name)) return by_id(w, use->tag_id, out);
    tag = ARENA_NEW(c->arena, struct tag);
    enum err e = store_tag_by_name(w->db, c->arena, use->name, tag);
    if (e != OK) return e;
    if (tag->id == 0) {
        if (!context_may(c, PERM_TAG_EDITOR)) return OK;
        tag->name = arena_str(c->arena, use->name); /* the use may stand in memory that is emptied sooner */
        tag->colour = arena_str(c->arena, use->colour);
        tag->exportable = true;
        tag->numerical_value = use->numerical_value;
        e = tag_create(w, tag);
        if (e != OK) return e == ERR_REFUSED ? OK : e;
    }
    map_put(cache, key, tag);
    *out = tag;
    return OK;
}

enum err tag_create(struct write *w, struct tag *tag) {
    struct context *c = w->c;
    struct visibility everyone = {.distribution = DIST_COMMUNITY};
    enum err e = tag_name_check(tag->name, &tag->name);
    if (e != OK) return context_problem(c, -1, "tag", "name", "%s", err_detail());
    char colour[COLOUR_TEXT];
    if (!colour_is_valid(tag->colour)) tag->colour = arena_str(c->arena, colour_of_name(tag->name, colour));
    tag->is_galaxy = tag_name_is_galaxy(tag->name);
    tag->is_custom_galaxy = tag_name_is_custom_galaxy(tag->name);
    tag->id = write_id(w, "tags");
    e = store_tag_insert(w->db, c->arena, tag);
    if (e == ERR_CONFLICT) return context_problem(c, -1, "tag", "name", "A similar name already exists.");
    struct change change = {.action = CHANGE_ADDED, .kind = KIND_TAG, .first_id = tag->id, .last_id = tag->id, .after = &everyone};
    if (e == OK) e = write_audit(w, "add", "Tag", tag->id, tag->name, 0, STR_NONE);
    return e == OK ? write_change(w, &change) : e;
}

bool tag_may_be_local(const struct context *c) { return c->view.site_admin || c->actor.host_org; }

bool tag_may_attach(const struct context *c, const struct tag *tag, bool local) {
    if (tag->local_only && !local) return false;
    if (local && !tag_may_be_local(c)) return false;
    if (c->view.site_admin) return true;
    if (tag->org_id && tag->org_id != c->actor.org_id) return false;
    if (tag->user_id && tag->user_id != c->actor.user_id) return false;
    return !tag->hide_tag || tag->org_id || tag->user_id; /* hidden from others than those it is reserved for */
}

/* Who sees the tagged thing sees its tags. */
static enum err owner_visibility(struct save *s, enum change_kind kind, int64_t owner_id, struct visibility *out) {
    struct attribute a;
    *out = save_event_visibility(s->event);
    if (kind != KIND_ATTRIBUTE_TAG) return OK;
    enum err e = store_attribute_load(s->w->db, s->c->arena, owner_id, &a);
    if (e == OK) *out = save_visibility(s->event, a.distribution, a.sharing_group_id, a.deleted);
    return e;
}

static enum tag_owner owner_of(enum change_kind kind) { return kind == KIND_EVENT_TAG ? TAG_OF_EVENT : TAG_OF_ATTRIBUTE; }

static enum err attach_one(struct save *s, enum change_kind kind, int64_t owner_id, const struct tag_use *use, const struct tag *tag) {
    bool fresh = false;
    struct visibility visibility;
    int64_t id = write_id(s->w, kind == KIND_EVENT_TAG ? "event_tags" : "attribute_tags");
    enum err e =
        store_tag_attach(s->w->db, owner_of(kind), id, owner_id, s->event->id, tag->id, use->local, use->relationship_type, &fresh);
    if (e == OK && fresh) e = owner_visibility(s, kind, owner_id, &visibility);
    if (e != OK || !fresh) return e;
    s->touched |= !use->local;
    return save_change(s, CHANGE_CHANGED, kind, tag->id, NULL, owner_id, NULL, &visibility);
}

static const struct tag_use *use_of(struct arena *arena, const struct tag_use_list *uses, const struct tag_use *wanted) {
    struct str key = utf8_fold(arena, wanted->name);
    for (size_t i = 0; i < uses->len; i++)
        if (str_is_empty(key) ? uses->items[i].tag_id == wanted->tag_id : str_eq(utf8_fold(arena, uses->items[i].name), key))
            return &uses->items[i];
    return NULL;
}

static enum err detach_one(struct save *s, enum change_kind kind, int64_t owner_id, const struct tag_use *wanted) {
    bool was_there, was_local;
    struct visibility visibility;
    struct tag_use_list uses = {0};
    enum err e = store_tag_uses(s->w->db, s->c->arena, owner_of(kind), owner_id, owner_id, &uses);
    const struct tag_use *use = e == OK ? use_of(s->c->arena, &uses, wanted) : NULL;
    if (!use || (use->local && !tag_may_be_local(s->c))) return e;
    e = store_tag_detach(s->w->db, owner_of(kind), owner_id, use->tag_id, &was_there, &was_local);
    if (e == OK) e = owner_visibility(s, kind, owner_id, &visibility);
    s->touched |= !was_local;
    return e == OK ? save_change(s, CHANGE_DELETED, kind, use->tag_id, NULL, owner_id, &visibility, NULL) : e;
}

enum err save_tags(struct save *s, enum change_kind kind, int64_t owner_id, struct tag_use_list *tags) {
    enum err e = OK;
    if (!context_may(s->c, PERM_TAGGER) && !context_may(s->c, PERM_SYNC)) return OK;
    for (size_t i = 0; i < tags->len && e == OK; i++) {
        const struct tag_use *use = &tags->items[i];
        struct tag *tag = NULL;
        e = use->remove ? detach_one(s, kind, owner_id, use) : tag_capture(s->w, s->tags, use, &tag);
        if (e == OK && tag && tag_may_attach(s->c, tag, use->local)) e = attach_one(s, kind, owner_id, use, tag);
    }
    return e;
}
