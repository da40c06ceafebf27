/* Models of decay: the use cases, and the scores that the enabled ones give to attributes. Models come from the library (service/library_update.h). */
#ifndef VARDE_SERVICE_DECAYING_MODEL_H
#define VARDE_SERVICE_DECAYING_MODEL_H

#include "model/event.h"
#include "service/context.h"

enum err decaying_model_index(struct context *c, struct json_out *out) MUST_USE;
enum err decaying_model_view(struct context *c, struct str ref, struct json_out *out) MUST_USE;
/* For those who may edit models (perm_decaying). *id names the model. */
enum err decaying_model_set_enabled(struct context *c, struct str ref, bool enabled, int64_t *id) MUST_USE;
/* The model as the answer to enable and disable shows it: one value. */
enum err decaying_model_write(struct context *c, int64_t id, struct json_out *out) MUST_USE;

/* The enabled models, read once for a search. */
struct decay;
enum err decay_load(struct context *c, struct arena *arena, struct decay **out) MUST_USE;

struct decay_subject {
    const struct attribute *attribute;
    const struct tag_use *tags, *event_tags; /* own ones count before the event's */
    size_t tag_count, event_tag_count;
    int64_t last_sighting; /* seconds; 0 = none */
};
/* "decay_score": [{score, base_score, decayed, DecayingModel}], a model each that covers the type; left out when there is none. `arena` for what
 * is needed on the way. */
enum err decay_write(struct context *c, struct arena *arena, const struct decay *decay, const struct decay_subject *subject,
                     struct json_out *out) MUST_USE;

#endif
