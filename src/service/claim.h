/* Claims of attribution (spec alliance, section 2): append-only series, seen by MISP clients as analyst data. */
#ifndef VARDE_SERVICE_CLAIM_H
#define VARDE_SERVICE_CLAIM_H

#include "codec/json_tree.h"
#include "model/claim.h"
#include "service/context.h"

enum err claim_add(struct context *c, const struct json_node *body, struct json_out *out) MUST_USE;
enum err claim_edit(struct context *c, struct str ref, const struct json_node *body, struct json_out *out) MUST_USE; /* appends */
enum err claim_withdraw(struct context *c, struct str ref, struct json_out *out) MUST_USE;                           /* appends */
enum err claim_view(struct context *c, struct str ref, struct json_out *out) MUST_USE;                               /* with its history */
/* Rival claims side by side, and the summary with its working. `subject` is type:uuid or a uuid. */
enum err claim_index(struct context *c, struct str subject, struct json_out *out) MUST_USE;
/* For roundups and stories: what the caller sees, of claims stated in a span of days, or on these subjects. */
enum err claim_list(struct context *c, int64_t from_day, int64_t to_day, struct claim_list *out) MUST_USE;
enum err claim_of_subjects(struct context *c, const struct uuid *subjects, size_t count, struct claim_list *out) MUST_USE;

/* One claim as an object, without its history. */
enum err claim_write(struct context *c, const struct claim *claim, struct json_out *out) MUST_USE;
/* The names of claimant, actor and subject, as far as the caller sees them. */
enum err claim_words(struct context *c, const struct claim *claim, struct str *claimant, struct str *actor, struct str *subject) MUST_USE;
/* What a claim on a story may be stored under: the story, its parts, their events. */
struct seen_story;
void claim_story_uuids(struct arena *arena, const struct seen_story *story, struct uuid_list *out);
/* Does the caller see the series as it stands now? False also when there is none. */
enum err claim_is_seen(struct context *c, struct db *db, const struct uuid *series, bool *seen) MUST_USE;
/* A MISP client changed or deleted what shows a series (service/analyst_data.c, which asked for the permission): a superseding claim, or a withdrawal. */
struct analyst_datum;
struct write;
enum err claim_edit_shown(struct write *w, const struct analyst_datum *before, const struct analyst_datum *after) MUST_USE;
enum err claim_withdraw_shown(struct write *w, const struct analyst_datum *shown) MUST_USE;

#endif
