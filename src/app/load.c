/* Importing documents. What is not here: files (app/import.c) and rules (service/event.c). The idea: a document is read as a stream; each
 * event is one transaction, so that an end at any moment leaves whole events. */
#include "app/load.h"

#include "format/misp_read.h"
#include "service/event.h"

struct running {
    struct loader *loader;
    struct json *json;
    size_t events;
};

static void note(struct running *run, const struct event *event, const struct problem *p, struct str why) {
    struct arena *notes = run->loader->notes;
    char uuid[UUID_TEXT];
    struct refusal *r = vec_push(notes, &run->loader->report->refusals);
    *r = (struct refusal){.event = STR(""), .item = STR(""), .field = STR(""), .why = arena_str(notes, why)};
    if (!uuid_is_nil(&event->uuid)) r->event = arena_str(notes, uuid_text(&event->uuid, uuid));
    if (!p) return;
    if (p->index >= 0) r->item = arena_printf(notes, "%.*s %lld", STR_ARG(p->kind), (long long)p->index);
    r->field = arena_str(notes, str_is_none(p->field) ? STR("") : p->field);
}

static void note_problems(struct running *run, const struct event *event) {
    const struct problem_list *problems = &run->loader->c->problems;
    for (size_t i = 0; i < problems->len; i++) note(run, event, &problems->items[i], problems->items[i].text);
}

static enum err import_event(void *ctx, struct event *event) {
    struct running *run = ctx;
    struct loader *loader = run->loader;
    struct load_report *report = loader->report;
    struct event_outcome outcome = {0};
    bool added = false;
    run->events++;
    loader->c->problems = (struct problem_list){0};
    enum err e = service_event_import(loader->c, event, &outcome, &added);
    struct str why = str_from(err_detail());
    note_problems(run, event);
    if (e == OK) {
        *(added ? &report->added : &report->updated) += 1;
        report->attributes += outcome.attributes;
        report->objects += outcome.objects;
    } else if (e == ERR_REFUSED && loader->c->problems.len == 0 && str_find(why, STR("not newer"), 0) != SIZE_MAX) {
        report->unchanged++;
    } else {
        report->failed++;
        if (loader->c->problems.len == 0) note(run, event, NULL, why);
    }
    loader->c->problems = (struct problem_list){0};
    if (loader->progress) loader->progress(loader->ctx, (size_t)(run->json->at - run->json->begin));
    return err_is_fault(e) ? e : OK;
}

enum err load_document(struct loader *loader, char *text, size_t len) {
    struct json json;
    struct running run = {.loader = loader, .json = &json};
    json_init(&json, text, len);
    enum err e = misp_read_events(&json, loader->c->arena, import_event, &run);
    if (e == OK && run.events == 0) e = err_set(ERR_BAD_INPUT, "The document holds no event.");
    return e;
}
