/* See library.h. */
#include "service/library.h"

enum err library_galaxies_write(struct context *c, const struct tag_use *tags, size_t count, struct json_out *o) {
    (void)c, (void)tags, (void)count;
    json_open_array(o);
    json_close_array(o);
    return OK;
}
