/* The whole reading of reports on one thread, and beside it its floor: the language detector alone over the same texts. The files are read once;
 * then they come again and again, each as a new document, until so many MB went through. The arena is emptied after each document, as a server
 * does, so the peak must not depend on the number of documents.
 *
 *   reading MB FILE...     prints MB/s of the reading, MB/s of CLD2, peak in KiB, and the number of documents */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#include "base/arena.h"
#include "format/document_in.h"
#include "format/in_text.h"
#include "reading/cld2_shim.h"
#include "reading/reading.h"

enum { FILE_MAX = 1 << 22 };

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static struct str file_text(struct arena *arena, const char *path) {
    char *bytes = arena_raw(arena, FILE_MAX);
    FILE *f = fopen(path, "rb");
    if (!f) {
        perror(path);
        exit(1);
    }
    struct str content = {bytes, fread(bytes, 1, FILE_MAX, f)};
    fclose(f);
    return content;
}

/* All documents as plain UTF-8, whatever form the files have. */
static void load(struct arena *arena, char **paths, int count, struct str_list *out) {
    struct arena *work = arena_new(SIZE_MAX);
    for (int i = 0; i < count; i++) {
        struct document_in_list documents = {0};
        if (document_in_read(work, file_text(work, paths[i]), str_from(paths[i]), &documents) == OK)
            for (size_t k = 0; k < documents.len; k++) *vec_push(arena, out) = arena_str(arena, documents.items[k].text);
        arena_reset(work);
    }
    arena_free(work);
}

static void read_whole(struct arena *arena, struct str text) {
    struct in_text converted;
    struct reading reading;
    if (in_text_convert(arena, text, STR_NONE, &converted) == OK) reading_of(arena, converted.text, NULL, &reading);
}

static void detect_only(struct arena *arena, struct str text) {
    struct cld2_result found;
    (void)arena;
    cld2_detect(text.ptr, text.len, NULL, NULL, NULL, &found);
}

/* Bytes a second; *documents counts. */
static double rate(const struct str_list *texts, double bytes, void (*step)(struct arena *, struct str), size_t *documents) {
    struct arena *arena = arena_new(SIZE_MAX);
    double done = 0, begun = now();
    for (*documents = 0; done < bytes; ++*documents) {
        struct str text = texts->items[*documents % texts->len];
        step(arena, text);
        arena_reset(arena);
        done += (double)text.len;
    }
    double took = now() - begun;
    arena_free(arena);
    return done / took;
}

int main(int argc, char **argv) {
    struct arena *arena = arena_new(SIZE_MAX);
    struct str_list texts = {0};
    size_t documents, unused;
    struct rusage usage;
    if (argc < 3) return 2;
    load(arena, argv + 2, argc - 2, &texts);
    if (texts.len == 0) return 1;
    double megabytes = strtod(argv[1], NULL), ours = rate(&texts, megabytes * 1e6, read_whole, &documents);
    getrusage(RUSAGE_SELF, &usage);
    double floor = rate(&texts, megabytes * 1e6, detect_only, &unused);
    printf("%.2f %.2f %ld %zu\n", ours / 1e6, floor / 1e6, usage.ru_maxrss, documents);
    arena_free(arena);
    return 0;
}
