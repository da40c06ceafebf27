/* The exported record, and its check. */
#include "format/agreement_record.h"

#include <string.h>

#include "base/clock.h"
#include "codec/digest.h"
#include "codec/hex.h"

const struct signing_key *signing_key_find(const struct signing_key_list *keys, const struct uuid *org, const uint8_t key[AGREEMENT_KEY],
                                           int64_t at) {
    for (size_t i = 0; i < keys->len; i++) {
        const struct signing_key *k = &keys->items[i];
        if (uuid_eq(&k->org, org) && memcmp(k->key, key, AGREEMENT_KEY) == 0 && k->created <= at && (!k->retired || at < k->retired))
            return k;
    }
    return NULL;
}

/* --- writing --- */

static void write_entries(struct arena *arena, const struct agreement *a, const struct agreement_entry_list *entries,
                          struct json_out *out) {
    json_open_array(out);
    for (size_t i = 0; i < entries->len; i++) json_tree(out, agreement_entry_tree(arena, a, &entries->items[i], true));
    json_close_array(out);
}

static void write_key(struct arena *arena, const struct signing_key *k, struct json_out *out) {
    json_open(out);
    json_put_uuid(out, "org", &k->org);
    json_put_str(out, "key", hex_encode(arena, (struct str){(const char *)k->key, sizeof k->key}));
    if (!k->first) {
        json_put_str(out, "previous", hex_encode(arena, (struct str){(const char *)k->previous, sizeof k->previous}));
        json_put_str(out, "rotation", hex_encode(arena, (struct str){(const char *)k->rotation, sizeof k->rotation}));
    }
    json_put_str(out, "created", agreement_instant(arena, k->created));
    if (k->retired) json_put_str(out, "retired", agreement_instant(arena, k->retired));
    json_close(out);
}

void agreement_write_record(struct arena *arena, const struct agreement *a, const struct signing_key_list *keys, struct json_out *out) {
    json_open(out);
    json_put_text(out, "format", "varde-agreement-record-v1");
    json_put_uuid(out, "uuid", &a->uuid);
    json_put_uuid(out, "owner", &a->owner);
    json_put_str(out, "created", agreement_instant(arena, a->created));
    json_k(out, "texts");
    json_open_array(out);
    for (size_t i = 0; i < a->versions.len; i++) json_str(out, a->versions.items[i].text);
    json_close_array(out);
    json_k(out, "history");
    write_entries(arena, a, &a->history, out);
    json_k(out, "annexes");
    json_open_array(out);
    for (size_t i = 0; i < a->annexes.len; i++) {
        json_open(out);
        json_put_uuid(out, "observer", &a->annexes.items[i].observer);
        json_k(out, "history");
        write_entries(arena, a, &a->annexes.items[i].entries, out);
        json_close(out);
    }
    json_close_array(out);
    json_k(out, "keys");
    json_open_array(out);
    for (size_t i = 0; i < keys->len; i++) write_key(arena, &keys->items[i], out);
    json_close_array(out);
    json_close(out);
}

/* --- reading --- */

static bool read_instant(const struct json_node *node, const char *name, int64_t *out) {
    int64_t micros = 0;
    bool ok = clock_parse_iso(json_get_text(node, name), &micros);
    *out = micros / 1000000;
    return ok;
}

static enum err read_entry(struct arena *arena, const struct json_node *n, struct str text, struct agreement *a,
                           struct agreement_entry *e) {
    bool ok = json_get_int(n, "seq", &e->seq) && json_get_int(n, "version", &e->version) && read_instant(n, "at", &e->at) &&
              agreement_act_parse(json_get_text(n, "act"), &e->act) && uuid_parse(json_get_text(n, "org"), &e->org) &&
              agreement_read_hex(n, "previous", e->previous, sizeof e->previous) && agreement_read_hex(n, "hash", e->hash, sizeof e->hash);
    if (ok && (e->act == ACT_OFFER || e->act == ACT_ACCEDE))
        ok = uuid_parse(json_get_text(n, "subject"), &e->subject) && party_role_parse(json_get_text(n, "role"), &e->role);
    if (ok && e->act != ACT_PROPOSE)
        ok = agreement_read_hex(n, "key", e->key, sizeof e->key) && agreement_read_hex(n, "signature", e->signature, sizeof e->signature);
    if (!ok) return err_set(ERR_BAD_INPUT, "An entry of the history is not whole.");
    if (e->act != ACT_PROPOSE) return OK;
    return agreement_terms_from_tree(arena, json_get(n, "terms"), text, vec_push(arena, &a->versions));
}

