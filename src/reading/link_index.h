/* Traces in memory by their link keys: which of those before may belong to this one. For files on the command line; a server asks its database. */
#ifndef VARDE_READING_LINK_INDEX_H
#define VARDE_READING_LINK_INDEX_H

#include "reading/link.h"

struct link_index;

struct link_index *link_index_new(struct arena *arena, size_t expected);
/* Adds a trace, which must live as long as the index; returns its number, from 0. To be called in the order of publication. */
size_t link_index_add(struct link_index *index, const struct trace *trace);

struct link_found {
    size_t number;
    int score;
    enum link_kind kind;
};
struct link_found_list VEC_OF(struct link_found);

/* Those in the index that are linked with `trace`, best first, at most LINK_FOUND_MAX. Of a key that very many share only the last ones are compared, so
 * that the work of one look-up is bounded whatever the store and the story. */
enum { LINK_FOUND_MAX = 32 };
void link_index_find(struct link_index *index, struct arena *arena, const struct trace *trace, struct link_found_list *out);

#endif
