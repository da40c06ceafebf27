/* Columns that many rows have: texts that may live until the next step, texts that are never NULL, first_seen and last_seen. */
#ifndef VARDE_STORE_COLUMN_H
#define VARDE_STORE_COLUMN_H

#include "db/db.h"
#include "model/event.h"

/* Copied into `arena`; if that is NULL, it lives until the next step. */
static inline struct str column_text(struct stmt *st, int column, struct arena *arena) {
    return arena ? stmt_copy(st, column, arena) : stmt_str(st, column);
}

/* For columns that are NOT NULL: absent becomes empty. */
static inline struct str column_present(struct str s) { return str_is_none(s) ? STR("") : s; }

/* Microseconds, or SEEN_NONE for NULL. */
static inline int64_t column_seen(struct stmt *st, int column) { return stmt_is_null(st, column) ? SEEN_NONE : stmt_int(st, column); }

static inline MUST_USE enum err column_bind_seen(struct stmt *st, int at, int64_t micros) {
    return micros == SEEN_NONE ? stmt_bind_null(st, at) : stmt_bind_int(st, at, micros);
}

#endif
