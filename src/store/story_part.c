/* See story_part.h. */
#include "store/story_part.h"

#include <stdio.h>

#include "store/column.h"

#define GALAXY_TAGS_MAX 32

enum err store_story_report(struct db *db, struct arena *arena, int64_t report_id, size_t most_text, struct story_source *out) {
    struct stmt *st = db_query(db,
                               SQL("SELECT r.uuid, r.event_id, r.timestamp, r.deleted, r.name, substr(r.content, 1, $2), s.source_url, "
                                   "s.language, CASE WHEN s.published <> '' THEN s.published ELSE s.found_published END FROM event_reports "
                                   "r LEFT JOIN report_sources s ON s.report_id = r.id WHERE "
                                   "r.id = $1"),
                               "ib", report_id, (int)most_text);
    *out = (struct story_source){0};
    if (stmt_step(st))
        *out = (struct story_source){.found = true,
                                     .uuid = stmt_uuid(st, 0),
                                     .event_id = stmt_int(st, 1),
                                     .timestamp = stmt_int(st, 2),
                                     .deleted = stmt_int(st, 3) != 0,
                                     .name = stmt_copy(st, 4, arena),
                                     .content = stmt_copy(st, 5, arena),
                                     .source_url = stmt_copy(st, 6, arena),
                                     .language = stmt_copy(st, 7, arena),
                                     .published = stmt_copy(st, 8, arena)};
    return stmt_done(st);
}

/* "Sofacy" of misp-galaxy:threat-actor="Sofacy"; absent where it is a uuid, as with clusters of one's own. */
static struct str cluster_name(struct str tag) {
    size_t quote = str_find_char(tag, '"', 0);
    struct str name = quote == SIZE_MAX ? STR_NONE : str_sub(tag, quote + 1, tag.len - quote - 1);
    if (str_ends(name, STR("\""))) name.len--;
    struct uuid uuid;
    return uuid_parse(name, &uuid) ? STR_NONE : name;
}

static enum err read_clusters(struct db *db, struct arena *arena, int64_t event_id, struct str *out) {
    struct stmt *st = db_query(db,
                               SQL("SELECT t.name FROM event_tags x JOIN tags t ON t.id = x.tag_id WHERE x.event_id = $1 AND t.name LIKE "
                                   "'misp-galaxy:%' ESCAPE '\\' ORDER BY t.name LIMIT $2"),
                               "ib", event_id, GALAXY_TAGS_MAX);
    while (stmt_step(st)) {
        struct str name = cluster_name(stmt_str(st, 0));
        if (!str_is_empty(name)) *out = arena_printf(arena, "%.*s%s%.*s", STR_ARG(*out), out->len ? ", " : "", STR_ARG(name));
    }
    return stmt_done(st);
}

enum err store_story_event(struct db *db, struct arena *arena, int64_t event_id, struct story_source *out) {
    struct stmt *st = db_query(db, SQL("SELECT uuid, timestamp, info, date FROM events WHERE id = $1"), "i", event_id);
    *out = (struct story_source){.content = STR("")};
    if (stmt_step(st)) {
        out->found = true;
        out->event_id = event_id;
        out->uuid = stmt_uuid(st, 0);
        out->timestamp = stmt_int(st, 1);
        out->name = stmt_copy(st, 2, arena);
        out->published = stmt_copy(st, 3, arena);
    }
    enum err e = stmt_done(st);
    return e == OK && out->found ? read_clusters(db, arena, event_id, &out->content) : e;
}

enum err store_story_state(struct db *db, const char *name, int64_t *out) {
    return db_number(db, out, -1, SQL("SELECT CAST(value AS INTEGER) FROM settings WHERE name = $1"), "z", name);
}

enum err store_story_state_put(struct db *db, const char *name, int64_t value) {
    char text[32];
    int len = snprintf(text, sizeof text, "%lld", (long long)value);
    return db_run(db, SQL("INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value"),
                  "zs", name, (struct str){text, (size_t)len});
}

/* kinds of service/write.h: 1 event, 5 tag of an event, 9 report, 10 tag; actions: 2 changed, 3 deleted */
struct stmt *store_story_changes(struct db *db, int64_t since, int64_t most) {
    return db_query(db,
                    SQL("SELECT c.id, c.kind, c.first_id, c.last_id, c.event_id FROM change_log c WHERE c.id > $1 AND (c.kind IN (1, 5, 9) "
                        "OR (c.kind = 10 AND (c.action = 3 OR (c.action = 2 AND EXISTS (SELECT 1 FROM tags t WHERE t.id = c.first_id AND "
                        "t.name LIKE 'misp-galaxy:%' ESCAPE '\\'))))) ORDER BY c.id LIMIT $2"),
                    "ii", since, most);
}

