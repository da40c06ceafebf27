/* Writing: the one transaction, its audit and its change log.
 *
 * Every write of the program goes through write_begin ... write_commit. There is one writer connection; writers queue for it, and those
 * who wait at the same moment share one commit to disk (group commit): each has its own savepoint, so that one's failure undoes only
 * its own work. write_commit returns after the data is on disk.
 *
 *     struct write w;
 *     enum err e = write_begin(c, &w);
 *     if (e == OK) e = ...store calls with w.db...;
 *     return write_end(&w, e);          // commits on OK, undoes otherwise; returns e, or the error of the commit
 */
#ifndef VARDE_SERVICE_WRITE_H
#define VARDE_SERVICE_WRITE_H

#include "service/context.h"

struct write {
    struct context *c;
    struct db *db; /* the writer; also to be used for reads inside the transaction */
    bool open;
    bool policy; /* set by write_policy: raise the policy version with this commit */
};

enum err write_begin(struct context *c, struct write *w) MUST_USE;
enum err write_end(struct write *w, enum err result) MUST_USE;
/* This write touches users, roles, keys, organisations or sharing groups. */
void write_policy(struct write *w);
/* The next id of a table's sequence ("attributes"); never used twice, gaps are possible. write_ids: n in a row, returns the first. */
int64_t write_id(struct write *w, const char *sequence);
int64_t write_ids(struct write *w, const char *sequence, int64_t n);

/* Audit: who did what. `change` is JSON text {"field":["old","new"]} or absent. */
enum err write_audit(struct write *w, const char *action, const char *model, int64_t model_id, struct str title, int64_t event_id,
                     struct str change) MUST_USE;
/* Audit a refused permission ("refused") or a site administrator's read beyond membership ("read"): deferred to a queue, which the next
 * commit or core_catch_up writes. */
void audit_refusal(struct context *c, const char *action, const char *model, int64_t model_id);
/* Audit a refused permission; ERR_FORBIDDEN "You do not have permission to do that.", always. */
enum err audit_refuse(struct context *c, const char *model, int64_t model_id) MUST_USE;

/* Change log (spec alliance, section 6). */
enum change_action { CHANGE_ADDED = 1, CHANGE_CHANGED = 2, CHANGE_DELETED = 3, CHANGE_SCOPE = 4 };
enum change_kind {
    KIND_EVENT = 1,
    KIND_ATTRIBUTE,
    KIND_OBJECT,
    KIND_REFERENCE,
    KIND_EVENT_TAG,
    KIND_ATTRIBUTE_TAG,
    KIND_SIGHTING,
    KIND_PROPOSAL,
    KIND_REPORT,
    KIND_TAG,
    KIND_ORGANISATION,
    KIND_USER,
    KIND_ROLE,
    KIND_SHARING_GROUP,
    KIND_KEY,
    KIND_SETTING,
    KIND_BLOCKLIST,
    KIND_LIBRARY,
    KIND_ANALYST_DATA
};
struct change {
    enum change_action action;
    enum change_kind kind;
    int64_t first_id, last_id;               /* equal for one item */
    const struct uuid *uuid;                 /* of one item; NULL for a range */
    int64_t event_id, parent_id;             /* parent: object of an attribute, attribute of a sighting or tag use */
    const struct visibility *before, *after; /* NULL: nothing stood before / stands after */
    int64_t at;                              /* of a scope row: the instant; 0: now */
    int64_t org_id;                          /* of a sighting: who saw it */
};
enum err write_change(struct write *w, const struct change *change) MUST_USE;

/* Content was added to the value index: called by the store users of attributes after inserting or changing a row. */
void write_index_attribute(struct write *w, int64_t id, const struct uuid *uuid, int type, struct str value1, struct str value2);

#endif
