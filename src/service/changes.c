/* The change stream: its frame. Rows of the log are read in batches; what is told of them is gathered in memory and written between short read transactions, so that none
 * waits for a client. Not here: the views of a place (change_view.c), what a row tells (change_walk.c, change_expand.c), contents (change_tell.c). */
#include "service/changes_inside.h"

#include <stdlib.h>

#include "base/limits.h"
#include "service/access.h"
#include "service/core.h"
#include "service/sight.h"
#include "store/sequence.h"

#define BATCH_ROWS 200
#define LINES_FULL (64u << 10) /* so much is told before it is written */
#define LINES_MOST (LIMIT_REQUEST_MEMORY / 4)
#define SETTING_EPOCH "varde.epoch"

static uint64_t epoch_of(struct changes *s) {
    struct uuid epoch;
    uint64_t n = 0;
    if (!uuid_parse(core_setting(s->c->core, s->page, SETTING_EPOCH, ""), &epoch)) return 0;
    for (size_t i = 0; i < sizeof n; i++) n = n << 8 | epoch.bytes[i];
    return n;
}

/* Where the cursor stands; ERR_RESYNC where that place is not to be had. */
static enum err place(struct changes *s, struct str text) {
    struct change_cursor given = {0};
    int64_t newest = 0, horizon = 0;
    enum err e = store_change_newest(s->c->db, &newest);
    if (e == OK) e = store_setting_int(s->c->db, STR(SETTING_HORIZON), &horizon);
    s->cursor =
        (struct change_cursor){.epoch = epoch_of(s), .horizon = horizon, .org_id = s->c->view.org_id, .site_admin = s->c->view.site_admin};
    if (e != OK || str_is_empty(text)) return e;
    if (str_eq(text, STR("now"))) {
        s->cursor.position = newest;
        return OK;
    }
    if (!change_cursor_read(text, core_secret(s->c->core), &given))
        return err_set(ERR_BAD_INPUT, "since: this is not a cursor of this server.");
    bool mine = given.epoch == s->cursor.epoch && given.org_id == s->cursor.org_id && given.site_admin == s->cursor.site_admin;
    /* behind the horizon only who began from the beginning since the log was compacted */
    bool there = given.position >= horizon || given.horizon == horizon;
    if (!mine || !there || given.position > newest) return err_plain(ERR_RESYNC);
    s->cursor.position = given.position;
    return OK;
}

enum err changes_open(struct context *c, struct str cursor, enum changes_form form, struct changes **out) {
    struct changes *s = calloc(1, sizeof *s);
    if (!s) abort();
    *s = (struct changes){.c = c, .main = c->arena, .form = form};
    *out = s;
    s->kept = arena_new(LIMIT_REQUEST_MEMORY);
    s->rows = arena_new(LIMIT_REQUEST_MEMORY);
    s->page = arena_new(LIMIT_REQUEST_MEMORY);
    s->old[0] = arena_new(LIMIT_REQUEST_MEMORY);
    s->old[1] = arena_new(LIMIT_REQUEST_MEMORY);
    buf_init(&s->lines, LINES_MOST);
    sink_buf_init(&s->line, &s->lines);
    enum err e = sight_materialise(c->core);
    if (e == OK) e = access_renew(c);
    if (e == OK) e = place(s, cursor);
    if (e == OK) e = db_begin_read(c->db);
    if (e != OK) return e;
    e = change_view_open(s);
    enum err ended = db_commit(c->db);
    return e != OK ? e : ended;
}

void changes_close(struct changes *s) {
    if (!s) return;
    if (s->reading) db_rollback(s->c->db);
    s->c->arena = s->main;
    arena_free(s->kept);
    arena_free(s->rows);
    arena_free(s->page);
    arena_free(s->old[0]);
    arena_free(s->old[1]);
    buf_done(&s->lines);
    free(s);
}

struct str changes_cursor(struct changes *s) {
    return change_cursor_write(&s->cursor, core_secret(s->c->core), s->cursor_text);
}

enum err changes_waiting(struct context *c, struct str cursor, bool *waiting) {
    struct change_cursor at = {0};
    int64_t newest = 0;
    enum err e = sight_materialise(c->core);
    if (e == OK) e = store_change_newest(c->db, &newest);
    *waiting = !change_cursor_read(cursor, core_secret(c->core), &at) || newest > at.position;
    return e;
}

int64_t changes_next_instant(struct context *c) { return sight_next_instant(c->core); }

/* --- batches --- */

static enum err begin(struct changes *s) {
    enum err e = sight_materialise(s->c->core);
    if (e == OK) e = access_renew(s->c);
    if (e != OK) return e;
    if (s->c->view.org_id != s->cursor.org_id || s->c->view.site_admin != s->cursor.site_admin) return err_plain(ERR_RESYNC);
    int64_t horizon = 0;
    e = db_begin_read(s->c->db);
    s->reading = e == OK;
    if (e == OK) e = store_setting_int(s->c->db, STR(SETTING_HORIZON), &horizon);
    if (e == OK && horizon > s->cursor.horizon && horizon > s->cursor.position) e = err_plain(ERR_RESYNC); /* it was compacted meanwhile */
    s->event.id = s->object.id = 0;
    s->c->arena = s->page; /* what the views of single things allocate goes with the page */
    return e;
}

/* `whole`: what was told is written; else it broke off in the middle of a line. */
static enum err end(struct changes *s, bool whole) {
    s->c->arena = s->main;
    arena_reset(s->page);
    s->event.id = s->object.id = 0;
    if (!s->reading) return OK;
    s->reading = false;
    enum err e = db_commit(s->c->db);
    enum err full = sink_buf_done(&s->line);
    if (full == OK && whole) sink_add_str(s->to, buf_str(&s->lines));
    buf_clear(&s->lines);
    sink_buf_init(&s->line, &s->lines);
    if (e == OK) e = full;
    return e == OK && sink_failed(s->to) ? ERR_CANCELLED : e;
}

enum err changes_pause(struct changes *s) {
    if (s->lines.len + s->line.sink.len < LINES_FULL) return OK;
    enum err e = end(s, true);
    return e == OK ? begin(s) : e;
}

/* The rows of one batch, each told whole. */
static enum err tell_rows(struct changes *s, const struct change_record_list *rows, size_t max) {
    enum err e = OK;
    for (size_t i = 0; i < rows->len && s->count < max && e == OK; i++) {
        s->row = &rows->items[i];
        s->place = s->row->id;
        e = change_tell_row(s);
        if (e != OK) break;
        s->cursor.position = s->place;
        e = changes_pause(s);
    }
    return e;
}

enum err changes_write(struct changes *s, size_t max, struct sink *to, size_t *count) {
    enum err e = OK;
    s->to = to;
    s->count = 0;
    for (bool more = true; more && e == OK && s->count < max;) {
        struct change_record_list rows = {0};
        e = begin(s);
        if (e == OK) e = store_change_page(s->c->db, s->rows, s->cursor.position, BATCH_ROWS, &rows);
        if (e == OK) e = tell_rows(s, &rows, max);
        enum err ended = end(s, e == OK);
        if (e == OK) e = ended;
        more = rows.len == BATCH_ROWS;
        arena_reset(s->rows);
    }
    *count = s->count;
    return e;
}
