/* varde import: files into the database. What is not here: reading of documents (app/load.c). */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/commands.h"
#include "app/load.h"
#include "app/runtime.h"

#define FILE_LIMIT (INT64_C(4) << 30)
#define BAR_WIDTH 30

struct file_report {
    const char *path;
    struct str error; /* the file could not be read whole; absent when it could */
    struct load_report counts;
};

struct import {
    struct invocation *in;
    struct runtime runtime;
    struct file_report *files;
    bool on_terminal;
    int64_t total, before; /* bytes of all files, of those done */
    int shown;             /* percent */
};

static enum err read_file(const char *path, char **text, size_t *len) {
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &st) != 0) {
        enum err e = err_set(ERR_IO, "it cannot be read: %s", strerror(errno));
        if (fd >= 0) close(fd);
        return e;
    }
    bool is_file = S_ISREG(st.st_mode), too_large = st.st_size > FILE_LIMIT;
    char *to = is_file && !too_large ? malloc((size_t)st.st_size + LOAD_ROOM) : NULL;
    *len = 0;
    ssize_t got = 1;
    while (to && *len < (size_t)st.st_size && (got = read(fd, to + *len, (size_t)st.st_size - *len)) > 0) *len += (size_t)got;
    close(fd);
    *text = to;
    if (to && got >= 0) return OK;
    free(to);
    return err_set(ERR_IO, !is_file ? "it is not a file" : too_large ? "it is larger than 4 GB" : "it cannot be read");
}

static void show_progress(void *ctx, size_t bytes) {
    struct import *job = ctx;
    int64_t done = job->before + (int64_t)bytes;
    int percent = job->total > 0 ? (int)(done * 100 / job->total) : 100;
    if (!job->on_terminal || percent == job->shown) return;
    job->shown = percent;
    char bar[BAR_WIDTH + 1];
    for (int i = 0; i < BAR_WIDTH; i++) bar[i] = i * 100 < percent * BAR_WIDTH ? '#' : '.';
    bar[BAR_WIDTH] = '\0';
    fprintf(stderr, "\r[%s] %3d %%", bar, percent);
}

/* One file; its faults are noted, the next file is tried. An error is a fault of the database. */
static enum err import_file(struct import *job, struct file_report *file) {
    char *text;
    size_t len;
    struct loader loader = {
        .c = &job->runtime.context, .notes = job->in->arena, .report = &file->counts, .progress = show_progress, .ctx = job};
    enum err e = read_file(file->path, &text, &len);
    if (e == OK) {
        e = load_document(&loader, text, len);
        free(text);
        job->before += (int64_t)len;
    }
    if (e != OK) file->error = arena_str(job->in->arena, str_from(err_detail()));
    arena_reset(job->runtime.arena);
    return err_is_fault(e) && e != ERR_IO ? e : OK;
}

static void add_up(const struct import *job, struct load_report *sum, size_t *bad_files) {
    for (int i = 0; i < job->in->arg_count; i++) {
        const struct load_report *r = &job->files[i].counts;
        sum->added += r->added;
        sum->updated += r->updated;
        sum->unchanged += r->unchanged;
        sum->failed += r->failed;
        sum->attributes += r->attributes;
        sum->objects += r->objects;
        sum->refusals.len += r->refusals.len;
        *bad_files += !str_is_none(job->files[i].error);
    }
}

static void print_text(const struct import *job, const struct load_report *sum, size_t bad_files) {
    for (int i = 0; i < job->in->arg_count; i++) {
        const struct file_report *f = &job->files[i];
        for (size_t k = 0; k < f->counts.refusals.len; k++) {
            const struct refusal *r = &f->counts.refusals.items[k];
            fprintf(stderr, "%s: refused: event %.*s%s%.*s%s%.*s: %.*s\n", f->path, STR_ARG(r->event), r->item.len ? ", " : "",
                    STR_ARG(r->item), r->field.len ? ", " : "", STR_ARG(r->field), STR_ARG(r->why));
        }
        if (!str_is_none(f->error)) fprintf(stderr, "%s: not imported: %.*s\n", f->path, STR_ARG(f->error));
    }
    printf("%zu events added, %zu updated, %zu unchanged, %zu refused; %zu attributes, %zu objects; %zu single items refused", sum->added,
           sum->updated, sum->unchanged, sum->failed, sum->attributes, sum->objects, sum->refusals.len);
    if (bad_files > 0) printf("; %zu files could not be read", bad_files);
    printf("\n");
}