static enum err collect_ids(struct stmt *st, struct arena *arena, struct id_list *out) {
    while (stmt_step(st)) *vec_push(arena, out) = stmt_int(st, 0);
    return stmt_done(st);
}

enum err store_story_scan(struct db *db, struct arena *arena, enum story_scan what, int64_t after, int64_t most, struct id_list *out) {
    static const char *const texts[] = {
        [STORY_SCAN_REPORTS] = SQL("SELECT id FROM event_reports WHERE id > $1 ORDER BY id LIMIT $2"),
        [STORY_SCAN_EVENTS] = SQL("SELECT id FROM events WHERE id > $1 ORDER BY id LIMIT $2"),
        [STORY_SCAN_PARTS] = SQL("SELECT p.id FROM story_parts p WHERE p.id > $1 AND ((p.report_id <> 0 AND NOT EXISTS (SELECT 1 FROM "
                                 "event_reports r WHERE r.id = p.report_id)) OR (p.report_id = 0 AND NOT EXISTS (SELECT 1 FROM events e "
                                 "WHERE e.id = p.event_id))) ORDER BY p.id LIMIT $2"),
    };
    return collect_ids(db_query(db, texts[what], "ii", after, most), arena, out);
}

static void read_part(struct stmt *st, struct arena *arena, struct story_part_row *p) {
    *p = (struct story_part_row){.id = stmt_int(st, 0),
                                 .uuid = stmt_uuid(st, 1),
                                 .report_id = stmt_int(st, 2),
                                 .event_id = stmt_int(st, 3),
                                 .item = (int)stmt_int(st, 4),
                                 .from_day = stmt_is_null(st, 5) ? STORY_NO_DAY : stmt_int(st, 5),
                                 .to_day = stmt_is_null(st, 6) ? STORY_NO_DAY : stmt_int(st, 6),
                                 .day = stmt_int(st, 7),
                                 .made = stmt_int(st, 8),
                                 .ended = stmt_int(st, 9),
                                 .trace = stmt_copy(st, 10, arena),
                                 .brief = stmt_copy(st, 11, arena)};
}

enum err store_story_owners(struct db *db, struct arena *arena, int64_t event_id, int64_t part_id, struct story_part_rows *out) {
    struct stmt *st = part_id
                          ? db_query(db, SQL("SELECT report_id, event_id FROM story_parts WHERE id = $1"), "i", part_id)
                          : db_query(db, SQL("SELECT DISTINCT report_id, event_id FROM story_parts WHERE event_id = $1"), "i", event_id);
    while (stmt_step(st)) {
        struct story_part_row *p = vec_push(arena, out);
        p->report_id = stmt_int(st, 0);
        p->event_id = stmt_int(st, 1);
    }
    return stmt_done(st);
}

#define PART_COLUMNS "id, uuid, report_id, event_id, item, from_day, to_day, day, made, ended, trace, brief"

enum err store_story_parts(struct db *db, struct arena *arena, int64_t report_id, int64_t event_id, struct story_part_rows *out) {
    struct stmt *st =
        report_id ? db_query(db, SQL("SELECT " PART_COLUMNS " FROM story_parts WHERE report_id = $1 ORDER BY item"), "i", report_id)
                  : db_query(db, SQL("SELECT " PART_COLUMNS " FROM story_parts WHERE event_id = $1 AND report_id = 0 ORDER BY item"), "i",
                             event_id);
    while (stmt_step(st)) read_part(st, arena, vec_push(arena, out));
    return stmt_done(st);
}

static enum err bind_day(struct stmt *st, int at, int64_t day) {
    return day == STORY_NO_DAY ? stmt_bind_null(st, at) : stmt_bind_int(st, at, day);
}

