/* See linker.h: the batches, their write, the thread. */
#include "service/linker.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/log.h"
#include "service/core_private.h"
#include "service/linker_work.h"
#include "service/name_book.h"
#include "service/write.h"
#include "store/change.h"

#define STATE_CHANGES "varde.stories.changes"
#define STATE_SCAN "varde.stories.scan"
#define CHANGES_PAGE 1024
#define BATCH_MEMORY (64u << 20)
#define POLL_MILLISECONDS 200

/* How far a scan has come, as one number: in which list, and the last id of it. Everything is scanned once after an upgrade, and for a rebuild. */
#define SCAN_PHASE(state) ((int)((state) >> 56 & 7))
#define SCAN_ID(state) ((state) & ((INT64_C(1) << 56) - 1))
#define SCAN_FORCE (INT64_C(1) << 60)
#define SCAN_AT(phase, id) ((int64_t)(phase) << 56 | (id))
enum { SCAN_DONE = STORY_SCAN_PARTS + 1 };

struct linker {
    struct core *core;
    pthread_mutex_t lock; /* held for one batch */
    struct db *db;        /* reader, opened when first needed */
    struct arena *arena, *scratch;
    struct trace_cache *cache;
    int64_t seen;          /* nothing between the stored position and here concerns stories */
    int64_t changes, scan; /* as this linker wrote or found them last */
    int64_t clock;
    struct linker_numbers numbers;
    pthread_t thread;
    pthread_mutex_t stop_lock;
    pthread_cond_t stopped;
    bool running, stop;
};

struct linker *linker_new(struct core *core) {
    struct linker *l = calloc(1, sizeof *l);
    if (!l) abort();
    l->core = core;
    l->changes = l->scan = -1;
    pthread_mutex_init(&l->lock, NULL);
    pthread_mutex_init(&l->stop_lock, NULL);
    pthread_cond_init(&l->stopped, NULL);
    return l;
}

void linker_free(struct linker *l) {
    if (!l) return;
    if (l->db) db_close(l->db);
    if (l->arena) arena_free(l->arena);
    if (l->scratch) arena_free(l->scratch);
    free(l->cache);
    pthread_mutex_destroy(&l->lock);
    pthread_mutex_destroy(&l->stop_lock);
    pthread_cond_destroy(&l->stopped);
    free(l);
}

/* What is needed to work is made when the first work comes: a command that reads no stories pays nothing. */
static enum err prepare(struct linker *l) {
    if (l->db) return OK;
    l->cache = calloc(1, sizeof *l->cache);
    if (!l->cache) abort();
    l->arena = arena_new(BATCH_MEMORY);
    l->scratch = arena_new(BATCH_MEMORY);
    return core_reader(l->core, &l->db);
}

/* Where another process has linked too, what is remembered of stored parts may be old. */
static enum err load_state(struct linker *l, struct batch_work *b) {
    enum err e = store_story_state(l->db, STATE_CHANGES, &b->changes);
    if (e == OK) e = store_story_state(l->db, STATE_SCAN, &b->scan);
    if (e != OK) return e;
    if (b->changes != l->changes || b->scan != l->scan) {
        memset(l->cache->ids, 0, sizeof l->cache->ids);
        l->changes = b->changes;
        l->scan = b->scan;
        l->seen = 0;
    }
    b->changes_to = b->changes;
    b->scan_to = b->scan;
    if (b->changes < 0) { /* never linked: what stands already is scanned, what comes is followed */
        b->scan_to = SCAN_AT(STORY_SCAN_REPORTS, 0);
        return store_change_last(l->db, &b->changes_to);
    }
    return OK;
}

