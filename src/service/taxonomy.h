/* Taxonomies: the use cases. Their documents come from the library (service/library_update.h); here they are enabled, and their tags made
 * or hidden. Changes are for site administrators. */
#ifndef VARDE_SERVICE_TAXONOMY_H
#define VARDE_SERVICE_TAXONOMY_H

#include "model/library.h"
#include "service/context.h"

enum err taxonomy_index(struct context *c, struct json_out *out) MUST_USE;
/* `ref` is an id or a namespace. */
enum err taxonomy_view(struct context *c, struct str ref, struct json_out *out) MUST_USE;
enum err taxonomy_set_enabled(struct context *c, struct str ref, bool enabled, int64_t *id) MUST_USE;
enum err taxonomy_toggle_required(struct context *c, struct str ref, int64_t *id) MUST_USE;
/* Make the taxonomy's tags (those in `names`: a text or a list; NULL = all) that do not exist, and show them, in its colours. */
enum err taxonomy_add_tags(struct context *c, struct str ref, const struct json_node *names, int64_t *id) MUST_USE;
/* Hide them. */
enum err taxonomy_hide_tags(struct context *c, struct str ref, const struct json_node *names, int64_t *id) MUST_USE;

#endif
