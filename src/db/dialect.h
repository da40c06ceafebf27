/* What differs between the engines in the text of a statement or a schema, rewritten by a small scanner. */
#ifndef VARDE_DB_DIALECT_H
#define VARDE_DB_DIALECT_H

#include "base/buf.h"

enum dialect { DIALECT_SQLITE, DIALECT_POSTGRES };

/* Append the dialect's form of `sql`. Check out->failed. */
void dialect_write(struct buf *out, const char *sql, enum dialect dialect);
/* Does the text hold anything that SQLite would not take as it stands? */
bool dialect_is_needed(const char *sql);

#endif
