/* See report_intake.h. */
#include "service/report_intake.h"

#include "base/clock.h"
#include "base/limits.h"
#include "codec/utf8.h"
#include "codec/zstd.h"
#include "format/feed_split.h"
#include "reading/brief.h"
#include "service/attribute.h"
#include "service/core.h"
#include "service/event.h"
#include "service/name_book.h"
#include "service/report_lines.h"
#include "service/save.h"
#include "store/report_source.h"

enum { NAME_BYTES = 250, SENTENCE_BYTES = 160, URL_BYTES = 2048, ZSTD_LEVEL = 3, DAY_SECONDS = 86400 };

/* --- checks --- */

static enum err problem(struct context *c, const char *field, const char *text) {
    if (context_problem(c, -1, "report", field, "%s", text) == OK) return OK;
    return err_set(ERR_BAD_INPUT, "%s", text);
}

static bool is_language(struct str s) { return s.len == 2 && s.ptr[0] >= 'a' && s.ptr[0] <= 'z' && s.ptr[1] >= 'a' && s.ptr[1] <= 'z'; }

static bool is_web_address(struct str s) {
    return s.len <= URL_BYTES && (str_starts_nocase(s, STR("http://")) || str_starts_nocase(s, STR("https://"))) && s.len > 8;
}

static enum err check_request(struct context *c, const struct report_request *r) {
    int64_t day;
    const struct core_options *options = core_get_options(c->core);
    if (!str_is_empty(r->language) && !is_language(r->language))
        return problem(c, "language", "Two small letters of ISO 639-1 are expected.");
    if (!str_is_empty(r->published) && !clock_parse_date(r->published, &day))
        return problem(c, "published", "Expected date format: YYYY-MM-DD");
    if (!str_is_empty(r->source_url) && !is_web_address(r->source_url))
        return problem(c, "source_url", "A web address of at most 2048 bytes is expected.");
    if (r->title.len > NAME_BYTES) return problem(c, "title", "A title has at most 250 bytes.");
    if (r->distribution < -1 || r->distribution > DIST_INHERIT || r->distribution == DIST_SHARING_GROUP ||
        (r->distribution == DIST_INHERIT && str_is_empty(r->event)))
        return problem(c, "distribution", "Options: 0, 1, 2, 3; 5 for a report on an event.");
    if (str_is_empty(r->bytes)) return problem(c, "text", "There is nothing to read.");
    if (options->report_max_bytes > 0 && r->bytes.len > (uint64_t)options->report_max_bytes)
        return err_set(ERR_TOO_LARGE, "A report has at most %lld bytes here.", (long long)options->report_max_bytes);
    return OK;
}

static enum err may_write(struct context *c, struct db *db, struct str ref, struct event *event) {
    enum err e = service_event_find_in(c, db, ref, event);
    if (e != OK || service_event_may_edit(c, event)) return e;
    return audit_refuse(c, "Event", event->id);
}

enum err report_may_take(struct context *c, struct str event_ref) {
    struct event event;
    return str_is_empty(event_ref) ? OK : may_write(c, c->db, event_ref, &event);
}

/* --- reading --- */

static struct str first_of(struct str a, struct str b) { return str_is_empty(a) ? b : a; }

enum err report_read(struct context *c, const struct report_document *d, const struct reading_names *names, struct reading *out,
                     struct report_lines *lines) {
    struct document_in_list documents = {0};
    struct report_lines own_lines = {.source = {"", 0}};
    if (!lines) lines = &own_lines;
    enum err e = document_form_read(c->arena, d->form, d->charset, d->bytes, &documents);
    if (e != OK) return e;
    const struct document_in *own = &documents.items[0];
    lines->source = brief_source(c->arena, first_of(d->source_url, own->source_url));
    if (!d->learnt && (e = report_lines_known(c, lines->source, &lines->known)) != OK) return e;
    struct reading_hints hints = {.language = d->language,
                                  .published = first_of(d->published, own->published),
                                  .published_in_metadata = str_is_empty(d->published) && !str_is_empty(own->published),
                                  .source_url = first_of(d->source_url, own->source_url),
                                  .title = first_of(d->title, own->title),
                                  .feed_published = own->feed_published,
                                  .learnt = d->learnt ? d->learnt : &lines->known,
                                  .arrived = d->arrived,
                                  .names = names};
    reading_of(c->arena, own->text, &hints, out);
    if (out->title.len == 0 && hints.title.len) out->title = hints.title;
    return arena_is_over(c->arena) ? err_set(ERR_TOO_LARGE, "This report holds too much for one reading.") : OK;
}

/* The first sentence, or as much of it as fits. */
static struct str opening(const struct reading *r) {
    struct str text = str_trim(r->text);
    size_t end = str_find_char(text, '\n', 0);
    for (size_t i = 0; i + 1 < text.len && i < end; i++)
        if ((text.ptr[i] == '.' || text.ptr[i] == '!' || text.ptr[i] == '?') && text.ptr[i + 1] == ' ' && i > 20) end = i + 1;
    return str_trim(utf8_cut(str_sub(text, 0, end), SENTENCE_BYTES));
}

