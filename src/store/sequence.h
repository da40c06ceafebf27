/* Id sequences, settings, audit and change rows: the small tables that every write touches. */
#ifndef VARDE_STORE_SEQUENCE_H
#define VARDE_STORE_SEQUENCE_H

#include "base/vec.h"
#include "db/db.h"

enum err store_sequence_get(struct db *db, const char *name, int64_t *next) MUST_USE; /* 1 if new */
enum err store_sequence_put(struct db *db, const char *name, int64_t next) MUST_USE;

struct setting_row {
    struct str name, value;
};
struct setting_list VEC_OF(struct setting_row);
enum err store_setting_put(struct db *db, struct str name, struct str value) MUST_USE;
enum err store_setting_int(struct db *db, struct str name, int64_t *out) MUST_USE; /* 0 where there is none */
enum err store_setting_remove(struct db *db, struct str name) MUST_USE;
enum err store_setting_all(struct db *db, struct arena *arena, struct setting_list *out) MUST_USE;

struct audit_row {
    int64_t id, created, user_id, org_id, auth_key_id, model_id, event_id;
    struct str ip, request_id, action, model, title, change;
};
enum err store_audit_put(struct db *db, const struct audit_row *row) MUST_USE;

/* The first site administrator (role permission bit `site_admin`): the local actor of the command line. ERR_NOT_FOUND. */
enum err store_first_admin(struct db *db, uint64_t site_admin_bit, int64_t *user_id, int64_t *org_id) MUST_USE;

#endif
