/* varde roundup: what happened in a week, month or day. From files alone, without any database; or, without files, from the database as its
 * administrator sees it. What is not here: what belongs into it (reading/roundup.h, service/roundup.h), how it reads (format/roundup_*). */
#include <stdio.h>

#include "app/commands.h"
#include "app/document_parts.h"
#include "app/runtime.h"
#include "format/roundup_out.h"
#include "service/roundup.h"

static enum err write_out(const char *format, const struct roundup *roundup) {
    struct output out;
    output_init(&out, true);
    if (strcmp(format, "md") == 0) roundup_md_write(&out.fd.sink, roundup);
    if (strcmp(format, "html") == 0) roundup_html_write(&out.fd.sink, roundup);
    if (strcmp(format, "json") == 0) {
        roundup_json_write(&out.json, roundup);
        sink_add_char(&out.fd.sink, '\n');
    }
    return output_done(&out);
}

/* What cannot be read is told and left out; the rest is told of all the same. */
static enum err from_files(struct invocation *in, const char *manifest, struct roundup *roundup, int *refused) {
    struct story_part_list parts = {0};
    struct story_link_list links = {0};
    struct story_list stories = {0};
    enum err e = document_parts_read(in->arena, in->args, in->arg_count, manifest, &parts, refused);
    if (e != OK) return e;
    story_find_links(in->arena, &parts, &links);
    story_group(in->arena, &parts, &links, &stories);
    roundup_stories(in->arena, &parts, &stories, roundup);
    return OK;
}

static enum err from_database(struct invocation *in, const char *span, const char *format) {
    struct runtime runtime;
    struct roundup roundup;
    enum err e = runtime_open(&runtime, &in->config, RUNTIME_NO_INDEX);
    if (e != OK) return e;
    e = roundup_make(&runtime.context, str_from(span), &roundup);
    if (e == OK) e = write_out(format, &roundup);
    runtime_close(&runtime);
    return e;
}

static int run(struct invocation *in) {
    const char *span = invocation_option(in, "week"), *format = invocation_option(in, "format"),
               *manifest = invocation_option(in, "manifest");
    struct roundup roundup;
    int refused = 0;
    if (!span) return command_usage(in, "--week says of which: 2022-W03, 2022-01 or 2022-01-14");
    if (!format) format = "md";
    if (strcmp(format, "md") != 0 && strcmp(format, "html") != 0 && strcmp(format, "json") != 0)
        return command_usage(in, "--format is md, html or json");
    if (roundup_span(in->arena, str_from(span), &roundup) != OK) return command_usage(in, "%s", err_detail());
    if (in->arg_count == 0 && manifest) return command_usage(in, "--manifest tells of files, and there are none");
    enum err e = in->arg_count ? from_files(in, manifest, &roundup, &refused) : from_database(in, span, format);
    if (e == OK && in->arg_count) e = write_out(format, &roundup);
    return e == OK && refused ? EXIT_FAILED : command_result(e);
}

const struct command command_roundup = {
    .name = "roundup",
    .arguments = "[FILE...]",
    .min_args = 0,
    .max_args = -1,
    .summary = "Write the roundup of a week, month or day, from the database or from files",
    .details = "Without files it tells what the database knows. With files it needs no database: reports in the forms that `varde read` "
               "reads, grouped\n"
               "into stories as `varde stories` groups them; a story belongs to the span in which its latest report appeared.\n"
               "A manifest has one object a line: {\"file\", \"published\"?, \"source_url\"?, \"language\"?}.\n\n"
               "  varde roundup --week 2022-W03 --format html --manifest reports.jsonl *.txt > roundup.html",
    .options = {{"week", "SPAN", "an ISO week (2022-W03), a month (2022-01) or a day (2022-01-14)"},
                {"format", "FORMAT", "md (Markdown, unless told otherwise), html or json"},
                {"manifest", "FILE", "what is known of each file"}},
    .run = run,
};
