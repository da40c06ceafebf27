/* What a library holds: object templates, taxonomies, warning lists, notice lists, models of decay. Plain data; parts that nobody looks into are kept as
 * JSON text. Galaxies have a header of their own (model/galaxy.h). */
#ifndef VARDE_MODEL_LIBRARY_H
#define VARDE_MODEL_LIBRARY_H

#include "base/vec.h"
#include "codec/uuid.h"

struct object_template {
    int64_t id, version, first_element_id;
    struct uuid uuid;
    struct str name, meta_category, description;
    struct str requirements; /* JSON: {"required":[],"requiredOneOf":[]} or [] */
    struct str definition;   /* JSON: the whole document */
    size_t element_count;
    bool active;
};
struct object_template_list VEC_OF(struct object_template);

struct taxonomy_entry {
    struct str tag, expanded, description, colour; /* but for tag, absent = not said */
    bool has_number, has_exclusive, exclusive;
    int64_t number;
};
struct taxonomy_entry_list VEC_OF(struct taxonomy_entry);

struct taxonomy {
    int64_t id, version, entry_count, tag_count; /* tag_count: how many of its tags exist here (lists) */
    struct str name_space, description;
    bool enabled, exclusive, required, highlighted;
    struct taxonomy_entry_list entries;
};
struct taxonomy_list VEC_OF(struct taxonomy);

struct warninglist {
    int64_t id, version, entry_count, first_type_id, first_entry_id, revision;
    struct str name, type, description, category;
    struct str attribute_types, entries; /* JSON lists of texts */
    size_t type_count;
    bool enabled;
};
struct warninglist_list VEC_OF(struct warninglist);

struct noticelist {
    int64_t id, version, first_entry_id;
    struct str name, expanded_name;
    struct str ref, geographical_area, entries; /* JSON lists */
    size_t entry_count;
    bool enabled;
};
struct noticelist_list VEC_OF(struct noticelist);

struct decaying_model {
    int64_t id, org_id;
    struct uuid uuid;
    struct str name, description, formula, version;
    struct str parameters, attribute_types, ref; /* JSON */
    bool enabled, all_orgs, is_default;
};
struct decaying_model_list VEC_OF(struct decaying_model);

#endif
