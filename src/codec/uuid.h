/* UUIDs (RFC 9562): 16 bytes, lower-case text. */
#ifndef VARDE_CODEC_UUID_H
#define VARDE_CODEC_UUID_H

#include "base/str.h"
#include "base/vec.h"

struct uuid {
    uint8_t bytes[16];
};
struct uuid_list VEC_OF(struct uuid);
#define UUID_TEXT 37
#define UUID_NIL ((struct uuid){{0}})

bool uuid_parse(struct str text, struct uuid *out);                    /* 8-4-4-4-12, any case */
struct str uuid_text(const struct uuid *u, char out[UUID_TEXT]);       /* NUL-terminated as well */
struct uuid uuid_random(void);                                         /* version 4 */
struct uuid uuid_from_name(const struct uuid *space, struct str name); /* version 5 */
bool uuid_eq(const struct uuid *a, const struct uuid *b);
bool uuid_is_nil(const struct uuid *u);

#endif
