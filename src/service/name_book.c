/* See name_book.h. The compiled book is immutable and counted, as the warning lists are (warninglist_match.c): the last one who gives an outdated one back
 * frees it. */
#include "service/name_book.h"

#include <pthread.h>
#include <stdlib.h>

#include "codec/json_tree.h"
#include "service/core.h"
#include "store/galaxy_name.h"

enum { BOOK_MEMORY = 512 << 20, ROW_MEMORY = 64 << 20, EXPECTED = 50000 };

/* What the galaxies hold, the best names first: where two say the same name, the first decides what it is. */
static const struct kind {
    const char *type;
    enum entity_kind kind;
    bool quiet;
} kinds[] = {
    {"threat-actor", ENTITY_ACTOR, false},
    {"mitre-intrusion-set", ENTITY_ACTOR, false},
    {"microsoft-activity-group", ENTITY_ACTOR, false},
    {"360net-threat-actor", ENTITY_ACTOR, false},
    {"malpedia", ENTITY_MALWARE, false},
    {"mitre-malware", ENTITY_MALWARE, false},
    {"ransomware", ENTITY_MALWARE, false},
    {"botnet", ENTITY_MALWARE, false},
    {"rat", ENTITY_MALWARE, false},
    {"banker", ENTITY_MALWARE, false},
    {"stealer", ENTITY_MALWARE, false},
    {"backdoor", ENTITY_MALWARE, false},
    {"android", ENTITY_MALWARE, false},
    {"exploit-kit", ENTITY_MALWARE, false},
    {"tool", ENTITY_MALWARE, false},
    {"mitre-attack-pattern", ENTITY_MALWARE, true},
};
enum { KINDS = sizeof kinds / sizeof *kinds };

struct name_book {
    struct arena *arena;
    struct reading_names *names;
    int users; /* under the lock */
    int64_t stamp;
};

struct name_books {
    pthread_mutex_t lock;
    struct name_book *book;
    uint64_t version; /* policy version at which `book` was looked at */
};

struct name_books *name_books_new(void) {
    struct name_books *books = calloc(1, sizeof *books);
    if (!books) abort();
    pthread_mutex_init(&books->lock, NULL);
    return books;
}

static void leave(struct name_book *book) {
    if (!book || --book->users > 0) return;
    arena_free(book->arena);
    free(book);
}

void name_books_free(struct name_books *books) {
    leave(books->book);
    pthread_mutex_destroy(&books->lock);
    free(books);
}

const struct reading_names *name_book_names(const struct name_book *book) { return book->names; }

static struct str types_json(struct arena *arena) {
    struct str text = STR("[");
    for (size_t i = 0; i < KINDS; i++) text = arena_printf(arena, "%.*s%s\"%s\"", STR_ARG(text), i ? "," : "", kinds[i].type);
    return arena_join(arena, text, STR("]"));
}

static size_t kind_of(struct str type) {
    for (size_t i = 0; i < KINDS; i++)
        if (str_eq(type, str_from(kinds[i].type))) return i;
    return KINDS;
}

/* --- compiling --- */

struct cluster_names {
    size_t kind;
    int64_t id;
    struct str value; /* "APT28 - G0007" is APT28 */
    struct str code;  /* G0007 */
    struct str_list synonyms;
};
struct cluster_names_list VEC_OF(struct cluster_names);

static bool is_code(struct str s) {
    return s.len >= 5 && ((s.ptr[0] >= 'A' && s.ptr[0] <= 'Z') || (s.ptr[0] >= 'a' && s.ptr[0] <= 'z')) && s.ptr[1] >= '0' &&
           s.ptr[1] <= '9';
}

static void split_code(struct cluster_names *c) {
    size_t at = str_find(c->value, STR(" - "), 0);
    if (at == SIZE_MAX || !is_code(str_sub(c->value, at + 3, SIZE_MAX))) return;
    c->code = str_sub(c->value, at + 3, SIZE_MAX);
    c->value = str_sub(c->value, 0, at);
}

