/* See library_update.h. First all files are read and compared by digest, without holding the writer; then those that differ are read
 * again, one at a time, and stored: memory stays that of one file. */
#include "service/library_update.h"

#include <string.h>
#include <unistd.h>

#include "codec/digest.h"
#include "format/in_galaxy.h"
#include "format/in_library.h"
#include "service/core.h"
#include "service/library_folder.h"
#include "service/note.h"
#include "store/decaying_model.h"
#include "store/galaxy.h"
#include "store/library_file.h"
#include "store/noticelist.h"
#include "store/object_template.h"
#include "store/taxonomy.h"
#include "store/warninglist.h"

#define FILE_MEMORY (1024u << 20) /* of one document as a tree; a soft ceiling */
#define DIGEST_BYTES 32

struct update;

/* Store one document. ERR_BAD_INPUT and ERR_TOO_LARGE: the file is refused; others end the update. */
typedef enum err (*item_store)(struct update *u, struct json_node *root, struct json_node *second);

struct kind {
    const char *model, *folder;
    const char *file;   /* in a folder for each item, or NULL: a file for each item */
    const char *second; /* folder of second files with the same names, or NULL */
    item_store store;
};

struct update {
    struct context *c;
    struct write *w;
    enum library_kind number;
    const struct kind *kind;
    struct arena *page; /* emptied after each file */
    int folder, second;
    struct buf bytes, more;
    struct map *known;
    struct str_list names; /* those to store */
    struct library_report *report;
};

/* --- one store function a kind --- */

static enum err store_template(struct update *u, struct json_node *root, struct json_node *second) {
    struct object_template t;
    (void)second;
    enum err e = in_library_template(u->page, root, &t);
    if (e == OK) e = store_object_template_id(u->w->db, &t.uuid, &t.id);
    if (e != OK) return e;
    if (t.id == 0) t.id = write_id(u->w, "object_templates");
    t.first_element_id = write_ids(u->w, "object_template_elements", (int64_t)t.element_count);
    return store_object_template_put(u->w->db, &t);
}

static enum err store_taxonomy(struct update *u, struct json_node *root, struct json_node *second) {
    struct taxonomy t;
    (void)second;
    enum err e = in_library_taxonomy(u->page, root, &t);
    if (e == OK) e = store_taxonomy_id(u->w->db, t.name_space, &t.id);
    if (e != OK) return e;
    if (t.id == 0) t.id = write_id(u->w, "taxonomies");
    e = store_taxonomy_put(u->w->db, &t);
    if (e != OK) return e;
    return store_taxonomy_entries_replace(u->w->db, u->page, &t, write_ids(u->w, "taxonomy_entries", t.entry_count));
}

static enum err store_warninglist(struct update *u, struct json_node *root, struct json_node *second) {
    struct warninglist l;
    (void)second;
    enum err e = in_library_warninglist(u->page, root, &l);
    if (e == OK) e = store_warninglist_id(u->w->db, l.name, &l.id);
    if (e != OK) return e;
    if (l.id == 0) l.id = write_id(u->w, "warninglists");
    l.revision = write_id(u->w, "warninglist_revisions");
    l.first_type_id = write_ids(u->w, "warninglist_types", (int64_t)l.type_count);
    l.first_entry_id = write_ids(u->w, "warninglist_entries", l.entry_count);
    return store_warninglist_put(u->w->db, &l);
}

static enum err store_noticelist(struct update *u, struct json_node *root, struct json_node *second) {
    struct noticelist l;
    (void)second;
    enum err e = in_library_noticelist(u->page, root, &l);
    if (e == OK) e = store_noticelist_id(u->w->db, l.name, &l.id);
    if (e != OK) return e;
    if (l.id == 0) l.id = write_id(u->w, "noticelists");
    l.first_entry_id = write_ids(u->w, "noticelist_entries", (int64_t)l.entry_count);
    return store_noticelist_put(u->w->db, &l);
}

static enum err store_decaying_model(struct update *u, struct json_node *root, struct json_node *second) {
    struct decaying_model m;
    (void)second;
    enum err e = in_library_decaying_model(u->page, root, &m);
    if (e == OK) e = store_decaying_model_id(u->w->db, &m.uuid, &m.id);
    if (e != OK) return e;
    if (m.id == 0) m.id = write_id(u->w, "decaying_models");
    m.org_id = core_host_org(u->c->core);
    return store_decaying_model_put(u->w->db, &m);
}

