/* The sections of a roundup in their order, in plain English. What is said of a happening stands in quotation marks with its source and language; what is
 * said without them is only what was counted, and what members of this server stated themselves. */
#include "format/roundup_form.h"

enum { SOURCES_MOST = 40 };

struct walk {
    struct sink *to;
    const struct roundup_form *form;
    const struct roundup *r;
};

static void say(const struct walk *w, const char *text) { sink_add_text(w->to, text); }

static void put_language(const struct walk *w, const char *code) { say(w, roundup_language(code)); }

static void put_source_name(const struct walk *w, struct str name, struct str url) {
    struct str shown = name.len ? name : STR("source not named");
    if (roundup_is_link(url))
        w->form->link(w->to, url, shown, "");
    else
        w->form->add(w->to, shown);
}

/* " (Norwegian, example.org, 14 January 2022)"; `when` may be NULL. */
static void put_source_of(const struct walk *w, const char *language, struct str source, struct str url, const struct dated *when) {
    say(w, " (");
    put_language(w, language);
    say(w, ", ");
    put_source_name(w, source, url);
    if (when && when->precision != PRECISION_NONE) {
        say(w, ", ");
        roundup_out_dated(w->to, when);
    }
    say(w, ")");
}

static bool is_same_source(const struct roundup_sentence *a, const struct roundup_sentence *b) {
    return uuid_eq(&a->part, &b->part) && str_eq(a->source, b->source) && strcmp(a->language, b->language) == 0;
}

/* Sentences of one source follow each other in one block. */
static void put_sentences(const struct walk *w, const struct roundup_sentence_list *list) {
    for (size_t i = 0; i < list->len; i++) {
        const struct roundup_sentence *s = &list->items[i];
        bool first = i == 0 || !is_same_source(s, s - 1), last = i + 1 == list->len || !is_same_source(s, s + 1);
        if (first)
            w->form->block_open(w->to);
        else
            say(w, " ");
        w->form->quote(w->to, s->text, s->language);
        if (last) put_source_of(w, s->language, s->source, s->url, &s->published);
        if (last) w->form->block_close(w->to);
    }
}

static void put_line(const struct walk *w, const char *text) {
    w->form->line_open(w->to);
    say(w, text);
    w->form->line_close(w->to);
}

/* --- stories --- */

/* Is the title told already: is it a sentence that was quoted? It may be the shorter of the two. */
static bool is_shown(const struct roundup_story *s, struct str title) {
    if (str_ends(title, STR("\xE2\x80\xA6"))) title.len -= 3;
    for (size_t i = 0; i < s->sentences.len; i++)
        if (str_find(s->sentences.items[i].text, title, 0) != SIZE_MAX) return true;
    return false;
}

static void put_source_title(const struct walk *w, const struct roundup_source *s, bool shown) {
    struct str title = s->title.len && !(shown && s->name.len) ? s->title : s->name.len ? s->name : STR("report without a title");
    const char *language = s->title.len ? s->language : "";
    if (roundup_is_link(s->url))
        w->form->link(w->to, s->url, title, language);
    else
        w->form->named(w->to, title, language);
    if (s->name.len && !str_eq(title, s->name)) {
        say(w, " \xE2\x80\x93 ");
        w->form->add(w->to, s->name);
    }
}

static void put_source(const struct walk *w, const struct roundup_source *s, bool shown) {
    put_source_title(w, s, shown);
    say(w, ", ");
    if (s->is_event && s->event_id)
        sink_printf(w->to, "event %lld", (long long)s->event_id);
    else if (s->is_event)
        say(w, "event");
    else
        put_language(w, s->language);
    say(w, ", ");
    roundup_out_dated(w->to, &s->published);
    if (s->same)
        say(w, ", another item of a report above");
    else if (s->copy)
        say(w, ", near-copy of a report above");
}

static void put_sources(const struct walk *w, const struct roundup_story *s) {
    size_t shown = s->sources.len < SOURCES_MOST ? s->sources.len : SOURCES_MOST;
    if (s->sources.len == 1 && s->sentences.len && is_shown(s, s->sources.items[0].title)) return; /* all of it stands with the sentences */
    if (s->sources.len <= 1) {
        if (!s->sources.len) return;
        w->form->line_open(w->to);
        say(w, "Source: ");
        put_source(w, &s->sources.items[0], false);
        w->form->line_close(w->to);
        return;
    }
    put_line(w, "Sources:");
    w->form->list_open(w->to);
    for (size_t i = 0; i < shown; i++) {
        w->form->item_open(w->to);
        put_source(w, &s->sources.items[i], is_shown(s, s->sources.items[i].title));
        w->form->item_close(w->to);
    }
    w->form->list_close(w->to);
    if (s->sources.len <= shown) return;
    w->form->line_open(w->to);
    sink_printf(w->to, "and %zu more.", s->sources.len - shown);
    w->form->line_close(w->to);
}

