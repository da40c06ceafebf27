/* Nouns of the library in MISP JSON: object templates, taxonomies, warning lists, notice lists, models of decay. Each function writes one whole value. Galaxies:
 * format/galaxy_write.h. */
#ifndef VARDE_FORMAT_LIBRARY_WRITE_H
#define VARDE_FORMAT_LIBRARY_WRITE_H

#include "codec/json_write.h"
#include "model/library.h"

void library_write_template(struct json_out *o, const struct object_template *t);
/* The list of "ObjectTemplateElement", made of t->definition. ERR_CORRUPT if that is no document. */
enum err library_write_elements(struct json_out *o, struct arena *arena, const struct object_template *t) MUST_USE;
void library_write_taxonomy(struct json_out *o, const struct taxonomy *t);
/* The members of an entry but for the tag that exists here: the caller opens and closes. */
void library_write_taxonomy_entry(struct json_out *o, const struct taxonomy_entry *entry);
/* with_lists: WarninglistEntry and WarninglistType, else their numbers and names as texts. */
enum err library_write_warninglist(struct json_out *o, struct arena *arena, const struct warninglist *w, bool with_lists) MUST_USE;
enum err library_write_noticelist(struct json_out *o, struct arena *arena, const struct noticelist *n, bool with_entries) MUST_USE;
void library_write_decaying_model(struct json_out *o, const struct decaying_model *m, bool with_editable);

#endif
