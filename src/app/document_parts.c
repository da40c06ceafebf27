/* Readings of files to briefs. The text of a file is forgotten once its brief is made, so that many files fit. */
#include "app/document_parts.h"

#include "app/command.h"
#include "app/documents.h"

/* Names become uuids, so that the same files give the same stories in any order. */
static const struct uuid name_space = {{0x5d, 0x1c, 0x0f, 0x52, 0x7a, 0x0e, 0x4d, 0x1c, 0x9b, 0x53, 0x6e, 0x0f, 0x4b, 0x8a, 0x21, 0x67}};

/* The entries of a feed are reports of their own; the items of a digest are parts of one. */
static void add_parts(struct arena *arena, struct str file, const struct brief_list *briefs, bool is_digest, bool is_feed,
                      struct story_part_list *parts) {
    for (size_t i = 0; i < briefs->len; i++) {
        struct story_part *p = vec_push(arena, parts);
        p->brief = &briefs->items[i];
        p->item = is_digest ? (int)i + 1 : 0;
        p->name = is_digest ? arena_printf(arena, "%.*s#%zu", STR_ARG(file), i + 1) : file;
        p->uuid = uuid_from_name(&name_space, p->name);
        if (is_digest && !is_feed) p->report_uuid = uuid_from_name(&name_space, file);
        p->order = p->brief->published.precision == PRECISION_NONE ? INT64_MAX : p->brief->published.from;
    }
}

/* A file by its name alone, where that tells it from the others. */
static struct str name_of(const char *const *paths, int count, int which) {
    struct str name = str_from(documents_name(paths[which]));
    for (int i = 0; i < count; i++)
        if (i != which && str_eq(str_from(documents_name(paths[i])), name)) return str_from(paths[which]);
    return name;
}

static enum err add_file(struct arena *arena, const char *path, struct str name, const struct map *manifest,
                         struct story_part_list *parts) {
    struct arena *scratch = arena_new(SIZE_MAX);
    struct reading reading;
    struct reading_hints hints;
    enum err e = documents_read(scratch, path, manifest, NULL, &reading, &hints);
    if (e == OK) {
        struct brief_list *briefs = ARENA_NEW(arena, struct brief_list);
        brief_all(arena, &reading, &hints, briefs);
        add_parts(arena, name, briefs, reading.items.len > 0, reading.paragraphs.len == 0, parts);
    }
    arena_free(scratch);
    return e;
}

enum err document_parts_read(struct arena *arena, const char *const *paths, int count, const char *manifest, struct story_part_list *parts,
                             int *refused) {
    struct map *said = NULL;
    enum err e = manifest ? documents_manifest(arena, manifest, &said) : OK;
    if (e == OK) documents_learn(arena, paths, count, said);
    for (int i = 0; i < count && e == OK; i++)
        if (add_file(arena, paths[i], name_of(paths, count, i), said, parts) != OK) {
            command_fail("%s: %s", paths[i], err_detail());
            ++*refused;
        }
    return e;
}
