/* A roundup as JSON. Every member is always there, so that a reader need not ask. Text of others stands as it came. */
#include "base/clock.h"
#include "format/reading_json.h"
#include "format/roundup_out.h"

static struct str or_empty(struct str s) { return s.ptr ? s : STR(""); }

static void put_day(struct json_out *o, const char *key, int64_t day) {
    char text[CLOCK_TEXT];
    json_put_str(o, key, clock_date(day * 86400, text));
}

static void open_list(struct json_out *o, const char *key) {
    json_key(o, str_from(key));
    json_open_array(o);
}

static void put_sentences(struct json_out *o, const char *key, const struct roundup_sentence_list *list) {
    open_list(o, key);
    for (size_t i = 0; i < list->len; i++) {
        const struct roundup_sentence *s = &list->items[i];
        json_open(o);
        json_put_str(o, "text", or_empty(s->text));
        json_put_text(o, "language", s->language);
        json_put_str(o, "source", or_empty(s->source));
        json_put_str(o, "url", or_empty(s->url));
        reading_json_dated(o, "published", &s->published);
        json_close(o);
    }
    json_close_array(o);
}

static void put_quotes(struct json_out *o, const struct roundup_quote_list *list) {
    open_list(o, "quotes");
    for (size_t i = 0; i < list->len; i++) {
        const struct roundup_quote *q = &list->items[i];
        json_open(o);
        json_put_str(o, "speaker", or_empty(q->speaker));
        json_put_str(o, "text", or_empty(q->text));
        json_put_text(o, "language", q->language);
        json_put_str(o, "source", or_empty(q->source));
        json_put_str(o, "url", or_empty(q->url));
        reading_json_dated(o, "published", &q->published);
        json_close(o);
    }
    json_close_array(o);
}

static void put_source(struct json_out *o, const struct roundup_source *s) {
    json_open(o);
    json_put_str(o, "name", or_empty(s->name));
    json_put_str(o, "title", or_empty(s->title));
    json_put_str(o, "url", or_empty(s->url));
    json_put_text(o, "language", s->language);
    reading_json_dated(o, "published", &s->published);
    json_put_bool(o, "copy", s->copy);
    json_put_bool(o, "same_report", s->same);
    json_put_text(o, "kind", s->is_event ? "event" : "report");
    json_put_uuid(o, "uuid", &s->report);
    json_close(o);
}

static void put_claims(struct json_out *o, const char *key, const struct roundup_claim_list *list) {
    open_list(o, key);
    for (size_t i = 0; i < list->len; i++) {
        const struct roundup_claim *c = &list->items[i];
        json_open(o);
        json_put_str(o, "claimant", or_empty(c->claimant));
        json_put_str(o, "actor", or_empty(c->actor));
        json_put_str(o, "relation", or_empty(c->relation));
        json_put_str(o, "status", or_empty(c->status));
        if (c->likelihood < 0)
            json_put_null(o, "likelihood");
        else
            json_put_int(o, "likelihood", c->likelihood);
        put_day(o, "day", c->day);
        json_put_str(o, "subject", or_empty(c->subject));
        json_put_str(o, "text", or_empty(c->text));
        json_close(o);
    }
    json_close_array(o);
}

static void put_story(struct json_out *o, const struct roundup_story *s) {
    size_t most = sizeof s->language_codes / sizeof *s->language_codes;
    json_open(o);
    json_put_uuid(o, "uuid", &s->uuid);
    json_put_str(o, "headline", or_empty(s->headline));
    reading_json_dated(o, "when", &s->when);
    json_put_bool(o, "continued", s->continued);
    json_put_bool(o, "single_source", s->single);
    json_put_int(o, "reports", (int64_t)s->reports);
    json_put_int(o, "events", (int64_t)s->events);
    json_put_int(o, "independent_sources", (int64_t)s->independent);
    open_list(o, "languages");
    for (size_t i = 0; i < s->languages && i < most; i++) json_text(o, s->language_codes[i]);
    json_close_array(o);
    put_sentences(o, "sentences", &s->sentences);
    put_quotes(o, &s->quotes);
    open_list(o, "sources");
    for (size_t i = 0; i < s->sources.len; i++) put_source(o, &s->sources.items[i]);
    json_close_array(o);
    put_claims(o, "claims", &s->claims);
    open_list(o, "related");
    for (size_t i = 0; i < s->related.len; i++) json_uuid(o, &s->related.items[i]);
    json_close_array(o);
    json_close(o);
}

