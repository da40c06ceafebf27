/* varde stories: files grouped into stories, without any database. Every file is a member of one story; a digest through each of its items (file#2). */
#include <stdio.h>

#include "app/commands.h"
#include "app/document_parts.h"
#include "app/runtime.h"
#include "base/clock.h"
#include "reading/headline.h"
#include "reading/story.h"
#include "service/linker.h"

/* --- JSON --- */

static void put_day(struct json_out *o, const char *key, const struct story *s, int64_t day) {
    char text[CLOCK_TEXT];
    if (s->when.precision == PRECISION_NONE)
        json_put_null(o, key);
    else
        json_put_str(o, key, clock_date(day * 86400, text));
}

static void put_story(struct json_out *o, const struct story_part_list *parts, const struct story *s) {
    json_open(o);
    json_put_uuid(o, "uuid", &s->uuid);
    json_put_str(o, "headline", s->headline);
    put_day(o, "from", s, s->from);
    put_day(o, "to", s, s->to);
    json_k(o, "members");
    json_open_array(o);
    for (size_t i = 0; i < s->part_count; i++) json_str(o, parts->items[s->parts[i]].name);
    json_close_array(o);
    json_k(o, "inferred");
    json_open_array(o);
    for (size_t i = 0; i < s->part_count; i++) {
        struct dated when = story_dated(s, &parts->items[s->parts[i]]);
        if (when.precision != PRECISION_NONE && when.source == DATE_STORY) json_str(o, parts->items[s->parts[i]].name);
    }
    json_close_array(o);
    json_k(o, "related");
    json_open_array(o);
    for (size_t i = 0; i < s->related.len; i++) json_uuid(o, &s->related.items[i]);
    json_close_array(o);
    json_close(o);
}

static void write_json(struct output *out, const struct story_part_list *parts, const struct story_list *stories) {
    struct json_out *o = &out->json;
    json_open(o);
    json_k(o, "stories");
    json_open_array(o);
    for (size_t i = 0; i < stories->len; i++) put_story(o, parts, &stories->items[i]);
    json_close_array(o);
    json_close(o);
    sink_add_char(&out->fd.sink, '\n');
}

/* --- for people --- */

static struct str date_text(struct arena *arena, const struct dated *d) {
    char from[CLOCK_TEXT], to[CLOCK_TEXT];
    if (d->precision == PRECISION_NONE) return STR("date unknown");
    struct str a = clock_date(d->from * 86400, from), b = clock_date(d->to * 86400, to);
    const char *inferred = d->source == DATE_STORY ? " (inferred)" : "";
    return d->from == d->to ? arena_printf(arena, "%.*s%s", STR_ARG(a), inferred)
                            : arena_printf(arena, "%.*s to %.*s%s", STR_ARG(a), STR_ARG(b), inferred);
}

static void print_story(struct arena *arena, const struct story_part_list *parts, const struct story_list *stories, const struct story *s) {
    printf("%.*s\n", STR_ARG(s->headline));
    for (size_t i = 0; i < s->part_count; i++) {
        const struct story_part *p = &parts->items[s->parts[i]];
        struct dated when = story_dated(s, p);
        struct str day = date_text(arena, &when);
        const char *language = p->brief->language.code[0] ? headline_language(p->brief->language.code) : "language unknown";
        printf("  %.*s: %.*s, %s: %.*s\n", STR_ARG(p->name), STR_ARG(day), language, STR_ARG(p->brief->title));
    }
    for (size_t i = 0; i < s->related.len; i++)
        for (size_t k = 0; k < stories->len; k++)
            if (uuid_eq(&stories->items[k].uuid, &s->related.items[i])) printf("  related: %.*s\n", STR_ARG(stories->items[k].headline));
    puts("");
}

/* In the database: what came since is linked; with `all` every report and event is read and linked again. */
static int update(struct invocation *in, bool all) {
    struct runtime runtime;
    bool up_to_date = false;
    enum err e = runtime_open(&runtime, &in->config, RUNTIME_NO_INDEX);
    if (e == OK && all) e = linker_rebuild(runtime.core);
    if (e == OK) e = linker_catch_up(runtime.core, 0, &up_to_date);
    if (e == OK) {
        struct linker_numbers n = linker_numbers(runtime.core);
        printf("%lld reports and events read in %.2f s; %lld pairs compared, %lld links made, %lld ended in %.2f s.\n", (long long)n.things,
               (double)n.reading_micros / 1e6, (long long)n.compared, (long long)n.made, (long long)n.ended,
               (double)n.linking_micros / 1e6);
    }
    int code = command_result(e);
    runtime_close(&runtime);
    return code;
}

static int run(struct invocation *in) {
    const char *manifest_path = invocation_option(in, "manifest");
    struct story_part_list parts = {0};
    struct story_link_list links = {0};
    struct story_list stories;
    struct output out;
    int refused = 0;
    if (invocation_option(in, "rebuild") || invocation_option(in, "update")) return update(in, invocation_option(in, "rebuild") != NULL);
    if (in->arg_count == 0) return command_usage(in, "at least one file is needed");
    if (document_parts_read(in->arena, in->args, in->arg_count, manifest_path, &parts, &refused) != OK)
        return command_result(ERR_BAD_INPUT);
    story_find_links(in->arena, &parts, &links);
    story_group(in->arena, &parts, &links, &stories);
    output_init(&out, false);
    if (in->json) write_json(&out, &parts, &stories);
    for (size_t i = 0; !in->json && i < stories.len; i++) print_story(in->arena, &parts, &stories, &stories.items[i]);
    enum err e = output_done(&out);
    return e == OK && refused ? EXIT_FAILED : command_result(e);
}

const struct command command_stories = {
    .name = "stories",
    .arguments = "[FILE...]",
    .min_args = 0,
    .max_args = -1,
    .summary = "Group reports into stories: those that tell of the same happening, in any language",
    .details = "Reads the forms that `varde read` reads. Needs no database. Every file is a member of one story, a digest through each of "
               "its items\n"
               "(file#1, file#2...). A date that comes from the other reports of the story is marked as inferred.\n"
               "A manifest has one object a line: {\"file\", \"published\"?, \"source_url\"?, \"language\"?}.\n\n"
               "  varde stories --manifest reports.jsonl *.txt\n\n"
               "With --rebuild the stories of the database are made again, from its reports and events; a server may run meanwhile.",
    .options = {{"json", NULL,
                 "one JSON object: {\"stories\": [{\"uuid\", \"headline\", \"from\", \"to\", \"members\", \"inferred\", \"related\"}]}"},
                {"manifest", "FILE", "what is known of each file"},
                {"update", NULL, "in the data folder: link what was not linked yet, as a server does by itself"},
                {"rebuild", NULL, "in the data folder: read all reports and events again and make the stories anew"}},
    .run = run,
};
