/* Compaction of the change log: rows older than a horizon go where a later row up to the horizon is about the same thing, so that the latest state of everything stays, deletions
 * included, and so does all that a reader behind the horizon needs. In short transactions; who writes meanwhile hardly waits. */
#include "base/clock.h"
#include "service/changes_inside.h"
#include "service/core.h"
#include "service/write.h"
#include "store/sequence.h"

#define STEP 20000 /* rows looked at in one transaction */
#define DAY 86400
#define SETTING_DONE "varde.changes_compacted"

static enum err put_number(struct write *w, struct str name, int64_t n) {
    return store_setting_put(w->db, name, arena_printf(w->c->arena, "%lld", (long long)n));
}

/* Before anything goes: whoever stands behind the horizon begins anew. */
static enum err raise_horizon(struct context *c, int64_t horizon, bool *raised) {
    struct write w;
    int64_t known = 0;
    enum err e = write_begin(c, &w);
    if (e != OK) return e;
    e = store_setting_int(w.db, STR(SETTING_HORIZON), &known);
    *raised = e == OK && horizon > known;
    if (*raised) e = put_number(&w, STR(SETTING_HORIZON), horizon);
    return write_end(&w, e);
}

enum err changes_compact(struct context *c, int64_t before, int64_t *dropped) {
    int64_t horizon = 0, from = 0;
    bool raised = false;
    *dropped = 0;
    enum err e = store_change_older(c->db, before, &horizon);
    if (e == OK && horizon > 0) e = raise_horizon(c, horizon, &raised);
    while (e == OK && raised && from < horizon) {
        struct write w;
        int64_t gone = 0;
        e = write_begin(c, &w);
        if (e != OK) break;
        e = store_change_compact(w.db, horizon, &from, STEP, &gone);
        e = write_end(&w, e);
        *dropped += gone;
    }
    return e;
}

enum err changes_tend(struct context *c, int64_t keep_days) {
    int64_t done = 0, dropped;
    struct write w;
    if (keep_days == 0) return OK;
    enum err e = store_setting_int(c->db, STR(SETTING_DONE), &done);
    if (e != OK || c->now < done + DAY) return e;
    e = write_begin(c, &w);
    if (e == OK) e = write_end(&w, put_number(&w, STR(SETTING_DONE), c->now));
    return e == OK && done > 0 ? changes_compact(c, c->now - keep_days * DAY, &dropped) : e;
}