static void put_stories(struct json_out *o, const char *key, const struct roundup_story_list *list) {
    open_list(o, key);
    for (size_t i = 0; i < list->len; i++) put_story(o, &list->items[i]);
    json_close_array(o);
}

static void put_incidents(struct json_out *o, const struct roundup *r) {
    open_list(o, "incidents");
    for (size_t i = 0; i < r->incidents.len; i++) {
        const struct roundup_incident *n = &r->incidents.items[i];
        json_open(o);
        json_put_uuid(o, "uuid", &n->uuid);
        json_put_int(o, "id", n->id);
        put_day(o, "day", n->day);
        json_put_str(o, "organisation", or_empty(n->org));
        json_put_str(o, "info", or_empty(n->info));
        json_put_str(o, "threat_level", or_empty(n->threat_level));
        json_put_int(o, "attributes", n->attributes);
        json_close(o);
    }
    json_close_array(o);
}

static void put_trends(struct json_out *o, const struct roundup *r) {
    open_list(o, "trends");
    for (size_t i = 0; i < r->trends.len; i++) {
        const struct roundup_trend *t = &r->trends.items[i];
        json_open(o);
        json_put_str(o, "type", or_empty(t->type));
        json_put_int(o, "now", t->now);
        open_list(o, "before");
        for (size_t k = 0; k < 4; k++) json_int(o, t->before[k]);
        json_close_array(o);
        json_close(o);
    }
    json_close_array(o);
}

static void put_agreements(struct json_out *o, const struct roundup *r) {
    open_list(o, "agreements");
    for (size_t i = 0; i < r->agreements.len; i++) {
        const struct roundup_agreement *a = &r->agreements.items[i];
        json_open(o);
        json_put_uuid(o, "uuid", &a->uuid);
        json_put_str(o, "name", or_empty(a->name));
        json_put_str(o, "what", or_empty(a->what));
        put_day(o, "day", a->day);
        json_close(o);
    }
    json_close_array(o);
}

static void put_ahead(struct json_out *o, const struct roundup *r) {
    open_list(o, "ahead");
    for (size_t i = 0; i < r->ahead.len; i++) {
        const struct roundup_ahead *a = &r->ahead.items[i];
        json_open(o);
        reading_json_dated(o, "when", &a->when);
        json_put_str(o, "text", or_empty(a->text));
        json_put_text(o, "language", a->language);
        json_put_str(o, "source", or_empty(a->source));
        json_put_str(o, "url", or_empty(a->url));
        json_close(o);
    }
    json_close_array(o);
}

static void put_proposals(struct json_out *o, const struct roundup *r) {
    open_list(o, "proposals");
    for (size_t i = 0; i < r->proposals.len; i++) {
        const struct roundup_proposal *p = &r->proposals.items[i];
        json_open(o);
        json_put_uuid(o, "event_uuid", &p->event_uuid);
        json_put_int(o, "event_id", p->event_id);
        json_put_str(o, "info", or_empty(p->info));
        json_put_int(o, "count", p->count);
        json_close(o);
    }
    json_close_array(o);
}

/* The names of the members that are not whole. */
static void put_cut(struct json_out *o, const struct roundup *r) {
    static const char *const names[ROUNDUP_PARTS] = {"incidents", "attributions", "attributed", "trends", "proposals", "related"};
    open_list(o, "cut");
    for (size_t i = 0; i < ROUNDUP_PARTS; i++)
        if (r->cut[i]) json_text(o, names[i]);
    json_close_array(o);
}

void roundup_json_write(struct json_out *o, const struct roundup *r) {
    json_open(o);
    json_put_str(o, "label", r->label);
    put_day(o, "from", r->from);
    put_day(o, "to", r->to);
    json_put_str(o, "viewer", or_empty(r->viewer));
    json_put_int(o, "reports", (int64_t)r->reports);
    json_put_int(o, "languages", (int64_t)r->languages);
    put_stories(o, "stories", &r->stories);
    put_stories(o, "later", &r->later);
    put_incidents(o, r);
    put_claims(o, "attributions", &r->attributions);
    put_sentences(o, "attributed", &r->attributed);
    put_trends(o, r);
    put_agreements(o, r);
    put_ahead(o, r);
    put_proposals(o, r);
    put_stories(o, "uncertain", &r->uncertain);
    put_cut(o, r);
    json_close(o);
}
