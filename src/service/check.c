/* The whole check. What is not here: SQL (store/check.c), and repairing: derived data is rebuilt at every start, content never by
 * a program. */
#include "service/check.h"

#include <stdio.h>

#include "correlate/index.h"
#include "service/core.h"
#include "store/attribute_scan.h"
#include "store/check.h"

struct checking {
    struct context *c;
    int64_t most;
    void (*line)(void *ctx, struct str text);
    void *ctx;
    struct check_report *report;
    struct arena *scratch;
    int64_t missing; /* attributes that an index does not know */
};

static void say(struct checking *k, const char *text) {
    if (k->line) k->line(k->ctx, str_from(text));
}

static void engine_fault(void *ctx, struct str text) {
    struct checking *k = ctx;
    char line[400];
    snprintf(line, sizeof line, "engine: %.*s", STR_ARG(text));
    k->report->faults++;
    say(k, line);
}

static void rule_fault(void *ctx, const struct store_fault *fault) {
    char line[400];
    snprintf(line, sizeof line, "%s: id %lld%s%.*s%s", fault->rule, (long long)fault->id, fault->detail.len ? " (" : "",
             STR_ARG(str_sub(fault->detail, 0, 200)), fault->detail.len ? ")" : "");
    say(ctx, line);
}

static bool knows_uuid(struct checking *k, int64_t id, const struct uuid *uuid) {
    struct id_list ids = {0};
    index_find_uuid(core_index(k->c->core), uuid, k->scratch, &ids);
    for (size_t i = 0; i < ids.len; i++)
        if (ids.items[i] == id) return true;
    return false;
}

/* An index may promise too much, never too little. */
static void compare_attribute(void *ctx, int64_t id, const struct uuid *uuid, int type, struct str value1, struct str value2) {
    struct checking *k = ctx;
    (void)type;
    (void)value1;
    (void)value2;
    k->report->attributes++;
    if (!knows_uuid(k, id, uuid)) {
        char line[100];
        snprintf(line, sizeof line, "the index of uuids does not know attribute %lld", (long long)id);
        if (k->missing++ < k->most) say(k, line);
        k->report->faults++;
    }
    arena_reset(k->scratch);
}

static enum err check_index(struct checking *k) {
    int64_t first = 0, last = -1;
    if (!core_index(k->c->core)) return OK;
    enum err e = store_attribute_range(k->c->db, &first, &last);
    return e == OK && last >= first ? store_attribute_scan(k->c->db, first, last, compare_attribute, k) : e;
}

enum err service_check(struct context *c, int64_t most, void (*line)(void *ctx, struct str text), void *ctx, struct check_report *out) {
    struct checking k = {.c = c, .most = most, .line = line, .ctx = ctx, .report = out};
    int64_t faults = 0;
    *out = (struct check_report){0};
    enum err engine = db_integrity(c->db, engine_fault, &k);
    if (engine != OK && engine != ERR_CORRUPT) return engine;
    enum err e = db_begin_read(c->db);
    if (e != OK) return e;
    k.scratch = arena_new(1u << 20);
    e = store_check(c->db, most, rule_fault, &k, &faults, &out->rules);
    out->faults += faults;
    if (e == OK) e = check_index(&k);
    arena_free(k.scratch);
    db_rollback(c->db);
    return e == OK ? engine : e;
}
