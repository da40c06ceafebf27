/* The core: opening the data folder, its secret, its database and indexes. */
#include "service/core.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/random.h"
#include "service/core_private.h"
#include "service/access.h"
#include "service/lookup_list.h"
#include "service/sight.h"
#include "service/linker.h"
#include "service/name_book.h"
#include "service/warninglist.h"
#include "service/write.h"
#include "store/change.h"
#include "store/organisation.h"

#define READER_CACHE (512u << 10)
#define WRITER_CACHE (1u << 20) /* what a large write adds to the resting size; more goes to the log early */

static enum err folder_prepare(const struct core *core, bool create) {
    if (create && mkdir(core->data_dir, 0700) != 0 && errno != EEXIST)
        return err_set(ERR_IO, "The data folder %s cannot be made: %s.", core->data_dir, strerror(errno));
    struct stat st;
    if (stat(core->data_dir, &st) != 0 || !S_ISDIR(st.st_mode))
        return err_set(ERR_IO, "There is no data folder %s. Run `varde init --data %s` first.", core->data_dir, core->data_dir);
    if (!create && stat(core->db_path, &st) != 0)
        return err_set(ERR_IO, "The folder %s holds no database. Run `varde init --data %s` first.", core->data_dir, core->data_dir);
    return OK;
}

/* The secret that keys all hashes: 32 bytes in server.key, mode 0600, made at the first start. */
static enum err secret_load(struct core *core) {
    char path[600];
    snprintf(path, sizeof path, "%s/server.key", core->data_dir);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT) {
        random_bytes(core->secret, sizeof core->secret);
        fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        bool ok = fd >= 0 && write(fd, core->secret, sizeof core->secret) == (ssize_t)sizeof core->secret && fsync(fd) == 0;
        if (fd >= 0) close(fd);
        return ok ? OK : err_set(ERR_IO, "The secret %s cannot be written: %s.", path, strerror(errno));
    }
    if (fd < 0) return err_set(ERR_IO, "The secret %s cannot be read: %s.", path, strerror(errno));
    bool ok = read(fd, core->secret, sizeof core->secret) == (ssize_t)sizeof core->secret;
    close(fd);
    return ok ? OK : err_set(ERR_CORRUPT, "The secret %s is damaged: it must hold 32 bytes.", path);
}

static enum err index_build(struct core *core) {
    struct db *readers[2] = {0};
    enum err e = OK;
    for (int i = 0; i < 2 && e == OK; i++) e = core_reader(core, &readers[i]);
    if (e == OK) e = index_load(core->index, readers, 2);
    for (int i = 0; i < 2; i++)
        if (readers[i]) db_close(readers[i]);
    return e;
}

static enum err identity_load(struct core *core, struct arena *arena) {
    struct str text = core_setting(core, arena, "varde.instance_uuid", "");
    int64_t mark = core_setting_int(core, "varde.clock", 0);
    if (mark > clock_micros() / 1000000)
        log_line(LOG_WARN, "what=\"the system clock stands behind the last stored instant\" stored=%lld", (long long)mark);
    clock_raise_mark(mark);
    core->writer.clock_mark = mark;
    atomic_store(&core->host_org, core_setting_int(core, "varde.host_org", 1));
    if (uuid_parse(text, &core->instance_uuid)) return OK;
    core->instance_uuid = uuid_random();
    struct uuid epoch = uuid_random();
    char a[UUID_TEXT], b[UUID_TEXT];
    enum err e = store_setting_put(core->writer.db, STR("varde.instance_uuid"), uuid_text(&core->instance_uuid, a));
    /* the database epoch of change cursors: a restore starts a new one */
    if (e == OK) e = store_setting_put(core->writer.db, STR("varde.epoch"), uuid_text(&epoch, b));
    return e == OK ? core_settings_reload(core, core->writer.db) : e;
}

