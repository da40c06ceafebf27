/* See report_lines.h. */
#include "service/report_lines.h"

#include "store/source_report.h"

enum err report_lines_known(struct context *c, struct str source, struct id_list *out) {
    struct source_report_list rows = {0};
    struct learnt_offer_list offers = {0};
    if (str_is_empty(source)) return OK;
    enum err e = store_source_report_list(c->db, c->arena, source, c->view.now, &rows);
    for (size_t i = 0; i < rows.len && e == OK; i++) {
        struct learnt_offer *offer = vec_push(c->arena, &offers);
        offer->day = rows.items[i].day;
        learnt_unpack(c->arena, rows.items[i].lines, &offer->prints);
    }
    if (e == OK) learnt_from(c->arena, &offers, out);
    return e;
}

enum err report_lines_note(struct write *w, int64_t report_id, struct str source, int64_t arrived, const struct reading *reading) {
    struct id_list offered = {0};
    if (str_is_empty(source)) return OK;
    learnt_offered(w->c->arena, reading, &offered);
    if (offered.len == 0) return OK;
    struct source_report row = {.report_id = report_id,
                                .day = reading->published.precision == PRECISION_DAY ? reading->published.to : arrived,
                                .source = source,
                                .lines = learnt_pack(w->c->arena, &offered)};
    return store_source_report_insert(w->db, &row, w->c->view.now);
}
