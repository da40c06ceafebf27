/* The public keys with which organisations sign. The private halves never come here. */
#include <string.h>

#include "codec/hex.h"
#include "format/agreement_record.h"
#include "service/agreement_inside.h"
#include "service/core.h"
#include "store/agreement.h"
#include "store/organisation.h"

static void put_key(struct context *c, const struct signing_key *k, struct json_out *out) {
    json_open(out);
    json_put_uuid(out, "org", &k->org);
    json_put_str(out, "public_key", hex_encode(c->arena, (struct str){(const char *)k->key, sizeof k->key}));
    if (!k->first) json_put_str(out, "previous", hex_encode(c->arena, (struct str){(const char *)k->previous, sizeof k->previous}));
    json_put_str(out, "created", agreement_instant(c->arena, k->created));
    json_k(out, "retired");
    if (k->retired)
        json_str(out, agreement_instant(c->arena, k->retired));
    else
        json_null(out);
    json_close(out);
}

/* The next key of an organisation that has one is handed on by it. */
static enum err check_rotation(struct write *w, const struct json_node *body, struct signing_key *k) {
    struct signing_key_list keys = {0};
    const struct signing_key *present = NULL;
    enum err e = store_signing_key_list(w->db, w->c->arena, k->org_id, &keys);
    for (size_t i = 0; i < keys.len; i++)
        if (!keys.items[i].retired) present = &keys.items[i];
    k->first = present == NULL;
    if (e != OK || !present) return e;
    memcpy(k->previous, present->key, sizeof k->previous);
    struct str bytes = agreement_rotation_bytes(w->c->arena, &k->org, k->key, k->previous);
    if (!agreement_read_hex(body, "rotation", k->rotation, sizeof k->rotation))
        return err_set(ERR_CONFLICT, "rotation: The organisation has a key; the next one is signed by it.");
    if (!agreement_signature_holds(bytes, k->previous, k->rotation))
        return err_set(ERR_BAD_INPUT, "rotation: The signature of the present key does not hold for this one.");
    return store_signing_key_retire(w->db, present->id, k->created);
}

static enum err add_in(struct write *w, const struct json_node *body, struct signing_key *k) {
    struct signing_key_list all = {0};
    enum err e = store_signing_key_list(w->db, w->c->arena, 0, &all);
    for (size_t i = 0; i < all.len && e == OK; i++)
        if (memcmp(all.items[i].key, k->key, sizeof k->key) == 0) e = err_set(ERR_CONFLICT, "public_key: This key was registered before.");
    if (e == OK) e = check_rotation(w, body, k);
    k->id = write_id(w, "signing_keys");
    if (e == OK) e = store_signing_key_insert(w->db, k);
    return e == OK ? write_audit(w, "add", "SigningKey", k->id, STR(""), 0, STR_NONE) : e;
}

enum err service_signing_key_add(struct context *c, const struct json_node *body, struct json_out *out) {
    struct signing_key k = {.org_id = c->actor.org_id, .org = c->actor.org_uuid, .created = c->now};
    struct write w;
    enum err e = OK;
    if (!agreement_read_hex(body, "public_key", k.key, sizeof k.key))
        return err_set(ERR_BAD_INPUT, "public_key: 32 bytes in hexadecimal are needed (Ed25519).");
    if (!str_is_empty(json_get_text(body, "as"))) {
        if (!c->view.site_admin) return err_set(ERR_FORBIDDEN, "An organisation registers its own keys.");
        if (!uuid_parse(json_get_text(body, "as"), &k.org)) return err_set(ERR_BAD_INPUT, "as: This is the uuid of an organisation.");
        e = store_organisation_id_by_uuid(c->db, &k.org, &k.org_id);
        if (e == OK && !k.org_id) e = err_set(ERR_BAD_INPUT, "as: There is no such organisation here.");
    }
    if (e == OK) e = write_begin(c, &w);
    if (e == OK) e = write_end(&w, add_in(&w, body, &k));
    if (e == OK) put_key(c, &k, out);
    return e;
}

/* Is it a party of an agreement that the caller knows of, as far as the caller knows? */
static bool is_met(const struct agreement_fold *folds, size_t count, const struct uuid *org) {
    for (size_t i = 0; i < count; i++)
        if (agreement_standing_of(&folds[i], org)) return true;
    return false;
}

enum err service_signing_key_index(struct context *c, struct json_out *out) {
    struct signing_key_list keys = {0};
    struct id_list ids = {0};
    size_t known = 0;
    enum err e = store_signing_key_list(c->db, c->arena, 0, &keys);
    if (e == OK) e = store_agreement_ids(c->db, c->arena, &ids);
    struct agreement_fold *folds = ARENA_ARRAY(c->arena, struct agreement_fold, ids.len + 1);
    for (size_t i = 0; i < ids.len && e == OK; i++) {
        struct agreement a;
        e = agreement_load(c, c->db, ids.items[i], &a, &folds[known]);
        if (e == OK) {
            agreement_hide_annexes(c, &a);
            agreement_fold(c->arena, &a, INT64_MAX, c->now, &folds[known++]);
        }
        if (e == ERR_NOT_FOUND) e = OK;
    }
    if (e != OK) return e;
    json_open_array(out);
    for (size_t i = 0; i < keys.len; i++)
        if (c->view.site_admin || keys.items[i].org_id == c->actor.org_id || is_met(folds, known, &keys.items[i].org))
            put_key(c, &keys.items[i], out);
    json_close_array(out);
    return OK;
}
