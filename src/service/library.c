/* See library.h. */
#include "service/library.h"

#include "format/galaxy_write.h"
#include "service/galaxy_cluster.h"
#include "store/galaxy.h"

#define BLOCK_MEMORY (64u << 20)

/* A cluster that a tag names, until it is written. */
struct named_cluster {
    struct galaxy_cluster cluster;
    const struct tag_use *tag;
    bool written;
};
struct named_cluster_list VEC_OF(struct named_cluster);

static bool is_galaxy(const struct tag_use *tag) { return tag->exportable && str_starts_nocase(tag->name, STR(GALAXY_TAG_PREFIX)); }

static enum err write_cluster(struct context *c, struct arena *arena, const struct named_cluster *named, struct json_out *o) {
    const struct tag_use *tag = named->tag;
    json_open(o);
    galaxy_write_cluster(o, &named->cluster);
    enum err e = galaxy_cluster_write_around(c, arena, &named->cluster, o);
    if (e == OK) e = galaxy_write_meta(o, arena, &named->cluster);
    json_put_int(o, "tag_id", tag->tag_id);
    json_put_num(o, tag->of_attribute ? "attribute_tag_id" : "event_tag_id", tag->id);
    json_put_bool(o, "local", tag->local);
    json_k(o, "relationship_type");
    if (str_is_empty(tag->relationship_type))
        json_bool(o, false);
    else
        json_str(o, tag->relationship_type);
    json_close(o);
    return e;
}

/* The galaxy of list->items[first] with all clusters of the list that belong to it. */
static enum err write_galaxy(struct context *c, struct arena *arena, struct named_cluster_list *list, size_t first, struct json_out *o) {
    struct galaxy galaxy;
    int64_t id = list->items[first].cluster.galaxy_id;
    enum err e = store_galaxy_load(c->db, arena, id, NULL, &galaxy);
    if (e != OK) return e;
    json_open(o);
    galaxy_write(o, &galaxy);
    json_k(o, "GalaxyCluster");
    json_open_array(o);
    for (size_t i = first; i < list->len && e == OK; i++) {
        if (list->items[i].cluster.galaxy_id != id) continue;
        list->items[i].written = true;
        e = write_cluster(c, arena, &list->items[i], o);
    }
    json_close_array(o);
    json_close(o);
    return e;
}

static enum err write_galaxies(struct context *c, struct arena *arena, const struct tag_use *tags, size_t count, struct json_out *o) {
    struct named_cluster_list list = {0};
    enum err e = OK;
    for (size_t i = 0; i < count && e == OK; i++) {
        struct galaxy_cluster cluster;
        if (!is_galaxy(&tags[i])) continue;
        e = store_galaxy_cluster_by_tag(c->db, arena, tags[i].name, &cluster);
        if (e != OK || cluster.id == 0 || !galaxy_cluster_is_visible(c, &cluster)) continue;
        *vec_push(arena, &list) = (struct named_cluster){.cluster = cluster, .tag = &tags[i]};
    }
    for (size_t i = 0; i < list.len && e == OK; i++)
        if (!list.items[i].written) e = write_galaxy(c, arena, &list, i, o);
    return e;
}

enum err library_galaxies_write(struct context *c, const struct tag_use *tags, size_t count, struct json_out *o) {
    enum err e = OK;
    bool any = false;
    for (size_t i = 0; i < count && !any; i++) any = is_galaxy(&tags[i]);
    json_open_array(o);
    if (any) { /* called for each attribute of an event: the request's own arena would grow with it */
        struct arena *arena = arena_new(BLOCK_MEMORY);
        e = write_galaxies(c, arena, tags, count, o);
        arena_free(arena);
    }
    json_close_array(o);
    return e;
}