/* A tag that went, or whose name is another, did so on events that no row of the log names: all of them are read again. */
static void take_change(struct batch_work *b, int kind, int64_t first, int64_t last, int64_t event_id) {
    switch (kind) {
    case KIND_EVENT: linker_add_thing(b, 0, first); break;
    case KIND_EVENT_TAG: linker_add_thing(b, 0, event_id); break;
    case KIND_REPORT:
        for (int64_t id = first; id <= last; id++) linker_add_thing(b, id, 0);
        break;
    default:
        if (SCAN_PHASE(b->scan_to) >= STORY_SCAN_EVENTS) b->scan_to = (b->scan_to & SCAN_FORCE) | SCAN_AT(STORY_SCAN_EVENTS, 0);
        break;
    }
}

static enum err gather_changes(struct linker *l, struct batch_work *b) {
    int64_t since = b->changes_to > l->seen ? b->changes_to : l->seen;
    struct stmt *st = store_story_changes(l->db, since, CHANGES_PAGE);
    while (b->things.len < LINKER_THINGS && stmt_step(st)) {
        take_change(b, (int)stmt_int(st, 1), stmt_int(st, 2), stmt_int(st, 3), stmt_int(st, 4));
        b->changes_to = stmt_int(st, 0);
    }
    return stmt_done(st);
}

static enum err gather_scan(struct linker *l, struct batch_work *b) {
    int phase = SCAN_PHASE(b->scan_to);
    struct id_list ids = {0};
    enum err e = store_story_scan(l->db, b->arena, (enum story_scan)phase, SCAN_ID(b->scan_to), LINKER_THINGS, &ids);
    for (size_t i = 0; i < ids.len && e == OK; i++) {
        struct story_part_rows owner = {0};
        if (phase == STORY_SCAN_PARTS)
            e = store_story_owners(l->db, b->arena, 0, ids.items[i], &owner);
        else
            linker_add_thing(b, phase == STORY_SCAN_REPORTS ? ids.items[i] : 0, ids.items[i]);
        for (size_t k = 0; k < owner.len; k++) linker_add_thing(b, owner.items[k].report_id, owner.items[k].event_id);
    }
    b->force = phase != STORY_SCAN_PARTS && (b->scan_to & SCAN_FORCE);
    int64_t force = b->scan_to & SCAN_FORCE;
    b->scan_to = force | (ids.len ? SCAN_AT(phase, ids.items[ids.len - 1]) : SCAN_AT(phase + 1, 0));
    if (SCAN_PHASE(b->scan_to) == SCAN_DONE) b->scan_to = SCAN_AT(SCAN_DONE, 0);
    return e;
}

static enum err put_keys(struct db *db, const struct key_set *keys, int64_t day, int64_t part_id, bool put) {
    enum err e = OK;
    for (enum key_class class = 0; class < KEY_CLASSES; class ++)
        for (size_t i = 0; i < keys->counts[class] && e == OK; i++)
            e = put ? store_story_key_put(db, keys->keys[class][i], day, part_id)
                    : store_story_key_remove(db, keys->keys[class][i], day, part_id);
    return e;
}

static enum err remove_keys(struct db *db, const struct story_part_row *old) {
    struct trace trace;
    struct key_set keys;
    if (!old || old->ended || old->trace.len != sizeof trace) return OK;
    memcpy(&trace, old->trace.ptr, sizeof trace);
    linker_keys(&trace, &keys);
    return put_keys(db, &keys, old->day, old->id, false);
}

static enum err write_part(struct write *w, struct work_part *p) {
    enum err e = p->compare ? remove_keys(w->db, p->old) : OK;
    if (e == OK && p->remove) return store_story_part_remove(w->db, p->row.id);
    if (e == OK && p->store && p->row.id == 0) {
        p->row.id = write_id(w, "story_parts");
        e = store_story_part_insert(w->db, &p->row);
    } else if (e == OK && p->store) {
        e = store_story_part_update(w->db, &p->row);
    }
    return e == OK && p->compare && p->stands ? put_keys(w->db, &p->keys, p->row.day, p->row.id, true) : e;
}

