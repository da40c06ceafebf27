/* See in_library.h. */
#include "format/in_library.h"

#include "codec/json_write.h"

#define PART_MAX (64u << 20) /* bytes of a part that is kept as JSON text */

enum err in_library_need(const struct json_node *root, const char *key, struct str *out) {
    const struct json_node *node = json_get(root, key);
    *out = node && json_is_scalar(node) ? str_trim(node->text) : STR_NONE;
    return str_is_empty(*out) ? err_set(ERR_BAD_INPUT, "The document has no text \"%s\".", key) : OK;
}

int64_t in_library_version(const struct json_node *root) {
    int64_t n;
    return json_get_int(root, "version", &n) ? n : 0;
}

struct str in_library_text(const struct json_node *root, const char *key) {
    struct str text = json_get_text(root, key);
    return str_is_none(text) ? STR("") : text;
}

/* Collects JSON text in the arena. */
struct part {
    struct buf buf;
    struct sink_buf sink;
    struct json_out out;
};

static void part_init(struct part *p) {
    buf_init(&p->buf, PART_MAX);
    sink_buf_init(&p->sink, &p->buf);
    json_out_init(&p->out, &p->sink.sink, false);
}

/* Absent when it was too long. */
static struct str part_take(struct part *p, struct arena *arena) {
    struct str text = sink_buf_done(&p->sink) == OK ? arena_str(arena, buf_str(&p->buf)) : STR_NONE;
    buf_done(&p->buf);
    return text;
}

struct str in_library_json(struct arena *arena, const struct json_node *node) {
    struct part p;
    part_init(&p);
    json_tree(&p.out, node);
    return part_take(&p, arena);
}

struct str in_library_texts(struct arena *arena, const struct json_node *list, size_t *count) {
    struct part p;
    size_t n = 0;
    part_init(&p);
    json_open_array(&p.out);
    if (list && list->kind == JSON_ARRAY)
        for (const struct json_node *item = list->child; item; item = item->next) {
            if (!json_is_scalar(item) || str_is_none(item->text)) continue;
            json_str(&p.out, item->text);
            n++;
        }
    json_close_array(&p.out);
    if (count) *count = n;
    return part_take(&p, arena);
}

static enum err need_object(const struct json_node *root) {
    return root && root->kind == JSON_OBJECT ? OK : err_set(ERR_BAD_INPUT, "The document is not an object.");
}

/* --- object templates --- */

static struct str requirements(struct arena *arena, const struct json_node *root) {
    static const char *const names[] = {"required", "requiredOneOf"};
    struct json_node *all = json_tree_object(arena);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct json_node *list = json_get(root, names[i]);
        if (!list || list->kind != JSON_ARRAY) continue;
        struct json_node *copy = json_tree_add(arena, all, str_from(names[i]), JSON_ARRAY, STR_NONE);
        for (const struct json_node *item = list->child; item; item = item->next)
            if (item->kind == JSON_STRING) json_tree_add(arena, copy, STR_NONE, JSON_STRING, item->text);
    }
    return all->len ? in_library_json(arena, all) : STR("[]");
}

enum err in_library_template(struct arena *arena, const struct json_node *root, struct object_template *out) {
    *out = (struct object_template){.active = true};
    enum err e = need_object(root);
    if (e == OK) e = in_library_need(root, "name", &out->name);
    if (e == OK && !uuid_parse(json_get_text(root, "uuid"), &out->uuid)) e = err_set(ERR_BAD_INPUT, "The template has no uuid.");
    const struct json_node *attributes = json_get(root, "attributes");
    if (e == OK && (!attributes || attributes->kind != JSON_OBJECT)) e = err_set(ERR_BAD_INPUT, "The template has no attributes.");
    if (e != OK) return e;
    for (const struct json_node *a = attributes->child; a; a = a->next)
        if (a->kind != JSON_OBJECT) return err_set(ERR_BAD_INPUT, "An attribute of the template is not an object.");
    out->version = in_library_version(root);
    out->meta_category = in_library_text(root, "meta-category");
    out->description = in_library_text(root, "description");
    out->element_count = attributes->len;
    out->requirements = requirements(arena, root);
    out->definition = in_library_json(arena, root);
    return OK;
}

/* --- taxonomies --- */

static void fill_entry(struct taxonomy_entry *entry, const struct json_node *source) {
    entry->description = json_get_text(source, "description");
    entry->colour = json_get_text(source, "colour");
    entry->has_number = json_get_int(source, "numerical_value", &entry->number);
}

static struct str expanded_of(const struct json_node *node, struct str value) {
    struct str text = json_get_text(node, "expanded");
    return str_is_empty(text) ? value : text;
}

static enum err read_values(struct arena *arena, const struct json_node *predicate, struct str name, const struct json_node *entries,
                            struct taxonomy *out) {
    bool exclusive = false;
    if (!json_get_bool(predicate, "exclusive", &exclusive)) exclusive = false;
    for (const struct json_node *node = entries->child; node; node = node->next) {
        struct str value;
        if (in_library_need(node, "value", &value) != OK) return err_set(ERR_BAD_INPUT, "An entry of the taxonomy has no value.");
        struct taxonomy_entry *entry = vec_push(arena, &out->entries);
        fill_entry(entry, node);
        entry->tag = arena_printf(arena, "%.*s:%.*s=\"%.*s\"", STR_ARG(out->name_space), STR_ARG(name), STR_ARG(value));
        entry->expanded = arena_printf(arena, "%.*s: %.*s", STR_ARG(expanded_of(predicate, name)), STR_ARG(expanded_of(node, value)));
        entry->has_exclusive = true;
        entry->exclusive = exclusive;
    }
    return OK;
}