static struct str name_of(struct context *c, const struct reading *r) {
    struct str name = str_trim(utf8_cut(str_trim(r->title), NAME_BYTES));
    if (name.len == 0) name = opening(r);
    return arena_str(c->arena, name);
}

/* The cleaned text as Markdown: the title as its heading, an empty line between paragraphs. */
static struct str content_of(struct context *c, const struct reading *r, struct str name) {
    struct buf b;
    buf_init(&b, LIMIT_BODY);
    bool titled = r->title.len > 0;
    if (titled) buf_printf(&b, "# %.*s\n", STR_ARG(name));
    struct str rest = r->text, line;
    while (str_split(&rest, '\n', &line)) {
        line = str_trim(line);
        if (line.len == 0 || (titled && str_eq(line, name))) continue;
        if (b.len) buf_add_char(&b, '\n');
        buf_add_str(&b, line);
        buf_add_char(&b, '\n');
    }
    struct str content = arena_str(c->arena, buf_str(&b));
    buf_done(&b);
    return content;
}

static struct str pack(struct context *c, struct zstd *z, struct str bytes) {
    struct buf b;
    struct sink_buf sink;
    buf_init(&b, bytes.len + bytes.len / 8 + 65536);
    sink_buf_init(&sink, &b);
    zstd_begin(z, &sink.sink);
    zstd_add(z, bytes);
    enum err e = zstd_end(z);
    if (e == OK) e = sink_buf_done(&sink);
    struct str packed = e == OK ? arena_str(c->arena, buf_str(&b)) : STR_NONE;
    buf_done(&b);
    return packed;
}

/* One document of the request; out->report.name stays empty when it holds no text. */
static enum err take_one(struct context *c, const struct report_request *request, const struct reading_names *names, struct zstd *z,
                         struct report_taken *out) {
    struct report_document d = {.bytes = out->original,
                                .form = request->form,
                                .charset = request->charset,
                                .language = request->language,
                                .published = out->published,
                                .source_url = out->source_url,
                                .title = out->title,
                                .arrived = c->now / DAY_SECONDS};
    enum err e = report_read(c, &d, names, &out->reading, &out->lines);
    if (e != OK || (str_trim(out->reading.text).len == 0 && str_trim(out->reading.title).len == 0)) return e;
    struct str title = name_of(c, &out->reading);
    out->report.name = str_is_empty(request->name) ? title : request->name;
    out->report.content = content_of(c, &out->reading, title);
    if (z) out->packed = pack(c, z, out->original);
    return OK;
}

/* The entries of a feed are reports of their own: what was said of the feed (its address, its title, its day) is not said of them. */
static enum err take_feed(struct context *c, const struct report_request *request, const struct reading_names *names, struct zstd *z,
                          struct report_outcome *out) {
    struct str_list entries = {0};
    struct report_request of_feed = *request;
    of_feed.form = FORM_FEED;
    enum err e = feed_split(c->arena, request->bytes, REPORT_ENTRIES_MAX, &entries);
    for (size_t i = 0; i < entries.len && e == OK; i++) {
        struct report_taken one = {.original = entries.items[i]};
        e = take_one(c, &of_feed, names, z, &one);
        if (e == OK && one.report.name.len) *vec_push(c->arena, &out->reports) = one;
    }
    return e;
}

static enum err take_all(struct context *c, struct report_request *request, const struct reading_names *names, struct zstd *z,
                         struct report_outcome *out) {
    if (document_form_is_feed(c->arena, request->form, request->bytes)) {
        request->form = FORM_FEED;
        enum err e = take_feed(c, request, names, z, out);
        return e == OK && out->reports.len == 0 ? problem(c, "feed", "No entry of this feed holds any text.") : e;
    }
    struct report_taken one = {
        .original = request->bytes, .published = request->published, .source_url = request->source_url, .title = request->title};
    enum err e = take_one(c, request, names, z, &one);
    if (e == OK && !one.report.name.len) e = problem(c, document_form_name(request->form), "There is no text in it.");
    if (e == OK) *vec_push(c->arena, &out->reports) = one;
    return e;
}

/* --- writing --- */

static struct str day_of(struct context *c, const struct reading *r) {
    char text[CLOCK_TEXT];
    if (r->published.precision != PRECISION_DAY || r->published.from != r->published.to) return STR_NONE;
    return arena_str(c->arena, clock_date(r->published.from * DAY_SECONDS, text));
}

