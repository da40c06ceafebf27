/* The property test: random steps against the whole program in this process, and after each step a random viewer's random reads, held against the model
 * (model.h). A difference is a leak or a loss, and so a failure: seed, step and the last steps are printed.
 *
 *     property [STEPS] [--seed N] [--from STEP]     the same seed and number do the same again
 *
 * A run is cut into worlds of WORLD_STEPS steps with a new database each, so that what is checked stays small enough to be checked whole. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "run.h"

enum { WORLD_STEPS = 2500, ALL_EVERY = 200, TEND_EVERY = 100 };

uint64_t chance(struct run *r) {
    uint64_t z = r->chance += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

int pick(struct run *r, int count) { return (int)(chance(r) % (uint64_t)count); }
bool one_in(struct run *r, int n) { return pick(r, n) == 0; }

void make_uuid(struct run *r, uuid_str out) {
    uint64_t a = chance(r), b = chance(r);
    snprintf(out, sizeof(uuid_str), "%08x-%04x-4%03x-8%03x-%012llx", (unsigned)(a >> 32), (unsigned)(a >> 16 & 0xffff),
             (unsigned)(a & 0xfff), (unsigned)(b >> 52), (unsigned long long)(b & 0xffffffffffff));
}

void note(struct run *r, const char *format, ...) {
    va_list args;
    char *line = r->last[r->lines++ % KEPT_STEPS];
    int n = snprintf(line, LINE, "%ld: ", r->step);
    va_start(args, format);
    vsnprintf(line + n, LINE - (size_t)n, format, args);
    va_end(args);
}

static bool all_is_wanted(void) { return getenv("PROPERTY_ALL") != NULL; }

void fail(struct run *r, const char *format, ...) {
    va_list args;
    long shown = all_is_wanted() ? KEPT_STEPS : SHOWN_STEPS;
    printf("the last steps (PROPERTY_ALL=1: all of this world):\n");
    for (long i = r->lines > shown ? r->lines - shown : 0; i < r->lines; i++) printf("  %s\n", r->last[i % KEPT_STEPS]);
    printf("now %lld, system clock %lld\n", (long long)m_now(&r->model), (long long)r->model.clock);
    if (r->read[0]) printf("the last read: %s\n", r->read);
    va_start(args, format);
    printf("A DIFFERENCE at step %ld: ", r->step);
    vprintf(format, args);
    printf("\nagain: property %ld --seed %llu --from %ld\n", r->step, (unsigned long long)r->seed,
           (r->step - 1) / WORLD_STEPS * WORLD_STEPS + 1);
    va_end(args);
    fflush(stdout);
    exit(1);
}

struct str text(struct run *r, const char *format, ...) {
    va_list args;
    char *out;
    va_start(args, format);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    out = arena_raw(caller_arena(r->caller), (size_t)n + 1);
    va_start(args, format);
    vsnprintf(out, (size_t)n + 1, format, args);
    va_end(args);
    return (struct str){out, (size_t)n};
}

static void remove_folder(const char *folder) {
    static const char *const files[] = {"varde.db", "varde.db-wal", "varde.db-shm", "server.key"};
    char path[300];
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, files[i]);
        unlink(path);
    }
    rmdir(folder);
}

static void make_folder(char *folder, size_t size) {
    snprintf(folder, size, "%s/varde-property-XXXXXX", access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    if (!mkdtemp(folder)) exit(2);
}

static void one_world(struct run *r, long last) {
    char folder[200];
    long steps = r->step;
    make_folder(folder, sizeof folder);
    memset(&r->model, 0, sizeof r->model);
    memset(r->cursor, 0, sizeof r->cursor);
    for (int org = 0; org < ORGS; org++) r->mirror[org].count = 0;
    r->lines = 0;
    r->traces = 0;
    r->chance = r->seed * 1000003 + r->world;
    clock_pretend(START, true);
    r->model.clock = START;
    r->caller = caller_new(folder, r->org[HOST].key);
    world_make(r);
    while (r->step < last && r->step - steps < WORLD_STEPS) {
        r->step++;
        step_random(r);
        remember_sights(r);
        if (r->step % TEND_EVERY == 0) {
            caller_tend(r->caller);
            r->model.persisted = m_now(&r->model);
        }
        int viewer = pick(r, ORGS);
        if (r->step % ALL_EVERY == 0)
            read_all(r, viewer);
        else
            read_random(r, viewer, 3);
        caller_forget(r->caller);
    }
    caller_free(r->caller);
    remove_folder(folder);
}

int main(int argc, char **argv) {
    struct run *r = calloc(1, sizeof *r);
    long steps = 100000, from = 1;
    struct timespec begun, ended;
    if (!r) return 2;
    clock_gettime(CLOCK_REALTIME, &begun);
    r->seed = (uint64_t)begun.tv_nsec ^ (uint64_t)begun.tv_sec;
    r->seed &= 0x7fffffff;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--seed") == 0 && i + 1 < argc)
            r->seed = strtoull(argv[++i], NULL, 10);
        else if (strcmp(argv[i], "--from") == 0 && i + 1 < argc)
            from = strtol(argv[++i], NULL, 10);
        else
            steps = strtol(argv[i], NULL, 10);
    }
    printf("property: %ld steps, seed %llu\n", steps, (unsigned long long)r->seed);
    fflush(stdout);
    r->world = (uint64_t)((from - 1) / WORLD_STEPS);
    for (r->step = (long)r->world * WORLD_STEPS; r->step < steps; r->world++) {
        one_world(r, steps);
        if (r->step % 10000 == 0) {
            printf("property: %ld steps, %ld reads, %ld writes accepted, %ld refused\n", r->step, r->reads, r->accepted, r->refused);
            fflush(stdout);
        }
    }
    clock_gettime(CLOCK_REALTIME, &ended);
    printf("property: %ld steps without a difference; %ld reads, %ld writes accepted, %ld refused, %ld s\n", r->step, r->reads, r->accepted,
           r->refused, (long)(ended.tv_sec - begun.tv_sec));
    free(r);
    return 0;
}
