/* A statement put together from literal fragments, with its values beside it.
 *
 * In a fragment, `?` stands for the number of the next parameter: "a.id > $?", "a.type IN $LIST(?)". So a filter needs no number of its
 * own, and the parameters of the finished text run from $1 without a gap (PostgreSQL asks for that). Only literals pass: a variable can
 * become a value, never a piece of the text. */
#ifndef VARDE_STORE_COMPOSE_H
#define VARDE_STORE_COMPOSE_H

#include "base/vec.h"
#include "codec/uuid.h"
#include "db/db.h"
#include "model/view.h"

struct compose_value {
    char letter; /* i, s or u as in db/db.h */
    int64_t number;
    struct str text;
    struct uuid uuid;
};
struct compose_values VEC_OF(struct compose_value);

struct compose {
    struct arena *arena;
    char *text; /* NUL-terminated */
    size_t len, cap;
    struct compose_values values;
};

/* The view's four parameters are bound first, so the fragments of store/visibility.h may be used; a text without any of them passes NULL. */
void compose_init(struct compose *c, struct arena *arena, const struct view *view);
/* Append a fragment; format: a letter for each `?` in it (i int64_t, s struct str, u const struct uuid *). Texts must live until the
 * statement is done. */
void compose_add(struct compose *c, const char *fragment, const char *format, ...);
#define COMPOSE(c, literal, ...) compose_add((c), "" literal, __VA_ARGS__)
/* Append a fragment of a constant table and give each `?` in it the same text. */
void compose_each(struct compose *c, const char *fragment, struct str value);
/* Prepare and bind. On success the caller ends *out with stmt_done. */
enum err compose_query(struct compose *c, struct db *db, struct stmt **out) MUST_USE;
/* The one number that the statement yields; `none` if there is none. */
enum err compose_number(struct compose *c, struct db *db, int64_t none, int64_t *out) MUST_USE;

/* Lists as the JSON text that $LIST and $TEXTS take. */
struct str compose_ids(struct arena *arena, const int64_t *ids, size_t count);
struct str compose_texts(struct arena *arena, const struct str *texts, size_t count);

#endif
