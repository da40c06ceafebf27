/* See report_kept.h. */
#include "service/report_kept.h"

#include <string.h>

#include "codec/hex.h"
#include "codec/keyed_hash.h"
#include "codec/zstd.h"
#include "reading/learnt.h"
#include "service/attribute.h"
#include "service/core.h"
#include "service/event.h"
#include "service/name_book.h"

enum { DAY_SECONDS = 86400, CURSOR_BYTES = 16, ID_BYTES = 8 };

static enum err not_found(void) { return err_set(ERR_NOT_FOUND, "Invalid report."); }

static enum err find(struct context *c, struct str ref, struct event_report *report, struct event *event) {
    enum err e = service_report_find(c, c->db, ref, report, event);
    if (e == ERR_NOT_FOUND || (e == OK && report->deleted)) return not_found();
    return e;
}

static enum err unpack(struct context *c, const struct report_source *source, struct str *out) {
    struct buf b;
    buf_init(&b, (size_t)source->size);
    enum err e = zstd_inflate(source->original, &b);
    if (e == OK) *out = arena_str(c->arena, buf_str(&b));
    buf_done(&b);
    return e == OK ? OK : err_set(ERR_CORRUPT, "the original of report %lld cannot be unpacked", (long long)source->report_id);
}

static struct report_document document_of(const struct report_view *v) {
    const struct report_source *s = &v->source;
    if (!str_is_none(s->original))
        return (struct report_document){.form = document_form_named(s->form),
                                        .charset = str_is_empty(s->charset) ? STR_NONE : s->charset,
                                        .language = s->language,
                                        .published = s->published,
                                        .source_url = s->source_url,
                                        .title = s->title,
                                        .arrived = s->created / DAY_SECONDS};
    return (struct report_document){.bytes = v->report.content,
                                    .form = FORM_MARKDOWN,
                                    .charset = STR("utf-8"),
                                    .language = s->language,
                                    .published = s->published,
                                    .source_url = s->source_url,
                                    .title = v->report.name,
                                    .arrived = (s->report_id ? s->created : v->report.timestamp) / DAY_SECONDS};
}

enum err report_view(struct context *c, struct str ref, struct report_view *out) {
    *out = (struct report_view){.book = NULL};
    enum err e = find(c, ref, &out->report, &out->event);
    if (e == OK) e = store_report_source_load(c->db, c->arena, out->report.id, &out->source);
    if (e != OK) return e;
    struct report_document document = document_of(out);
    struct id_list learnt = {0};
    learnt_unpack(c->arena, out->source.learnt, &learnt);
    document.learnt = &learnt;
    if (!str_is_none(out->source.original)) e = unpack(c, &out->source, &document.bytes);
    if (str_is_none(document.bytes)) document.bytes = STR("");
    if (e == OK) e = name_book_take(c, &out->book);
    if (e != OK) return e;
    e = report_read(c, &document, name_book_names(out->book), &out->reading, NULL);
    if (e != OK) report_view_done(c, out);
    return e;
}

void report_view_done(struct context *c, struct report_view *view) {
    if (view->book) name_book_give(c, view->book);
    view->book = NULL;
}

enum err report_original(struct context *c, struct str ref, struct str *bytes, enum document_form *form, struct uuid *uuid) {
    struct event_report report;
    struct event event;
    struct report_source source;
    enum err e = find(c, ref, &report, &event);
    if (e == OK) e = store_report_source_load(c->db, c->arena, report.id, &source);
    if (e != OK) return e;
    if (source.report_id == 0 || str_is_none(source.original)) return err_set(ERR_NOT_FOUND, "The original of this report is not kept.");
    *form = document_form_named(source.form);
    *uuid = report.uuid;
    return unpack(c, &source, bytes);
}

/* --- the listing --- */

/* A mask for the id, and a check on it, both from the server's secret. */
static void cursor_hash(const struct core *core, const char *of, int64_t id, uint8_t out[ID_BYTES]) {
    uint8_t text[ID_BYTES + 1] = {(uint8_t)of[0]};
    for (int i = 0; i < ID_BYTES; i++) text[1 + i] = (uint8_t)((uint64_t)id >> 8 * i);
    uint64_t h = keyed_hash(core_secret(core), text, sizeof text);
    for (int i = 0; i < ID_BYTES; i++) out[i] = (uint8_t)(h >> 8 * i);
}

static struct str cursor_text(struct context *c, int64_t id) {
    uint8_t bytes[CURSOR_BYTES], mask[ID_BYTES];
    cursor_hash(c->core, "check", id, bytes);
    uint64_t seed = 0;
    for (int i = 0; i < ID_BYTES; i++) seed |= (uint64_t)bytes[i] << 8 * i;
    cursor_hash(c->core, "mask", (int64_t)seed, mask);
    for (int i = 0; i < ID_BYTES; i++) bytes[ID_BYTES + i] = mask[i] ^ (uint8_t)((uint64_t)id >> 8 * i);
    return hex_encode(c->arena, (struct str){(const char *)bytes, sizeof bytes});
}

static bool cursor_read(struct context *c, struct str text, int64_t *id) {
    uint8_t bytes[CURSOR_BYTES], mask[ID_BYTES], check[ID_BYTES];
    if (text.len != 2 * CURSOR_BYTES || !hex_decode_into(bytes, text)) return false;
    uint64_t seed = 0, value = 0;
    for (int i = 0; i < ID_BYTES; i++) seed |= (uint64_t)bytes[i] << 8 * i;
    cursor_hash(c->core, "mask", (int64_t)seed, mask);
    for (int i = 0; i < ID_BYTES; i++) value |= (uint64_t)(uint8_t)(bytes[ID_BYTES + i] ^ mask[i]) << 8 * i;
    *id = (int64_t)value;
    cursor_hash(c->core, "check", *id, check);
    return memcmp(check, bytes, ID_BYTES) == 0;
}

enum err report_list(struct context *c, struct str event_ref, struct str cursor, int64_t limit, struct report_line_list *out,
                     struct str *next) {
    struct event event = {.id = 0};
    int64_t before = INT64_MAX;
    struct id_list events = {0};
    *next = STR_NONE;
    if (!str_is_empty(cursor) && !cursor_read(c, cursor, &before))
        return err_set(ERR_BAD_INPUT, "This cursor is none that a listing of reports gave.");
    enum err e = str_is_empty(event_ref) ? OK : service_event_find(c, event_ref, &event);
    if (e == OK) e = store_report_source_page(c->db, c->arena, &c->view, event.id, before, limit + 1, out);
    if (e != OK) return e;
    if ((int64_t)out->len > limit) {
        out->len = (size_t)limit;
        *next = cursor_text(c, out->items[out->len - 1].report.id);
    }
    for (size_t i = 0; i < out->len; i++) *vec_push(c->arena, &events) = out->items[i].report.event_id;
    return service_event_note_reads(c, &events);
}