static void put_claim(const struct walk *w, const struct roundup_claim *c) {
    w->form->item_open(w->to);
    w->form->add(w->to, c->claimant);
    say(w, ", ");
    roundup_out_days(w->to, c->day, c->day);
    say(w, ": ");
    w->form->add(w->to, c->actor);
    say(w, ", ");
    w->form->add(w->to, c->relation);
    if (c->status.len) {
        say(w, ", ");
        w->form->add(w->to, c->status);
    }
    if (c->likelihood >= 0) sink_printf(w->to, ", likelihood %d %%", c->likelihood);
    if (c->subject.len) {
        say(w, "; of ");
        w->form->named(w->to, c->subject, "");
    }
    if (c->text.len) {
        say(w, ": ");
        w->form->quote(w->to, c->text, "");
    }
    w->form->item_close(w->to);
}

static void put_claims(const struct walk *w, const struct roundup_claim_list *claims) {
    if (!claims->len) return;
    w->form->list_open(w->to);
    for (size_t i = 0; i < claims->len; i++) put_claim(w, &claims->items[i]);
    w->form->list_close(w->to);
}

static size_t story_number(const struct roundup *r, const struct uuid *uuid) {
    for (size_t i = 0; i < r->stories.len; i++)
        if (uuid_eq(&r->stories.items[i].uuid, uuid)) return i + 1;
    return 0;
}

static void put_related(const struct walk *w, const struct roundup_story *s) {
    bool some = false;
    for (size_t i = 0; i < s->related.len; i++) {
        size_t number = story_number(w->r, &s->related.items[i]);
        if (!number) continue;
        if (!some) w->form->line_open(w->to);
        say(w, some ? ", " : "Related: story ");
        w->form->story_link(w->to, number);
        some = true;
    }
    if (some) w->form->line_close(w->to);
}

/* The headline's own counts ("... - 2 reports in 2 languages") are said below it, with more. */
static struct str without_counts(struct str headline) {
    for (size_t at = headline.len; at > 3; at--) {
        if (!str_eq(str_sub(headline, at - 3, 3), STR(" - "))) continue;
        struct str tail = str_sub(headline, at, headline.len), number = STR_NONE;
        bool is_count = str_split(&tail, ' ', &number) && str_is_digits(number) && str_starts(tail, STR("report"));
        return is_count ? str_sub(headline, 0, at - 3) : headline;
    }
    return headline;
}

static void put_story(const struct walk *w, const struct roundup_story *s, size_t number) {
    w->form->story_open(w->to, number, without_counts(s->headline));
    w->form->line_open(w->to);
    if (number) {
        roundup_out_standing(w->to, s);
        say(w, ". ");
    }
    roundup_out_counts(w->to, s);
    say(w, s->single && s->reports == 1 ? ", the only source." : ".");
    w->form->line_close(w->to);
    put_sentences(w, &s->sentences);
    for (size_t i = 0; i < s->quotes.len; i++) {
        const struct roundup_quote *q = &s->quotes.items[i];
        w->form->block_open(w->to);
        w->form->add(w->to, q->speaker);
        say(w, ": ");
        w->form->quote(w->to, q->text, q->language);
        put_source_of(w, q->language, q->source, q->url, &q->published);
        w->form->block_close(w->to);
    }
    put_claims(w, &s->claims);
    put_sources(w, s);
    put_related(w, s);
    w->form->story_close(w->to);
}

static void put_stories(const struct walk *w) {
    if (!w->r->stories.len) return;
    w->form->section_open(w->to, "Stories");
    for (size_t i = 0; i < w->r->stories.len; i++) put_story(w, &w->r->stories.items[i], i + 1);
    if (w->r->cut[ROUNDUP_RELATED]) put_line(w, "There are too many reports to say which stories are related.");
    w->form->section_close(w->to);
}

static void put_later(const struct walk *w) {
    if (!w->r->later.len) return;
    w->form->section_open(w->to, "Stories that went on afterwards");
    w->form->line_open(w->to);
    sink_printf(w->to, "As far as it was told by the end of this %s; the roundup of the latest report tells more.",
                roundup_out_period(w->r));
    w->form->line_close(w->to);
    for (size_t i = 0; i < w->r->later.len; i++) put_story(w, &w->r->later.items[i], 0);
    w->form->section_close(w->to);
}

static void put_uncertain(const struct walk *w) {
    if (!w->r->uncertain.len) return;
    w->form->section_open(w->to, "Date uncertain");
    w->form->line_open(w->to);
    sink_printf(w->to, "Of these it is not known well enough when they were published to say that they belong to this %s.",
                roundup_out_period(w->r));
    w->form->line_close(w->to);
    for (size_t i = 0; i < w->r->uncertain.len; i++) put_story(w, &w->r->uncertain.items[i], 0);
    w->form->section_close(w->to);
}

/* --- the rest --- */

/* Behind a list that ends before all is told. */
static void put_cut(const struct walk *w, enum roundup_part part) {
    if (w->r->cut[part]) put_line(w, "and others, which are not listed here.");
}

