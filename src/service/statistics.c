/* Statistics about the server. */
#include "service/statistics.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/map.h"
#include "model/attribute_type.h"
#include "store/organisation.h"
#include "store/statistics.h"
#include "store/taxonomy.h"

/* The organisations that the caller may know, by id. */
struct known_orgs {
    struct organisation_list list;
    struct map *by_id;
};

static enum err load_orgs(struct context *c, struct known_orgs *out) {
    struct organisation_filter filter = {
        .view = &c->view, .everything = c->view.site_admin || context_may(c, PERM_SHARING_GROUP), .local = -1};
    enum err e = store_organisation_list(c->db, c->arena, &filter, &out->list);
    out->by_id = map_new(c->arena, out->list.len);
    for (size_t i = 0; i < out->list.len; i++) map_put_id(out->by_id, out->list.items[i].id, &out->list.items[i]);
    return e;
}

static struct str org_name(const struct known_orgs *orgs, int64_t id) {
    const struct organisation *org = map_get_id(orgs->by_id, id);
    return org != NULL ? org->name : STR_NONE;
}

/* The first instant of the running month (or year) in UTC. */
static int64_t period_start(int64_t now, bool year) {
    char text[CLOCK_TEXT];
    int64_t start = 0;
    clock_date(now, text);
    if (year) memcpy(text + 5, "01", 2);
    memcpy(text + 8, "01", 2);
    return clock_parse_date((struct str){text, 10}, &start) ? start : 0;
}

static int64_t count_orgs(const struct known_orgs *orgs, int local, int64_t since) {
    int64_t n = 0;
    for (size_t i = 0; i < orgs->list.len; i++) {
        const struct organisation *o = &orgs->list.items[i];
        n += (local < 0 || o->local == (local != 0)) && o->date_created >= since;
    }
    return n;
}

static int64_t user_scope(struct context *c) { return c->view.site_admin ? 0 : c->actor.org_id; }

struct data_numbers {
    int64_t events, events_month, attributes, attributes_month, proposals, users, users_pgp;
};

static enum err load_data(struct context *c, struct data_numbers *n) {
    int64_t month = period_start(c->now, false);
    enum err e = store_statistics_events(c->db, &c->view, 0, &n->events);
    if (e == OK) e = store_statistics_events(c->db, &c->view, month, &n->events_month);
    if (e == OK) e = store_statistics_attributes(c->db, &c->view, 0, &n->attributes);
    if (e == OK) e = store_statistics_attributes(c->db, &c->view, month, &n->attributes_month);
    if (e == OK) e = store_statistics_proposals(c->db, &c->view, &n->proposals);
    if (e == OK) e = store_statistics_users(c->db, user_scope(c), 0, false, &n->users);
    if (e == OK) e = store_statistics_users(c->db, user_scope(c), 0, true, &n->users_pgp);
    return e;
}

static enum err write_data(struct context *c, struct json_out *out) {
    struct data_numbers n = {0};
    struct known_orgs orgs = {0};
    struct tally_list by_org = {0};
    enum err e = load_data(c, &n);
    if (e == OK) e = load_orgs(c, &orgs);
    if (e == OK) e = store_statistics_events_by_org(c->db, c->arena, &c->view, &by_org);
    if (e != OK) return e;
    int64_t local = count_orgs(&orgs, 1, 0);
    json_open(out);
    json_k(out, "stats");
    json_open(out);
    json_put_num(out, "event_count", n.events);
    json_put_num(out, "event_count_month", n.events_month);
    json_put_num(out, "attribute_count", n.attributes);
    json_put_num(out, "attribute_count_month", n.attributes_month);
    json_put_num(out, "attributes_per_event", n.events > 0 ? (n.attributes + n.events / 2) / n.events : 0);
    json_put_null(out, "correlation_count"); /* correlations are not stored: there is nothing to count */
    json_put_num(out, "proposal_count", n.proposals);
    json_put_num(out, "user_count", n.users);
    json_put_num(out, "user_count_pgp", n.users_pgp);
    json_put_num(out, "org_count", (int64_t)orgs.list.len);
    json_put_num(out, "local_org_count", local);
    json_put_num(out, "contributing_org_count", (int64_t)by_org.len);
    /* there are no discussions here */
    static const char *const none[] = {"thread_count", "thread_count_month", "post_count", "post_count_month"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) json_put_num(out, none[i], 0);
    json_put_str(out, "average_user_per_org",
                 arena_printf(c->arena, "%.1f", local > 0 && c->view.site_admin ? (double)n.users / (double)local : (double)n.users));
    json_close(out);
    json_close(out);
    return OK;
}

static int64_t tally_sum(const struct tally_list *list, int64_t key) {
    int64_t sum = 0;
    for (size_t i = 0; i < list->len; i++)
        if (list->items[i].key == key) sum += list->items[i].count;
    return sum;
}

