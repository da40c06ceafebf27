/* What one word of free text is: address, name, digest, path, number. Pure: the word decides, with the tables of public_suffix.h; no database, no
 * list of the operator's. The order of the questions is that of the free-text import that clients know (spec api, section 7.3). */
#ifndef VARDE_READING_INDICATOR_H
#define VARDE_READING_INDICATOR_H

#include "base/arena.h"
#include "base/str.h"

#define INDICATOR_TYPES_MAX 6

struct indicator {
    struct str types[INDICATOR_TYPES_MAX]; /* names of attribute types, the likeliest first; "a/b" stands for both */
    size_t type_count;
    struct str value;
    struct str comment;    /* "On port 80"; absent */
    bool not_for_ids;      /* a reference: never for detection */
    bool defanged;         /* the word was written so that nobody clicks it */
    bool mixed_scripts;    /* a name with letters of one script that pass for those of another */
    struct str looks_like; /* the name in ASCII that such a name passes for; absent */
    bool weak;             /* fits the form alone: a part of the word may be more */
};

/* False when it is nothing. `word` is trimmed of punctuation. Texts of *out point into word, constants or the arena. Linear. */
bool indicator_resolve(struct arena *arena, struct str word, struct indicator *out);
/* All ways of writing addresses so that nobody clicks them undone, dots at the end dropped; `word` itself when there is nothing to undo. */
struct str indicator_refang(struct arena *arena, struct str word);

#endif