static enum err add_event(struct write *w, const struct report_request *request, struct report_outcome *out) {
    struct context *c = w->c;
    struct event_outcome made;
    const struct report_taken *first = &out->reports.items[0];
    struct event event = {.given = GIVEN_INFO, .info = first->report.name, .date = day_of(c, &first->reading), .protected_state = -1};
    if (out->reports.len > 1) {
        event.info = str_is_empty(request->title)
                         ? arena_printf(c->arena, "%.*s (and %zu more reports)", STR_ARG(first->report.name), out->reports.len - 1)
                         : request->title;
        event.date = STR_NONE;
    }
    if (request->distribution >= 0) {
        event.given |= GIVEN_DISTRIBUTION;
        event.distribution = request->distribution;
    }
    for (size_t i = 0; i < out->reports.len; i++) *vec_push(c->arena, &event.reports) = out->reports.items[i].report;
    enum err e = service_event_add_in(w, &event, &made);
    out->event_id = made.id;
    out->event_uuid = made.uuid;
    for (size_t i = 0; i < out->reports.len && e == OK; i++) out->reports.items[i].report = event.reports.items[i];
    return e;
}

static enum err add_to_event(struct write *w, const struct report_request *request, struct report_outcome *out) {
    struct event event;
    struct save s;
    enum err e = may_write(w->c, w->db, request->event, &event);
    if (e != OK) return e;
    save_init(&s, w, &event);
    for (size_t i = 0; i < out->reports.len && e == OK; i++) {
        struct event_report *r = &out->reports.items[i].report;
        if (request->distribution >= 0) {
            r->given |= GIVEN_DISTRIBUTION;
            r->distribution = request->distribution;
        }
        e = save_report(&s, -1, r);
    }
    out->event_id = event.id;
    out->event_uuid = event.uuid;
    return e == OK ? save_finish(&s) : e;
}

/* The day that the document's metadata tell, or the days that its feed does; the text that is kept tells them no more. */
static struct str found_day(struct arena *arena, const struct dated *d) {
    char from[CLOCK_TEXT], to[CLOCK_TEXT];
    struct str last = clock_date(d->to * DAY_SECONDS, to);
    if (d->source == DATE_FEED) return arena_printf(arena, "%.*s/%.*s", STR_ARG(clock_date(d->from * DAY_SECONDS, from)), STR_ARG(last));
    return d->source == DATE_METADATA && d->precision == PRECISION_DAY ? arena_str(arena, last) : STR("");
}

/* The original is kept while the organisation's quota lasts; the report is, in any case. */
static enum err keep_source(struct write *w, const struct report_request *request, struct report_taken *taken, int64_t *kept) {
    struct context *c = w->c;
    int64_t size = (int64_t)taken->original.len;
    if (*kept + size > core_get_options(c->core)->report_quota) taken->packed = STR_NONE;
    if (!str_is_none(taken->packed)) *kept += size;
    struct report_source source = {.report_id = taken->report.id,
                                   .org_id = c->actor.org_id,
                                   .size = size,
                                   .created = c->now,
                                   .form = str_from(document_form_name(request->form)),
                                   .charset = request->charset,
                                   .source_url = taken->source_url,
                                   .language = request->language,
                                   .published = taken->published,
                                   .title = taken->title,
                                   .found_published = found_day(w->c->arena, &taken->reading.published),
                                   .original = taken->packed};
    struct id_list used = {0};
    learnt_used(c->arena, &taken->reading, &taken->lines.known, &used);
    source.learnt = learnt_pack(c->arena, &used);
    enum err e = store_report_source_insert(w->db, &source);
    if (e == OK) e = report_lines_note(w, taken->report.id, taken->lines.source, c->now / DAY_SECONDS, &taken->reading);
    return e == OK ? write_audit(w, "receive", "EventReport", taken->report.id, taken->report.name, taken->report.event_id, STR_NONE) : e;
}

static enum err write_in(struct write *w, const struct report_request *request, struct report_outcome *out) {
    int64_t kept = 0;
    enum err e = str_is_empty(request->event) ? add_event(w, request, out) : add_to_event(w, request, out);
    if (e == OK) e = store_report_source_kept(w->db, w->c->actor.org_id, &kept);
    for (size_t i = 0; i < out->reports.len && e == OK; i++) {
        if (out->reports.items[i].report.id == 0) return err_set(ERR_BAD_INPUT, "The report could not be saved.");
        e = keep_source(w, request, &out->reports.items[i], &kept);
    }
    return e;
}

enum err report_take(struct context *c, const struct report_request *given, struct report_outcome *out) {
    struct report_request request = *given;
    struct name_book *book;
    struct write w;
    *out = (struct report_outcome){0};
    enum err e = check_request(c, &request);
    if (e == OK) e = report_may_take(c, request.event);
    if (e == OK) e = name_book_take(c, &book);
    if (e != OK) return e;
    struct zstd *z = zstd_new(ZSTD_LEVEL);
    e = take_all(c, &request, name_book_names(book), z, out);
    zstd_free(z);
    if (e == OK) e = write_begin(c, &w);
    if (e == OK) e = write_end(&w, write_in(&w, &request, out));
    out->book = book;
    if (e != OK) report_done(c, out);
    return e;
}

void report_done(struct context *c, struct report_outcome *out) {
    if (out->book) name_book_give(c, out->book);
    out->book = NULL;
}