static enum err read_entries(struct arena *arena, const struct json_node *list, const struct json_node *texts, struct agreement *a,
                             struct agreement_entry_list *out) {
    const struct json_node *text = texts ? texts->child : NULL;
    enum err e = list && list->kind == JSON_ARRAY ? OK : err_set(ERR_BAD_INPUT, "The record has no history.");
    for (const struct json_node *n = e == OK ? list->child : NULL; n && e == OK; n = n->next) {
        struct agreement_entry *entry = vec_push(arena, out);
        e = read_entry(arena, n, text ? text->text : (struct str){"", 0}, a, entry);
        if (entry->act == ACT_PROPOSE && text) text = text->next;
    }
    return e;
}

static enum err read_key(const struct json_node *n, struct signing_key *k) {
    k->first = str_is_none(json_get_text(n, "previous"));
    bool ok = uuid_parse(json_get_text(n, "org"), &k->org) && agreement_read_hex(n, "key", k->key, sizeof k->key) &&
              read_instant(n, "created", &k->created);
    if (ok && !k->first)
        ok = agreement_read_hex(n, "previous", k->previous, sizeof k->previous) &&
             agreement_read_hex(n, "rotation", k->rotation, sizeof k->rotation);
    if (ok && !str_is_none(json_get_text(n, "retired"))) ok = read_instant(n, "retired", &k->retired);
    return ok ? OK : err_set(ERR_BAD_INPUT, "A key of the record is not whole.");
}

enum err agreement_read_record(struct arena *arena, const struct json_node *r, struct agreement *a, struct signing_key_list *keys) {
    *a = (struct agreement){0};
    *keys = (struct signing_key_list){0};
    if (!str_eq(json_get_text(r, "format"), STR("varde-agreement-record-v1")))
        return err_set(ERR_BAD_INPUT, "This is no record of an agreement (varde-agreement-record-v1).");
    bool ok = uuid_parse(json_get_text(r, "uuid"), &a->uuid) && uuid_parse(json_get_text(r, "owner"), &a->owner) &&
              read_instant(r, "created", &a->created);
    if (!ok) return err_set(ERR_BAD_INPUT, "The record lacks uuid, owner or the instant of its making.");
    enum err e = read_entries(arena, json_get(r, "history"), json_get(r, "texts"), a, &a->history);
    const struct json_node *annexes = json_get(r, "annexes"), *list = json_get(r, "keys");
    for (const struct json_node *n = annexes ? annexes->child : NULL; n && e == OK; n = n->next) {
        struct agreement_annex *annex = vec_push(arena, &a->annexes);
        if (!uuid_parse(json_get_text(n, "observer"), &annex->observer)) return err_set(ERR_BAD_INPUT, "An annex names no observer.");
        e = read_entries(arena, json_get(n, "history"), NULL, a, &annex->entries);
    }
    for (const struct json_node *n = list ? list->child : NULL; n && e == OK; n = n->next) e = read_key(n, vec_push(arena, keys));
    return e;
}

/* --- the check --- */

struct check {
    struct arena *arena;
    const struct agreement *whole;
    const struct signing_key_list *keys;
    struct str_list *faults;
    struct agreement so_far; /* what stood before the entry at hand */
};

static void fault(struct check *c, const struct agreement_entry *e, const char *chain, const char *what) {
    *vec_push(c->arena, c->faults) =
        arena_printf(c->arena, "%sentry %lld (%s): %s", chain, (long long)e->seq, agreement_act_text(e->act), what);
}

static void check_entry(struct check *c, const struct agreement_entry *e, const struct agreement_entry *before,
                        const struct agreement_annex *annex) {
    static const uint8_t none[AGREEMENT_HASH];
    const char *chain = annex ? "annex, " : "";
    uint8_t hash[AGREEMENT_HASH];
    struct str bytes;
    agreement_entry_hash(c->arena, c->whole, e, hash);
    if (memcmp(hash, e->hash, sizeof hash) != 0) fault(c, e, chain, "its hash does not fit what it says");
    if (memcmp(e->previous, before ? before->hash : none, AGREEMENT_HASH) != 0)
        fault(c, e, chain, "it does not follow on the entry before");
    if (e->seq != (before ? before->seq : 0) + 1) fault(c, e, chain, "an entry is missing before it");
    if (before && e->at < before->at) fault(c, e, chain, "it is older than the entry before");
    const char *refusal = agreement_refusal(c->arena, &c->so_far, annex, e);
    if (refusal) fault(c, e, chain, refusal);
    if (e->act == ACT_PROPOSE) return;
    if (!signing_key_find(c->keys, &e->org, e->key, e->at)) fault(c, e, chain, "the key was not one of its organisation's at that time");
    if (agreement_signed_bytes(c->arena, c->whole, e, annex != NULL, &bytes) != OK ||
        !agreement_signature_holds(bytes, e->key, e->signature))
        fault(c, e, chain, "the signature does not hold");
}

