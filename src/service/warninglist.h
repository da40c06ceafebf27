/* Warning lists: the use cases. Their documents come from the library (service/library_update.h); the enabled ones are compiled in memory, once for
 * all threads, and again when somebody changed which are enabled or what they hold. */
#ifndef VARDE_SERVICE_WARNINGLIST_H
#define VARDE_SERVICE_WARNINGLIST_H

#include "model/event.h"
#include "service/context.h"

/* What is compiled; one per core (core_warninglists). */
struct warninglists;
struct warninglists *warninglists_new(void);
void warninglists_free(struct warninglists *lists);

struct warninglist_hit {
    int64_t id;
    struct str name, category, value, matched; /* value: that of the attribute that hit; matched: the entry */
};
struct warninglist_hit_list VEC_OF(struct warninglist_hit);

/* Does the attribute (type, value1, value2 set) stand in an enabled list for its type? *list_name (may be NULL): the first such list, in
 * c->arena. False also when the lists cannot be read. Cheap when none is enabled. */
bool warninglist_hits(struct context *c, const struct attribute *attribute, struct str *list_name);
/* All such lists, texts in `arena`, appended. */
enum err warninglist_find_hits(struct context *c, struct arena *arena, const struct attribute *attribute,
                               struct warninglist_hit_list *out) MUST_USE;

struct warninglist_query {
    struct str needle; /* in name, description or type; absent = all */
    int enabled;       /* 0, 1, -1 = both */
};
enum err warninglist_index(struct context *c, const struct warninglist_query *query, struct json_out *out) MUST_USE;
enum err warninglist_view(struct context *c, struct str ref, struct json_out *out) MUST_USE;
/* {value: [{id, name, matched}]} of the values that stand in enabled lists of any type, [] when none does. */
enum err warninglist_check(struct context *c, const struct json_node *values, struct json_out *out) MUST_USE;

/* Enable (1), disable (0) or toggle (-1) the lists with those ids (a text or list, or NULL), or whose name matches a pattern (the same; % is any text).
 * *state: 1, 0, or -1 when several were toggled. ERR_NOT_FOUND when there is none. */
struct warninglist_toggle {
    const struct json_node *ids, *names;
    int enabled;
};
enum err warninglist_toggle(struct context *c, const struct warninglist_toggle *toggle, size_t *count, int *state) MUST_USE;

#endif
