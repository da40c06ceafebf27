/* Audit and change rows of writes to people and policy. Not for events and what hangs on them. */
#include "service/note.h"

#define DIFF_MAX (256u << 10)

void diff_init(struct diff *d) {
    buf_init(&d->buf, DIFF_MAX);
    sink_buf_init(&d->sink, &d->buf);
    json_out_init(&d->out, &d->sink.sink, false);
    d->any = false;
    json_open(&d->out);
}

static void pair_open(struct diff *d, const char *field) {
    d->any = true;
    json_key(&d->out, str_from(field));
    json_open_array(&d->out);
}

void diff_str(struct diff *d, const char *field, struct str before, struct str after) {
    if (str_eq(before, after)) return;
    pair_open(d, field);
    json_str(&d->out, before);
    json_str(&d->out, after);
    json_close_array(&d->out);
}

void diff_int(struct diff *d, const char *field, int64_t before, int64_t after) {
    if (before == after) return;
    pair_open(d, field);
    json_num(&d->out, before);
    json_num(&d->out, after);
    json_close_array(&d->out);
}

void diff_bool(struct diff *d, const char *field, bool before, bool after) {
    if (before == after) return;
    pair_open(d, field);
    json_bool(&d->out, before);
    json_bool(&d->out, after);
    json_close_array(&d->out);
}

struct str diff_text(struct diff *d, struct arena *arena) {
    json_close(&d->out);
    struct str text = STR_NONE;
    if (sink_buf_done(&d->sink) == OK && d->any) text = arena_str(arena, buf_str(&d->buf));
    buf_done(&d->buf);
    return text;
}

enum err note_write(struct write *w, const struct note *note) {
    if (note->policy) write_policy(w);
    enum err e = write_audit(w, note->action, note->model, note->id, note->title, 0, note->diff);
    if (e != OK) return e;
    struct visibility seen = {.org_id = note->org_id, .distribution = note->org_id != 0 ? DIST_ORGANISATION : DIST_COMMUNITY};
    struct visibility before = seen;
    if (note->org_before) before.org_id = note->org_before;
    struct change change = {.action = note->change,
                            .kind = note->kind,
                            .first_id = note->id,
                            .last_id = note->id,
                            .uuid = note->uuid,
                            .parent_id = note->parent_id,
                            .before = note->change == CHANGE_ADDED || note->joins ? NULL : &before,
                            .after = note->change == CHANGE_DELETED || note->leaves ? NULL : &seen};
    return write_change(w, &change);
}
