/* Agreements: the use cases (spec alliance, section 1). Seen by the owner's organisation, by those whom its terms name or who acceded, and by site administrators; a hidden
 * observer sees itself, and nobody but the owner and itself knows of it. For anybody else an agreement is NOT FOUND. What makes an act valid is its
 * signature; the right to bring it is that of an organisation's administrator. */
#ifndef VARDE_SERVICE_AGREEMENT_H
#define VARDE_SERVICE_AGREEMENT_H

#include "codec/json_tree.h"
#include "model/agreement.h"
#include "service/write.h"

/* Version 1 with its sharing group; or, of an agreement that stands, the next version (owner only). ERR_CONFLICT, naming the events that the caller may see, where a lower
 * ceiling or narrower scope would not allow what is shared already. All of these write the agreement as it is then. */
enum err service_agreement_new(struct context *c, const struct json_node *body, struct json_out *out) MUST_USE;
enum err service_agreement_amend(struct context *c, struct str ref, const struct json_node *body, struct json_out *out) MUST_USE;
/* SIGN, ACCEDE, SUSPEND, RESUME, WITHDRAW, END. body: {signature, key?, version?, org?, role?, hidden?, as?}, bytes in hex. ACCEDE by the owner with another `org` is its half
 * of an accession (OFFER). `as`: a site administrator brings what that organisation signed. ERR_CONFLICT: not to be done now, or not by it, with
 * the reason; ERR_BAD_INPUT: the signature or the key does not hold. */
enum err service_agreement_act(struct context *c, struct str ref, enum agreement_act act, const struct json_node *body,
                               struct json_out *out) MUST_USE;
/* The bytes that such an act's signature is over: {"text", "sha256"}; body as above without signature. */
enum err service_agreement_to_sign(struct context *c, struct str ref, enum agreement_act act, const struct json_node *body,
                                   struct str *bytes) MUST_USE;

enum err service_agreement_index(struct context *c, struct json_out *out) MUST_USE;
enum err service_agreement_view(struct context *c, struct str ref, struct json_out *out) MUST_USE;
enum err service_agreement_history(struct context *c, struct str ref, struct json_out *out) MUST_USE;
enum err service_agreement_export(struct context *c, struct str ref, struct json_out *out) MUST_USE;
/* The events under it that the caller sees: id, uuid, info, date. */
enum err service_agreement_events(struct context *c, struct str ref, struct json_out *out) MUST_USE;

/* What became of agreements that the caller may know of, from an instant (inclusive) until another: "signed by X", "in force", "ending", ... in order. */
struct agreement_news {
    struct uuid uuid;
    struct str name, what;
    int64_t at;
};
struct agreement_news_list VEC_OF(struct agreement_news);
enum err service_agreement_news(struct context *c, int64_t from, int64_t until, struct agreement_news_list *out) MUST_USE;

/* Public keys. {public_key, rotation?, as?}: the first one needs an administrator's word, each next one the signature of the one before. The list: those of one's own organisation,
 * and of the parties of agreements that one sees. */
enum err service_signing_key_add(struct context *c, const struct json_node *body, struct json_out *out) MUST_USE;
enum err service_signing_key_index(struct context *c, struct json_out *out) MUST_USE;

/* --- for service/sharing_group, service/save, service/terms --- */

/* The agreement behind a sharing group with what of it the caller may know (annexes of others are left out), and its standing now. ERR_NOT_FOUND: a plain group. */
enum err agreement_of_group(struct context *c, struct db *db, int64_t sharing_group_id, struct agreement *out,
                            struct agreement_fold *fold) MUST_USE;
/* A view whose list of groups holds those of every agreement that the caller may know of, in force or not: for listings of groups only. */
enum err agreement_known_groups(struct context *c, struct db *db, struct view *out) MUST_USE;
/* May the caller know of it? */
bool agreement_is_known(const struct context *c, const struct agreement *a, const struct agreement_fold *fold);
/* May its organisation put something under it: a member or partner that is named or acceded and did not leave, until the agreement has ended. It need not be in force yet. */
bool agreement_takes_from(const struct context *c, const struct agreement_fold *fold);

#endif