static void put_file(struct json_out *o, const struct file_report *f) {
    json_open(o);
    json_put_text(o, "file", f->path);
    json_put_str(o, "error", f->error);
    json_k(o, "refused");
    json_open_array(o);
    for (size_t k = 0; k < f->counts.refusals.len; k++) {
        const struct refusal *r = &f->counts.refusals.items[k];
        json_open(o);
        json_put_str(o, "event", r->event);
        json_put_str(o, "item", r->item);
        json_put_str(o, "field", r->field);
        json_put_str(o, "reason", r->why);
        json_close(o);
    }
    json_close_array(o);
    json_close(o);
}

static enum err print_json(const struct import *job, const struct load_report *sum) {
    struct output out;
    struct json_out *o = &out.json;
    output_init(&out, true);
    json_open(o);
    json_put_int(o, "added", (int64_t)sum->added);
    json_put_int(o, "updated", (int64_t)sum->updated);
    json_put_int(o, "unchanged", (int64_t)sum->unchanged);
    json_put_int(o, "refused", (int64_t)sum->failed);
    json_put_int(o, "attributes", (int64_t)sum->attributes);
    json_put_int(o, "objects", (int64_t)sum->objects);
    json_k(o, "files");
    json_open_array(o);
    for (int i = 0; i < job->in->arg_count; i++) put_file(o, &job->files[i]);
    json_close_array(o);
    json_close(o);
    sink_add_char(o->to, '\n');
    return output_done(&out);
}

static void measure(struct import *job) {
    for (int i = 0; i < job->in->arg_count; i++) {
        struct stat st;
        job->files[i].path = job->in->args[i];
        if (stat(job->in->args[i], &st) == 0 && S_ISREG(st.st_mode)) job->total += st.st_size;
    }
}

static int import(struct invocation *in) {
    struct import job = {.in = in, .files = ARENA_ARRAY(in->arena, struct file_report, in->arg_count), .shown = -1};
    struct load_report sum = {0};
    size_t bad_files = 0;
    enum err e = runtime_open(&job.runtime, &in->config, 0);
    if (e != OK) return command_result(e);
    job.on_terminal = isatty(STDERR_FILENO) && !in->json;
    measure(&job);
    for (int i = 0; i < in->arg_count && e == OK; i++) e = import_file(&job, &job.files[i]);
    if (job.on_terminal) fprintf(stderr, "\r%*s\r", BAR_WIDTH + 10, "");
    add_up(&job, &sum, &bad_files);
    int code = command_result(e);
    if (!in->json)
        print_text(&job, &sum, bad_files);
    else if (print_json(&job, &sum) != OK)
        code = command_fail("%s", err_detail());
    runtime_close(&job.runtime);
    return code == EXIT_DONE && sum.failed + sum.refusals.len + bad_files == 0 ? EXIT_DONE : EXIT_FAILED;
}

const struct command command_import = {
    .name = "import",
    .arguments = "FILE...",
    .min_args = 1,
    .max_args = -1,
    .summary = "Import MISP JSON files: events are added, or updated where the file's are newer",
    .details = "A file holds one event ({\"Event\": ...}), a list of them, or a server's answer ({\"response\": [...]}). The creating\n"
               "organisation is kept, and made where it is unknown. Each event is one transaction. What cannot be taken over is\n"
               "left out and reported with its reason; then, and when a file cannot be read, the exit code is 1. The server may run\n"
               "meanwhile.\n\n"
               "  varde import feed/*.json",
    .options = {{"json", NULL, "report as JSON"}},
    .run = import,
};
