/* varde changes: the change stream of the local database, as a site administrator sees it, on standard output; and its compaction. */
#include <unistd.h>

#include "app/commands.h"
#include "app/runtime.h"
#include "base/clock.h"
#include "service/changes.h"

#define LOOK_MICROS 200000 /* between two looks whether somebody has written */
#define DAY 86400

static enum err put_cursor(struct changes *s, struct output *out) {
    json_open(&out->json);
    json_put_str(&out->json, "cursor", changes_cursor(s));
    json_close(&out->json);
    sink_add_char(out->json.to, '\n');
    return output_done(out);
}

/* To the end; with `follow` until the reader is gone. The database tells when another connection has written. */
static enum err write_changes(struct runtime *r, struct changes *s, bool follow) {
    struct output out;
    size_t count;
    output_init(&out, false);
    for (int64_t seen = -1;;) {
        int64_t version = db_version(r->reader);
        enum err e = version == seen ? OK : changes_write(s, SIZE_MAX, out.json.to, &count);
        if (e == OK && !follow) return put_cursor(s, &out);
        if (e == OK && version != seen) e = output_done(&out);
        if (e == OK) e = core_catch_up(r->core);
        if (e != OK) return e;
        seen = version;
        usleep(LOOK_MICROS);
    }
}

static int changes(struct invocation *in) {
    struct runtime r;
    struct changes *s = NULL;
    const char *since = invocation_option(in, "since");
    enum err e = runtime_open(&r, &in->config, RUNTIME_NO_INDEX);
    if (e != OK) return command_result(e);
    e = changes_open(&r.context, since ? str_from(since) : STR_NONE, CHANGES_LINES, &s);
    if (e == OK) e = write_changes(&r, s, invocation_has(in, "follow"));
    changes_close(s);
    int code = command_result(e);
    runtime_close(&r);
    return code;
}

const struct command command_changes = {
    .name = "changes",
    .arguments = "",
    .summary = "Print what changed, one JSON object a line",
    .details =
        "As GET /changes shows it to a site administrator (docs/CHANGES.md). The last line holds the cursor to go on from; with --follow\n"
        "there is no last line: what is written, by a running server too, appears at once.\n\n"
        "  varde changes --since now --follow",
    .options = {{"since", "CURSOR", "begin there; now: with what comes; without it: at the beginning"}, {"follow", NULL, "wait for more"}},
    .run = changes,
};

/* "30d" or "30" */
static bool read_days(struct str text, int64_t *days) {
    if (text.len && text.ptr[text.len - 1] == 'd') text.len--;
    return str_to_i64(text, days) && *days >= 0 && *days <= 100000;
}

static int compact(struct invocation *in) {
    struct runtime r;
    int64_t days, dropped = 0;
    const char *older = invocation_option(in, "older-than");
    if (!older || !read_days(str_from(older), &days)) return command_usage(in, "--older-than wants a number of days, as 30d");
    enum err e = runtime_open(&r, &in->config, RUNTIME_NO_INDEX);
    if (e != OK) return command_result(e);
    e = changes_compact(&r.context, clock_now() - days * DAY + (days == 0), &dropped);
    if (e == OK) {
        struct output out;
        output_init(&out, false);
        sink_printf(out.json.to, "%lld rows were dropped.\n", (long long)dropped);
        e = output_done(&out);
    }
    int code = command_result(e);
    runtime_close(&r);
    return code;
}

const struct command command_changes_compact = {
    .name = "changes compact",
    .arguments = "",
    .summary = "Drop superseded rows from the change log",
    .details =
        "Of what is older than so many days the rows go of which a later one, also older, is about the same thing; the latest state of\n"
        "everything stays, deletions included. Readers that are further behind are told to begin anew. The server does the same once a\n"
        "day (setting changes.keep_days).\n\n"
        "  varde changes compact --older-than 30d",
    .options = {{"older-than", "DAYS", "how old, as 30d"}},
    .run = compact,
};
