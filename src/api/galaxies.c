/* Galaxies over HTTP. Their clusters: api/galaxy_clusters.c. */
#include "api/library.h"

static enum err update(struct call *call) {
    struct library_report report;
    enum err e = library_update(&call->c, LIBRARY_GALAXIES, &report);
    if (e != OK) return e;
    if (report.changed == 0 && report.refused > 0) return call_failed(call, "Could not update any of the galaxies", report.problem);
    return call_saved(call, "Galaxies updated.", 0);
}

static const struct route routes[] = {
    {.methods = "POST",
     .path = "galaxies/update",
     .permission = PERM_SITE_ADMIN,
     .flags = ROUTE_LONG,
     .handler = update,
     .help = "Read the galaxies of the library folder again."},
};

const struct route_table api_galaxies_table = ROUTE_TABLE(routes);
