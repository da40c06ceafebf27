/* The library: what operators load from the MISP project's folders (object templates, taxonomies, galaxies, lists). */
#ifndef VARDE_SERVICE_LIBRARY_H
#define VARDE_SERVICE_LIBRARY_H

#include "model/event.h"
#include "service/context.h"

/* The value of "Galaxy": the known clusters that the tags (misp-galaxy:type="value") of an event or attribute name, by galaxy. */
enum err library_galaxies_write(struct context *c, const struct tag_use *tags, size_t count, struct json_out *o) MUST_USE;

#endif
