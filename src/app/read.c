/* varde read: what the program understands of a report, without any database. As JSON, one object a line; or the text with what was recognised in
 * colour, what was cut greyed out, and lines in doubt dimmed. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "app/commands.h"
#include "app/documents.h"
#include "app/runtime.h"
#include "base/clock.h"
#include "format/reading_json.h"

/* --- the terminal --- */

static const char *colour_of(enum entity_kind kind) {
    static const char *const colours[] = {"\33[32m", "\33[36m", "\33[33m", "\33[34m", "\33[31m", "\33[31m", "\33[35m", "\33[1;31m"};
    return colours[kind];
}

struct mark {
    struct span span;
    const char *colour;
};
struct mark_list VEC_OF(struct mark);

static int by_place(const void *a, const void *b) {
    const struct mark *x = a, *y = b;
    return x->span.from < y->span.from ? -1 : x->span.from > y->span.from;
}

static struct mark_list marks_of(struct arena *arena, const struct reading *r) {
    struct mark_list marks = {0};
    for (size_t i = 0; i < r->entities.len; i++)
        for (size_t k = 0; k < r->entities.items[i].spans.len; k++)
            *vec_push(arena, &marks) = (struct mark){r->entities.items[i].spans.items[k], colour_of(r->entities.items[i].kind)};
    for (size_t i = 0; i < r->indicators.len; i++) *vec_push(arena, &marks) = (struct mark){r->indicators.items[i].span, "\33[1;31m"};
    for (size_t i = 0; i < r->dates.len; i++) *vec_push(arena, &marks) = (struct mark){r->dates.items[i].span, "\33[35m"};
    if (marks.len) qsort(marks.items, marks.len, sizeof *marks.items, by_place);
    return marks;
}

/* A line in doubt is dim and says why. */
static void print_paragraph(const struct paragraph *p, const struct reading *r, const struct mark_list *marks, bool colour) {
    size_t at = p->offset, end = p->offset + p->text.len;
    const char *plain = !colour ? "" : p->doubtful ? "\33[0;2m" : "\33[0m";
    if (p->doubtful) printf("%s[looks like the page's: names nobody] ", plain);
    for (size_t i = 0; colour && i < marks->len; i++) {
        const struct mark *m = &marks->items[i];
        if (m->span.from < at || m->span.to > end || m->span.to <= m->span.from) continue;
        printf("%.*s%s%.*s%s", (int)(m->span.from - at), r->text.ptr + at, m->colour, (int)(m->span.to - m->span.from),
               r->text.ptr + m->span.from, plain);
        at = m->span.to;
    }
    printf("%.*s%s\n\n", (int)(end - at), r->text.ptr + at, p->doubtful && colour ? "\33[0m" : "");
}

static void print_removed(const struct removed_line *line, bool colour) {
    printf("%s[%s] %.*s%s\n\n", colour ? "\33[90m" : "", reading_reason_text(line->reason), STR_ARG(line->text), colour ? "\33[0m" : "");
}

static void print_head(const char *file, const struct reading *r) {
    char from[CLOCK_TEXT], to[CLOCK_TEXT];
    printf("%s\nlanguage: %s (%.0f %%)\n", file, r->language.code[0] ? r->language.code : "unknown", r->language.certainty * 100);
    if (r->published.precision == PRECISION_NONE) {
        puts("published: unknown");
    } else {
        struct str a = clock_date(r->published.from * 86400, from), b = clock_date(r->published.to * 86400, to);
        printf("published: %.*s%s%.*s\n", STR_ARG(a), r->published.from == r->published.to ? "" : " to ",
               r->published.from == r->published.to ? 0 : (int)b.len, b.ptr);
    }
    if (r->title.len) printf("title: %.*s\n", STR_ARG(r->title));
    for (size_t i = 0; i < r->topics.len && i < 3; i++) printf("%s%s", i ? ", " : "topics: ", r->topics.items[i].topic);
    puts(r->topics.len ? "\n" : "");
}

static void print_reading(struct arena *arena, const char *file, const struct reading *r) {
    bool colour = isatty(STDOUT_FILENO);
    struct mark_list marks = marks_of(arena, r);
    size_t cut = 0;
    print_head(file, r);
    for (size_t i = 0; i < r->paragraphs.len; i++) {
        while (cut < r->removed.len && r->removed.items[cut].line < r->paragraphs.items[i].line)
            print_removed(&r->removed.items[cut++], colour);
        print_paragraph(&r->paragraphs.items[i], r, &marks, colour);
    }
    while (cut < r->removed.len) print_removed(&r->removed.items[cut++], colour);
    for (size_t i = 0; r->paragraphs.len == 0 && i < r->items.len; i++) print_reading(arena, "---", &r->items.items[i]);
}

static enum err read_one(struct invocation *in, const struct map *manifest, const char *path, struct output *out) {
    struct arena *arena = arena_new(SIZE_MAX);
    struct reading_hints hints;
    struct reading reading;
    enum err e = documents_read(arena, path, manifest, invocation_option(in, "published"), &reading, &hints);
    if (e == OK && in->json) {
        json_out_init(&out->json, &out->fd.sink, false);
        reading_json_write(&out->json, str_from(documents_name(path)), &reading);
        sink_add_char(&out->fd.sink, '\n');
    } else if (e == OK) {
        print_reading(arena, path, &reading);
    }
    arena_free(arena);
    return e;
}

static int run(struct invocation *in) {
    const char *day = invocation_option(in, "published"), *manifest_path = invocation_option(in, "manifest");
    struct map *manifest = NULL;
    struct output out;
    int64_t seconds;
    int code = EXIT_DONE;
    if (day && !clock_parse_date(str_from(day), &seconds)) return command_usage(in, "--published takes a day such as 2022-01-14");
    if (manifest_path && documents_manifest(in->arena, manifest_path, &manifest) != OK) return command_result(ERR_BAD_INPUT);
    documents_learn(in->arena, in->args, in->arg_count, manifest);
    output_init(&out, false);
    for (int i = 0; i < in->arg_count; i++)
        if (read_one(in, manifest, in->args[i], &out) != OK) code = command_fail("%s: %s", in->args[i], err_detail());
    enum err e = output_done(&out);
    return e == OK ? code : command_result(e);
}

const struct command command_read = {
    .name = "read",
    .arguments = "FILE...",
    .min_args = 1,
    .max_args = -1,
    .summary = "Show what is understood of reports: language, day, names, quotes, items",
    .details = "Plain text, Markdown, HTML, mail (.eml), RSS and Atom, in any encoding; - is standard input. Needs no database. Without "
               "--json the text is\n"
               "printed, with what was cut or is in doubt and why; on a terminal in colour.\n"
               "A manifest has one object a line: {\"file\", \"published\"?, \"source_url\"?, \"language\"?}.\n\n"
               "  varde read --json --manifest reports.jsonl *.txt",
    .options = {{"json", NULL, "one JSON object a file and line"},
                {"published", "DATE", "the day on which the reports appeared, where it is known"},
                {"manifest", "FILE", "what is known of each file"}},
    .run = run,
};
