/* Reading and writing terms and acts, and the bytes that are signed. */
#include "format/agreement_text.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "codec/canonical_json.h"
#include "codec/digest.h"
#include "codec/hex.h"

#define CANONICAL_MAX (4u << 20)

struct str agreement_instant(struct arena *arena, int64_t seconds) {
    char text[CLOCK_TEXT];
    struct str s = clock_datetime(seconds, text);
    return arena_printf(arena, "%.10sT%.8sZ", s.ptr, s.ptr + 11);
}

/* --- reading --- */

static enum err fault(const char **field, const char *name, const char *problem) {
    *field = name;
    return err_set(ERR_BAD_INPUT, "%s: %s", name, problem);
}

static enum err read_instant(const struct json_node *body, const char *name, int64_t *out, const char **field) {
    int64_t micros;
    struct str text = json_get_text(body, name);
    if (str_is_empty(text)) return OK;
    if (!clock_parse_iso(text, &micros) || micros < 0) return fault(field, name, "This is no instant (2022-01-17T00:00:00Z).");
    *out = micros / 1000000;
    return OK;
}

static int by_party(const void *a, const void *b) {
    const struct agreement_party *x = a, *y = b;
    return memcmp(x->org.bytes, y->org.bytes, sizeof x->org.bytes);
}

static enum err read_parties(struct arena *arena, const struct json_node *body, struct agreement_terms *out, const char **field) {
    const struct json_node *list = json_get(body, "parties");
    if (!list || list->kind != JSON_ARRAY || list->len == 0) return fault(field, "parties", "An agreement names its parties.");
    if (list->len > AGREEMENT_PARTIES_MAX) return fault(field, "parties", "These are more parties than an agreement may have (256).");
    for (const struct json_node *n = list->child; n; n = n->next) {
        struct agreement_party party = {0};
        bool hidden = false;
        struct str role = json_get_text(n, "role");
        if (!uuid_parse(json_get_text(n, "org"), &party.org))
            return fault(field, "parties", "Each party has the uuid of its organisation as \"org\".");
        if (!str_is_empty(role) && !party_role_parse(role, &party.role))
            return fault(field, "parties", "A role is member, partner or observer.");
        if (json_get_bool(n, "hidden", &hidden) && hidden)
            return fault(field, "parties", "The terms are seen by everybody; a hidden observer accedes by an annex of its own.");
        *vec_push(arena, &out->parties) = party;
    }
    qsort(out->parties.items, out->parties.len, sizeof *out->parties.items, by_party);
    for (size_t i = 1; i < out->parties.len; i++)
        if (uuid_eq(&out->parties.items[i].org, &out->parties.items[i - 1].org)) return fault(field, "parties", "A party is named twice.");
    return OK;
}

static int by_text(const void *a, const void *b) { return str_cmp(*(const struct str *)a, *(const struct str *)b); }

static enum err read_set(struct arena *arena, const struct json_node *scope, const char *name, struct str_list *out, const char **field) {
    const struct json_node *list = json_get(scope, name);
    if (!list || list->kind == JSON_NULL) return OK;
    if (list->kind != JSON_ARRAY) return fault(field, "scope", "tags, categories and types are lists of texts.");
    for (const struct json_node *n = list->child; n; n = n->next) {
        if (n->kind != JSON_STRING || !n->text.len) return fault(field, "scope", "tags, categories and types are lists of texts.");
        *vec_push(arena, out) = n->text;
    }
    if (out->len > 1) qsort(out->items, out->len, sizeof *out->items, by_text);
    return OK;
}

static enum err read_tlp(const struct json_node *body, const char *name, enum tlp *out, const char **field) {
    struct str text = json_get_text(body, name);
    if (str_is_empty(text)) return OK;
    *out = tlp_of_tag(text);
    return *out == TLP_NONE ? fault(field, name, "This is clear, green, amber, amber+strict or red.") : OK;
}

