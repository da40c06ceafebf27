/* See linker_work.h: from reports and events to parts. */
#include <string.h>

#include "base/clock.h"
#include "service/linker_work.h"

#define TEXT_MAX (1u << 20) /* of a report; what stands behind it is not looked at */
#define ITEMS_MAX 500
#define DAY 86400

/* Ids of reports and events in one map. */
static int64_t thing_key(int64_t report_id, int64_t event_id) { return report_id ? report_id * 2 : event_id * 2 + 1; }

void linker_add_thing(struct batch_work *b, int64_t report_id, int64_t event_id) {
    int64_t key = thing_key(report_id, report_id ? 0 : event_id);
    if (map_get_id(b->known, key)) return;
    map_put_id(b->known, key, b);
    *vec_push(b->arena, &b->things) = (struct thing){report_id, report_id ? 0 : event_id};
}

static void set_days(struct story_part_row *row, const struct trace *trace, int64_t came_in) {
    bool known = trace->from != INT32_MIN;
    row->from_day = known ? trace->from : STORY_NO_DAY;
    row->to_day = known ? trace->to : STORY_NO_DAY;
    row->day = known ? trace->to : came_in;
}

static struct str pack(struct arena *arena, const struct brief *brief) {
    struct buf buf;
    buf_init(&buf, BRIEF_BYTES + 64);
    brief_pack(brief, &buf);
    struct str bytes = arena_str(arena, buf_str(&buf));
    buf_done(&buf);
    return bytes;
}

static const struct story_part_row *find_item(const struct story_part_rows *stored, int item) {
    for (size_t i = 0; i < stored->len; i++)
        if (stored->items[i].item == item) return &stored->items[i];
    return NULL;
}

static bool same_row(const struct story_part_row *a, const struct story_part_row *b) {
    return a->from_day == b->from_day && a->to_day == b->to_day && a->day == b->day && a->event_id == b->event_id && !b->ended &&
           uuid_eq(&a->uuid, &b->uuid) && str_eq(a->trace, b->trace) && str_eq(a->brief, b->brief);
}

/* One part that shall stand. */
static void want_part(struct batch_work *b, const struct thing *t, const struct story_source *s, const struct story_part_rows *stored,
                      const struct brief *brief, int item) {
    const struct story_part_row *old = find_item(stored, item);
    struct work_part p = {.old = old, .siblings = stored, .trace = brief->trace, .stands = true, .instant = b->clock++};
    p.row = (struct story_part_row){.id = old ? old->id : 0,
                                    .report_id = t->report_id,
                                    .event_id = s->event_id,
                                    .item = item,
                                    .made = old && !old->ended ? old->made : p.instant};
    char number[12];
    int len = snprintf(number, sizeof number, "%d", item);
    p.row.uuid = item ? uuid_from_name(&s->uuid, (struct str){number, (size_t)len}) : s->uuid;
    p.row.trace = arena_str(b->arena, (struct str){(const char *)&brief->trace, sizeof brief->trace});
    p.row.brief = pack(b->arena, brief);
    set_days(&p.row, &brief->trace, s->timestamp / DAY);
    p.store = !old || !same_row(&p.row, old);
    p.compare = b->force || !old || old->ended || old->day != p.row.day || !str_eq(old->trace, p.row.trace);
    linker_keys(&brief->trace, &p.keys);
    if (p.store || p.compare) *vec_push(b->arena, &b->parts) = p;
}

/* A stored part that shall stand no longer. */
static void end_part(struct batch_work *b, const struct story_part_row *old, bool remove) {
    if (old->ended && !remove) return;
    struct work_part p = {.row = *old, .old = old, .remove = remove, .compare = !old->ended, .store = true, .instant = b->clock++};
    p.row.ended = p.instant;
    p.row.trace = p.row.brief = STR("");
    *vec_push(b->arena, &b->parts) = p;
}

static void read_briefs(struct arena *scratch, const struct reading_names *names, const struct thing *t, const struct story_source *s,
                        struct brief_list *out) {
    struct reading_hints hints = {
        .language = s->language, .published = s->published, .source_url = s->source_url, .arrived = s->timestamp / DAY};
    struct str text = s->content;
    struct reading *reading = ARENA_NEW(scratch, struct reading);
    hints.names = names;
    if (t->report_id) hints.title = s->name;
    if (!t->report_id) text = arena_printf(scratch, "%.*s.\n\n%.*s\n", STR_ARG(s->name), STR_ARG(s->content));
    reading_of(scratch, text, &hints, reading);
    if (t->report_id)
        brief_all(scratch, reading, &hints, out);
    else
        brief_of(scratch, reading, &hints, vec_push(scratch, out));
}

static enum err read_source(struct db *db, struct arena *scratch, const struct thing *t, struct story_source *s) {
    return t->report_id ? store_story_report(db, scratch, t->report_id, TEXT_MAX, s) : store_story_event(db, scratch, t->event_id, s);
}

static enum err read_thing(struct db *db, struct arena *scratch, struct batch_work *b, struct thing t) {
    struct story_source s;
    struct story_part_rows *stored = ARENA_NEW(b->arena, struct story_part_rows), owners = {0};
    struct brief_list briefs = {0};
    enum err e = read_source(db, scratch, &t, &s);
    if (e == OK) e = store_story_parts(db, b->arena, t.report_id, t.event_id, stored);
    if (e != OK) return e;
    if (s.found && !s.deleted) read_briefs(scratch, b->names, &t, &s, &briefs);
    if (briefs.len > ITEMS_MAX) briefs.len = ITEMS_MAX;
    for (size_t i = 0; i < stored->len; i++) {
        int item = stored->items[i].item, last = (int)briefs.len;
        bool stays = last == 1 ? item == 0 : item >= 1 && item <= last;
        if (!stays) end_part(b, &stored->items[i], !s.found);
    }
    for (size_t i = 0; i < briefs.len; i++) want_part(b, &t, &s, stored, &briefs.items[i], briefs.len > 1 ? (int)i + 1 : 0);
    if (s.found || t.report_id) return OK;
    /* the event is gone, and its reports with it */
    e = store_story_owners(db, b->arena, t.event_id, 0, &owners);
    for (size_t i = 0; i < owners.len; i++)
        if (owners.items[i].report_id) linker_add_thing(b, owners.items[i].report_id, 0);
    return e;
}

enum err linker_read(struct db *db, struct arena *scratch, struct batch_work *b) {
    enum err e = OK;
    /* the list may grow meanwhile */
    for (size_t i = 0; i < b->things.len && e == OK; i++) {
        arena_reset(scratch);
        e = read_thing(db, scratch, b, b->things.items[i]);
    }
    arena_reset(scratch);
    return e;
}