static enum err core_prepare(struct core *core, struct arena *arena) {
    enum err e = folder_prepare(core, core->options.create);
    if (e == OK) e = secret_load(core);
    struct db_options db = {.path = core->db_path, .writer = true, .create = core->options.create, .cache_bytes = WRITER_CACHE};
    if (e == OK) e = db_open(&core->writer.db, &db);
    if (e == OK) e = db_migrate(core->writer.db);
    if (e == OK) e = core_settings_reload(core, core->writer.db);
    if (e == OK) e = identity_load(core, arena);
    if (e == OK) e = store_change_last(core->writer.db, &core->writer.last_change);
    if (e != OK || core->options.no_index) return e;
    core->index = index_new(core->secret);
    e = index_build(core);
    core->writer.foreign_version = db_version(core->writer.db);
    return e;
}

static void option_text(char *to, size_t size, const char **option) {
    if (!*option) return;
    snprintf(to, size, "%s", *option);
    *option = to;
}

enum err core_open(struct core **out, const struct core_options *options) {
    struct core *core = calloc(1, sizeof *core);
    if (!core) abort();
    core->options = *options;
    option_text(core->data_dir, sizeof core->data_dir, &core->options.data_dir);
    option_text(core->library_dir, sizeof core->library_dir, &core->options.library_dir);
    option_text(core->base_url, sizeof core->base_url, &core->options.base_url);
    snprintf(core->db_path, sizeof core->db_path, "%s/varde.db", core->data_dir);
    pthread_mutex_init(&core->writer.lock, NULL);
    pthread_cond_init(&core->writer.turn, NULL);
    pthread_cond_init(&core->writer.settled, NULL);
    pthread_rwlock_init(&core->settings_lock, NULL);
    pthread_rwlock_init(&core->watch_lock, NULL);
    pthread_mutex_init(&core->deferred_lock, NULL);
    core->access = access_new();
    core->warninglists = warninglists_new();
    core->sights = sights_new();
    core->lookups = lookups_new();
    core->linker = linker_new(core);
    core->name_books = name_books_new();
    atomic_store(&core->policy_version, 1);
    struct arena *arena = arena_new(1u << 20);
    enum err e = core_prepare(core, arena);
    arena_free(arena);
    if (e != OK) {
        core_close(core);
        return e;
    }
    *out = core;
    return OK;
}

void core_close(struct core *core) {
    linker_stop(core);
    if (core->writer.db) {
        if (core_tend(core) != OK) log_line(LOG_ERROR, "what=\"last writes\" detail=\"%s\"", err_detail());
        db_close(core->writer.db);
    }
    linker_free(core->linker);
    if (core->index) index_free(core->index);
    access_free(core->access);
    warninglists_free(core->warninglists);
    sights_free(core->sights);
    lookups_free(core->lookups);
    name_books_free(core->name_books);
    if (core->settings_arena) arena_free(core->settings_arena);
    pthread_mutex_destroy(&core->writer.lock);
    pthread_cond_destroy(&core->writer.turn);
    pthread_cond_destroy(&core->writer.settled);
    pthread_rwlock_destroy(&core->settings_lock);
    pthread_rwlock_destroy(&core->watch_lock);
    pthread_mutex_destroy(&core->deferred_lock);
    free(core);
}

enum err core_reader(struct core *core, struct db **out) {
    struct db_options db = {.path = core->db_path, .cache_bytes = READER_CACHE};
    return db_open(out, &db);
}

enum err core_local_context(struct core *core, struct context *c, struct db *reader, struct arena *arena) {
    *c = (struct context){.core = core, .db = reader, .arena = arena, .now = clock_now()};
    enum err e = store_first_admin(reader, PERM_SITE_ADMIN, &c->actor.user_id, &c->actor.org_id);
    struct organisation org;
    if (e == OK) e = store_organisation_load(reader, arena, c->actor.org_id, &org);
    if (e != OK) return e;
    c->actor.org_uuid = org.uuid;
    c->actor.permissions = ~(uint64_t)0;
    c->actor.host_org = true;
    c->actor.ip = STR("local");
    c->actor.email = STR("local");
    c->view = (struct view){.org_id = c->actor.org_id,
                            .user_id = c->actor.user_id,
                            .site_admin = true,
                            .sees_deleted = true,
                            .now = c->now,
                            .next_change = INT64_MAX,
                            .groups_json = STR("[]")};
    return OK;
}

