/* The one transaction: its turn-taking, group commit, sequences, audit and change log. See write.h for the contract. */
#include "service/write.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "service/core_private.h"
#include "service/sight.h"
#include "store/change.h"

static enum err batch_open(struct core *core) {
    struct writer *writer = &core->writer;
    enum err e = db_begin_write(writer->db);
    if (e != OK) return e;
    if (db_version(writer->db) != writer->foreign_version && (e = core_absorb(core)) != OK) {
        db_rollback(writer->db);
        return e;
    }
    writer->batch = calloc(1, sizeof *writer->batch);
    if (!writer->batch) abort();
    return OK;
}

static enum err flush_sequences(struct writer *writer) {
    enum err e = OK;
    for (int i = 0; i < writer->sequence_count && e == OK; i++) {
        struct sequence *s = &writer->sequences[i];
        if (s->changed) e = store_sequence_put(writer->db, s->name, s->next);
        s->changed = false;
    }
    return e;
}

/* What waits to be audited, taken off the queue until it is known whether the commit went well. */
struct flushed {
    struct deferred_audit *list;
    int count;
    int64_t lost;
};

static struct flushed deferred_take(struct core *core) {
    pthread_mutex_lock(&core->deferred_lock);
    struct flushed f = {core->deferred, core->deferred_count, core->deferred_lost};
    core->deferred = NULL;
    core->deferred_count = 0;
    core->deferred_lost = 0;
    pthread_mutex_unlock(&core->deferred_lock);
    return f;
}

static void deferred_settle(struct core *core, struct flushed *f, bool written) {
    struct deferred_audit *last = f->list;
    if (written) {
        while (f->list) {
            struct deferred_audit *next = f->list->next;
            free(f->list);
            f->list = next;
        }
        return;
    }
    while (last && last->next) last = last->next;
    pthread_mutex_lock(&core->deferred_lock);
    if (last) {
        last->next = core->deferred;
        core->deferred = f->list;
    }
    core->deferred_count += f->count;
    core->deferred_lost += f->lost;
    pthread_mutex_unlock(&core->deferred_lock);
}

static enum err flush_deferred(struct core *core, const struct flushed *f) {
    enum err e = OK;
    for (const struct deferred_audit *d = f->list; d && e == OK; d = d->next) {
        struct audit_row row = {.id = core_sequence_take(core, "audit_log", 1),
                                .created = d->created,
                                .user_id = d->user_id,
                                .org_id = d->org_id,
                                .auth_key_id = d->auth_key_id,
                                .model_id = d->model_id,
                                .ip = str_from(d->ip),
                                .request_id = str_from(d->request_id),
                                .action = str_from(d->action),
                                .model = str_from(d->model)};
        e = store_audit_put(core->writer.db, &row);
    }
    if (e != OK || f->lost == 0) return e;
    struct audit_row row = {.id = core_sequence_take(core, "audit_log", 1),
                            .created = clock_now(),
                            .action = STR("overflow"),
                            .model = STR("AuditLog"),
                            .model_id = f->lost,
                            .title = STR("rows that were too many to keep")};
    return store_audit_put(core->writer.db, &row);
}

static enum err flush_clock(struct writer *writer) {
    int64_t now = clock_now();
    if (now <= writer->clock_mark) return OK;
    char text[32];
    int len = snprintf(text, sizeof text, "%lld", (long long)now);
    writer->clock_mark = now;
    clock_raise_mark(now); /* what was persisted is never gone back behind */
    return store_setting_put(writer->db, STR("varde.clock"), (struct str){text, (size_t)len});
}