static enum err read_limits(struct arena *arena, const struct json_node *body, struct agreement_terms *out, const char **field) {
    const struct json_node *scope = json_get(body, "scope"), *minimum = json_get(body, "min_signatures");
    out->ceiling = out->untagged = TLP_AMBER;
    out->min_signatures = (int64_t)out->parties.len;
    enum err e = read_tlp(body, "ceiling", &out->ceiling, field);
    if (e == OK) e = read_tlp(body, "untagged", &out->untagged, field);
    if (e == OK) e = read_set(arena, scope, "tags", &out->tags, field);
    if (e == OK) e = read_set(arena, scope, "categories", &out->categories, field);
    if (e == OK) e = read_set(arena, scope, "types", &out->types, field);
    if (e != OK) return e;
    if (minimum && minimum->kind != JSON_NULL && !json_get_int(body, "min_signatures", &out->min_signatures))
        return fault(field, "min_signatures", "This is a whole number.");
    if (out->min_signatures < 1 || out->min_signatures > (int64_t)out->parties.len)
        return fault(field, "min_signatures", "This lies between 1 and the number of parties.");
    json_get_bool(body, "hidden_observers_allowed", &out->hidden_observers_allowed);
    return OK;
}

enum err agreement_read_terms(struct arena *arena, const struct json_node *body, struct agreement_terms *out, const char **field) {
    uint8_t digest[DIGEST_MAX];
    *field = "";
    if (!body || body->kind != JSON_OBJECT) return fault(field, "body", "This is a JSON object with the terms.");
    *out = (struct agreement_terms){.name = str_trim(json_get_text(body, "name")), .text = json_get_text(body, "text")};
    if (str_is_empty(out->name) || out->name.len > 255) return fault(field, "name", "A name of at most 255 bytes is needed.");
    if (str_is_none(out->text)) out->text = (struct str){"", 0};
    if (out->text.len > AGREEMENT_TEXT_MAX) return fault(field, "text", "The text is longer than 256 KiB.");
    digest_of(DIGEST_SHA256, out->text, digest);
    memcpy(out->text_hash, digest, sizeof out->text_hash);
    enum err e = read_parties(arena, body, out, field);
    if (e == OK) e = read_instant(body, "effective_from", &out->from, field);
    if (e == OK) e = read_instant(body, "effective_until", &out->until, field);
    if (e != OK) return e;
    if (str_is_empty(json_get_text(body, "effective_from")))
        return fault(field, "effective_from", "An agreement takes effect at an instant.");
    if (out->until && out->until <= out->from) return fault(field, "effective_until", "The agreement would end before it begins.");
    return read_limits(arena, body, out, field);
}

/* --- trees --- */

static void put(struct arena *arena, struct json_node *to, const char *key, struct str text) {
    json_tree_add(arena, to, str_from(key), JSON_STRING, text);
}

static void put_uuid(struct arena *arena, struct json_node *to, const char *key, const struct uuid *uuid) {
    char text[UUID_TEXT];
    put(arena, to, key, arena_str(arena, uuid_text(uuid, text)));
}

static void put_int(struct arena *arena, struct json_node *to, const char *key, int64_t n) {
    json_tree_add(arena, to, str_from(key), JSON_NUMBER, arena_printf(arena, "%lld", (long long)n));
}

static void put_hex(struct arena *arena, struct json_node *to, const char *key, const void *bytes, size_t len) {
    put(arena, to, key, hex_encode(arena, (struct str){bytes, len}));
}

static struct json_node *put_node(struct json_node *to, const char *key, struct json_node *child) {
    child->key = str_from(key);
    if (to->last)
        to->last->next = child;
    else
        to->child = child;
    to->last = child;
    to->len++;
    return child;
}

static void put_set(struct arena *arena, struct json_node *to, const char *key, const struct str_list *set) {
    struct json_node *list = put_node(to, key, json_tree_array(arena));
    for (size_t i = 0; i < set->len; i++) json_tree_add(arena, list, STR_NONE, JSON_STRING, set->items[i]);
}