static void put_incidents(const struct walk *w) {
    if (!w->r->incidents.len) return;
    w->form->section_open(w->to, "Incidents reported by members");
    w->form->list_open(w->to);
    for (size_t i = 0; i < w->r->incidents.len; i++) {
        const struct roundup_incident *n = &w->r->incidents.items[i];
        w->form->item_open(w->to);
        roundup_out_days(w->to, n->day, n->day);
        say(w, ": ");
        w->form->named(w->to, n->info, "");
        say(w, " \xE2\x80\x93 ");
        w->form->add(w->to, n->org);
        if (n->id) sink_printf(w->to, ", event %lld", (long long)n->id);
        if (n->threat_level.len) {
            say(w, ", threat level ");
            w->form->add(w->to, n->threat_level);
        }
        say(w, ", ");
        roundup_out_number(w->to, n->attributes, "attribute", "attributes");
        w->form->item_close(w->to);
    }
    w->form->list_close(w->to);
    put_cut(w, ROUNDUP_INCIDENTS);
    w->form->section_close(w->to);
}

static void put_attributions(const struct walk *w) {
    if (!w->r->attributions.len && !w->r->attributed.len) return;
    w->form->section_open(w->to, "Attribution news");
    put_claims(w, &w->r->attributions);
    put_cut(w, ROUNDUP_ATTRIBUTIONS);
    if (w->r->attributed.len) put_line(w, "What reports say of who did it, in their own words:");
    put_sentences(w, &w->r->attributed);
    put_cut(w, ROUNDUP_ATTRIBUTED);
    w->form->section_close(w->to);
}

static void put_trend(const struct walk *w, const struct roundup_trend *t) {
    int64_t most = t->before[0], least = t->before[0];
    w->form->item_open(w->to);
    w->form->add(w->to, t->type);
    sink_printf(w->to, ": %lld; before:", (long long)t->now);
    for (size_t i = 0; i < 4; i++) {
        sink_printf(w->to, "%s %lld", i ? "," : "", (long long)t->before[i]);
        if (t->before[i] > most) most = t->before[i];
        if (t->before[i] < least) least = t->before[i];
    }
    if (t->now > most)
        say(w, " (more than in any of them)");
    else if (t->now < least)
        say(w, " (fewer than in any of them)");
    w->form->item_close(w->to);
}

static void put_trends(const struct walk *w) {
    const char *period = roundup_out_period(w->r);
    if (!w->r->trends.len) return;
    w->form->section_open(w->to, "New indicators and trends");
    w->form->line_open(w->to);
    sink_printf(w->to, "New in this %s by type, beside each of the four %ss before, the latest of them first.", period, period);
    w->form->line_close(w->to);
    w->form->list_open(w->to);
    for (size_t i = 0; i < w->r->trends.len; i++) put_trend(w, &w->r->trends.items[i]);
    w->form->list_close(w->to);
    put_cut(w, ROUNDUP_TRENDS);
    w->form->section_close(w->to);
}

static void put_agreements(const struct walk *w) {
    if (!w->r->agreements.len) return;
    w->form->section_open(w->to, "Agreements");
    w->form->list_open(w->to);
    for (size_t i = 0; i < w->r->agreements.len; i++) {
        const struct roundup_agreement *a = &w->r->agreements.items[i];
        w->form->item_open(w->to);
        w->form->named(w->to, a->name, "");
        say(w, ": ");
        w->form->add(w->to, a->what);
        say(w, ", ");
        roundup_out_days(w->to, a->day, a->day);
        w->form->item_close(w->to);
    }
    w->form->list_close(w->to);
    w->form->section_close(w->to);
}

static void put_ahead(const struct walk *w) {
    if (!w->r->ahead.len) return;
    w->form->section_open(w->to, "Dates ahead");
    put_line(w, "Days that reports name, in their own words:");
    w->form->list_open(w->to);
    for (size_t i = 0; i < w->r->ahead.len; i++) {
        const struct roundup_ahead *a = &w->r->ahead.items[i];
        w->form->item_open(w->to);
        roundup_out_dated(w->to, &a->when);
        say(w, ": ");
        w->form->quote(w->to, a->text, a->language);
        put_source_of(w, a->language, a->source, a->url, NULL);
        w->form->item_close(w->to);
    }
    w->form->list_close(w->to);
    w->form->section_close(w->to);
}

static void put_proposals(const struct walk *w) {
    if (!w->r->proposals.len) return;
    w->form->section_open(w->to, "Open proposals");
    w->form->list_open(w->to);
    for (size_t i = 0; i < w->r->proposals.len; i++) {
        const struct roundup_proposal *p = &w->r->proposals.items[i];
        w->form->item_open(w->to);
        w->form->named(w->to, p->info, "");
        sink_printf(w->to, " \xE2\x80\x93 event %lld, ", (long long)p->event_id);
        roundup_out_number(w->to, p->count, "open proposal", "open proposals");
        w->form->item_close(w->to);
    }
    w->form->list_close(w->to);
    put_cut(w, ROUNDUP_PROPOSALS);
    w->form->section_close(w->to);
}

void roundup_walk(struct sink *to, const struct roundup_form *form, const struct roundup *r) {
    struct walk w = {to, form, r};
    put_stories(&w);
    put_later(&w);
    put_incidents(&w);
    put_attributions(&w);
    put_trends(&w);
    put_agreements(&w);
    put_ahead(&w);
    put_proposals(&w);
    put_uncertain(&w);
}
