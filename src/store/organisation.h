/* Organisations: rows to model and back. Without regard to who may see them: service decides. */
#ifndef VARDE_STORE_ORGANISATION_H
#define VARDE_STORE_ORGANISATION_H

#include "db/db.h"
#include "model/account.h"
#include "model/view.h"

/* Texts are copied into `arena`. ERR_NOT_FOUND. */
enum err store_organisation_load(struct db *db, struct arena *arena, int64_t id, struct organisation *out) MUST_USE;
/* 0 if none. */
enum err store_organisation_id_by_uuid(struct db *db, const struct uuid *uuid, int64_t *id) MUST_USE;
enum err store_organisation_id_by_name(struct db *db, struct arena *arena, struct str name, int64_t *id) MUST_USE; /* any case */
enum err store_organisation_insert(struct db *db, struct arena *arena, const struct organisation *o) MUST_USE;
enum err store_organisation_update(struct db *db, struct arena *arena, const struct organisation *o) MUST_USE;
enum err store_organisation_remove(struct db *db, int64_t id) MUST_USE;
/* Users, events (owned or created) and sharing groups that name the organisation. */
enum err store_organisation_uses(struct db *db, int64_t id, int64_t *users, int64_t *events, int64_t *groups) MUST_USE;

/* Which organisations a viewer may know of: those that are local, their own, those in a sharing group of theirs, and those that own or made an
 * event that they see; `everything` for those who may know all. local: 1 only local, 0 only others, -1 all. needle: a part of the
 * name, any case; absent = all. only_id: 0 = all. */
struct organisation_filter {
    const struct view *view;
    bool everything;
    int local;
    struct str needle;
    int64_t only_id;
};
/* By id, with user counts and the creator's e-mail. */
enum err store_organisation_list(struct db *db, struct arena *arena, const struct organisation_filter *filter,
                                 struct organisation_list *out) MUST_USE;

#endif
