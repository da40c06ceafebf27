/* Files as parts of stories, for the commands that need no database: a report is one part, a digest one for each of its items ("file#2"). */
#ifndef VARDE_APP_DOCUMENT_PARTS_H
#define VARDE_APP_DOCUMENT_PARTS_H

#include "reading/story.h"

/* `manifest` may be NULL. A file that cannot be read is told of on standard error, counted in *refused and left out. ERR_BAD_INPUT: the manifest. */
enum err document_parts_read(struct arena *arena, const char *const *paths, int count, const char *manifest, struct story_part_list *parts,
                             int *refused) MUST_USE;

#endif