static enum err run_part(struct db *db, const char *sql, const struct story_part_row *p) {
    struct stmt *st;
    enum err e = db_prepare(db, &st, sql);
    if (e != OK) return e;
    e = stmt_bind(st, "iuiib", p->id, &p->uuid, p->report_id, p->event_id, p->item);
    if (e == OK) e = bind_day(st, 6, p->from_day);
    if (e == OK) e = bind_day(st, 7, p->to_day);
    if (e == OK) e = stmt_bind_int(st, 8, p->day);
    if (e == OK) e = stmt_bind_int(st, 9, p->made);
    if (e == OK) e = stmt_bind_int(st, 10, p->ended);
    if (e == OK) e = stmt_bind_bytes(st, 11, p->trace);
    if (e == OK) e = stmt_bind_bytes(st, 12, p->brief);
    if (e == OK) e = stmt_run(st);
    enum err done = stmt_done(st);
    return e != OK ? e : done;
}

enum err store_story_part_insert(struct db *db, const struct story_part_row *p) {
    return run_part(db, SQL("INSERT INTO story_parts (" PART_COLUMNS ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"), p);
}

enum err store_story_part_update(struct db *db, const struct story_part_row *p) {
    return run_part(db,
                    SQL("UPDATE story_parts SET uuid = $2, report_id = $3, event_id = $4, item = $5, from_day = $6, to_day = $7, day = $8, "
                        "made = $9, ended = $10, trace = $11, brief = $12 WHERE id = $1"),
                    p);
}

enum err store_story_part_remove(struct db *db, int64_t id) {
    enum err e = db_run(db, SQL("DELETE FROM story_links WHERE a = $1"), "i", id);
    if (e == OK) e = db_run(db, SQL("DELETE FROM story_links WHERE b = $1"), "i", id);
    return e == OK ? db_run(db, SQL("DELETE FROM story_parts WHERE id = $1"), "i", id) : e;
}

enum err store_story_key_put(struct db *db, uint32_t key, int64_t day, int64_t part_id) {
    return db_run(db, SQL("INSERT INTO story_keys (key, day, part_id) VALUES ($1, $2, $3) ON CONFLICT (key, day, part_id) DO NOTHING"),
                  "iii", (int64_t)key, day, part_id);
}

enum err store_story_key_remove(struct db *db, uint32_t key, int64_t day, int64_t part_id) {
    return db_run(db, SQL("DELETE FROM story_keys WHERE key = $1 AND day = $2 AND part_id = $3"), "iii", (int64_t)key, day, part_id);
}

struct stmt *store_story_candidates(struct db *db, struct str keys, int64_t from, int64_t to) {
    return db_query(db, SQL("SELECT part_id FROM story_keys WHERE key IN $LIST(1) AND day BETWEEN $2 AND $3"), "sii", keys, from, to);
}

struct stmt *store_story_traces(struct db *db, struct str ids) {
    return db_query(db, SQL("SELECT id, trace FROM story_parts WHERE id IN $LIST(1)"), "s", ids);
}

static void read_links(struct stmt *st, struct arena *arena, struct story_link_rows *out) {
    while (stmt_step(st)) {
        struct story_link_row *l = vec_push(arena, out);
        *l = (struct story_link_row){.id = stmt_int(st, 0),
                                     .a = stmt_int(st, 1),
                                     .b = stmt_int(st, 2),
                                     .kind = (int)stmt_int(st, 3),
                                     .score = (int)stmt_int(st, 4),
                                     .made = stmt_int(st, 5)};
    }
}

enum err store_story_links(struct db *db, struct arena *arena, int64_t part_id, struct story_link_rows *out) {
    struct stmt *st = db_query(db, SQL("SELECT id, a, b, kind, score, made FROM story_links WHERE a = $1 AND ended = 0"), "i", part_id);
    read_links(st, arena, out);
    enum err e = stmt_done(st);
    if (e != OK) return e;
    st = db_query(db, SQL("SELECT id, a, b, kind, score, made FROM story_links WHERE b = $1 AND ended = 0"), "i", part_id);
    read_links(st, arena, out);
    return stmt_done(st);
}

enum err store_story_link_insert(struct db *db, const struct story_link_row *l) {
    return db_run(db, SQL("INSERT INTO story_links (id, a, b, kind, score, made, ended) VALUES ($1, $2, $3, $4, $5, $6, 0)"), "iiibbi",
                  l->id, l->a, l->b, l->kind, l->score, l->made);
}

enum err store_story_link_end(struct db *db, int64_t id, int64_t ended) {
    return db_run(db, SQL("UPDATE story_links SET ended = $2 WHERE id = $1"), "ii", id, ended);
}