enum err core_absorb(struct core *core) {
    struct writer *writer = &core->writer;
    for (int i = 0; i < writer->sequence_count; i++) writer->sequences[i].loaded = false;
    struct stmt *st = store_change_attributes(writer->db, writer->last_change);
    while (stmt_step(st)) {
        struct uuid uuid = stmt_uuid(st, 1);
        if (core->index) index_add(core->index, stmt_int(st, 0), &uuid, (int)stmt_int(st, 2), stmt_str(st, 3), stmt_str(st, 4));
    }
    enum err e = stmt_done(st);
    if (e == OK) e = store_change_last(writer->db, &writer->last_change);
    if (e == OK) e = core_settings_reload(core, writer->db);
    if (e == OK) writer->foreign_version = db_version(writer->db);
    atomic_fetch_add(&core->policy_version, 1);
    sight_note_instant(core, INT64_MIN); /* another process may have brought one */
    return e;
}

enum err core_catch_up(struct core *core) {
    struct writer *writer = &core->writer;
    pthread_mutex_lock(&writer->lock);
    enum err e = OK;
    /* while somebody writes, batch_open looks for itself */
    bool foreign = !writer->busy && !writer->batch && db_version(writer->db) != writer->foreign_version;
    if (foreign) e = core_absorb(core);
    pthread_mutex_unlock(&writer->lock);
    if (foreign) core_tell_commit(core);
    return e == OK ? sight_materialise(core) : e;
}

void core_watch(struct core *core, void (*committed)(void *ctx), void *ctx) {
    pthread_rwlock_wrlock(&core->watch_lock);
    core->committed = committed;
    core->committed_ctx = ctx;
    pthread_rwlock_unlock(&core->watch_lock);
}

void core_tell_commit(struct core *core) {
    pthread_rwlock_rdlock(&core->watch_lock);
    if (core->committed) core->committed(core->committed_ctx);
    pthread_rwlock_unlock(&core->watch_lock);
}

enum err core_write_audit(struct core *core) {
    pthread_mutex_lock(&core->deferred_lock);
    bool queued = core->deferred_count > 0;
    pthread_mutex_unlock(&core->deferred_lock);
    if (!queued) return OK;
    struct context c = {.core = core, .now = clock_now()};
    struct write w;
    enum err e = write_begin(&c, &w);
    return write_end(&w, e); /* the commit writes the queue */
}

enum err core_tend(struct core *core) {
    struct arena *arena = arena_new(1u << 16);
    struct context c = {.core = core, .arena = arena, .now = clock_now()};
    enum err e = access_flush(&c);
    if (e == OK) e = core_write_audit(core);
    arena_free(arena);
    return e;
}

struct index *core_index(struct core *core) {
    return core->index;
}
struct access *core_access(struct core *core) {
    return core->access;
}
struct warninglists *core_warninglists(struct core *core) {
    return core->warninglists;
}
struct name_books *core_name_books(struct core *core) {
    return core->name_books;
}
const struct core_options *core_get_options(const struct core *core) { return &core->options; }
const uint8_t *core_secret(const struct core *core) { return core->secret; }
struct uuid core_instance_uuid(const struct core *core) {
    return core->instance_uuid;
}
struct lookups *core_lookups(struct core *core) {
    return core->lookups;
}
struct sights *core_sights(struct core *core) {
    return core->sights;
}
int64_t core_host_org(const struct core *core) { return atomic_load(&((struct core *)(uintptr_t)core)->host_org); }
uint64_t core_policy_version(const struct core *core) { return atomic_load(&((struct core *)(uintptr_t)core)->policy_version); }
