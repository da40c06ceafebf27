/* See decaying_model.h. Scores: service/decay.c. */
#include "service/decaying_model.h"

#include "format/library_write.h"
#include "service/note.h"
#include "store/decaying_model.h"

static enum err find(struct context *c, struct db *db, struct str ref, struct decaying_model *out) {
    int64_t id = 0;
    if (!str_to_i64(ref, &id)) id = 0;
    enum err e = store_decaying_model_load(db, c->arena, id, out);
    bool seen = e == OK && (out->all_orgs || out->org_id == c->actor.org_id || c->view.site_admin);
    return e == OK && !seen ? err_set(ERR_NOT_FOUND, "No Decaying Model with the provided ID exists") : e;
}

static void write_model(struct json_out *out, const struct decaying_model *m, bool with_editable) {
    json_open(out);
    json_k(out, "DecayingModel");
    library_write_decaying_model(out, m, with_editable);
    json_k(out, "DecayingModelMapping");
    json_open_array(out);
    json_close_array(out);
    json_close(out);
}

enum err decaying_model_index(struct context *c, struct json_out *out) {
    struct decaying_model_list list = {0};
    enum err e = store_decaying_model_list(c->db, c->arena, &list);
    if (e != OK) return e;
    json_open_array(out);
    for (size_t i = 0; i < list.len; i++)
        if (list.items[i].all_orgs || list.items[i].org_id == c->actor.org_id || c->view.site_admin)
            write_model(out, &list.items[i], false);
    json_close_array(out);
    return OK;
}

enum err decaying_model_view(struct context *c, struct str ref, struct json_out *out) {
    struct decaying_model m;
    enum err e = find(c, c->db, ref, &m);
    if (e == OK) write_model(out, &m, false);
    return e;
}

enum err decaying_model_write(struct context *c, int64_t id, struct json_out *out) {
    struct decaying_model m;
    enum err e = store_decaying_model_load(c->db, c->arena, id, &m);
    if (e == OK) write_model(out, &m, true);
    return e;
}

enum err decaying_model_set_enabled(struct context *c, struct str ref, bool enabled, int64_t *id) {
    struct write w;
    struct decaying_model m;
    struct diff d;
    if (!context_may(c, PERM_DECAYING)) return err_plain(ERR_FORBIDDEN);
    enum err e = write_begin(c, &w);
    if (e != OK) return e;
    e = find(c, w.db, ref, &m);
    if (e == OK && m.is_default && !c->view.site_admin && m.org_id != c->actor.org_id) e = err_plain(ERR_FORBIDDEN);
    if (e == OK) e = store_decaying_model_set_enabled(w.db, m.id, enabled);
    if (e == OK) {
        *id = m.id;
        diff_init(&d);
        diff_bool(&d, "enabled", m.enabled, enabled);
        e = note_write(&w, &(struct note){.action = enabled ? "enable" : "disable",
                                          .model = "DecayingModel",
                                          .change = CHANGE_CHANGED,
                                          .kind = KIND_LIBRARY,
                                          .id = m.id,
                                          .uuid = &m.uuid,
                                          .title = m.name,
                                          .diff = diff_text(&d, c->arena)});
    }
    return write_end(&w, e);
}