static enum err write_link(struct write *w, const struct batch_work *b, const struct work_link *l) {
    int64_t mine = b->parts.items[l->part].row.id, other = l->other ? l->other : b->parts.items[l->other_part].row.id;
    struct story_link_row row = {.id = write_id(w, "story_links"),
                                 .a = mine < other ? mine : other,
                                 .b = mine < other ? other : mine,
                                 .kind = l->kind,
                                 .score = l->score,
                                 .made = b->parts.items[l->part].instant};
    return store_story_link_insert(w->db, &row);
}

/* The whole batch and the position, if nobody else moved it meanwhile. */
static enum err write_batch(struct write *w, struct batch_work *b) {
    int64_t changes, scan;
    enum err e = store_story_state(w->db, STATE_CHANGES, &changes);
    if (e == OK) e = store_story_state(w->db, STATE_SCAN, &scan);
    if (e == OK && (changes != b->changes || scan != b->scan)) e = err_plain(ERR_CONFLICT);
    for (size_t i = 0; i < b->ends.len && e == OK; i++) e = store_story_link_end(w->db, b->ends.items[i].link_id, b->ends.items[i].instant);
    for (size_t i = 0; i < b->parts.len && e == OK; i++) e = write_part(w, &b->parts.items[i]);
    for (size_t i = 0; i < b->links.len && e == OK; i++) e = write_link(w, b, &b->links.items[i]);
    if (e == OK && b->changes_to != b->changes) e = store_story_state_put(w->db, STATE_CHANGES, b->changes_to);
    if (e == OK && b->scan_to != b->scan) e = store_story_state_put(w->db, STATE_SCAN, b->scan_to);
    return e;
}

static enum err commit_batch(struct linker *l, struct batch_work *b) {
    struct context c = {.core = l->core, .arena = l->arena, .now = clock_now()};
    struct write w;
    enum err e = write_begin(&c, &w);
    e = e == OK ? write_end(&w, write_batch(&w, b)) : e;
    if (e != OK) return e;
    for (size_t i = 0; i < b->parts.len; i++) { /* what is remembered of them is old */
        int64_t id = b->parts.items[i].row.id;
        if (l->cache->ids[id % TRACE_CACHE] == id) l->cache->ids[id % TRACE_CACHE] = 0;
    }
    l->changes = b->changes_to;
    l->scan = b->scan_to;
    l->numbers.made += (int64_t)b->links.len;
    l->numbers.ended += (int64_t)b->ends.len;
    return OK;
}

static bool has_work(const struct linker *l, const struct batch_work *b) {
    return b->things.len || b->scan_to != b->scan || b->changes < 0 || (b->changes_to > b->changes && b->changes_to > l->seen);
}

static enum err read_batch(struct linker *l, struct batch_work *b) {
    struct context c = {.core = l->core, .db = l->db, .arena = l->arena, .now = clock_now()};
    struct name_book *book;
    enum err e = name_book_take(&c, &book);
    if (e != OK) return e;
    b->names = name_book_names(book);
    e = linker_read(l->db, l->scratch, b);
    name_book_give(&c, book);
    return e;
}

/* One batch; the lock is held. */
static enum err step(struct linker *l, bool *more) {
    enum err e = prepare(l);
    if (e != OK) return e;
    arena_reset(l->arena);
    struct batch_work b = {.arena = l->arena, .known = map_new(l->arena, LINKER_THINGS)};
    b.clock = clock_micros() > l->clock ? clock_micros() : l->clock;
    e = load_state(l, &b);
    if (e == OK) e = gather_changes(l, &b);
    if (e == OK && b.things.len == 0 && SCAN_PHASE(b.scan_to) != SCAN_DONE) e = gather_scan(l, &b);
    *more = e == OK && has_work(l, &b);
    if (!*more) return e;
    int64_t begun = clock_steady();
    e = read_batch(l, &b);
    int64_t read = clock_steady();
    if (e == OK) e = linker_compare(l->db, l->cache, &b);
    if (e != OK) return e;
    l->numbers.reading_micros += read - begun;
    l->clock = b.clock;
    l->numbers.things += (int64_t)b.things.len;
    l->numbers.parts += (int64_t)b.parts.len;
    l->numbers.compared += b.compared;
    /* that nothing changed need not be written down */
    if (b.parts.len == 0 && b.changes >= 0 && b.scan_to == b.scan) {
        l->seen = b.changes_to;
        return OK;
    }
    e = commit_batch(l, &b);
    l->numbers.linking_micros += clock_steady() - read;
    return e == ERR_CONFLICT ? OK : e; /* another process was quicker: again */
}

