/* See roundup.h. */
#include "service/roundup.h"

#include <stdlib.h>

#include "base/clock.h"
#include "model/attribute_type.h"
#include "service/agreement.h"
#include "service/claim.h"
#include "service/event.h"
#include "service/story.h"
#include "store/roundup.h"

#define DAY 86400
#define DAYS_LOOKED_AT 400
enum { INCIDENTS_MAX = 200, ACTORS_MAX = 100, PROPOSALS_MAX = 100, TRENDS_MAX = 20, RELATED_PARTS_MAX = 3000 };

/* One more than the limit was asked for, or all: is it there? */
static bool is_more(size_t *len, size_t most) {
    bool more = *len > most;
    if (more) *len = most;
    return more;
}

/* --- stories --- */

/* A claim in words, for readers. */
static enum err tell_claim(struct context *c, const struct claim *claim, struct roundup_claim *out) {
    int64_t day = 0;
    *out = (struct roundup_claim){.relation = str_from(claim_relation_text(claim->relation)),
                                  .status = str_from(claim_status_text(claim->status)),
                                  .text = claim->basis,
                                  .likelihood = claim->likelihood};
    out->day = clock_parse_date(claim->stated_on, &day) ? day / DAY : 0;
    return claim_words(c, claim, &out->claimant, &out->actor, &out->subject);
}

static enum err tell_claims(struct context *c, const struct claim_list *claims, bool with_subject, struct roundup_claim_list *out) {
    enum err e = OK;
    for (size_t i = 0; i < claims->len && e == OK; i++) {
        struct roundup_claim told;
        e = tell_claim(c, &claims->items[i], &told);
        if (!with_subject) told.subject = STR_NONE;
        *vec_push(c->arena, out) = told;
    }
    return e;
}

static enum err fill_story_claims(struct context *c, const struct seen_story_list *seen, struct roundup *out) {
    enum err e = OK;
    for (size_t i = 0; i < out->stories.len && e == OK; i++) {
        struct uuid_list subjects = {0};
        struct claim_list claims = {0};
        for (size_t k = 0; k < seen->len; k++)
            if (uuid_eq(&seen->items[k].story.uuid, &out->stories.items[i].uuid)) claim_story_uuids(c->arena, &seen->items[k], &subjects);
        e = claim_of_subjects(c, subjects.items, subjects.len, &claims);
        if (e == OK) e = tell_claims(c, &claims, false, &out->stories.items[i].claims);
    }
    return e;
}

/* What is related, among the reports of the days before the end of the span. */
static void relate(struct context *c, const struct story_part_list *parts, struct roundup *r, struct story_link_list *out) {
    struct story_part_list near = {0};
    struct story_link_list found = {0};
    struct {
        size_t *items, len, cap;
    } places = {0};
    for (size_t i = 0; i < parts->len; i++) {
        const struct dated *d = &parts->items[i].brief->published;
        if (d->precision == PRECISION_NONE || d->to < r->from - LINK_DAYS || d->from > r->to) continue;
        *vec_push(c->arena, &near) = parts->items[i];
        *vec_push(c->arena, &places) = i;
    }
    r->cut[ROUNDUP_RELATED] = near.len > RELATED_PARTS_MAX;
    if (near.len > RELATED_PARTS_MAX) return;
    story_find_links(c->arena, &near, &found);
    for (size_t i = 0; i < found.len; i++)
        if (found.items[i].kind == LINK_RELATED)
            *vec_push(c->arena, out) =
                (struct story_link){places.items[found.items[i].a], places.items[found.items[i].b], LINK_RELATED, found.items[i].score};
}

/* All of them in one list: the stories stay what they are, what is related is found among them. */
static enum err fill_stories(struct context *c, struct roundup *out) {
    struct seen_story_list seen = {0};
    struct story_part_list parts = {0};
    struct story_link_list links = {0};
    struct story_list stories;
    enum err e = story_span(c, out->from, out->to, &seen);
    if (e != OK) return e;
    for (size_t i = 0; i < seen.len; i++)
        for (size_t k = 0; k < seen.items[i].parts.len; k++) {
            if (k > 0) *vec_push(c->arena, &links) = (struct story_link){.a = parts.len - 1, .b = parts.len, .kind = LINK_STORY};
            *vec_push(c->arena, &parts) = seen.items[i].parts.items[k];
        }
    relate(c, &parts, out, &links);
    story_group(c->arena, &parts, &links, &stories);
    roundup_stories(c->arena, &parts, &stories, out);
    return fill_story_claims(c, &seen, out);
}