/* On which days the organisation's events were last changed: as an object, and as the two columns that charts are drawn from. */
static void write_activity(struct context *c, struct json_out *out, int64_t org, const struct tally_list *days) {
    char text[CLOCK_TEXT];
    struct buf csv;
    buf_init(&csv, 4u << 20);
    buf_add_text(&csv, "Date,Close");
    json_k(out, "orgActivity");
    json_open(out);
    json_k(out, "data");
    json_open(out);
    for (size_t i = 0; i < days->len; i++) {
        if (days->items[i].key != org) continue;
        struct str day = clock_date(days->items[i].key2 * 86400, text);
        json_key(out, day);
        json_num(out, days->items[i].count);
        buf_printf(&csv, "\\n%.*s,%lld", STR_ARG(day), (long long)days->items[i].count);
    }
    json_close(out);
    json_put_str(out, "csv", arena_str(c->arena, buf_str(&csv)));
    buf_done(&csv);
    json_put_num(out, "orgId", org);
    json_close(out);
}

static void write_org(struct context *c, struct json_out *out, const struct organisation *o, const struct tally_list *events,
                      const struct tally_list *types, const struct tally_list *days) {
    json_key(out, o->name);
    json_open(out);
    json_put_num(out, "id", o->id);
    json_put_str(out, "name", o->name);
    json_put_str(out, "description", o->description);
    json_put_bool(out, "local", o->local);
    json_put_str(out, "contacts", o->contacts);
    json_put_str(out, "type", o->type);
    json_put_str(out, "sector", o->sector);
    json_put_str(out, "nationality", o->nationality);
    if (c->view.site_admin || o->id == c->actor.org_id) json_put_num(out, "userCount", o->user_count);
    if (tally_sum(events, o->id) > 0) {
        json_put_num(out, "eventCount", tally_sum(events, o->id));
        json_put_num(out, "attributeCount", tally_sum(types, o->id));
        write_activity(c, out, o->id, days);
    }
    json_close(out);
}

static enum err write_orgs(struct context *c, struct json_out *out) {
    struct known_orgs orgs = {0};
    struct tally_list events = {0}, types = {0}, days = {0};
    enum err e = load_orgs(c, &orgs);
    if (e == OK) e = store_statistics_events_by_org(c->db, c->arena, &c->view, &events);
    if (e == OK) e = store_statistics_types_by_org(c->db, c->arena, &c->view, &types);
    if (e == OK) e = store_statistics_days_by_org(c->db, c->arena, &c->view, &days);
    if (e != OK) return e;
    json_open(out);
    for (size_t i = 0; i < orgs.list.len; i++)
        if (orgs.list.items[i].local) write_org(c, out, &orgs.list.items[i], &events, &types, &days);
    json_close(out);
    return OK;
}

static void put_growth(struct json_out *out, const char *key, int64_t total, int64_t month, int64_t year) {
    json_key(out, str_from(key));
    json_open(out);
    json_k(out, "data");
    json_open(out);
    json_put_int(out, "total", total);
    json_put_int(out, "month", month);
    json_put_int(out, "year", year);
    json_close(out);
    json_close(out);
}

static enum err write_users(struct context *c, struct json_out *out) {
    struct known_orgs orgs = {0};
    int64_t month = period_start(c->now, false), year = period_start(c->now, true), total = 0, in_month = 0, in_year = 0;
    enum err e = load_orgs(c, &orgs);
    if (e == OK) e = store_statistics_users(c->db, user_scope(c), 0, false, &total);
    if (e == OK) e = store_statistics_users(c->db, user_scope(c), month, false, &in_month);
    if (e == OK) e = store_statistics_users(c->db, user_scope(c), year, false, &in_year);
    if (e != OK) return e;
    json_open(out);
    put_growth(out, "user", total, in_month, in_year);
    put_growth(out, "org_local", count_orgs(&orgs, 1, 0), count_orgs(&orgs, 1, month), count_orgs(&orgs, 1, year));
    put_growth(out, "org_external", count_orgs(&orgs, 0, 0), count_orgs(&orgs, 0, month), count_orgs(&orgs, 0, year));
    json_close(out);
    return OK;
}

/* The namespace of the loaded taxonomy that names each tag; "custom" for the others. */
static enum err load_spaces(struct context *c, const struct tally_list *tags, struct str_list *spaces) {
    enum err e = OK;
    for (size_t i = 0; i < tags->len && e == OK; i++) {
        struct taxonomy taxonomy = {0};
        e = store_taxonomy_of_tag(c->db, c->arena, tags->items[i].name, &taxonomy);
        *vec_push(c->arena, spaces) = taxonomy.id != 0 ? taxonomy.name_space : STR("custom");
    }
    return e;
}

static void put_tag(struct json_out *out, const struct tally *t) {
    json_open(out);
    json_put_str(out, "name", t->name);
    json_put_num(out, "size", t->count);
    json_close(out);
}

