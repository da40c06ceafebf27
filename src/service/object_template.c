/* See object_template.h. */
#include "service/object_template.h"

#include "format/library_write.h"
#include "store/object_template.h"

static enum err find(struct context *c, struct str ref, bool by_name, struct object_template *out) {
    struct object_template_key key = {0};
    if (!uuid_parse(ref, &key.uuid) && !(str_is_digits(ref) && str_to_i64(ref, &key.id)) && by_name) key.name = ref;
    return store_object_template_load(c->db, c->arena, &key, out);
}

static void write_nobody(struct json_out *o, const char *key, bool organisation) {
    json_key(o, str_from(key));
    json_open(o);
    json_put_null(o, "id");
    if (organisation) {
        json_put_null(o, "name");
        json_put_null(o, "uuid");
    } else {
        json_put_null(o, "email");
    }
    json_close(o);
}

enum err object_template_index(struct context *c, struct json_out *out) {
    struct object_template_list list = {0};
    enum err e = store_object_template_list(c->db, c->arena, &list);
    if (e != OK) return e;
    json_open_array(out);
    for (size_t i = 0; i < list.len; i++) {
        json_open(out);
        json_k(out, "ObjectTemplate");
        library_write_template(out, &list.items[i]);
        write_nobody(out, "Organisation", true);
        json_close(out);
    }
    json_close_array(out);
    return OK;
}

enum err object_template_view(struct context *c, struct str ref, struct json_out *out) {
    struct object_template t;
    enum err e = find(c, ref, false, &t);
    if (e != OK) return e;
    json_open(out);
    json_k(out, "ObjectTemplate");
    library_write_template(out, &t);
    write_nobody(out, "User", false);
    write_nobody(out, "Organisation", true);
    json_k(out, "ObjectTemplateElement");
    e = library_write_elements(out, c->arena, &t);
    json_close(out);
    return e;
}

enum err object_template_raw(struct context *c, struct str ref, struct json_out *out) {
    struct object_template t;
    struct json_node *root;
    enum err e = find(c, ref, true, &t);
    if (e == OK) e = json_tree_copy(c->arena, t.definition, &root);
    if (e == OK) json_tree(out, root);
    return e;
}