/* The clusters of the galaxy that are here already, by the 16 bytes of their uuid. */
static enum err known_clusters(struct update *u, int64_t galaxy_id, struct map **out) {
    *out = map_new(u->page, 256);
    struct stmt *st = store_galaxy_default_clusters(u->w->db, galaxy_id);
    while (stmt_step(st)) {
        struct uuid uuid = stmt_uuid(st, 0);
        int64_t *id = ARENA_NEW(u->page, int64_t);
        *id = stmt_int(st, 1);
        map_put(*out, arena_str(u->page, (struct str){(const char *)uuid.bytes, sizeof uuid.bytes}), id);
    }
    return stmt_done(st);
}

static enum err put_cluster(struct update *u, struct map *known, struct galaxy_cluster *cluster) {
    struct str key = {(const char *)cluster->uuid.bytes, sizeof cluster->uuid.bytes};
    int64_t *id = map_get(known, key);
    enum err e = OK;
    if (id) {
        e = store_galaxy_relations_remove(u->w->db, *id);
    } else {
        id = ARENA_NEW(u->page, int64_t);
        *id = write_id(u->w, "galaxy_clusters");
        map_put(known, key, id);
    }
    cluster->id = *id;
    cluster->first_element_id = write_ids(u->w, "galaxy_elements", (int64_t)cluster->element_count);
    if (e == OK) e = store_galaxy_cluster_put(u->w->db, u->page, cluster);
    for (size_t i = 0; i < cluster->relations.len && e == OK; i++) {
        struct galaxy_relation *r = &cluster->relations.items[i];
        r->cluster_id = cluster->id;
        r->id = write_id(u->w, "galaxy_cluster_relations");
        e = store_galaxy_relation_put(u->w->db, r);
    }
    return e;
}

static enum err store_galaxy(struct update *u, struct json_node *root, struct json_node *second) {
    struct galaxy g;
    struct galaxy_cluster_list clusters = {0};
    struct map *known;
    size_t refused = 0;
    enum err e = in_galaxy(u->page, root, &g);
    if (e == OK && second) e = in_galaxy_clusters(u->page, second, &g, &clusters, &refused);
    if (e == OK) e = store_galaxy_id(u->w->db, &g.uuid, &g.id);
    if (e != OK) return e;
    if (g.id == 0) g.id = write_id(u->w, "galaxies");
    e = store_galaxy_put(u->w->db, &g);
    if (e == OK) e = known_clusters(u, g.id, &known);
    for (size_t i = 0; i < clusters.len && e == OK; i++) {
        clusters.items[i].galaxy_id = g.id;
        e = put_cluster(u, known, &clusters.items[i]);
    }
    return e;
}

static const struct kind kinds[LIBRARY_KINDS] = {
    [LIBRARY_TEMPLATES] = {"ObjectTemplate", "objects/objects", "definition.json", NULL, store_template},
    [LIBRARY_TAXONOMIES] = {"Taxonomy", "taxonomies", "machinetag.json", NULL, store_taxonomy},
    [LIBRARY_WARNINGLISTS] = {"Warninglist", "warninglists/lists", "list.json", NULL, store_warninglist},
    [LIBRARY_NOTICELISTS] = {"Noticelist", "noticelists/lists", "list.json", NULL, store_noticelist},
    [LIBRARY_GALAXIES] = {"Galaxy", "galaxies/galaxies", NULL, "galaxies/clusters", store_galaxy},
    [LIBRARY_DECAYING_MODELS] = {"DecayingModel", "decaying-models/models", NULL, NULL, store_decaying_model},
};

/* --- files --- */

static void refuse(struct update *u, struct str name) {
    struct str why = str_from(err_detail());
    u->report->refused++;
    if (str_is_none(u->report->problem)) u->report->problem = arena_printf(u->c->arena, "%.*s: %.*s", STR_ARG(name), STR_ARG(why));
}

/* The bytes of an item's file, and of its second file (if there is one), with the digest of both. ERR_NOT_FOUND: no file. */
static enum err read_item(struct update *u, struct str name, uint8_t digest[DIGEST_MAX]) {
    struct digest d;
    const char *path = arena_cstr(u->page, name);
    buf_clear(&u->bytes);
    buf_clear(&u->more);
    enum err e = library_folder_read(u->folder, path, u->kind->file, &u->bytes);
    if (e == OK && u->second >= 0) {
        e = library_folder_read(u->second, path, NULL, &u->more);
        if (e == ERR_NOT_FOUND) e = OK;
    }
    if (e != OK) return e;
    digest_init(&d, DIGEST_SHA256);
    digest_add(&d, u->bytes.data, u->bytes.len);
    if (u->more.len) digest_add(&d, u->more.data, u->more.len);
    digest_finish(&d, digest);
    return OK;
}

