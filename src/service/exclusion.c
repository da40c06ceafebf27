/* See exclusion.h. Correlation is computed on read, so a new exclusion holds at once: nothing is cleaned up. */
#include "service/exclusion.h"

#include "base/limits.h"
#include "service/note.h"
#include "store/correlation.h"

static void put(struct json_out *o, const struct correlation_exclusion *x) {
    json_open(o);
    json_k(o, "CorrelationExclusion");
    json_open(o);
    json_put_num(o, "id", x->id);
    json_put_str(o, "value", x->value);
    json_put_bool(o, "from_json", x->from_json);
    json_put_str(o, "comment", x->comment.len ? x->comment : STR_NONE);
    json_close(o);
    json_close(o);
}

enum err exclusion_index(struct context *c, struct json_out *o) {
    struct correlation_exclusion_list list = {0};
    enum err e = store_exclusion_list(c->db, c->arena, &list);
    json_open_array(o);
    for (size_t i = 0; i < list.len; i++) {
        put(o, &list.items[i]);
    }
    json_close_array(o);
    return e;
}

enum err exclusion_view(struct context *c, int64_t id, struct json_out *o) {
    struct correlation_exclusion x;
    enum err e = store_exclusion_load(c->db, c->arena, id, &x);
    if (e == OK) {
        put(o, &x);
    }
    return e;
}

static enum err note(struct write *w, const char *action, enum change_action change, const struct correlation_exclusion *x) {
    struct note n = {.action = action,
                     .model = "CorrelationExclusion",
                     .change = change,
                     .kind = KIND_SETTING,
                     .id = x->id,
                     .org_id = w->c->actor.org_id,
                     .title = x->value};
    return note_write(w, &n);
}

static enum err add(struct write *w, const struct correlation_exclusion *x) {
    bool fresh;
    enum err e = store_exclusion_insert(w->db, x, &fresh);
    if (e == OK && !fresh) {
        e = context_problem(w->c, -1, "CorrelationExclusion", "value", "The value is excluded already.");
    }
    return e == OK ? note(w, "add", CHANGE_ADDED, x) : e;
}

enum err exclusion_add(struct context *c, struct str value, struct str comment, int64_t *id) {
    struct write w;
    struct correlation_exclusion x = {.value = str_trim(value), .comment = comment};
    if (x.value.len == 0 || x.value.len > LIMIT_VALUE) {
        return context_problem(c, -1, "CorrelationExclusion", "value", "This field is required.");
    }
    if (comment.len > LIMIT_TEXT) {
        return context_problem(c, -1, "CorrelationExclusion", "comment", "The comment is too long.");
    }
    enum err e = write_begin(c, &w);
    if (e != OK) {
        return e;
    }
    *id = x.id = write_id(&w, "correlation_exclusions");
    return write_end(&w, add(&w, &x));
}

static enum err delete (struct write *w, int64_t id) {
    struct correlation_exclusion x; enum err e = store_exclusion_load(w->db, w->c->arena, id, &x);
    if (e == OK){e = store_exclusion_remove(w->db, id);}
return e == OK ? note(w, "delete", CHANGE_DELETED, &x) : e;
}

enum err exclusion_delete(struct context *c, int64_t id) {
    struct write w;
    enum err e = write_begin(c, &w);
    return e == OK ? write_end(&w, delete (&w, id)) : e;
}