static struct timespec until(int64_t micros) {
    int64_t at = clock_micros() + micros;
    return (struct timespec){.tv_sec = at / 1000000, .tv_nsec = at % 1000000 * 1000};
}

enum err linker_catch_up(struct core *core, int64_t micros, bool *up_to_date) {
    struct linker *l = core->linker;
    int64_t end = clock_steady() + micros;
    bool more = true;
    enum err e = OK;
    *up_to_date = false;
    while (e == OK && more && (micros == 0 || clock_steady() < end)) {
        struct timespec deadline = until(micros ? end - clock_steady() : 60 * INT64_C(1000000));
        if (pthread_mutex_timedlock(&l->lock, &deadline) != 0) return OK;
        e = step(l, &more);
        pthread_mutex_unlock(&l->lock);
    }
    *up_to_date = e == OK && !more;
    return e;
}

enum err linker_rebuild(struct core *core) {
    struct arena *arena = arena_new(1u << 16);
    struct context c = {.core = core, .arena = arena, .now = clock_now()};
    struct write w;
    enum err e = write_begin(&c, &w);
    int64_t last = 0;
    if (e == OK) e = store_change_last(w.db, &last);
    if (e == OK) e = store_story_state_put(w.db, STATE_CHANGES, last);
    if (e == OK) e = store_story_state_put(w.db, STATE_SCAN, SCAN_FORCE | SCAN_AT(STORY_SCAN_REPORTS, 0));
    e = write_end(&w, e);
    arena_free(arena);
    return e;
}

struct linker_numbers linker_numbers(struct core *core) {
    pthread_mutex_lock(&core->linker->lock);
    struct linker_numbers numbers = core->linker->numbers;
    pthread_mutex_unlock(&core->linker->lock);
    return numbers;
}

static bool wait_for_stop(struct linker *l) {
    struct timespec deadline = until(POLL_MILLISECONDS * INT64_C(1000));
    pthread_mutex_lock(&l->stop_lock);
    if (!l->stop) pthread_cond_timedwait(&l->stopped, &l->stop_lock, &deadline);
    bool stop = l->stop;
    pthread_mutex_unlock(&l->stop_lock);
    return stop;
}

static void *follow(void *ctx) {
    struct linker *l = ctx;
    bool failing = false;
    while (!wait_for_stop(l)) {
        bool up_to_date;
        enum err e = linker_catch_up(l->core, 100000, &up_to_date);
        if (e != OK && !failing) log_line(LOG_ERROR, "what=\"stories are not linked\" code=%s detail=\"%s\"", err_name(e), err_detail());
        failing = e != OK;
    }
    return NULL;
}

enum err linker_start(struct core *core) {
    struct linker *l = core->linker;
    int failed = pthread_create(&l->thread, NULL, follow, l);
    if (failed) return err_set(ERR_IO, "The thread that links stories cannot be started: %s.", strerror(failed));
    l->running = true;
    return OK;
}

void linker_stop(struct core *core) {
    struct linker *l = core->linker;
    if (!l || !l->running) return;
    pthread_mutex_lock(&l->stop_lock);
    l->stop = true;
    pthread_cond_signal(&l->stopped);
    pthread_mutex_unlock(&l->stop_lock);
    pthread_join(l->thread, NULL);
    l->running = false;
}