/* Which files are others than last time? Their names go to u->names. */
static enum err look(struct update *u) {
    struct str_list names = {0};
    enum err e = store_library_files(u->c->db, u->c->arena, (int)u->number, &u->known);
    if (e == OK) e = library_folder_names(u->folder, u->c->arena, &names);
    for (size_t i = 0; i < names.len && e == OK; i++) {
        uint8_t digest[DIGEST_MAX];
        struct str name = names.items[i];
        if (!u->kind->file && !str_ends(name, STR(".json"))) continue;
        e = read_item(u, name, digest);
        arena_reset(u->page);
        if (e == ERR_NOT_FOUND) {
            e = OK;
            continue;
        }
        u->report->total++;
        if (e == ERR_TOO_LARGE) {
            refuse(u, name);
            e = OK;
            continue;
        }
        const struct str *known = map_get(u->known, name);
        bool same = known && str_eq(*known, (struct str){(const char *)digest, DIGEST_BYTES});
        if (e == OK && !same) *vec_push(u->c->arena, &u->names) = name;
    }
    return e;
}

static enum err parse_and_store(struct update *u) {
    struct json_node *root = NULL, *second = NULL;
    enum err e = json_tree_parse(u->page, u->bytes.data, u->bytes.len, &root);
    if (e == OK && u->more.len) e = json_tree_parse(u->page, u->more.data, u->more.len, &second);
    if (e == OK && arena_is_over(u->page)) e = err_set(ERR_TOO_LARGE, "The document is too large.");
    return e == OK ? u->kind->store(u, root, second) : e;
}

static enum err store_item(struct update *u, struct str name) {
    uint8_t digest[DIGEST_MAX];
    enum err e = read_item(u, name, digest);
    if (e == OK) e = parse_and_store(u);
    if (e == OK) e = store_library_file_put(u->w->db, (int)u->number, name, (struct str){(const char *)digest, DIGEST_BYTES});
    if (e == OK) u->report->changed++;
    bool refused = e == ERR_BAD_INPUT || e == ERR_TOO_LARGE || e == ERR_NOT_FOUND;
    if (refused) refuse(u, name);
    arena_reset(u->page);
    return refused ? OK : e;
}

static enum err store_all(struct update *u) {
    struct write w;
    enum err e = write_begin(u->c, &w);
    if (e != OK) return e;
    u->w = &w;
    for (size_t i = 0; i < u->names.len && e == OK; i++) e = store_item(u, u->names.items[i]);
    if (e == OK && u->report->changed > 0)
        e = note_write(&w,
                       &(struct note){.action = "update",
                                      .model = u->kind->model,
                                      .change = CHANGE_CHANGED,
                                      .kind = KIND_LIBRARY,
                                      .title = arena_printf(u->c->arena, "%zu of %zu files changed", u->report->changed, u->report->total),
                                      .policy = true});
    return write_end(&w, e);
}

static enum err run(struct update *u, const char *root) {
    enum err e = library_folder_open(root, u->kind->folder, &u->folder);
    if (e == ERR_NOT_FOUND) return OK;
    if (e == OK && u->kind->second && library_folder_open(root, u->kind->second, &u->second) != OK) u->second = -1;
    if (e == OK) e = look(u);
    if (e == OK && u->names.len > 0) e = store_all(u);
    if (u->folder >= 0) close(u->folder);
    if (u->second >= 0) close(u->second);
    return e;
}

enum err library_update(struct context *c, enum library_kind kind, struct library_report *report) {
    const char *root = core_get_options(c->core)->library_dir;
    *report = (struct library_report){0};
    if (!c->view.site_admin) return err_plain(ERR_FORBIDDEN);
    if (!root || !*root) return OK;
    struct update u = {.c = c, .number = kind, .kind = &kinds[kind], .folder = -1, .second = -1, .report = report};
    u.page = arena_new(FILE_MEMORY);
    buf_init(&u.bytes, LIBRARY_FILE_MAX + (1u << 20));
    buf_init(&u.more, LIBRARY_FILE_MAX + (1u << 20));
    enum err e = run(&u, root);
    buf_done(&u.bytes);
    buf_done(&u.more);
    arena_free(u.page);
    return e;
}

enum err library_load_all(struct context *c, struct library_report *report) {
    enum err e = OK;
    *report = (struct library_report){0};
    for (int kind = 0; kind < LIBRARY_KINDS && e == OK; kind++) {
        struct map *files;
        struct library_report one = {0};
        e = store_library_files(c->db, c->arena, kind, &files);
        if (e != OK || map_len(files) > 0) continue;
        e = library_update(c, (enum library_kind)kind, &one);
        report->total += one.total;
        report->changed += one.changed;
        report->refused += one.refused;
        if (str_is_none(report->problem)) report->problem = one.problem;
    }
    return e;
}