struct json_node *agreement_terms_tree(struct arena *arena, const struct uuid *uuid, const struct agreement_terms *t) {
    struct json_node *o = json_tree_object(arena);
    put_uuid(arena, o, "uuid", uuid);
    put_int(arena, o, "version", t->version);
    put(arena, o, "name", t->name);
    put_hex(arena, o, "text_sha256", t->text_hash, sizeof t->text_hash);
    put_uuid(arena, o, "owner", &t->owner);
    struct json_node *parties = put_node(o, "parties", json_tree_array(arena));
    for (size_t i = 0; i < t->parties.len; i++) {
        struct json_node *party = put_node(parties, "", json_tree_object(arena));
        put_uuid(arena, party, "org", &t->parties.items[i].org);
        put(arena, party, "role", str_from(party_role_text(t->parties.items[i].role)));
    }
    put(arena, o, "effective_from", agreement_instant(arena, t->from));
    if (t->until) put(arena, o, "effective_until", agreement_instant(arena, t->until));
    put_int(arena, o, "min_signatures", t->min_signatures);
    put(arena, o, "ceiling", str_from(tlp_text(t->ceiling)));
    put(arena, o, "untagged", str_from(tlp_text(t->untagged)));
    struct json_node *scope = put_node(o, "scope", json_tree_object(arena));
    put_set(arena, scope, "tags", &t->tags);
    put_set(arena, scope, "categories", &t->categories);
    put_set(arena, scope, "types", &t->types);
    json_tree_add(arena, o, STR("hidden_observers_allowed"), t->hidden_observers_allowed ? JSON_TRUE : JSON_FALSE,
                  t->hidden_observers_allowed ? STR("1") : STR("0"));
    return o;
}

enum err agreement_terms_from_tree(struct arena *arena, const struct json_node *tree, struct str text, struct agreement_terms *out) {
    const char *field;
    int64_t version = 0;
    struct str hash = json_get_text(tree, "text_sha256");
    struct json_node *body = json_tree_object(arena);
    if (!tree || tree->kind != JSON_OBJECT) return err_set(ERR_BAD_INPUT, "The terms are no object.");
    *body = *tree;
    enum err e = agreement_read_terms(arena, body, out, &field);
    if (e != OK) return e;
    out->text = text;
    bool ok = json_get_int(tree, "version", &version) && version > 0 && uuid_parse(json_get_text(tree, "owner"), &out->owner) &&
              hash.len == 2 * AGREEMENT_HASH && hex_decode_into(out->text_hash, hash);
    out->version = version;
    return ok ? OK : err_set(ERR_BAD_INPUT, "The terms lack version, owner or the hash of the text.");
}

enum err agreement_terms_from_text(struct arena *arena, struct str terms, struct str text, struct agreement_terms *out) {
    struct json_node *tree;
    enum err e = json_tree_copy(arena, terms, &tree);
    return e == OK ? agreement_terms_from_tree(arena, tree, text, out) : err_set(ERR_CORRUPT, "The terms of an agreement are damaged.");
}

bool agreement_read_hex(const struct json_node *node, const char *name, uint8_t *out, size_t len) {
    struct str text = json_get_text(node, name);
    return text.len == 2 * len && hex_decode_into(out, text);
}

struct json_node *agreement_entry_tree(struct arena *arena, const struct agreement *a, const struct agreement_entry *e, bool with_hash) {
    static const uint8_t none[AGREEMENT_SIGNATURE];
    const struct agreement_terms *terms = e->act == ACT_PROPOSE ? agreement_version(a, e->version) : NULL;
    struct json_node *o = json_tree_object(arena);
    put_uuid(arena, o, "agreement", &a->uuid);
    put_int(arena, o, "seq", e->seq);
    put(arena, o, "at", agreement_instant(arena, e->at));
    put(arena, o, "act", str_from(agreement_act_text(e->act)));
    put_uuid(arena, o, "org", &e->org);
    put_int(arena, o, "version", e->version);
    if (e->act == ACT_OFFER || e->act == ACT_ACCEDE) {
        put_uuid(arena, o, "subject", &e->subject);
        put(arena, o, "role", str_from(party_role_text(e->role)));
    }
    if (terms) put_node(o, "terms", agreement_terms_tree(arena, &a->uuid, terms));
    if (memcmp(e->signature, none, sizeof none) != 0) {
        put_hex(arena, o, "key", e->key, sizeof e->key);
        put_hex(arena, o, "signature", e->signature, sizeof e->signature);
    }
    put_hex(arena, o, "previous", e->previous, sizeof e->previous);
    if (with_hash) put_hex(arena, o, "hash", e->hash, sizeof e->hash);
    return o;
}