/* --- incidents, attributions, proposals --- */

static struct str threat_level(int id) {
    static const char *const names[] = {"Undefined", "High", "Medium", "Low", "Undefined"};
    return str_from(names[id >= 1 && id <= 4 ? id : 0]);
}

static enum err fill_incidents(struct context *c, struct roundup *out) {
    struct incident_list rows = {0};
    struct id_list events = {0};
    enum err e = store_roundup_incidents(c->db, c->arena, &c->view, out->from, out->to, INCIDENTS_MAX + 1, &rows);
    out->cut[ROUNDUP_INCIDENTS] = is_more(&rows.len, INCIDENTS_MAX);
    for (size_t i = 0; i < rows.len && e == OK; i++) {
        const struct incident_row *r = &rows.items[i];
        *vec_push(c->arena, &events) = r->id;
        *vec_push(c->arena, &out->incidents) = (struct roundup_incident){.uuid = r->uuid,
                                                                         .id = r->id,
                                                                         .day = r->day,
                                                                         .org = r->org,
                                                                         .info = r->info,
                                                                         .threat_level = threat_level(r->threat_level_id),
                                                                         .attributes = r->attributes};
    }
    return e == OK ? service_event_note_reads(c, &events) : e;
}

/* "Sofacy" of misp-galaxy:threat-actor="Sofacy" */
static struct str actor_name(struct str tag) {
    size_t quote = str_find_char(tag, '"', 0);
    if (quote == SIZE_MAX) return tag;
    struct str name = str_sub(tag, quote + 1, tag.len - quote - 1);
    if (str_ends(name, STR("\""))) name.len--;
    return name;
}

static enum err fill_attributions(struct context *c, struct roundup *out) {
    struct actor_tag_list rows = {0};
    struct claim_list claims = {0};
    enum err e = claim_list(c, out->from, out->to, &claims);
    if (e == OK) e = tell_claims(c, &claims, true, &out->attributions);
    if (e == OK) e = store_roundup_actors(c->db, c->arena, &c->view, out->from, out->to, ACTORS_MAX + 1, &rows);
    out->cut[ROUNDUP_ATTRIBUTIONS] = is_more(&rows.len, ACTORS_MAX);
    for (size_t i = 0; i < rows.len && e == OK; i++) {
        const struct actor_tag *t = &rows.items[i];
        struct uuid uuid;
        struct str actor = actor_name(t->tag);
        if (uuid_parse(actor, &uuid)) continue; /* a cluster of one's own is named by its galaxy only */
        *vec_push(c->arena, &out->attributions) = (struct roundup_claim){.claimant = t->org,
                                                                         .actor = actor,
                                                                         .relation = STR("tagged on its event"),
                                                                         .likelihood = -1,
                                                                         .day = t->day,
                                                                         .subject = t->info};
    }
    return e;
}

static enum err fill_agreements(struct context *c, struct roundup *out) {
    struct agreement_news_list news = {0};
    enum err e = service_agreement_news(c, out->from * DAY, (out->to + 1) * DAY, &news);
    for (size_t i = 0; i < news.len; i++)
        *vec_push(c->arena, &out->agreements) = (struct roundup_agreement){
            .uuid = news.items[i].uuid, .name = news.items[i].name, .what = news.items[i].what, .day = news.items[i].at / DAY};
    return e;
}

static enum err fill_proposals(struct context *c, struct roundup *out) {
    struct open_proposals_list rows = {0};
    enum err e = store_roundup_proposals(c->db, c->arena, &c->view, PROPOSALS_MAX + 1, &rows);
    out->cut[ROUNDUP_PROPOSALS] = is_more(&rows.len, PROPOSALS_MAX);
    for (size_t i = 0; i < rows.len; i++)
        *vec_push(c->arena, &out->proposals) = (struct roundup_proposal){.event_uuid = rows.items[i].event_uuid,
                                                                         .event_id = rows.items[i].event_id,
                                                                         .count = rows.items[i].count,
                                                                         .info = rows.items[i].info};
    return e;
}

/* --- trends --- */