/* Commit what the batch did. The caller holds the turn (busy), not the lock. */
static void batch_commit(struct core *core) {
    struct writer *writer = &core->writer;
    bool policy = writer->policy;
    struct flushed flushed = deferred_take(core);
    enum err e = flush_deferred(core, &flushed);
    if (e == OK) e = flush_clock(writer);
    if (e == OK) e = flush_sequences(writer);
    if (e == OK) e = db_commit(writer->db);
    if (e != OK) {
        db_rollback(writer->db);
        for (int i = 0; i < writer->sequence_count; i++) writer->sequences[i].loaded = false;
        if (store_change_last(writer->db, &writer->last_change) != OK) writer->last_change = 0;
    }
    deferred_settle(core, &flushed, e == OK);
    if (policy && e == OK) {
        e = core_settings_reload(core, writer->db);
        atomic_fetch_add(&core->policy_version, 1);
    }
    if (e == OK) core_tell_commit(core);
    pthread_mutex_lock(&writer->lock);
    struct batch *batch = writer->batch;
    batch->result = e;
    snprintf(batch->detail, sizeof batch->detail, "%s", e == OK ? "" : err_detail());
    batch->done = true;
    writer->batch = NULL;
    writer->policy = false;
    pthread_cond_broadcast(&writer->settled);
    if (batch->unsettled == 0) free(batch); /* nobody got as far as to wait for it */
    pthread_mutex_unlock(&writer->lock);
}

enum err write_begin(struct context *c, struct write *w) {
    struct writer *writer = &c->core->writer;
    *w = (struct write){.c = c, .db = writer->db};
    enum err e = sight_materialise(c->core); /* what the clock brought stands in the log before what is written after it */
    if (e != OK) return e;
    pthread_mutex_lock(&writer->lock);
    writer->waiting++;
    while (writer->busy) pthread_cond_wait(&writer->turn, &writer->lock);
    writer->waiting--;
    writer->busy = true;
    pthread_mutex_unlock(&writer->lock);
    e = writer->batch ? OK : batch_open(c->core);
    if (e == OK) e = db_savepoint(writer->db);
    if (e != OK) {
        pthread_mutex_lock(&writer->lock);
        bool alone = writer->waiting == 0; /* nobody comes after me who would commit for the others */
        pthread_mutex_unlock(&writer->lock);
        if (writer->batch && alone) batch_commit(c->core);
        pthread_mutex_lock(&writer->lock);
        writer->busy = false;
        pthread_cond_signal(&writer->turn);
        pthread_mutex_unlock(&writer->lock);
        return e;
    }
    w->open = true;
    return OK;
}

/* Leave the batch; the lock is held. */
static enum err batch_settle(struct batch *batch) {
    enum err e = batch->result;
    if (e != OK) e = err_set(e, "%s", batch->detail);
    if (--batch->unsettled == 0) free(batch);
    return e;
}

#define BATCH_MEMBERS_MAX 64

enum err write_end(struct write *w, enum err result) {
    struct core *core = w->c->core;
    struct writer *writer = &core->writer;
    if (!w->open) return result;
    w->open = false;
    if (result == OK)
        result = db_release(writer->db);
    else
        db_rollback_to(writer->db);
    if (result == OK && w->policy) writer->policy = true;

    pthread_mutex_lock(&writer->lock);
    struct batch *batch = writer->batch;
    batch->members++;
    batch->unsettled++;
    bool last = writer->waiting == 0 || batch->members >= BATCH_MEMBERS_MAX;
    if (last) {
        pthread_mutex_unlock(&writer->lock);
        batch_commit(core);
        pthread_mutex_lock(&writer->lock);
    }
    writer->busy = false;
    pthread_cond_signal(&writer->turn);
    while (!batch->done) pthread_cond_wait(&writer->settled, &writer->lock);
    /* a failed use case keeps its own detail */
    enum err outcome = result == OK ? batch_settle(batch) : result;
    if (result != OK && --batch->unsettled == 0) free(batch);
    pthread_mutex_unlock(&writer->lock);
    return outcome;
}

void write_policy(struct write *w) { w->policy = true; }

static struct sequence *sequence_find(struct writer *writer, const char *name) {
    for (int i = 0; i < writer->sequence_count; i++)
        if (strcmp(writer->sequences[i].name, name) == 0) return &writer->sequences[i];
    if (writer->sequence_count == SEQUENCES_MAX) abort(); /* a table was added without raising SEQUENCES_MAX */
    struct sequence *s = &writer->sequences[writer->sequence_count++];
    *s = (struct sequence){.name = name};
    return s;
}

int64_t core_sequence_take(struct core *core, const char *name, int64_t n) {
    struct sequence *s = sequence_find(&core->writer, name);
    if (!s->loaded) {
        if (store_sequence_get(core->writer.db, name, &s->next) != OK) s->next = 1;
        s->loaded = true;
    }
    int64_t first = s->next;
    s->next += n;
    s->changed = true;
    return first;
}

