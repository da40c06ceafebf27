/* How attributes divide into types and categories, and events into tags: counts or shares. */
#include <math.h>
#include <stdlib.h>

#include "model/attribute_type.h"
#include "model/category.h"
#include "service/statistics.h"
#include "store/statistics.h"
#include "store/taxonomy.h"

struct share {
    struct str name;
    int64_t count;
};
struct share_list VEC_OF(struct share);

static int by_name(const void *a, const void *b) { return str_cmp(((const struct share *)a)->name, ((const struct share *)b)->name); }

static int by_count(const void *a, const void *b) {
    int64_t x = ((const struct share *)a)->count, y = ((const struct share *)b)->count;
    return x != y ? (x > y ? -1 : 1) : by_name(a, b);
}

static void share_add(struct context *c, struct share_list *list, struct str name, int64_t count) {
    for (size_t i = 0; i < list->len; i++)
        if (str_eq(list->items[i].name, name)) {
            list->items[i].count += count;
            return;
        }
    *vec_push(c->arena, list) = (struct share){name, count};
}

/* "12.5%": at most three decimals, none that is a zero at the end */
static struct str percent(struct context *c, int64_t count, int64_t total) {
    double share = total > 0 ? round(100000.0 * (double)count / (double)total) / 1000 : 0;
    return arena_printf(c->arena, "%.6g%%", share);
}

static void put_shares(struct context *c, struct json_out *out, const struct share_list *list, bool percentage) {
    int64_t total = 0;
    for (size_t i = 0; i < list->len; i++) total += list->items[i].count;
    if (list->len == 0) {
        json_open_array(out);
        json_close_array(out);
        return;
    }
    json_open(out);
    for (size_t i = 0; i < list->len; i++) {
        json_key(out, list->items[i].name);
        if (percentage)
            json_str(out, percent(c, list->items[i].count, total));
        else
            json_num(out, list->items[i].count);
    }
    json_close(out);
}

static struct str name_of(const struct tally *t, bool by_category) {
    if (by_category) {
        const struct category *category = category_by_number((int)t->key);
        return category ? category->name : STR_NONE;
    }
    const struct attribute_type *type = attribute_type_by_number((int)t->key2);
    return type ? type->name : STR_NONE;
}

enum err statistics_attributes(struct context *c, bool by_category, bool percentage, struct json_out *out) {
    struct tally_list tallies = {0};
    struct share_list shares = {0};
    enum err e = by_category ? store_statistics_categories(c->db, c->arena, &c->view, &tallies)
                             : store_statistics_types_by_org(c->db, c->arena, &c->view, &tallies);
    if (e != OK) return e;
    for (size_t i = 0; i < tallies.len; i++) {
        struct str name = name_of(&tallies.items[i], by_category);
        if (!str_is_none(name)) share_add(c, &shares, name, tallies.items[i].count);
    }
    if (shares.len > 0) qsort(shares.items, shares.len, sizeof *shares.items, by_name);
    put_shares(c, out, &shares, percentage);
    return OK;
}

enum err statistics_tags(struct context *c, bool percentage, bool sort_by_name, struct json_out *out) {
    struct tally_list tallies = {0};
    struct share_list tags = {0}, taxonomies = {0};
    enum err e = store_statistics_tags(c->db, c->arena, &c->view, &tallies);
    for (size_t i = 0; i < tallies.len && e == OK; i++) {
        struct taxonomy taxonomy = {0};
        *vec_push(c->arena, &tags) = (struct share){tallies.items[i].name, tallies.items[i].count};
        e = store_taxonomy_of_tag(c->db, c->arena, tallies.items[i].name, &taxonomy);
        if (e == OK && taxonomy.id != 0) share_add(c, &taxonomies, taxonomy.name_space, tallies.items[i].count);
    }
    if (e != OK) return e;
    if (tags.len > 0) qsort(tags.items, tags.len, sizeof *tags.items, sort_by_name ? by_name : by_count);
    if (taxonomies.len > 0) qsort(taxonomies.items, taxonomies.len, sizeof *taxonomies.items, by_count);
    json_open(out);
    json_k(out, "tags");
    put_shares(c, out, &tags, percentage);
    json_k(out, "taxonomies");
    put_shares(c, out, &taxonomies, percentage);
    json_close(out);
    return OK;
}