static int by_now(const void *a, const void *b) {
    const struct roundup_trend *x = a, *y = b;
    if (x->now != y->now) return x->now > y->now ? -1 : 1;
    return str_cmp(x->type, y->type);
}

/* Types of which something is new; the rows come by type. */
static enum err fill_trends(struct context *c, struct roundup *out) {
    struct trend_list rows = {0};
    struct roundup_trend_list *trends = &out->trends;
    int type = 0;
    enum err e = store_roundup_trends(c->db, c->arena, &c->view, out->to, out->to - out->from + 1, &rows);
    for (size_t i = 0; i < rows.len && e == OK; i++) {
        const struct trend_row *r = &rows.items[i];
        const struct attribute_type *known = attribute_type_by_number(r->type);
        if (!known || r->span < 0 || r->span > 4) continue;
        if (r->type != type) *vec_push(c->arena, trends) = (struct roundup_trend){.type = known->name};
        type = r->type;
        struct roundup_trend *t = &trends->items[trends->len - 1];
        if (r->span == 0)
            t->now = r->count;
        else
            t->before[r->span - 1] = r->count;
    }
    if (trends->len > 1) qsort(trends->items, trends->len, sizeof *trends->items, by_now);
    while (trends->len && trends->items[trends->len - 1].now == 0) trends->len--;
    out->cut[ROUNDUP_TRENDS] = is_more(&trends->len, TRENDS_MAX);
    return e;
}

enum err roundup_make(struct context *c, struct str span, struct roundup *out) {
    *out = (struct roundup){0};
    enum err e = roundup_span(c->arena, span, out);
    if (e != OK) return e;
    out->viewer = c->actor.org_name;
    e = fill_stories(c, out);
    if (e == OK) e = fill_incidents(c, out);
    if (e == OK) e = fill_attributions(c, out);
    if (e == OK) e = fill_trends(c, out);
    if (e == OK) e = fill_agreements(c, out);
    return e == OK ? fill_proposals(c, out) : e;
}

/* --- weeks --- */

static int64_t monday_of(int64_t day) {
    int64_t weekday = (day + 3) % 7; /* 1970-01-01 was a Thursday */
    return day - (weekday < 0 ? weekday + 7 : weekday);
}

/* The ISO week of a Monday: the year is that of its Thursday. */
static struct str week_label(struct arena *arena, int64_t monday) {
    char text[CLOCK_TEXT];
    int64_t start = 0;
    struct str year = str_sub(clock_date((monday + 3) * DAY, text), 0, 4);
    struct str january = arena_printf(arena, "%.*s-01-01", STR_ARG(year));
    if (!clock_parse_date(january, &start)) start = 0;
    return arena_printf(arena, "%.*s-W%02d", STR_ARG(year), (int)((monday + 3 - start / DAY) / 7) + 1);
}

struct weeks {
    struct context *c;
    struct roundup_week_list *out;
};

static struct roundup_week *week_of(struct weeks *w, int64_t day) {
    int64_t monday = monday_of(day);
    for (size_t i = 0; i < w->out->len; i++)
        if (w->out->items[i].from == monday) return &w->out->items[i];
    struct roundup_week *week = vec_push(w->c->arena, w->out);
    *week = (struct roundup_week){.label = week_label(w->c->arena, monday), .from = monday, .to = monday + 6};
    return week;
}

static int newest_first(const void *a, const void *b) {
    const struct roundup_week *x = a, *y = b;
    return x->from > y->from ? -1 : x->from < y->from;
}

enum err roundup_weeks(struct context *c, size_t most, struct roundup_week_list *out) {
    struct weeks w = {c, out};
    struct day_count_list reports = {0}, events = {0};
    int64_t today = c->now / DAY;
    enum err e = store_roundup_report_days(c->db, c->arena, &c->view, today, DAYS_LOOKED_AT, &reports);
    if (e == OK) e = store_roundup_event_days(c->db, c->arena, &c->view, today, DAYS_LOOKED_AT, &events);
    if (e != OK) return e;
    for (size_t i = 0; i < reports.len; i++) week_of(&w, reports.items[i].day)->reports += reports.items[i].count;
    for (size_t i = 0; i < events.len; i++) week_of(&w, events.items[i].day)->events += events.items[i].count;
    if (out->len > 1) qsort(out->items, out->len, sizeof *out->items, newest_first);
    if (out->len > most) out->len = most;
    return OK;
}
