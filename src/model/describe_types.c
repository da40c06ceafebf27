/* Writes the tables of types and categories for clients. */
#include "model/describe_types.h"

#include "model/attribute_type.h"
#include "model/category.h"

static void write_defaults(struct json_out *out) {
    json_k(out, "sane_defaults");
    json_open(out);
    for (int n = 1; n <= ATTRIBUTE_TYPE_COUNT; n++) {
        const struct attribute_type *type = attribute_type_by_number(n);
        json_key(out, type->name);
        json_open(out);
        json_put_str(out, "default_category", category_by_number(type->category)->name);
        json_put_int(out, "to_ids", type->to_ids);
        json_close(out);
    }
    json_close(out);
}

static void write_names(struct json_out *out) {
    json_k(out, "types");
    json_open_array(out);
    for (int n = 1; n <= ATTRIBUTE_TYPE_COUNT; n++) json_str(out, attribute_type_by_number(n)->name);
    json_close_array(out);
    json_k(out, "categories");
    json_open_array(out);
    for (int n = 1; n <= CATEGORY_COUNT; n++) json_str(out, category_by_number(n)->name);
    json_close_array(out);
}

static void write_mappings(struct json_out *out) {
    json_k(out, "category_type_mappings");
    json_open(out);
    for (int n = 1; n <= CATEGORY_COUNT; n++) {
        const struct category *category = category_by_number(n);
        json_key(out, category->name);
        json_open_array(out);
        for (size_t i = 0; i < category->type_count; i++) json_str(out, attribute_type_by_number(category->types[i])->name);
        json_close_array(out);
    }
    json_close(out);
}

void describe_types_write(struct json_out *out) {
    json_open(out);
    json_k(out, "result");
    json_open(out);
    write_defaults(out);
    write_names(out);
    write_mappings(out);
    json_close(out);
    json_close(out);
}