int64_t write_ids(struct write *w, const char *sequence, int64_t n) { return core_sequence_take(w->c->core, sequence, n); }

int64_t write_id(struct write *w, const char *sequence) { return write_ids(w, sequence, 1); }

enum err write_audit(struct write *w, const char *action, const char *model, int64_t model_id, struct str title, int64_t event_id,
                     struct str change) {
    const struct actor *actor = &w->c->actor;
    struct audit_row row = {.id = write_id(w, "audit_log"),
                            .created = w->c->now,
                            .user_id = actor->user_id,
                            .org_id = actor->org_id,
                            .auth_key_id = actor->auth_key_id,
                            .ip = actor->ip,
                            .request_id = actor->request_id,
                            .action = str_from(action),
                            .model = str_from(model),
                            .model_id = model_id,
                            .title = title,
                            .event_id = event_id,
                            .change = change};
    return store_audit_put(w->db, &row);
}

static void copy_text(char *out, size_t size, struct str s) {
    size_t n = s.len < size - 1 ? s.len : size - 1;
    if (n) memcpy(out, s.ptr, n);
    out[n] = '\0';
}

void audit_refusal(struct context *c, const char *action, const char *model, int64_t model_id) {
    struct core *core = c->core;
    if (strcmp(action, "refused") == 0) c->refusal_noted = true;
    pthread_mutex_lock(&core->deferred_lock);
    /* bounded: a flood of refusals is throttled at the door, and must not become a flood of rows */
    struct deferred_audit *d = core->deferred_count < DEFERRED_AUDITS_MAX ? calloc(1, sizeof *d) : NULL;
    if (d) {
        d->created = c->now;
        d->user_id = c->actor.user_id;
        d->org_id = c->actor.org_id;
        d->auth_key_id = c->actor.auth_key_id;
        d->model_id = model_id;
        copy_text(d->ip, sizeof d->ip, c->actor.ip);
        copy_text(d->request_id, sizeof d->request_id, c->actor.request_id);
        copy_text(d->action, sizeof d->action, str_from(action));
        copy_text(d->model, sizeof d->model, str_from(model));
        d->next = core->deferred;
        core->deferred = d;
        core->deferred_count++;
    } else {
        core->deferred_lost++;
    }
    pthread_mutex_unlock(&core->deferred_lock);
}

enum err audit_refuse(struct context *c, const char *model, int64_t model_id) {
    audit_refusal(c, "refused", model, model_id);
    return err_set(ERR_FORBIDDEN, "You do not have permission to do that.");
}

enum err write_change(struct write *w, const struct change *change) {
    struct change_row row = {.id = write_id(w, "change_log"),
                             .at = change->at ? change->at : w->c->now,
                             .action = change->action,
                             .kind = change->kind,
                             .first_id = change->first_id,
                             .last_id = change->last_id,
                             .uuid = change->uuid,
                             .event_id = change->event_id,
                             .parent_id = change->parent_id,
                             .before = change->before,
                             .after = change->after,
                             .writer = w->c->actor.user_id,
                             .org_id = change->org_id};
    w->c->core->writer.last_change = row.id;
    if (change->kind == KIND_EVENT && change->after) {
        if (change->after->embargo_until) sight_note_instant(w->c->core, change->after->embargo_until);
        if (change->after->visible_until) sight_note_instant(w->c->core, change->after->visible_until);
        bool has_instant = change->after->embargo_until || change->after->visible_until;
        enum err e = has_instant ? sight_settle(w) : OK;
        if (e != OK) return e;
    }
    return store_change_put(w->db, &row);
}

void write_index_attribute(struct write *w, int64_t id, const struct uuid *uuid, int type, struct str value1, struct str value2) {
    if (w->c->core->index) index_add(w->c->core->index, id, uuid, type, value1, value2);
}

enum err context_problem(struct context *c, int64_t index, const char *kind, const char *field, const char *format, ...) {
    struct problem *p = vec_push(c->arena, &c->problems);
    va_list args;
    va_start(args, format);
    char text[500];
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    p->index = index;
    p->kind = arena_str(c->arena, str_from(kind));
    p->field = arena_str(c->arena, str_from(field));
    p->text = arena_str(c->arena, str_from(text));
    return err_set(ERR_REFUSED, "%s", text);
}
