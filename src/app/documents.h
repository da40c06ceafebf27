/* Reports from files, with what a manifest says about them: for the commands that need no database. */
#ifndef VARDE_APP_DOCUMENTS_H
#define VARDE_APP_DOCUMENTS_H

#include "base/map.h"
#include "reading/reading.h"

/* The file's name without its folders. */
const char *documents_name(const char *path);
/* The bytes of a file, at most 256 MB; "-" is standard input. */
enum err documents_read_file(struct arena *arena, const char *path, struct str *out) MUST_USE;
/* A manifest, one JSON object a line: {"file", "published"?, "source_url"?, "language"?}. ERR_BAD_INPUT names the line. */
enum err documents_manifest(struct arena *arena, const char *path, struct map **out) MUST_USE;
/* Reads a file ("-" is standard input) and understands it; a feed becomes one reading whose items are its entries. What is told from outside goes before
 * what the document says of itself: first `published` (may be NULL), then the manifest (may be NULL). *hints is what was used. */
enum err documents_read(struct arena *arena, const char *path, const struct map *manifest, const char *published, struct reading *out,
                        struct reading_hints *hints) MUST_USE;

/* Among these files: the lines that three reports of one source share, whose days are known and differ, are noted in the manifest, and documents_read cuts
 * them. The source is the host of the source_url that the manifest tells of them; without a manifest (NULL) nothing is learnt. */
void documents_learn(struct arena *arena, const char *const *paths, int count, const struct map *manifest);

#endif
