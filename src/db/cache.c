/* The prepared statements of a connection: each text is prepared once and then reused.
 *
 * The hot path finds a statement by the address of its text (nearly all texts are literals) and confirms it by comparing the
 * text, since composed texts come and go at the same address. Everything else goes through a hash table by text. A nested
 * use of a text that is in use gets a second statement. Beyond CACHE_MAX the one idle for longest makes room. */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "db/dialect.h"
#include "db/inside.h"

/* Eight bytes at a time: composed texts have a thousand and more, and are hashed at each use. */
static uint32_t hash_text(const char *text) {
    size_t left = strlen(text);
    uint64_t h = left;
    for (; left >= sizeof h; left -= sizeof h, text += sizeof h) {
        uint64_t word;
        memcpy(&word, text, sizeof word);
        h = (h ^ word) * UINT64_C(0x9E3779B97F4A7C15);
        h ^= h >> 29;
    }
    for (; left; left--, text++) h = (h ^ (unsigned char)*text) * UINT64_C(0x9E3779B97F4A7C15);
    return (uint32_t)(h >> 32);
}

static int shortcut_of(const char *sql) {
    uint64_t h = (uint64_t)(uintptr_t)sql * UINT64_C(0x9E3779B97F4A7C15);
    return (int)(h >> 32) & (CACHE_SHORTCUTS - 1);
}

static void leave_shortcut(struct stmt *st) {
    if (st->shortcut >= 0 && st->db->shortcuts[st->shortcut] == st) st->db->shortcuts[st->shortcut] = NULL;
    st->shortcut = -1;
}

static void enter_shortcut(struct stmt *st, int place) {
    leave_shortcut(st);
    st->db->shortcuts[place] = st;
    st->shortcut = place;
}

static void statement_free(struct stmt *st) {
    leave_shortcut(st);
    sqlite3_finalize(st->raw);
    free(st->params);
    free(st->sql);
    free(st);
}

static void unlink_and_free(struct stmt *st) {
    struct stmt **at = &st->db->buckets[st->hash & (CACHE_BUCKETS - 1)];
    while (*at != st) at = &(*at)->next;
    *at = st->next;
    st->db->cached--;
    statement_free(st);
}

static void evict_oldest(struct db *db) {
    struct stmt *oldest = NULL;
    for (int i = 0; i < CACHE_BUCKETS; i++)
        for (struct stmt *st = db->buckets[i]; st; st = st->next)
            if (!st->taken && (!oldest || st->used < oldest->used)) oldest = st;
    if (oldest) unlink_and_free(oldest);
}

/* The number n of a parameter written "$n"; 0 for any other name. */
static int parameter_number(const char *name) {
    int64_t n = 0;
    if (!name || name[0] != '$' || !str_to_i64(str_from(name + 1), &n) || n < 1 || n > 32766) return 0;
    return (int)n;
}

static enum err number_parameters(struct stmt *st) {
    int count = sqlite3_bind_parameter_count(st->raw), highest = 0;
    for (int i = 1; i <= count; i++) {
        int n = parameter_number(sqlite3_bind_parameter_name(st->raw, i));
        if (n == 0) return err_set(ERR_INTERNAL, "a parameter is not written $1, $2...: %.200s", st->sql);
        highest = n > highest ? n : highest;
    }
    if (highest == 0) return OK;
    st->params = calloc((size_t)highest, sizeof *st->params);
    if (!st->params) return err_set(ERR_DATABASE, "out of memory");
    st->param_count = highest;
    for (int i = 1; i <= count; i++) st->params[parameter_number(sqlite3_bind_parameter_name(st->raw, i)) - 1].index = i;
    return OK;
}

static enum err prepare_raw(struct stmt *st) {
    struct buf form;
    const char *text = st->sql;
    buf_init(&form, 16u << 20);
    if (dialect_is_needed(st->sql)) {
        dialect_write(&form, st->sql, DIALECT_SQLITE);
        text = form.failed ? NULL : form.data;
    }
    if (!text) {
        buf_done(&form);
        return err_set(ERR_TOO_LARGE, "a statement's text is too long");
    }
    const char *tail = NULL;
    int rc = sqlite3_prepare_v3(st->db->raw, text, -1, SQLITE_PREPARE_PERSISTENT, &st->raw, &tail);
    enum err e = db_fail(st->db, rc, st->sql);
    if (!e && (!st->raw || tail[strspn(tail, " \t\r\n;")] != '\0')) e = err_set(ERR_INTERNAL, "not exactly one statement: %.200s", st->sql);
    buf_done(&form);
    return e ? e : number_parameters(st);
}

static enum err statement_new(struct db *db, struct stmt **out, const char *sql) {
    struct stmt *st = calloc(1, sizeof *st);
    char *copy = strdup(sql);
    if (!st || !copy) {
        free(st);
        free(copy);
        return err_set(ERR_DATABASE, "out of memory");
    }
    st->db = db;
    st->sql = copy;
    st->shortcut = -1;
    enum err e = prepare_raw(st);
    if (e) {
        statement_free(st);
        return e;
    }
    *out = st;
    return OK;
}

static struct stmt *find_idle(struct db *db, const char *sql, uint32_t hash) {
    for (struct stmt *st = db->buckets[hash & (CACHE_BUCKETS - 1)]; st; st = st->next)
        if (!st->taken && st->hash == hash && strcmp(st->sql, sql) == 0) return st;
    return NULL;
}

static enum err prepare_and_keep(struct db *db, struct stmt **out, const char *sql, uint32_t hash, bool own) {
    enum err e = statement_new(db, out, sql);
    if (e) return e;
    if (db->cached >= CACHE_MAX) evict_oldest(db);
    struct stmt **bucket = &db->buckets[hash & (CACHE_BUCKETS - 1)];
    (*out)->hash = hash;
    (*out)->next = *bucket;
    *bucket = *out;
    db->cached++;
    if (!own) observe_text(sql);
    return OK;
}

enum err cache_take(struct db *db, struct stmt **out, const char *sql, bool own) {
    int place = shortcut_of(sql);
    struct stmt *st = db->shortcuts[place];
    if (!st || st->taken || strcmp(st->sql, sql) != 0) {
        uint32_t hash = hash_text(sql);
        st = find_idle(db, sql, hash);
        if (!st) {
            enum err e = prepare_and_keep(db, &st, sql, hash, own);
            if (e) return e;
        }
        enter_shortcut(st, place);
    }
    st->taken = true;
    st->used = ++db->tick;
    *out = st;
    return OK;
}

void cache_empty(struct db *db) {
    for (int i = 0; i < CACHE_BUCKETS; i++) {
        while (db->buckets[i]) {
            struct stmt *st = db->buckets[i];
            db->buckets[i] = st->next;
            statement_free(st);
        }
    }
    db->cached = 0;
}
