/* The API reference, made of the route tables: as JSON for tools and tests, as Markdown for docs/API.md. */
#ifndef VARDE_API_REFERENCE_H
#define VARDE_API_REFERENCE_H

#include "api/route.h"

/* [{"method","path","permission":[...],"flags":[...],"help"}], sorted by path; a route with several methods is one row a method. */
void reference_json(struct json_out *out, const struct route_table *const *tables, struct arena *arena);
/* A page with one table a controller. */
void reference_markdown(struct sink *out, const struct route_table *const *tables, struct arena *arena);

/* All routes of the tables, sorted by path. */
struct route_refs VEC_OF(const struct route *);
void reference_sorted(const struct route_table *const *tables, struct arena *arena, struct route_refs *out);
/* Names of the permission flags of a route: calls `put` for each ("perm_add"). */
void reference_permissions(const struct route *route, void (*put)(void *ctx, struct str name), void *ctx);

#endif
