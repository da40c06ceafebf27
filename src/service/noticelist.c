/* See noticelist.h. */
#include "service/noticelist.h"

#include "format/library_write.h"
#include "service/note.h"
#include "store/noticelist.h"

static enum err find(struct context *c, struct db *db, struct str ref, struct noticelist *out) {
    int64_t id = 0;
    if (!str_to_i64(ref, &id)) id = 0;
    return store_noticelist_load(db, c->arena, id, out);
}

static enum err write_list(struct context *c, struct json_out *out, const struct noticelist *n, bool with_entries) {
    json_open(out);
    json_k(out, "Noticelist");
    enum err e = library_write_noticelist(out, c->arena, n, with_entries);
    json_close(out);
    return e;
}

enum err noticelist_index(struct context *c, struct json_out *out) {
    struct noticelist_list list = {0};
    enum err e = store_noticelist_list(c->db, c->arena, &list);
    if (e != OK) return e;
    json_open_array(out);
    for (size_t i = 0; i < list.len && e == OK; i++) e = write_list(c, out, &list.items[i], false);
    json_close_array(out);
    return e;
}

enum err noticelist_view(struct context *c, struct str ref, struct json_out *out) {
    struct noticelist n;
    enum err e = find(c, c->db, ref, &n);
    return e == OK ? write_list(c, out, &n, true) : e;
}

enum err noticelist_set_enabled(struct context *c, struct str ref, bool enabled) {
    struct write w;
    struct noticelist n;
    struct diff d;
    if (!c->view.site_admin) return err_plain(ERR_FORBIDDEN);
    enum err e = write_begin(c, &w);
    if (e != OK) return e;
    e = find(c, w.db, ref, &n);
    if (e == OK) e = store_noticelist_set_enabled(w.db, n.id, enabled);
    if (e == OK) {
        diff_init(&d);
        diff_bool(&d, "enabled", n.enabled, enabled);
        e = note_write(&w, &(struct note){.action = enabled ? "enable" : "disable",
                                          .model = "Noticelist",
                                          .change = CHANGE_CHANGED,
                                          .kind = KIND_LIBRARY,
                                          .id = n.id,
                                          .title = n.name,
                                          .diff = diff_text(&d, c->arena)});
    }
    return write_end(&w, e);
}
