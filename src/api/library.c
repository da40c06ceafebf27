/* See library.h. */
#include "api/library.h"

enum err library_update_answer(struct call *call, enum library_kind kind, const char *current, const char *nouns) {
    struct library_report report;
    struct arena *arena = call->c.arena;
    enum err e = library_update(&call->c, kind, &report);
    if (e != OK) return e;
    if (report.changed == 0 && report.refused == 0) return call_saved(call, current, 0);
    if (report.changed == 0) return call_failed(call, arena_printf(arena, "Could not update any of the %s", nouns).ptr, report.problem);
    struct str text = arena_printf(arena, "Successfully updated %zu %s.", report.changed, nouns);
    if (report.refused > 0)
        text = arena_printf(arena, "%.*s However, could not update %zu %s. %.*s", STR_ARG(text), report.refused, nouns,
                            STR_ARG(report.problem));
    return call_saved(call, arena_cstr(arena, text), 0);
}
