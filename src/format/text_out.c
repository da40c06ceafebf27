/* See text_out.h. */
#include "format/text_out.h"

#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "codec/digest.h"
#include "codec/keyed_hash.h"
#include "model/attribute_type.h"

#define LINES_MAX (4u << 20)

struct line_set {
    uint8_t key[KEYED_HASH_KEY];
    uint64_t *hashes; /* 0: empty */
    size_t slots, used;
};

struct line_set *line_set_new(void) {
    struct line_set *set = calloc(1, sizeof *set);
    if (!set || !(set->hashes = calloc(1024, sizeof *set->hashes))) {
        abort();
    }
    set->slots = 1024;
    random_bytes(set->key, sizeof set->key);
    return set;
}

void line_set_free(struct line_set *set) {
    if (set) {
        free(set->hashes);
        free(set);
    }
}

static bool put_hash(uint64_t *hashes, size_t slots, uint64_t hash) {
    size_t slot = (size_t)hash & (slots - 1);
    while (hashes[slot] != 0) {
        if (hashes[slot] == hash) {
            return false;
        }
        slot = (slot + 1) & (slots - 1);
    }
    hashes[slot] = hash;
    return true;
}

static void grow(struct line_set *set) {
    uint64_t *hashes = calloc(set->slots * 2, sizeof *hashes);
    if (!hashes) {
        abort();
    }
    for (size_t i = 0; i < set->slots; i++) {
        if (set->hashes[i]) {
            put_hash(hashes, set->slots * 2, set->hashes[i]);
        }
    }
    free(set->hashes);
    set->hashes = hashes;
    set->slots *= 2;
}

bool line_set_put(struct line_set *set, struct str a, struct str b) {
    struct {
        uint64_t first, second;
    } parts = {keyed_hash(set->key, a.ptr, a.len), b.len ? keyed_hash(set->key, b.ptr, b.len) : 0};
    uint64_t hash = keyed_hash(set->key, &parts, sizeof parts) | 1;
    if (set->used >= LINES_MAX) {
        return true;
    }
    if ((set->used + 1) * 2 > set->slots) {
        grow(set);
    }
    bool fresh = put_hash(set->hashes, set->slots, hash);
    set->used += fresh;
    return fresh;
}

static bool is_composite(const struct attribute *a) {
    const struct attribute_type *type = attribute_type_by_number(a->type);
    return type && attribute_type_is(type, TYPE_COMPOSITE) && a->value2.len;
}

void text_out_value(struct sink *to, struct line_set *seen, const struct attribute_row *row) {
    const struct attribute *a = row->attribute;
    struct str second = is_composite(a) ? a->value2 : STR("");
    if (!line_set_put(seen, a->value1, second)) {
        return;
    }
    sink_add_str(to, a->value1);
    if (second.len) {
        sink_add_char(to, '|');
        sink_add_str(to, second);
    }
    sink_add_char(to, '\n');
}

void text_out_hash(struct sink *to, struct line_set *seen, const struct attribute_row *row) {
    const struct attribute *a = row->attribute;
    const struct attribute_type *type = attribute_type_by_number(a->type);
    if (!type || !(attribute_type_is(type, TYPE_HASH) || a->type == TYPE_MALWARE_SAMPLE)) {
        return;
    }
    struct str hash = a->value2.len ? a->value2 : a->value1;
    if (line_set_put(seen, hash, STR(""))) {
        sink_add_str(to, hash);
        sink_add_char(to, '\n');
    }
}

static void put_sum(struct sink *to, struct str value, bool with_event, const struct attribute_row *row) {
    char hex[DIGEST_HEX], uuid[UUID_TEXT];
    sink_add_str(to, digest_hex(DIGEST_MD5, value, hex));
    if (with_event) {
        sink_add_char(to, ',');
        sink_add_str(to, uuid_text(&row->event->event.uuid, uuid));
    }
    sink_add_char(to, '\n');
}

void text_out_cache(struct sink *to, bool with_event, const struct attribute_row *row) {
    put_sum(to, row->attribute->value1, with_event, row);
    if (is_composite(row->attribute)) {
        put_sum(to, row->attribute->value2, with_event, row);
    }
}