/* Elements are pairs [key, value]. */
static void read_synonyms(struct arena *arena, struct arena *scratch, struct str elements, struct str_list *out) {
    struct json_node *root;
    if (json_tree_copy(scratch, elements, &root) != OK) return;
    for (const struct json_node *pair = root->child; pair; pair = pair->next) {
        if (pair->len != 2 || !str_eq(pair->child->text, STR("synonyms"))) continue;
        *vec_push(arena, out) = arena_str(arena, pair->child->next->text);
    }
}

static enum err read_clusters(struct db *db, struct arena *arena, struct cluster_names_list *out) {
    struct arena *scratch = arena_new(ROW_MEMORY);
    struct stmt *st = store_galaxy_names(db, types_json(arena));
    while (stmt_step(st)) {
        struct cluster_names c = {.kind = kind_of(stmt_str(st, 0)), .id = stmt_int(st, 1), .value = stmt_copy(st, 2, arena)};
        if (c.kind == KINDS) continue;
        split_code(&c);
        read_synonyms(arena, scratch, stmt_str(st, 3), &c.synonyms);
        arena_reset(scratch);
        *vec_push(arena, out) = c;
    }
    arena_free(scratch);
    return stmt_done(st);
}

/* All proper names before all synonyms: a synonym of one must not hide the name of another. Of a technique, whose name is ordinary words, only the code. */
static void fill(struct name_book *book, const struct cluster_names_list *list) {
    for (size_t kind = 0; kind < 2 * KINDS; kind++) {
        const struct kind *k = &kinds[kind % KINDS];
        for (size_t i = 0; i < list->len; i++) {
            const struct cluster_names *c = &list->items[i];
            if (c->kind != kind % KINDS) continue;
            if (kind < KINDS) {
                if (!k->quiet) reading_names_add(book->names, k->kind, k->quiet, c->value, c->value, c->id);
                if (c->code.len) reading_names_add(book->names, k->kind, k->quiet, c->value, c->code, c->id);
            }
            for (size_t s = 0; kind >= KINDS && !k->quiet && s < c->synonyms.len; s++)
                reading_names_add(book->names, k->kind, k->quiet, c->value, c->synonyms.items[s], c->id);
        }
    }
}

static enum err compile(struct db *db, int64_t stamp, struct name_book **out) {
    struct cluster_names_list list = {0};
    struct arena *arena = arena_new(BOOK_MEMORY);
    enum err e = read_clusters(db, arena, &list);
    if (e == OK) {
        struct name_book *book = calloc(1, sizeof *book);
        if (!book) abort();
        *book = (struct name_book){.arena = arena_new(BOOK_MEMORY), .users = 1, .stamp = stamp};
        book->names = reading_names_new(book->arena, EXPECTED);
        fill(book, &list);
        *out = book;
    }
    arena_free(arena);
    return e;
}

static enum err refresh(struct context *c, struct name_books *books) {
    uint64_t version = core_policy_version(c->core);
    struct name_book *fresh = NULL;
    int64_t stamp;
    if (books->book && books->version == version) return OK;
    enum err e = store_galaxy_names_stamp(c->db, types_json(c->arena), &stamp);
    if (e == OK && (!books->book || books->book->stamp != stamp)) {
        e = compile(c->db, stamp, &fresh);
        if (e == OK) {
            leave(books->book);
            books->book = fresh;
        }
    }
    if (e == OK) books->version = version;
    return e;
}

enum err name_book_take(struct context *c, struct name_book **out) {
    struct name_books *books = core_name_books(c->core);
    pthread_mutex_lock(&books->lock);
    enum err e = refresh(c, books);
    if (e == OK) {
        *out = books->book;
        books->book->users++;
    }
    pthread_mutex_unlock(&books->lock);
    return e;
}

void name_book_give(struct context *c, struct name_book *book) {
    struct name_books *books = core_name_books(c->core);
    pthread_mutex_lock(&books->lock);
    leave(book);
    pthread_mutex_unlock(&books->lock);
}