/* --- bytes --- */

/* `head` and the canonical form. Trees made here hold nothing that has none. */
static struct str canonical(struct arena *arena, const char *head, const struct json_node *tree) {
    struct buf b;
    buf_init(&b, CANONICAL_MAX);
    buf_add_text(&b, head);
    enum err e = canonical_json(arena, tree, &b);
    struct str out = e == OK && !b.failed ? arena_str(arena, buf_str(&b)) : STR_NONE;
    buf_done(&b);
    return out;
}

static struct json_node *accession_tree(struct arena *arena, const struct agreement *a, const struct agreement_entry *e) {
    struct json_node *o = json_tree_object(arena);
    put_uuid(arena, o, "uuid", &a->uuid);
    put_int(arena, o, "version", e->version);
    put_uuid(arena, o, "org", &e->subject);
    put(arena, o, "role", str_from(party_role_text(e->role)));
    return o;
}

static struct json_node *act_tree(struct arena *arena, const struct agreement *a, const struct agreement_entry *e) {
    struct json_node *o = json_tree_object(arena);
    put_uuid(arena, o, "uuid", &a->uuid);
    put(arena, o, "act", str_from(agreement_act_text(e->act)));
    put_uuid(arena, o, "org", &e->org);
    put_hex(arena, o, "previous", e->previous, sizeof e->previous);
    return o;
}

enum err agreement_signed_bytes(struct arena *arena, const struct agreement *a, const struct agreement_entry *e, bool annex,
                                struct str *out) {
    const struct agreement_terms *terms = agreement_version(a, e->version);
    if (!terms) return err_set(ERR_NOT_FOUND, "There is no version %lld of this agreement.", (long long)e->version);
    if (e->act == ACT_SIGN)
        *out = canonical(arena, "varde-agreement-v1\n", agreement_terms_tree(arena, &a->uuid, terms));
    else if (e->act == ACT_OFFER || e->act == ACT_ACCEDE)
        *out = canonical(arena, annex ? "varde-agreement-annex-v1\n" : "varde-agreement-accession-v1\n", accession_tree(arena, a, e));
    else
        *out = canonical(arena, "varde-agreement-act-v1\n", act_tree(arena, a, e));
    return str_is_none(*out) ? err_set(ERR_INTERNAL, "The terms cannot be written down.") : OK;
}

struct str agreement_rotation_bytes(struct arena *arena, const struct uuid *org, const uint8_t key[AGREEMENT_KEY],
                                    const uint8_t previous[AGREEMENT_KEY]) {
    struct json_node *o = json_tree_object(arena);
    put_uuid(arena, o, "org", org);
    put_hex(arena, o, "key", key, AGREEMENT_KEY);
    put_hex(arena, o, "previous", previous, AGREEMENT_KEY);
    return canonical(arena, "varde-key-rotation-v1\n", o);
}

bool agreement_signature_holds(struct str bytes, const uint8_t key[AGREEMENT_KEY], const uint8_t signature[AGREEMENT_SIGNATURE]) {
    return crypto_sign_verify_detached(signature, (const unsigned char *)bytes.ptr, bytes.len, key) == 0;
}

void agreement_entry_hash(struct arena *arena, const struct agreement *a, const struct agreement_entry *e, uint8_t out[AGREEMENT_HASH]) {
    uint8_t digest[DIGEST_MAX];
    digest_of(DIGEST_SHA256, canonical(arena, "", agreement_entry_tree(arena, a, e, false)), digest);
    memcpy(out, digest, AGREEMENT_HASH);
}
