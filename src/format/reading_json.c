/* The JSON of a reading. Every member is always there, so that a reader need not ask; `published` is null when nothing is known. */
#include "format/reading_json.h"

#include "base/clock.h"

const char *reading_reason_text(enum removed_reason reason) {
    static const char *const texts[] = {"repeated paragraph",
                                        "teaser",
                                        "share",
                                        "comment",
                                        "caption",
                                        "advertisement",
                                        "navigation",
                                        "seen in three reports of this source"};
    return texts[reason];
}

const char *reading_kind_text(enum entity_kind kind) {
    static const char *const texts[] = {"country", "organisation", "person", "place", "actor", "malware", "product", "vulnerability"};
    return texts[kind];
}

static const char *verdict_text(enum verdict verdict) {
    static const char *const texts[] = {"malicious", "mentioned", "unsure"};
    return texts[verdict];
}

static void put_day(struct json_out *o, const char *key, int64_t day) {
    char text[CLOCK_TEXT];
    json_put_str(o, key, clock_date(day * 86400, text));
}

static void put_dated(struct json_out *o, const struct dated *d) {
    static const char *const precisions[] = {"none", "year", "month", "day"};
    static const char *const sources[] = {"hint",  "prefix",  "url",   "header",   "dateline", "body",
                                          "month", "weekday", "story", "metadata", "feed"};
    put_day(o, "from", d->from);
    put_day(o, "to", d->to);
    json_put_text(o, "precision", precisions[d->precision]);
    json_put_text(o, "source", sources[d->source]);
}

void reading_json_dated(struct json_out *o, const char *key, const struct dated *d) {
    json_key(o, str_from(key));
    if (d->precision == PRECISION_NONE) {
        json_null(o);
        return;
    }
    json_open(o);
    put_dated(o, d);
    json_close(o);
}

static void put_span(struct json_out *o, struct span span) {
    json_open_array(o);
    json_int(o, (int64_t)span.from);
    json_int(o, (int64_t)span.to);
    json_close_array(o);
}

static void put_removed(struct json_out *o, const struct reading *r) {
    json_k(o, "removed");
    json_open_array(o);
    for (size_t i = 0; i < r->removed.len; i++) {
        const struct removed_line *line = &r->removed.items[i];
        json_open(o);
        json_put_int(o, "line", (int64_t)line->line);
        json_put_text(o, "reason", reading_reason_text(line->reason));
        json_put_str(o, "text", line->text);
        json_close(o);
    }
    json_close_array(o);
}

/* Lines that stay, and that nobody is named for. */
static void put_doubtful(struct json_out *o, const struct reading *r) {
    json_k(o, "doubtful");
    json_open_array(o);
    for (size_t i = 0; i < r->paragraphs.len; i++) {
        const struct paragraph *p = &r->paragraphs.items[i];
        if (!p->doubtful) continue;
        json_open(o);
        json_put_int(o, "line", (int64_t)p->line);
        json_put_str(o, "text", p->text);
        json_close(o);
    }
    json_close_array(o);
}

static void put_entity(struct json_out *o, const struct entity *e) {
    json_open(o);
    json_put_text(o, "kind", reading_kind_text(e->kind));
    json_put_str(o, "id", e->id.ptr ? e->id : STR(""));
    json_put_str(o, "name", e->name);
    json_k(o, "forms");
    json_open_array(o);
    for (size_t i = 0; i < e->forms.len; i++) json_str(o, e->forms.items[i]);
    json_close_array(o);
    json_k(o, "spans");
    json_open_array(o);
    for (size_t i = 0; i < e->spans.len; i++) put_span(o, e->spans.items[i]);
    json_close_array(o);
    json_put_text(o, "how", e->how ? e->how : "");
    json_close(o);
}

static void put_entities(struct json_out *o, const struct reading *r) {
    json_k(o, "entities");
    json_open_array(o);
    for (size_t i = 0; i < r->entities.len; i++) put_entity(o, &r->entities.items[i]);
    json_close_array(o);
}

static void put_indicators(struct json_out *o, const struct reading *r) {
    json_k(o, "indicators");
    json_open_array(o);
    for (size_t i = 0; i < r->indicators.len; i++) {
        const struct found_indicator *found = &r->indicators.items[i];
        json_open(o);
        json_put_text(o, "type", found->type);
        json_put_str(o, "value", found->value);
        json_put_bool(o, "defanged", found->defanged);
        json_put_text(o, "verdict", verdict_text(found->verdict));
        json_put_text(o, "reason", found->reason ? found->reason : "");
        if (!str_is_none(found->looks_like)) json_put_str(o, "looks_like", found->looks_like);
        json_k(o, "span");
        put_span(o, found->span);
        json_close(o);
    }
    json_close_array(o);
}

static void put_topics(struct json_out *o, const struct reading *r) {
    json_k(o, "topics");
    json_open_array(o);
    for (size_t i = 0; i < r->topics.len; i++) {
        json_open(o);
        json_put_text(o, "topic", r->topics.items[i].topic);
        json_k(o, "score");
        json_double(o, r->topics.items[i].score);
        json_close(o);
    }
    json_close_array(o);
}

static void put_quotes(struct json_out *o, const struct reading *r) {
    json_k(o, "quotes");
    json_open_array(o);
    for (size_t i = 0; i < r->quotes.len; i++) {
        const struct quote *q = &r->quotes.items[i];
        json_open(o);
        json_put_str(o, "speaker", q->speaker.len ? q->speaker : STR_NONE);
        json_put_str(o, "text", q->text);
        json_k(o, "span");
        put_span(o, q->span);
        json_close(o);
    }
    json_close_array(o);
}

static void put_dates(struct json_out *o, const struct reading *r) {
    json_k(o, "dates");
    json_open_array(o);
    for (size_t i = 0; i < r->dates.len; i++) {
        const struct mentioned_date *d = &r->dates.items[i];
        json_open(o);
        json_put_str(o, "text", str_sub(r->text, d->span.from, d->span.to - d->span.from));
        put_dated(o, &d->when);
        json_put_bool(o, "upcoming", d->upcoming);
        json_k(o, "span");
        put_span(o, d->span);
        json_close(o);
    }
    json_close_array(o);
}

void reading_json_write(struct json_out *o, struct str file, const struct reading *r) {
    json_open(o);
    if (!str_is_none(file)) json_put_str(o, "file", file);
    json_k(o, "language");
    json_open(o);
    json_put_str(o, "code", r->language.code[0] ? str_from(r->language.code) : STR("unknown"));
    json_k(o, "certainty");
    json_double(o, r->language.certainty);
    json_close(o);
    json_k(o, "published");
    if (r->published.precision == PRECISION_NONE) {
        json_null(o);
    } else {
        json_open(o);
        put_dated(o, &r->published);
        json_close(o);
    }
    json_put_str(o, "title", r->title.ptr ? r->title : STR(""));
    json_put_str(o, "text", r->text);
    put_removed(o, r);
    put_doubtful(o, r);
    put_entities(o, r);
    put_indicators(o, r);
    put_topics(o, r);
    put_quotes(o, r);
    put_dates(o, r);
    json_k(o, "items");
    json_open_array(o);
    for (size_t i = 0; i < r->items.len; i++) reading_json_write(o, STR_NONE, &r->items.items[i]);
    json_close_array(o);
    json_close(o);
}
