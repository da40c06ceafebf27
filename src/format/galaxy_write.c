/* See galaxy_write.h. */
#include "format/galaxy_write.h"

#include "format/account_write.h"

static void put_id_or_null(struct json_out *o, const char *key, int64_t id) {
    if (id)
        json_put_num(o, key, id);
    else
        json_put_null(o, key);
}

void galaxy_write(struct json_out *o, const struct galaxy *g) {
    json_put_num(o, "id", g->id);
    json_put_uuid(o, "uuid", &g->uuid);
    json_put_str(o, "name", g->name);
    json_put_str(o, "type", g->type);
    json_put_str(o, "description", g->description);
    json_put_num(o, "version", g->version);
    json_put_str(o, "icon", g->icon);
    json_put_str(o, "namespace", g->name_space);
    json_put_bool(o, "enabled", g->enabled);
    json_put_bool(o, "local_only", g->local_only);
    if (str_is_none(g->kill_chain_order)) return;
    json_k(o, "kill_chain_order");
    json_raw(o, g->kill_chain_order);
}

void galaxy_write_cluster(struct json_out *o, const struct galaxy_cluster *c) {
    bool extends = !uuid_is_nil(&c->extends_uuid);
    json_put_num(o, "id", c->id);
    json_put_uuid(o, "uuid", &c->uuid);
    json_put_uuid(o, "collection_uuid", &c->collection_uuid);
    json_put_str(o, "type", c->type);
    json_put_str(o, "value", c->value);
    json_put_str(o, "tag_name", c->tag_name);
    json_put_str(o, "description", c->description);
    json_put_num(o, "galaxy_id", c->galaxy_id);
    json_put_str(o, "source", c->source);
    json_k(o, "authors");
    json_raw(o, c->authors);
    json_put_num(o, "version", c->version);
    json_put_num(o, "distribution", c->distribution);
    put_id_or_null(o, "sharing_group_id", c->sharing_group_id);
    json_put_num(o, "org_id", c->org_id);
    json_put_num(o, "orgc_id", c->orgc_id);
    json_put_bool(o, "default", c->is_default);
    json_put_bool(o, "locked", c->locked);
    if (extends || c->is_default) {
        json_put_uuid(o, "extends_uuid", &c->extends_uuid);
        json_put_num(o, "extends_version", c->extends_version);
    } else {
        json_put_null(o, "extends_uuid");
        json_put_null(o, "extends_version");
    }
    json_put_bool(o, "published", c->published);
    json_put_bool(o, "deleted", c->deleted);
}

static enum err elements_of(struct arena *arena, const struct galaxy_cluster *c, struct json_node **list) {
    if (json_tree_copy(arena, c->elements, list) == OK && (*list)->kind == JSON_ARRAY) return OK;
    return err_set(ERR_CORRUPT, "The elements of galaxy cluster %lld are damaged.", (long long)c->id);
}

static struct str key_of(const struct json_node *pair) { return pair->child ? pair->child->text : STR_NONE; }
static struct str value_of(const struct json_node *pair) { return pair->child && pair->child->next ? pair->child->next->text : STR_NONE; }

enum err galaxy_write_elements(struct json_out *o, struct arena *arena, const struct galaxy_cluster *c) {
    struct json_node *list;
    enum err e = elements_of(arena, c, &list);
    if (e != OK) return e;
    int64_t id = c->first_element_id;
    json_k(o, "GalaxyElement");
    json_open_array(o);
    for (const struct json_node *pair = list->child; pair; pair = pair->next) {
        json_open(o);
        json_put_num(o, "id", id++);
        json_put_num(o, "galaxy_cluster_id", c->id);
        json_put_str(o, "key", key_of(pair));
        json_put_str(o, "value", value_of(pair));
        json_close(o);
    }
    json_close_array(o);
    return OK;
}

enum err galaxy_write_meta(struct json_out *o, struct arena *arena, const struct galaxy_cluster *c) {
    struct json_node *list;
    enum err e = elements_of(arena, c, &list);
    if (e != OK) return e;
    json_k(o, "meta");
    json_open(o);
    for (struct json_node *pair = list->child; pair; pair = pair->next) {
        struct str key = key_of(pair);
        if (pair->kind != JSON_ARRAY) continue; /* written with an earlier one */
        json_key(o, key);
        json_open_array(o);
        for (struct json_node *same = pair; same; same = same->next) {
            if (same->kind != JSON_ARRAY || !str_eq(key_of(same), key)) continue;
            json_str(o, value_of(same));
            same->kind = JSON_NULL;
        }
        json_close_array(o);
    }
    json_close(o);
    return OK;
}

void galaxy_write_relation(struct json_out *o, const struct galaxy_relation *r) {
    json_put_num(o, "id", r->id);
    json_put_num(o, "galaxy_cluster_id", r->cluster_id);
    json_put_num(o, "referenced_galaxy_cluster_id", r->target_id);
    json_put_uuid(o, "referenced_galaxy_cluster_uuid", &r->target_uuid);
    json_put_str(o, "referenced_galaxy_cluster_type", r->type);
    json_put_uuid(o, "galaxy_cluster_uuid", &r->cluster_uuid);
    json_put_num(o, "distribution", r->distribution);
    put_id_or_null(o, "sharing_group_id", r->sharing_group_id);
    json_put_bool(o, "default", r->is_default);
}

static void write_project(struct json_out *o) {
    json_put_text(o, "id", "0");
    json_put_text(o, "name", "MISP");
    json_put_text(o, "date_created", "");
    json_put_text(o, "date_modified", "");
    json_put_text(o, "description", "Automatically generated MISP organisation");
    json_put_text(o, "type", "");
    json_put_text(o, "nationality", "Not specified");
    json_put_text(o, "sector", "");
    json_put_text(o, "created_by", "0");
    json_put_text(o, "uuid", "0");
    json_put_text(o, "contacts", "");
    json_put_bool(o, "local", true);
    json_k(o, "restricted_to_domain");
    json_open_array(o);
    json_close_array(o);
    json_put_null(o, "landingpage");
}

void galaxy_write_org(struct json_out *o, const char *key, const struct organisation *org) {
    json_key(o, str_from(key));
    json_open(o);
    if (org->id == 0)
        write_project(o);
    else
        account_organisation(o, org, ORGANISATION_SAVED, false);
    json_close(o);
}
