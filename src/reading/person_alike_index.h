/* The people of the table by how their names are spoken: made when the program is built (tools/person_alike_table.c), looked into by person_alike.c, and
 * the keys that both of them must make alike. Private to them. */
#ifndef VARDE_READING_PERSON_ALIKE_INDEX_H
#define VARDE_READING_PERSON_ALIKE_INDEX_H

#include "reading/person_sound.h"

enum { ALIKE_CHOICES = 12, ALIKE_CODES = 7 * 7 * 7 * 7 * 7 }; /* readings of a name that are tried; numbers for consonants */

/* How surnames begin: bits of their first consonants, in all readings. Whoever shares none with the word that is read is not looked at further. */
struct alike_beginnings {
    uint64_t bits[4];
};
/* A bearer of a given name, under each reading of it: what is gone through for each pair of words. */
struct alike_entry {
    uint16_t given, person;
};

extern const struct person_sound alike_givens[], alike_surnames[];
extern const struct alike_entry alike_entries[];
extern const uint64_t alike_masks[];                     /* of each entry, what the beginnings of the person's surnames come down to */
extern const uint32_t alike_first_entry[];               /* of a reading; those of the next one begin where these end */
extern const uint32_t alike_first_surname[];             /* of a person, likewise */
extern const struct alike_beginnings alike_beginnings[]; /* of a person */

/* Adds the beginnings of a word to *out: of a name its first consonants; of what is said also fewer, since what follows may be an ending. */
void alike_note_beginnings(const struct person_sound *sound, bool said, struct alike_beginnings *out);
uint64_t alike_mask(const struct alike_beginnings *beginnings);
/* A number below ALIKE_CODES for consonants (person_sound_bones); there are six kinds. */
uint16_t alike_code(const char *bones, size_t len);

#endif
