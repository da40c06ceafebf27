/* What a write to people and policy leaves behind: its audit row with the fields that changed, and its change log row. */
#ifndef VARDE_SERVICE_NOTE_H
#define VARDE_SERVICE_NOTE_H

#include "base/buf.h"
#include "service/write.h"

/* Collects {"field":["old","new"]} for the fields that differ. */
struct diff {
    struct buf buf;
    struct sink_buf sink;
    struct json_out out;
    bool any;
};
void diff_init(struct diff *d);
void diff_str(struct diff *d, const char *field, struct str before, struct str after);
void diff_int(struct diff *d, const char *field, int64_t before, int64_t after);
void diff_bool(struct diff *d, const char *field, bool before, bool after);
/* The text, copied into `arena`; absent when nothing differs. The diff is done with after this. */
struct str diff_text(struct diff *d, struct arena *arena);

struct note {
    const char *action; /* "add", "edit", "delete", ... of the audit row */
    const char *model;  /* "Organisation", ... */
    enum change_action change;
    enum change_kind kind;
    int64_t id;
    const struct uuid *uuid; /* or NULL */
    int64_t org_id;          /* who may hear of it: this organisation; 0 = everybody here */
    int64_t org_before;      /* the same before the write, where it changed; else 0 */
    int64_t parent_id;       /* what it belongs to, for the change log: the organisation of a membership */
    bool joins, leaves;      /* of a membership: nothing stood before, nothing stands after */
    struct str title;
    struct str diff; /* of diff_text, or absent */
    bool policy;     /* raises the policy version: users, roles, keys, organisations, sharing groups, settings */
};
enum err note_write(struct write *w, const struct note *note) MUST_USE;

#endif
