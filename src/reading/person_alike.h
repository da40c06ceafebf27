/* Persons in a script in which the table does not have them. Pure. */
#ifndef VARDE_READING_PERSON_ALIKE_H
#define VARDE_READING_PERSON_ALIKE_H

#include "reading/person_sound.h"

/* The person whose given name and surname are spoken nearly as these two words are: the nearest one. UINT16_MAX if there is none, or if two are as near. */
uint16_t person_alike(const struct person_sound *given, const struct person_sound *surname);

#endif