static void check_terms(struct check *c, const struct agreement_entry *e) {
    const struct agreement_terms *terms = agreement_version(c->whole, e->version);
    uint8_t digest[DIGEST_MAX];
    if (!terms || !uuid_eq(&terms->owner, &c->whole->owner)) {
        fault(c, e, "", "the terms name another owner");
        return;
    }
    digest_of(DIGEST_SHA256, terms->text, digest);
    if (memcmp(digest, terms->text_hash, AGREEMENT_HASH) != 0) fault(c, e, "", "the text is not the one that was proposed");
}

/* Was the key before this organisation's, and retired when this one came? */
static bool is_handed_on(const struct signing_key_list *keys, const struct signing_key *next) {
    for (size_t i = 0; i < keys->len; i++) {
        const struct signing_key *k = &keys->items[i];
        if (uuid_eq(&k->org, &next->org) && memcmp(k->key, next->previous, AGREEMENT_KEY) == 0) return k->retired == next->created;
    }
    return false;
}

static void check_keys(struct check *c) {
    for (size_t i = 0; i < c->keys->len; i++) {
        const struct signing_key *k = &c->keys->items[i];
        if (k->first) continue;
        struct str bytes = agreement_rotation_bytes(c->arena, &k->org, k->key, k->previous);
        if (!is_handed_on(c->keys, k) || !agreement_signature_holds(bytes, k->previous, k->rotation))
            *vec_push(c->arena, c->faults) = arena_printf(c->arena, "key %zu: it was not handed on by the key before", i + 1);
    }
}

/* What of the main history stood when it had so many entries. */
static void go_to(struct check *c, size_t count) {
    c->so_far = *c->whole;
    c->so_far.history.len = count;
    c->so_far.versions.len = 0;
    for (size_t i = 0; i < count; i++)
        if (c->whole->history.items[i].act == ACT_PROPOSE && c->so_far.versions.len < c->whole->versions.len) c->so_far.versions.len++;
}

static size_t entries_before(const struct agreement *a, int64_t at) {
    size_t count = 0;
    while (count < a->history.len && a->history.items[count].at < at) count++;
    return count;
}

/* An annex follows on the main history by its instants only, which are seconds: among the acts of the same second it may stand in any
 * place in which it was allowed. */
static void go_to_place_of(struct check *c, struct agreement_annex *annex, const struct agreement_entry *e) {
    size_t place = entries_before(c->whole, e->at), last = entries_before(c->whole, e->at + 1);
    struct agreement_annex_list known = {annex, 1, 1};
    do {
        go_to(c, place);
        c->so_far.annexes = known;
    } while (place++ < last && agreement_refusal(c->arena, &c->so_far, annex, e));
}

static void check_annex(struct check *c, const struct agreement_annex *whole) {
    struct agreement_annex annex = *whole;
    for (size_t i = 0; i < whole->entries.len; i++) {
        const struct agreement_entry *e = &whole->entries.items[i];
        annex.entries.len = i;
        go_to_place_of(c, &annex, e);
        check_entry(c, e, i ? e - 1 : NULL, &annex);
    }
}

void agreement_verify(struct arena *arena, const struct agreement *a, const struct signing_key_list *keys, struct str_list *faults) {
    struct check c = {.arena = arena, .whole = a, .keys = keys, .faults = faults, .so_far = *a};
    if (a->history.len == 0) *vec_push(arena, faults) = STR("there is no history");
    c.so_far.versions.len = 0;
    c.so_far.annexes.len = 0;
    for (size_t i = 0; i < a->history.len; i++) {
        const struct agreement_entry *e = &a->history.items[i];
        c.so_far.history.len = i;
        check_entry(&c, e, i ? e - 1 : NULL, NULL);
        if (e->act != ACT_PROPOSE) continue;
        check_terms(&c, e);
        if (c.so_far.versions.len < a->versions.len) c.so_far.versions.len++;
    }
    for (size_t i = 0; i < a->annexes.len; i++) check_annex(&c, &a->annexes.items[i]);
    check_keys(&c);
}
