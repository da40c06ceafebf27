/* Free-text import: what the reading finds in a text becomes attributes of an event, or proposals where the event is somebody else's. */
#ifndef VARDE_SERVICE_FREE_TEXT_H
#define VARDE_SERVICE_FREE_TEXT_H

#include "model/event.h"
#include "service/context.h"

/* What happens to a value that an enabled warning list names. */
enum free_text_warned { WARNED_KEEP, WARNED_NOT_FOR_IDS, WARNED_LEAVE_OUT };

struct free_text_request {
    struct str text;
    int distribution; /* -1: the server's default */
    int64_t sharing_group_id;
    enum free_text_warned warned;
};

/* Something that was found, and what became of it. */
struct free_text_item {
    struct attribute attribute; /* as saved; else with type, category, value and its halves */
    struct proposal proposal;   /* is_proposed */
    struct str original_value;  /* as it stood in the text */
    bool is_saved, is_proposed;
};
struct free_text_item_list VEC_OF(struct free_text_item);

/* Everything found, in the order of the text. Not saved is what the event has already, what is not valid, and what was warned of. ERR_NOT_FOUND
 * for an event that is not seen; ERR_REFUSED for a distribution that is none. */
enum err free_text_import(struct context *c, struct str event_ref, const struct free_text_request *request,
                          struct free_text_item_list *out) MUST_USE;
/* What would be found, with the types that each could be: a list, one value of *out. Saves nothing. */
void free_text_preview(struct context *c, struct str text, struct json_out *out);

#endif