/* The entries of the predicate `name`, or NULL. */
static const struct json_node *entries_of(const struct json_node *root, struct str name) {
    const struct json_node *values = json_get(root, "values");
    if (!values || values->kind != JSON_ARRAY) return NULL;
    for (const struct json_node *v = values->child; v; v = v->next) {
        const struct json_node *entries = json_get(v, "entry");
        if (str_eq(json_get_text(v, "predicate"), name) && entries && entries->kind == JSON_ARRAY && entries->len > 0) return entries;
    }
    return NULL;
}

static enum err read_predicate(struct arena *arena, const struct json_node *root, const struct json_node *predicate, struct taxonomy *out) {
    struct str name;
    if (in_library_need(predicate, "value", &name) != OK) return err_set(ERR_BAD_INPUT, "A predicate of the taxonomy has no value.");
    const struct json_node *entries = entries_of(root, name);
    if (entries) return read_values(arena, predicate, name, entries, out);
    struct taxonomy_entry *entry = vec_push(arena, &out->entries);
    fill_entry(entry, predicate);
    entry->tag = arena_printf(arena, "%.*s:%.*s", STR_ARG(out->name_space), STR_ARG(name));
    entry->expanded = expanded_of(predicate, name);
    return OK;
}

enum err in_library_taxonomy(struct arena *arena, const struct json_node *root, struct taxonomy *out) {
    *out = (struct taxonomy){0};
    enum err e = need_object(root);
    if (e == OK) e = in_library_need(root, "namespace", &out->name_space);
    const struct json_node *predicates = json_get(root, "predicates");
    if (e == OK && (!predicates || predicates->kind != JSON_ARRAY)) e = err_set(ERR_BAD_INPUT, "The taxonomy has no predicates.");
    if (e != OK) return e;
    out->version = in_library_version(root);
    out->description = in_library_text(root, "description");
    if (!json_get_bool(root, "exclusive", &out->exclusive)) out->exclusive = false;
    for (const struct json_node *p = predicates->child; p && e == OK; p = p->next) e = read_predicate(arena, root, p, out);
    out->entry_count = (int64_t)out->entries.len;
    return e;
}

/* --- lists --- */

enum err in_library_warninglist(struct arena *arena, const struct json_node *root, struct warninglist *out) {
    *out = (struct warninglist){0};
    size_t entries = 0;
    enum err e = need_object(root);
    if (e == OK) e = in_library_need(root, "name", &out->name);
    const struct json_node *list = json_get(root, "list");
    if (e == OK && (!list || list->kind != JSON_ARRAY)) e = err_set(ERR_BAD_INPUT, "The warning list has no list.");
    if (e == OK && list->len > LIBRARY_ITEMS_MAX) e = err_set(ERR_TOO_LARGE, "The warning list has too many entries.");
    if (e != OK) return e;
    out->version = in_library_version(root);
    out->type = json_get_text(root, "type");
    if (str_is_empty(out->type)) out->type = STR("string");
    out->description = in_library_text(root, "description");
    out->category = str_eq(json_get_text(root, "category"), STR("known")) ? STR("known") : STR("false_positive");
    out->attribute_types = in_library_texts(arena, json_get(root, "matching_attributes"), &out->type_count);
    out->entries = in_library_texts(arena, list, &entries);
    out->entry_count = (int64_t)entries;
    return OK;
}

enum err in_library_noticelist(struct arena *arena, const struct json_node *root, struct noticelist *out) {
    *out = (struct noticelist){0};
    enum err e = need_object(root);
    if (e == OK) e = in_library_need(root, "name", &out->name);
    const struct json_node *notice = json_get(root, "notice");
    if (e == OK && (!notice || notice->kind != JSON_ARRAY)) e = err_set(ERR_BAD_INPUT, "The notice list has no notices.");
    if (e != OK) return e;
    out->version = in_library_version(root);
    out->expanded_name = in_library_text(root, "expanded_name");
    out->ref = in_library_texts(arena, json_get(root, "ref"), NULL);
    out->geographical_area = in_library_texts(arena, json_get(root, "geographical_area"), NULL);
    out->entries = in_library_json(arena, notice);
    out->entry_count = notice->len;
    return OK;
}

/* --- models of decay --- */

enum err in_library_decaying_model(struct arena *arena, const struct json_node *root, struct decaying_model *out) {
    *out = (struct decaying_model){.all_orgs = true, .is_default = true};
    enum err e = need_object(root);
    if (e == OK) e = in_library_need(root, "name", &out->name);
    if (e == OK && !uuid_parse(json_get_text(root, "uuid"), &out->uuid)) e = err_set(ERR_BAD_INPUT, "The model has no uuid.");
    const struct json_node *parameters = json_get(root, "parameters");
    if (e == OK && (!parameters || parameters->kind != JSON_OBJECT)) e = err_set(ERR_BAD_INPUT, "The model has no parameters.");
    if (e != OK) return e;
    out->version = in_library_text(root, "version");
    out->description = in_library_text(root, "description");
    out->formula = in_library_text(root, "formula");
    out->parameters = in_library_json(arena, parameters);
    out->attribute_types = in_library_texts(arena, json_get(root, "attribute_types"), NULL);
    out->ref = in_library_texts(arena, json_get(root, "ref"), NULL);
    return OK;
}
