/* The rules of a sound database, one statement each: it yields the rows at fault as (id, detail). What is not here: repairing. The idea:
 * a rule is a row of a table; a new content table adds its rules here. */
#include "store/check.h"

#include <stdio.h>

#include "store/sequence.h"

struct rule {
    const char *what, *sql;
};

/* rows of `table` whose `column` names no row of `parent` */
#define ORPHANS(table, column, parent) \
    { \
#table " whose " #column " is not in " #parent, \
            SQL("SELECT t.id, CAST(t." #column " AS TEXT) FROM " #table " t WHERE NOT EXISTS (SELECT 1 FROM " #parent \
                " p WHERE p.id = t." #column ") ORDER BY t.id") \
    }
/* the same where 0 means none */
#define ORPHANS_OR_ZERO(table, column, parent) \
    { \
#table " whose " #column " is not in " #parent, \
            SQL("SELECT t.id, CAST(t." #column " AS TEXT) FROM " #table " t WHERE t." #column \
                " <> 0 AND NOT EXISTS (SELECT 1 FROM " #parent " p WHERE p.id = t." #column ") ORDER BY t.id") \
    }
/* distribution 4 without a sharing group that exists */
#define GROUPLESS(table) \
    { \
#table " shared with a sharing group that does not exist", \
            SQL("SELECT t.id, CAST(t.sharing_group_id AS TEXT) FROM " #table \
                " t WHERE t.distribution = 4 AND NOT EXISTS (SELECT 1 FROM sharing_groups g WHERE g.id = t.sharing_group_id) ORDER BY t.id") \
    }

static const struct rule rules[] = {
    ORPHANS(attributes, event_id, events),
    ORPHANS_OR_ZERO(attributes, object_id, objects),
    {"attributes whose object belongs to another event",
     SQL("SELECT a.id, CAST(o.event_id AS TEXT) FROM attributes a JOIN objects o ON o.id = a.object_id WHERE o.event_id <> a.event_id "
         "ORDER BY a.id")},
    {"attributes whose uuid is not unique",
     SQL("SELECT min(a.id), CAST(count(*) AS TEXT) FROM attributes a GROUP BY a.uuid HAVING count(*) > 1 ORDER BY min(a.id)")},
    {"attachments without an attribute",
     SQL("SELECT d.attribute_id, '' FROM attachments d WHERE NOT EXISTS (SELECT 1 FROM attributes a WHERE a.id = d.attribute_id) ORDER BY "
         "d.attribute_id")},
    {"events whose attribute_count is wrong",
     SQL("SELECT e.id, CAST(e.attribute_count AS TEXT) FROM events e WHERE e.attribute_count <> (SELECT count(*) FROM attributes a WHERE "
         "a.event_id = e.id AND a.deleted = 0) ORDER BY e.id")},
    ORPHANS(events, org_id, organisations),
    ORPHANS(events, orgc_id, organisations),
    GROUPLESS(events),
    GROUPLESS(attributes),
    GROUPLESS(objects),
    GROUPLESS(event_reports),
    ORPHANS(objects, event_id, events),
    ORPHANS(object_references, object_id, objects),
    ORPHANS(object_references, event_id, events),
    ORPHANS(event_reports, event_id, events),
    ORPHANS(event_tags, event_id, events),
    ORPHANS(attribute_tags, attribute_id, attributes),
    {"attribute_tags whose event is not their attribute's",
     SQL("SELECT t.id, CAST(t.event_id AS TEXT) FROM attribute_tags t JOIN attributes a ON a.id = t.attribute_id WHERE a.event_id <> "
         "t.event_id ORDER BY t.id")},
    ORPHANS(sightings, attribute_id, attributes),
    ORPHANS(sightings, event_id, events),
    ORPHANS(sightings, org_id, organisations),
    ORPHANS(shadow_attributes, event_id, events),
    ORPHANS(sharing_groups, org_id, organisations),
    {"sharing_group_servers without their sharing group",
     SQL("SELECT s.id, '' FROM sharing_group_servers s WHERE NOT EXISTS (SELECT 1 FROM sharing_groups g WHERE g.id = s.sharing_group_id) "
         "ORDER BY s.id")},
    {"report_sources whose report_id is not in event_reports",
     SQL("SELECT s.report_id, '' FROM report_sources s WHERE NOT EXISTS (SELECT 1 FROM event_reports r WHERE r.id = s.report_id) ORDER BY "
         "s.report_id")},
    {"source_reports whose report_id is not in event_reports",
     SQL("SELECT s.report_id, '' FROM source_reports s WHERE NOT EXISTS (SELECT 1 FROM event_reports r WHERE r.id = s.report_id) ORDER BY "
         "s.report_id")},
    ORPHANS(story_links, a, story_parts),
    ORPHANS(story_links, b, story_parts),
    {"keys of stories whose part does not stand",
     SQL("SELECT k.part_id, CAST(k.key AS TEXT) FROM story_keys k WHERE NOT EXISTS (SELECT 1 FROM story_parts p WHERE p.id = k.part_id "
         "AND p.day = k.day AND p.ended = 0) ORDER BY k.part_id")},
    ORPHANS(subscriptions, user_id, users),
    {"more than one default role",
     SQL("SELECT max(r.id), CAST(count(*) AS TEXT) FROM roles r WHERE r.default_role = 1 HAVING count(*) > 1")},
};

struct run {
    struct db *db;
    int64_t most, count;
    store_fault_fn report;
    void *ctx;
};

static void found(struct run *run, int64_t seen, const struct store_fault *fault) {
    run->count++;
    if (run->report && seen < run->most) run->report(run->ctx, fault);
}

static enum err check_rule(struct run *run, const struct rule *rule) {
    struct stmt *st = db_query(run->db, rule->sql, "");
    for (int64_t seen = 0; stmt_step(st); seen++) {
        struct store_fault fault = {.rule = rule->what, .id = stmt_int(st, 0), .detail = stmt_str(st, 1)};
        found(run, seen, &fault);
    }
    return stmt_done(st);
}

struct numbered {
    const char *table, *sql;
};
#define NUMBERED(table) \
    { #table, SQL("SELECT max(id) FROM " #table) }

static const struct numbered numbered[] = {
    NUMBERED(organisations),
    NUMBERED(roles),
    NUMBERED(users),
    NUMBERED(auth_keys),
    NUMBERED(user_settings),
    NUMBERED(sharing_groups),
    NUMBERED(sharing_group_orgs),
    NUMBERED(sharing_group_servers),
    NUMBERED(events),
    NUMBERED(attributes),
    NUMBERED(objects),
    NUMBERED(object_references),
    NUMBERED(tags),
    NUMBERED(event_tags),
    NUMBERED(attribute_tags),
    NUMBERED(sightings),
    NUMBERED(shadow_attributes),
    NUMBERED(event_reports),
    NUMBERED(event_blocklists),
    NUMBERED(org_blocklists),
    NUMBERED(correlation_exclusions),
    NUMBERED(inbox),
    NUMBERED(object_templates),
    NUMBERED(taxonomies),
    NUMBERED(taxonomy_entries),
    NUMBERED(warninglists),
    NUMBERED(noticelists),
    NUMBERED(galaxies),
    NUMBERED(galaxy_clusters),
    NUMBERED(galaxy_cluster_relations),
    NUMBERED(decaying_models),
    NUMBERED(audit_log),
    NUMBERED(change_log),
    NUMBERED(story_parts),
    NUMBERED(story_links),
    NUMBERED(subscriptions),
    NUMBERED(analyst_data),
    NUMBERED(analyst_data_blocklists),
    NUMBERED(claims),
};

/* The next id of a table must be above every id that was given. */
static enum err check_sequence(struct run *run, const struct numbered *table) {
    int64_t highest = 0, next = 0;
    char text[32];
    enum err e = db_number(run->db, &highest, 0, table->sql, "");
    if (e == OK) e = store_sequence_get(run->db, table->table, &next);
    if (e != OK || highest < next) return e;
    snprintf(text, sizeof text, "%lld", (long long)next);
    struct store_fault fault = {.rule = table->table, .id = highest, .detail = str_from(text)};
    struct str name = str_from(table->table);
    char rule[80];
    snprintf(rule, sizeof rule, "the sequence of %.*s stands below its highest id", STR_ARG(name));
    fault.rule = rule;
    found(run, 0, &fault);
    return OK;
}

enum err store_check(struct db *db, int64_t most, store_fault_fn report, void *ctx, int64_t *count, int *tried) {
    struct run run = {.db = db, .most = most, .report = report, .ctx = ctx};
    size_t rule_count = sizeof rules / sizeof *rules, table_count = sizeof numbered / sizeof *numbered;
    enum err e = OK;
    for (size_t i = 0; i < rule_count && e == OK; i++) e = check_rule(&run, &rules[i]);
    for (size_t i = 0; i < table_count && e == OK; i++) e = check_sequence(&run, &numbered[i]);
    *count = run.count;
    *tried = (int)(rule_count + table_count);
    return e;
}
