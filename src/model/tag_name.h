/* Names of tags: what they may hold, and which of them stand for galaxy clusters. */
#ifndef VARDE_MODEL_TAG_NAME_H
#define VARDE_MODEL_TAG_NAME_H

#include "base/arena.h"
#include "base/err.h"

#define TAG_NAME_MAX 255 /* bytes */

/* The name as it is kept: trimmed, cut at TAG_NAME_MAX without cutting a character. ERR_REFUSED with the message for the
 * field "name" as detail when nothing is left or a control character is in it. */
enum err tag_name_check(struct str raw, struct str *name) MUST_USE;
/* misp-galaxy:TYPE="VALUE" */
bool tag_name_is_galaxy(struct str name);
/* The same where VALUE is a UUID: a cluster that this community made itself. */
bool tag_name_is_custom_galaxy(struct str name);
/* The part in a machine tag namespace:predicate="value"; absent where there is none. */
struct tag_parts {
    struct str name_space, predicate, value;
};
struct tag_parts tag_name_parts(struct str name);

#endif
