/* Names of tags. */
#include "model/tag_name.h"

#include "codec/utf8.h"
#include "codec/uuid.h"
#include "model/ascii.h"

enum err tag_name_check(struct str raw, struct str *name) {
    *name = utf8_cut(str_trim(raw), TAG_NAME_MAX);
    if (name->len == 0) return err_set(ERR_REFUSED, "Name cannot be empty.");
    for (size_t i = 0; i < name->len; i++)
        if (ascii_is_control(name->ptr[i])) return err_set(ERR_REFUSED, "Name must not contain control characters.");
    return OK;
}

struct tag_parts tag_name_parts(struct str name) {
    struct tag_parts parts = {STR_NONE, STR_NONE, STR_NONE};
    size_t colon = str_find_char(name, ':', 0);
    if (colon == SIZE_MAX || colon == 0) return parts;
    parts.name_space = str_sub(name, 0, colon);
    struct str rest = str_sub(name, colon + 1, SIZE_MAX);
    size_t equals = str_find(rest, STR("=\""), 0);
    if (equals == SIZE_MAX || !str_ends(rest, STR("\"")) || rest.len < equals + 3) {
        parts.predicate = rest;
        return parts;
    }
    parts.predicate = str_sub(rest, 0, equals);
    parts.value = str_sub(rest, equals + 2, rest.len - equals - 3);
    return parts;
}

static bool is_plain(char c) { return c != ':' && c != '=' && c != '"'; }

bool tag_name_is_galaxy(struct str name) {
    struct tag_parts p = tag_name_parts(name);
    return str_eq_nocase(p.name_space, STR("misp-galaxy")) && p.predicate.len > 0 && p.value.len > 0 && ascii_all(p.predicate, is_plain) &&
           is_plain(p.value.ptr[0]);
}

bool tag_name_is_custom_galaxy(struct str name) {
    struct uuid u;
    return tag_name_is_galaxy(name) && uuid_parse(tag_name_parts(name).value, &u);
}
