/* The audit log in SQL. One statement: an empty parameter switches its condition off. */
#include "store/audit.h"

static struct str text_of(struct str s) { return str_is_none(s) ? STR("") : s; }

static void line_read(struct stmt *st, struct arena *arena, struct audit_line *out) {
    *out = (struct audit_line){.id = stmt_int(st, 0),
                               .created = stmt_int(st, 1),
                               .user_id = stmt_int(st, 2),
                               .org_id = stmt_int(st, 3),
                               .auth_key_id = stmt_int(st, 4),
                               .model_id = stmt_int(st, 5),
                               .event_id = stmt_int(st, 6),
                               .ip = stmt_copy(st, 7, arena),
                               .request_id = stmt_copy(st, 8, arena),
                               .action = stmt_copy(st, 9, arena),
                               .model = stmt_copy(st, 10, arena),
                               .title = stmt_copy(st, 11, arena),
                               .change = stmt_copy(st, 12, arena),
                               .email = stmt_copy(st, 13, arena),
                               .org_name = stmt_copy(st, 14, arena)};
}

enum err store_audit_list(struct db *db, struct arena *arena, const struct audit_filter *f, struct audit_line_list *out) {
    struct stmt *st = db_query(
        db,
        SQL("SELECT a.id, a.created, a.user_id, a.org_id, a.auth_key_id, a.model_id, a.event_id, a.ip, a.request_id, a.action, a.model, "
            "a.model_title, a.change, u.email, o.name FROM audit_log a LEFT JOIN users u ON u.id = a.user_id "
            "LEFT JOIN organisations o ON o.id = a.org_id "
            "WHERE ($1 = 0 OR a.org_id = $1) AND ($2 = 0 OR a.id = $2) AND ($3 = 0 OR a.model_id = $3) AND ($4 = 0 OR a.user_id = $4) "
            "AND a.created >= $5 AND ($6 = 0 OR a.created <= $6) AND ($7 = '' OR a.model = $7) AND ($8 = '' OR a.action = $8) "
            "AND ($9 = '' OR u.email_key = $9) AND ($10 = '' OR o.name_key = $10) AND ($11 = '' OR a.ip = $11) "
            "AND ($12 = '' OR lower(a.model_title) LIKE $12) AND ($13 = '' OR lower(a.change) LIKE $13) "
            "ORDER BY a.id LIMIT $14 OFFSET $15"),
        "iiiiiisssssssii", f->org_id, f->id, f->model_id, f->user_id, f->from, f->to, text_of(f->model), text_of(f->action),
        text_of(arena_lower(arena, f->email)), text_of(arena_lower(arena, f->org)), text_of(f->ip), text_of(arena_lower(arena, f->title)),
        text_of(arena_lower(arena, f->change)), f->limit, f->offset);
    while (stmt_step(st)) line_read(st, arena, vec_push(arena, out));
    return stmt_done(st);
}
