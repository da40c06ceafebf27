/* varde indicators: what the reading finds in files, without a database. What is not here: finding (reading/free_text.h). */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/commands.h"
#include "app/runtime.h"
#include "base/buf.h"
#include "reading/free_text.h"

#define TEXT_MAX (INT64_C(1) << 30)
#define CHUNK 65536
#define ARENA_MAX (INT64_C(4) << 30)

static enum err read_stream(FILE *f, struct buf *text) {
    char chunk[CHUNK];
    size_t got;
    while ((got = fread(chunk, 1, sizeof chunk, f)) > 0) buf_add(text, chunk, got);
    if (ferror(f)) return err_set(ERR_IO, "it cannot be read: %s", strerror(errno));
    return text->failed ? err_set(ERR_TOO_LARGE, "it is larger than 1 GB") : OK;
}

static enum err read_path(const char *path, struct buf *text) {
    if (strcmp(path, "-") == 0) return read_stream(stdin, text);
    FILE *f = fopen(path, "rb");
    if (!f) return err_set(ERR_IO, "it cannot be read: %s", strerror(errno));
    enum err e = read_stream(f, text);
    fclose(f);
    return e;
}

/* Lines are counted along with the hits; those of quoted passages come after all others. */
struct place {
    size_t at, line, start;
};

static void place_find(struct place *p, struct str text, size_t at) {
    if (at < p->at || p->line == 0) *p = (struct place){0, 1, 0};
    for (; p->at < at; p->at++) {
        if (text.ptr[p->at] != '\n') continue;
        p->line++;
        p->start = p->at + 1;
    }
}

/* One document a line. */
static void put_json(struct sink *to, const char *file, const struct free_text_hit *hit, const struct place *place) {
    struct json_out out, *o = &out;
    json_out_init(o, to, false);
    json_open(o);
    json_put_text(o, "file", file);
    json_put_str(o, "type", hit->what.types[0]);
    json_put_str(o, "value", hit->what.value);
    json_put_str(o, "original", hit->original_value);
    json_put_bool(o, "defanged", hit->what.defanged);
    json_put_bool(o, "mixed_scripts", hit->what.mixed_scripts);
    json_k(o, "types");
    json_open_array(o);
    for (size_t i = 0; i < hit->what.type_count; i++) json_str(o, hit->what.types[i]);
    json_close_array(o);
    if (!str_is_none(hit->what.comment)) json_put_str(o, "comment", hit->what.comment);
    if (hit->is_placed) {
        json_k(o, "span");
        json_open_array(o);
        json_int(o, (int64_t)hit->from);
        json_int(o, (int64_t)hit->to);
        json_close_array(o);
        json_put_int(o, "line", (int64_t)place->line);
        json_put_int(o, "column", (int64_t)(hit->from - place->start) + 1);
    }
    json_close(o);
    json_out_done(o);
    sink_add_char(to, '\n');
}

static void put_text(struct sink *to, const char *file, const struct free_text_hit *hit, const struct place *place) {
    if (hit->is_placed)
        sink_printf(to, "%s:%zu:%zu\t", file, place->line, hit->from - place->start + 1);
    else
        sink_printf(to, "%s\t", file);
    sink_printf(to, "%.*s\t%.*s%s%.*s%s\n", STR_ARG(hit->what.types[0]), STR_ARG(hit->what.value),
                str_is_none(hit->what.comment) ? "" : "\t", STR_ARG(hit->what.comment),
                hit->what.mixed_scripts ? "\tletters that pass for others" : "");
}

static enum err find_in(struct invocation *in, const char *path, struct output *out) {
    struct free_text_options options = {.prose = invocation_has(in, "prose")};
    struct free_text_list list = {0};
    struct place place = {0};
    struct buf text;
    struct arena *arena = arena_new((size_t)ARENA_MAX);
    buf_init(&text, (size_t)TEXT_MAX);
    enum err e = read_path(path, &text);
    const char *name = strcmp(path, "-") == 0 ? "standard input" : path;
    if (e == OK) free_text_find(arena, buf_str(&text), &options, &list);
    for (size_t i = 0; i < list.len; i++) {
        if (list.items[i].is_placed) place_find(&place, buf_str(&text), list.items[i].from);
        if (in->json)
            put_json(&out->fd.sink, name, &list.items[i], &place);
        else
            put_text(&out->fd.sink, name, &list.items[i], &place);
    }
    buf_done(&text);
    arena_free(arena);
    return e;
}

static int indicators(struct invocation *in) {
    static const char *const standard_input = "-";
    struct output out;
    int result = EXIT_DONE;
    output_init(&out, false);
    for (int i = 0; i < (in->arg_count ? in->arg_count : 1); i++) {
        const char *path = in->arg_count ? in->args[i] : standard_input;
        if (find_in(in, path, &out) != OK) result = command_fail("%s: %s", path, err_detail());
    }
    int written = command_result(output_done(&out));
    return written == EXIT_DONE ? result : written;
}

const struct command command_indicators = {
    .name = "indicators",
    .arguments = "[FILE]...",
    .min_args = 0,
    .max_args = -1,
    .summary = "Print the indicators in files, or in standard input",
    .details =
        "Addresses, names, URLs, digests, files and more, as the free-text import finds them; what was defanged (hxxp://evil[.]example)\n"
        "is written out. Needs no database. Each line tells file, line and column, type, and value.\n\n"
        "  varde indicators report.txt\n"
        "  pdftotext report.pdf - | varde indicators --prose --json -",
    .options = {{"json", NULL, "one JSON object a line"},
                {"prose", NULL, "running text: leave out what is likelier a word, a version or two sentences"}},
    .run = indicators,
};
