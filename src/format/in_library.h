/* Readers of the MISP project's library files: object templates, taxonomies, warning lists, notice lists, models of decay. Pure: a
 * parsed document in, a noun of model/library.h out. Galaxies: format/in_galaxy.h. All results live in `arena`; texts may point into the
 * tree. A document that lacks what its kind needs is ERR_BAD_INPUT with a detail; unknown members are kept where the whole document is
 * kept and ignored elsewhere. */
#ifndef VARDE_FORMAT_IN_LIBRARY_H
#define VARDE_FORMAT_IN_LIBRARY_H

#include "codec/json_tree.h"
#include "model/library.h"

#define LIBRARY_ITEMS_MAX 2000000 /* items in one list of a document */

enum err in_library_template(struct arena *arena, const struct json_node *root, struct object_template *out) MUST_USE;
enum err in_library_taxonomy(struct arena *arena, const struct json_node *root, struct taxonomy *out) MUST_USE;
enum err in_library_warninglist(struct arena *arena, const struct json_node *root, struct warninglist *out) MUST_USE;
enum err in_library_noticelist(struct arena *arena, const struct json_node *root, struct noticelist *out) MUST_USE;
enum err in_library_decaying_model(struct arena *arena, const struct json_node *root, struct decaying_model *out) MUST_USE;

/* For in_galaxy.c as well: a text that must be there and not empty, in *out; the version, a whole number, 0 if absent; a value as JSON
 * text; the scalars of a list as a JSON list of texts ([] if there is none), counted in *count (may be NULL). */
enum err in_library_need(const struct json_node *root, const char *key, struct str *out) MUST_USE;
int64_t in_library_version(const struct json_node *root);
struct str in_library_json(struct arena *arena, const struct json_node *node);
struct str in_library_texts(struct arena *arena, const struct json_node *list, size_t *count);
/* A scalar member as text, "" when there is none. */
struct str in_library_text(const struct json_node *root, const char *key);

#endif
