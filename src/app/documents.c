/* Files to readings. */
#include "app/documents.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "codec/json_tree.h"
#include "format/document_in.h"
#include "reading/brief.h"
#include "reading/learnt.h"

enum { FILE_MAX_BYTES = 256 << 20 };

struct said { /* of a file, by the manifest */
    struct str published, source_url, language;
    const struct id_list *learnt; /* of its source, by documents_learn; or NULL */
};

const char *documents_name(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

enum err documents_read_file(struct arena *arena, const char *path, struct str *out) {
    struct stat st;
    int fd = strcmp(path, "-") == 0 ? dup(0) : open(path, O_RDONLY | O_CLOEXEC);
    struct buf bytes;
    if (fd < 0) return err_set(ERR_IO, "%s cannot be read: %s", path, strerror(errno));
    if (fstat(fd, &st) == 0 && (S_ISDIR(st.st_mode) || st.st_size > FILE_MAX_BYTES)) {
        close(fd);
        return err_set(ERR_TOO_LARGE, S_ISDIR(st.st_mode) ? "%s is a folder" : "%s is larger than 256 MB", path);
    }
    buf_init(&bytes, FILE_MAX_BYTES);
    ssize_t got = 1;
    while (!bytes.failed && got > 0 && buf_reserve(&bytes, 65536))
        if ((got = read(fd, bytes.data + bytes.len, 65536)) > 0) bytes.len += (size_t)got;
    close(fd);
    *out = arena_str(arena, buf_str(&bytes));
    bool failed = bytes.failed;
    buf_done(&bytes);
    if (failed) return err_set(ERR_TOO_LARGE, "%s is larger than 256 MB", path);
    return got < 0 ? err_set(ERR_IO, "%s cannot be read: %s", path, strerror(errno)) : OK;
}

enum err documents_manifest(struct arena *arena, const char *path, struct map **out) {
    struct str all, line;
    int number = 0;
    enum err e = documents_read_file(arena, path, &all);
    *out = map_new(arena, 64);
    while (e == OK && str_split(&all, '\n', &line)) {
        struct json_node *row;
        number++;
        if (!str_trim(line).len) continue;
        if (json_tree_copy(arena, line, &row) != OK || !json_get_text(row, "file").len)
            return err_set(ERR_BAD_INPUT, "%s, line %d: not an object with a \"file\"", path, number);
        struct said *said = ARENA_NEW(arena, struct said);
        *said = (struct said){.published = json_get_text(row, "published"),
                              .source_url = json_get_text(row, "source_url"),
                              .language = json_get_text(row, "language")};
        map_put(*out, json_get_text(row, "file"), said);
    }
    return e;
}

static struct said *said_of(const struct map *manifest, const char *path) {
    struct said *said = manifest ? map_get(manifest, str_from(path)) : NULL;
    return said || !manifest ? said : map_get(manifest, str_from(documents_name(path)));
}

static struct reading_hints hints_of(const struct map *manifest, const char *path, const char *published, const struct document_in *d) {
    const struct said *said = said_of(manifest, path);
    struct reading_hints hints = {
        .published = d->published, .source_url = d->source_url, .title = d->title, .feed_published = d->feed_published};
    if (said && said->published.len) hints.published = said->published;
    if (said && said->source_url.len) hints.source_url = said->source_url;
    if (said && said->language.len) hints.language = said->language;
    if (said) hints.learnt = said->learnt;
    if (published) hints.published = str_from(published);
    hints.published_in_metadata = d->published.len && !published && !(said && said->published.len);
    return hints;
}

static enum err read_documents(struct arena *arena, const char *path, struct document_in_list *out) {
    struct str bytes;
    enum err e = documents_read_file(arena, path, &bytes);
    return e == OK ? document_in_read(arena, bytes, str_from(path), out) : e;
}

enum err documents_read(struct arena *arena, const char *path, const struct map *manifest, const char *published, struct reading *out,
                        struct reading_hints *hints) {
    struct document_in_list documents = {0};
    enum err e = read_documents(arena, path, &documents);
    if (e != OK) return e;
    *out = (struct reading){.title = {"", 0}, .text = {"", 0}};
    for (size_t i = 0; i < documents.len; i++) {
        const struct document_in *d = &documents.items[i];
        *hints = hints_of(manifest, path, published, d);
        if (documents.len == 1) {
            reading_of(arena, d->text, hints, out);
            return OK;
        }
        struct reading item;
        reading_of(arena, d->text, hints, &item);
        *vec_push(arena, &out->items) = item;
        if (i == 0) out->language = item.language;
    }
    hints->source_url = (struct str){"", 0}; /* that of the last entry is not that of the others */
    return OK;
}

/* --- lines of sources --- */

struct source {
    int files;
    struct learnt_offer_list offers;
    struct id_list known;
};

static struct source *source_of(struct arena *arena, struct map *sources, const struct said *said) {
    struct str name = said ? brief_source(arena, said->source_url) : STR("");
    if (!name.len) return NULL;
    struct source *source = map_get(sources, name);
    if (!source) map_put(sources, name, source = ARENA_NEW(arena, struct source));
    return source;
}

/* Of reports without a day it cannot be said that they are of different ones, nor of the entries of a feed. Only lines and day are
 * asked for, so the file is understood once, later. */
static void offer(struct arena *arena, struct arena *scratch, const char *path, const struct map *manifest, struct source *source) {
    struct reading reading;
    struct document_in_list documents = {0};
    struct id_list prints = {0};
    if (read_documents(scratch, path, &documents) != OK || documents.len != 1) return;
    struct reading_hints hints = hints_of(manifest, path, NULL, &documents.items[0]);
    reading_begin(scratch, documents.items[0].text, &hints, &reading);
    if (reading.published.precision != PRECISION_DAY) return;
    learnt_offered(arena, &reading, &prints);
    *vec_push(arena, &source->offers) = (struct learnt_offer){reading.published.to, prints};
}

void documents_learn(struct arena *arena, const char *const *paths, int count, const struct map *manifest) {
    struct map *sources = map_new(arena, 64);
    struct arena *scratch = arena_new(SIZE_MAX);
    struct source *source;
    for (int i = 0; i < count; i++)
        if ((source = source_of(arena, sources, said_of(manifest, paths[i])))) source->files++;
    for (int i = 0; i < count; i++) {
        source = source_of(arena, sources, said_of(manifest, paths[i]));
        if (!source || source->files < LEARNT_DAYS) continue;
        offer(arena, scratch, paths[i], manifest, source);
        arena_reset(scratch);
    }
    arena_free(scratch);
    for (int i = 0; i < count; i++) {
        if (!(source = source_of(arena, sources, said_of(manifest, paths[i])))) continue;
        if (!source->known.len) learnt_from(arena, &source->offers, &source->known);
        said_of(manifest, paths[i])->learnt = &source->known;
    }
}
