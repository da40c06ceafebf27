/* Persons by a spelling that the table does not have. Pure; the index is made at first use. */
#ifndef VARDE_READING_PERSON_NEAR_H
#define VARDE_READING_PERSON_NEAR_H

#include <stddef.h>
#include <stdint.h>

/* The person one of whose given names sounds as `given` does, give or take an ending, and whose surname sounds nearly as `surname` does (symbols of
 * fold_skeleton): the nearest one. UINT16_MAX if there is none, or if two are as near. */
uint16_t person_near(const uint8_t *given, size_t given_len, const uint8_t *surname, size_t len);

#endif
