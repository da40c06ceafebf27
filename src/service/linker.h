/* The linker: follows the change log and keeps the derived tables of stories (schema 6) level with what is stored: for each report, each item of a
 * digest and each event a part, its keys, and its links to other parts. What a link is depends on the two reports only (reading/link.h), never on
 * who asks nor on what else is stored; who sees which part is asked when stories are read (service/story.h). Only links of one story are kept: what is
 * merely related, of whatever year, is found by the keys when somebody asks.
 *
 * Reading is done outside of any transaction; then one short write puts parts, links and the position in the log together. Several processes may
 * link the same database: the one that finds the position moved starts over. What it writes is derived: not audited, not in the change log. */
#ifndef VARDE_SERVICE_LINKER_H
#define VARDE_SERVICE_LINKER_H

#include "base/err.h"
#include "service/core.h"

struct linker; /* one per core */

struct linker *linker_new(struct core *core);
void linker_free(struct linker *linker);

/* Follow for at most about `micros` (0: to the end). *up_to_date: nothing is left to do. Waits no longer for another thread that links. */
enum err linker_catch_up(struct core *core, int64_t micros, bool *up_to_date) MUST_USE;
/* A thread of its own that follows soon after each commit, until linker_stop (which may be called without it). It logs its own failures. */
enum err linker_start(struct core *core) MUST_USE;
void linker_stop(struct core *core);
/* Everything is to be read and linked again: done by the calls of linker_catch_up that follow. What stays as it is keeps its instants, so that merges
 * and splits that were recorded stay recorded. */
enum err linker_rebuild(struct core *core) MUST_USE;
/* What was done since the start: reports and events read, parts written, pairs compared, links made and ended; and how long reading took, and the rest. */
struct linker_numbers {
    int64_t things, parts, compared, made, ended;
    int64_t reading_micros, linking_micros;
};
struct linker_numbers linker_numbers(struct core *core);

#endif
