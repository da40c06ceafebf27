/* See sample.h. */
#include "service/sample.h"

#include "base/limits.h"
#include "codec/base64.h"
#include "codec/digest.h"
#include "codec/zip.h"
#include "model/attribute_type.h"

static bool is_zip(struct str bytes) { return str_starts(bytes, STR("PK\003\004")); }

/* The name alone of "name" or "name|md5". */
static struct str file_name(struct str value) {
    size_t bar = str_find_char(value, '|', 0);
    return bar == SIZE_MAX ? value : str_sub(value, 0, bar);
}

/* The archive holds the file under its md5 and its real name in a text beside it, as every reader of such samples expects. */
static enum err encrypt(struct context *c, struct attribute *a, struct str bytes) {
    char md5[DIGEST_HEX];
    struct str digest = digest_hex(DIGEST_MD5, bytes, md5), name = file_name(str_trim(a->value));
    struct zip_member members[2] = {{arena_str(c->arena, digest), bytes},
                                    {arena_printf(c->arena, "%.*s.filename.txt", STR_ARG(digest)), name}};
    struct buf archive;
    buf_init(&archive, LIMIT_BODY);
    enum err e = zip_write(&archive, members, 2, STR("infected"));
    if (e == OK) {
        a->data = arena_str(c->arena, buf_str(&archive));
        a->value = arena_printf(c->arena, "%.*s|%.*s", STR_ARG(name), STR_ARG(digest));
    }
    buf_done(&archive);
    return e;
}

enum err sample_prepare(struct context *c, int64_t index, struct attribute *a) {
    const struct attribute_type *type = attribute_type_by_number(a->type);
    struct str bytes;
    if (!type || !attribute_type_is(type, TYPE_FILE) || str_is_empty(a->data)) {
        a->data = STR_NONE;
        return OK;
    }
    if (!base64_decode(c->arena, a->data, &bytes)) return context_problem(c, index, "attribute", "data", "The data is not valid base64.");
    a->data = bytes;
    bool sample = attribute_type_is(type, TYPE_COMPOSITE);
    return sample && (a->encrypt || !is_zip(bytes)) ? encrypt(c, a, bytes) : OK;
}
