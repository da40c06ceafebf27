/* Extra names for a reading: actors and malware that an operator's galaxies know and the tables do not (spec alliance, section 3). A book is made once,
 * sealed, and then only read, by any number of threads; a reading gets it with its hints. Names are compared as the tables' are: folded to small
 * Latin letters, so that script, accents and blanks do not matter ("APT 28" is "APT28").
 *
 * A word that is also an ordinary one ("Snake") must look like a name: capitalised, and not merely because a sentence begins with it. */
#ifndef VARDE_READING_NAMES_H
#define VARDE_READING_NAMES_H

#include "reading/reading.h"

struct reading_names; /* the book */

/* What a name stands for. One name may stand for several things; the first one added says the kind and the canonical name. */
struct reading_name {
    enum entity_kind kind;
    bool quiet;          /* no entity of a reading: only for reading_names_scan (techniques) */
    struct str name;     /* canonical */
    struct id_list refs; /* the caller's numbers, each once */
};

/* Everything lives in `arena`, which must outlive the book. `expected`: about so many names. */
struct reading_names *reading_names_new(struct arena *arena, size_t expected);
/* `form` is a way to write `name` (or the name itself). Forms too short to be told from ordinary text are passed over. Texts are copied. */
void reading_names_add(struct reading_names *book, enum entity_kind kind, bool quiet, struct str name, struct str form, int64_t ref);

/* What a whole text stands for, or NULL. */
const struct reading_name *reading_names_find(const struct reading_names *book, struct str form);

struct name_hit {
    const struct reading_name *what;
    struct span span;
};
struct name_hit_list VEC_OF(struct name_hit);
/* All places in `text` (valid UTF-8), leftmost and longest. Linear. */
void reading_names_scan(const struct reading_names *book, struct arena *arena, struct str text, struct name_hit_list *out);

/* The step of a reading: adds what the book knows to its entities, where no entity stands yet. `book` NULL does nothing. */
void reading_names_note(struct arena *arena, const struct reading_names *book, struct reading *r);

#endif
