/* Group commit: writers on several threads, some of whose work fails. What succeeded is there, what failed is not, ids are never given
 * twice, and every write that returned OK is on disk when the core is opened again. */
#include "service/write.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include "../test.h"
#include "base/clock.h"
#include "service/access.h"
#include "service/core.h"
#include "store/sequence.h"

enum { THREADS = 6, WRITES = 60 };

static char folder[64];

static struct core *open_core(void) {
    struct core *core = NULL;
    struct core_options options = {
        .data_dir = folder, .create = true, .default_event_distribution = 1, .default_attribute_distribution = 5};
    CHECK(core_open(&core, &options) == OK);
    return core;
}

struct worker {
    struct core *core;
    int number;
    int64_t ids[WRITES];
    int failures;
};

/* Every third write fails after it has written. */
static enum err write_once(struct context *c, struct worker *worker, int i) {
    struct write w;
    enum err e = write_begin(c, &w);
    if (e != OK) return e;
    worker->ids[i] = write_id(&w, "test");
    struct str name = arena_printf(c->arena, "t.%d.%d", worker->number, i);
    e = store_setting_put(w.db, name, STR("1"));
    if (e == OK && i % 3 == 0) e = err_set(ERR_REFUSED, "on purpose");
    return write_end(&w, e);
}

static void *work(void *ctx) {
    struct worker *worker = ctx;
    struct arena *arena = arena_new(1 << 20);
    struct context c = {.core = worker->core, .arena = arena, .now = clock_now()};
    for (int i = 0; i < WRITES; i++) worker->failures += write_once(&c, worker, i) != OK;
    arena_free(arena);
    return NULL;
}

static int by_id(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static void check_ids(struct worker *workers) {
    static int64_t all[THREADS * WRITES];
    size_t n = 0;
    for (int t = 0; t < THREADS; t++)
        for (int i = 0; i < WRITES; i++) all[n++] = workers[t].ids[i];
    qsort(all, n, sizeof *all, by_id);
    for (size_t i = 1; i < n; i++) CHECK(all[i] > all[i - 1]);
}

static void check_stored(struct core *core) {
    struct arena *arena = arena_new(1 << 20);
    for (int t = 0; t < THREADS; t++)
        for (int i = 0; i < WRITES; i++) {
            struct str name = arena_printf(arena, "t.%d.%d", t, i);
            CHECK_INT(core_setting_int(core, name.ptr, 0), i % 3 != 0);
        }
    arena_free(arena);
}

static void test_concurrent_writers(void) {
    static struct worker workers[THREADS];
    pthread_t threads[THREADS];
    struct core *core = open_core();
    for (int t = 0; t < THREADS; t++) {
        workers[t] = (struct worker){.core = core, .number = t};
        CHECK(pthread_create(&threads[t], NULL, work, &workers[t]) == 0);
    }
    for (int t = 0; t < THREADS; t++) {
        pthread_join(threads[t], NULL);
        CHECK_INT(workers[t].failures, WRITES / 3);
    }
    check_ids(workers);
    core_close(core);
    core = open_core(); /* settings are read from disk */
    check_stored(core);
    core_close(core);
}

/* What another process committed is noticed: its settings, and ids that it took. */
static void test_foreign_commit(void) {
    struct core *one = open_core(), *two = open_core();
    struct arena *arena = arena_new(1 << 20);
    struct context a = {.core = one, .arena = arena, .now = clock_now()}, b = {.core = two, .arena = arena, .now = clock_now()};
    struct write w;
    CHECK(write_begin(&a, &w) == OK);
    int64_t first = write_id(&w, "shared");
    write_policy(&w);
    CHECK(write_end(&w, store_setting_put(w.db, STR("shared"), STR("5"))) == OK);
    uint64_t before = core_policy_version(two);
    CHECK(core_catch_up(two) == OK);
    CHECK(core_policy_version(two) > before);
    CHECK_INT(core_setting_int(two, "shared", 0), 5);
    CHECK(write_begin(&b, &w) == OK);
    CHECK(write_id(&w, "shared") > first);
    CHECK(write_end(&w, OK) == OK);
    arena_free(arena);
    core_close(one);
    core_close(two);
}

static void remove_folder(void) {
    static const char *const names[] = {"varde.db", "varde.db-wal", "varde.db-shm", "server.key"};
    for (size_t i = 0; i < 4; i++) {
        char path[128];
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        unlink(path);
    }
    rmdir(folder);
}

int main(void) {
    static const struct test_case cases[] = {TEST(test_concurrent_writers), TEST(test_foreign_commit)};
    snprintf(folder, sizeof folder, "/tmp/varde-write-XXXXXX");
    if (!mkdtemp(folder)) return 1;
    int code = test_run(cases, sizeof cases / sizeof *cases);
    remove_folder();
    return code;
}
