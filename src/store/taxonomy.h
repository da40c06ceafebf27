/* Taxonomies and the tags that they name: rows to model and back. */
#ifndef VARDE_STORE_TAXONOMY_H
#define VARDE_STORE_TAXONOMY_H

#include "db/db.h"
#include "model/library.h"
#include "store/tag.h"

/* 0 if none. */
enum err store_taxonomy_id(struct db *db, struct str name_space, int64_t *id) MUST_USE;
/* Insert, or change the one with that id: what people here set (enabled, required, highlighted) stays. Entries are not touched. */
enum err store_taxonomy_put(struct db *db, const struct taxonomy *t) MUST_USE;
/* Replace the entries; their ids begin at first_id. */
enum err store_taxonomy_entries_replace(struct db *db, struct arena *arena, const struct taxonomy *t, int64_t first_id) MUST_USE;
/* By id, with tag_count, without entries. */
enum err store_taxonomy_list(struct db *db, struct arena *arena, struct taxonomy_list *out) MUST_USE;
/* By id, or by namespace if id is 0; without entries. ERR_NOT_FOUND. */
enum err store_taxonomy_load(struct db *db, struct arena *arena, int64_t id, struct str name_space, struct taxonomy *out) MUST_USE;
/* Entries in their order, and for each the tag of that name here (id 0: none), two lists of one length. */
enum err store_taxonomy_entries(struct db *db, struct arena *arena, int64_t taxonomy_id, struct taxonomy_entry_list *entries,
                                struct tag_list *tags) MUST_USE;
enum err store_taxonomy_set_enabled(struct db *db, int64_t id, bool enabled) MUST_USE;
enum err store_taxonomy_set_required(struct db *db, int64_t id, bool required) MUST_USE;
/* The taxonomy (an enabled one first) that names this tag; out->id 0 if none. */
enum err store_taxonomy_of_tag(struct db *db, struct arena *arena, struct str tag, struct taxonomy *out) MUST_USE;
/* The numerical value that a taxonomy gives to the tag. */
enum err store_taxonomy_number(struct db *db, struct arena *arena, struct str tag, bool *known, double *value) MUST_USE;

#endif
