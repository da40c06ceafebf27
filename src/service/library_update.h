/* Loading the library: the files of the operator's folder (setting library.path, laid out as the MISP project's repositories are) become
 * rows. A file is stored when its bytes are others than last time; what people here set on an item (enabled, required) stays; an item
 * whose file went away stays. One write a kind, with its audit and change row. */
#ifndef VARDE_SERVICE_LIBRARY_UPDATE_H
#define VARDE_SERVICE_LIBRARY_UPDATE_H

#include "service/context.h"

enum library_kind {
    LIBRARY_TEMPLATES,
    LIBRARY_TAXONOMIES,
    LIBRARY_WARNINGLISTS,
    LIBRARY_NOTICELISTS,
    LIBRARY_GALAXIES,
    LIBRARY_DECAYING_MODELS
};
#define LIBRARY_KINDS 6

struct library_report {
    size_t total;       /* files found */
    size_t changed;     /* of these stored */
    size_t refused;     /* of these not understood; they are tried again next time */
    struct str problem; /* the first refused file and why, or absent */
};

/* Site administrators only. Without a library folder, or without a folder for this kind, nothing is found: OK with total 0. */
enum err library_update(struct context *c, enum library_kind kind, struct library_report *report) MUST_USE;
/* The kinds of which nothing was ever loaded, for the first start with a library folder: app calls it after core_open, with
 * core_local_context, where library.path is set. Adds up the reports. Seconds for a full library; nothing when it is there. */
enum err library_load_all(struct context *c, struct library_report *report) MUST_USE;

#endif