/* The tags of each namespace, twice: flat by name, and as a tree. `tree` chooses. */
static void put_spaces(struct context *c, struct json_out *out, const struct tally_list *tags, const struct str_list *spaces, bool tree) {
    struct map *seen = map_new(c->arena, tags->len);
    for (size_t i = 0; i < tags->len; i++) {
        struct str space = spaces->items[i];
        if (map_get(seen, space) != NULL) continue;
        map_put(seen, space, &tags->items[i]);
        if (tree) {
            json_open(out);
            json_put_str(out, "name", space);
            json_k(out, "children");
            json_open_array(out);
        } else {
            json_key(out, space);
            json_open(out);
        }
        for (size_t j = i; j < tags->len; j++) {
            if (!str_eq(spaces->items[j], space)) continue;
            if (!tree) json_key(out, tags->items[j].name);
            put_tag(out, &tags->items[j]);
        }
        if (tree) json_close_array(out);
        json_close(out);
    }
}

static enum err write_tags(struct context *c, struct json_out *out) {
    struct tally_list tags = {0};
    struct str_list spaces = {0};
    enum err e = store_statistics_tags(c->db, c->arena, &c->view, &tags);
    if (e == OK) e = load_spaces(c, &tags, &spaces);
    if (e != OK) return e;
    json_open(out);
    json_k(out, "flatData");
    json_open(out);
    put_spaces(c, out, &tags, &spaces, false);
    json_close(out);
    json_k(out, "treemap");
    json_open(out);
    json_put_text(out, "name", "tags");
    json_k(out, "children");
    json_open_array(out);
    put_spaces(c, out, &tags, &spaces, true);
    json_close_array(out);
    json_close(out);
    json_close(out);
    return OK;
}

/* {"data":{type:count},"org_name","total"} of one organisation, or (org 0) of all. */
static void put_histogram(struct json_out *out, const struct tally_list *types, int64_t org, struct str name) {
    int64_t total = 0, of_type[TYPE_END] = {0};
    for (size_t i = 0; i < types->len; i++) {
        const struct tally *t = &types->items[i];
        if ((org != 0 && t->key != org) || t->key2 <= 0 || t->key2 >= TYPE_END) continue;
        of_type[t->key2] += t->count;
        total += t->count;
    }
    json_open(out);
    json_k(out, "data");
    json_open(out);
    for (int type = 1; type < TYPE_END; type++) {
        if (of_type[type] == 0 || attribute_type_by_number(type) == NULL) continue;
        json_key(out, attribute_type_by_number(type)->name);
        json_num(out, of_type[type]);
    }
    json_close(out);
    json_put_str(out, "org_name", name);
    json_put_int(out, "total", total);
    json_close(out);
}

static enum err write_histogram(struct context *c, struct json_out *out) {
    struct tally_list types = {0};
    struct known_orgs orgs = {0};
    enum err e = store_statistics_types_by_org(c->db, c->arena, &c->view, &types);
    if (e == OK) e = load_orgs(c, &orgs);
    if (e != OK) return e;
    json_open_array(out);
    put_histogram(out, &types, 0, STR("All organisations"));
    for (size_t i = 0; i < types.len; i++)
        if (i == 0 || types.items[i].key != types.items[i - 1].key)
            put_histogram(out, &types, types.items[i].key, org_name(&orgs, types.items[i].key));
    json_close_array(out);
    return OK;
}

static struct str sighted_name(const struct tally *t) { return str_is_empty(t->name) ? STR("Undefined") : t->name; }

/* Sighted events by the galaxy cluster that they name: how many sightings, and which events. */
static enum err write_sightings(struct context *c, struct json_out *out) {
    struct tally_list list = {0};
    enum err e = store_statistics_sightings(c->db, c->arena, &c->view, &list);
    if (e != OK) return e;
    json_open(out);
    for (int events = 0; events < 2; events++) {
        struct map *seen = map_new(c->arena, list.len);
        json_key(out, events ? STR("eventids") : STR("toplist"));
        json_open(out);
        for (size_t i = 0; i < list.len; i++) {
            struct str name = sighted_name(&list.items[i]);
            int64_t sum = 0;
            if (map_get(seen, name) != NULL) continue;
            map_put(seen, name, &list.items[i]);
            json_key(out, name);
            if (events) json_open_array(out);
            for (size_t j = i; j < list.len; j++) {
                if (!str_eq(sighted_name(&list.items[j]), name)) continue;
                sum += list.items[j].count;
                if (events) json_num(out, list.items[j].key);
            }
            if (events)
                json_close_array(out);
            else
                json_int(out, sum);
        }
        json_close(out);
    }
    json_close(out);
    return OK;
}

enum err statistics_write(struct context *c, struct str what, struct json_out *out) {
    if (str_is_empty(what) || str_eq_nocase(what, STR("data"))) return write_data(c, out);
    if (str_eq_nocase(what, STR("orgs"))) return write_orgs(c, out);
    if (str_eq_nocase(what, STR("users"))) return write_users(c, out);
    if (str_eq_nocase(what, STR("tags"))) return write_tags(c, out);
    if (str_eq_nocase(what, STR("attributehistogram"))) return write_histogram(c, out);
    if (str_eq_nocase(what, STR("sightings"))) return write_sightings(c, out);
    return err_set(ERR_NOT_FOUND, "Invalid page.");
}
