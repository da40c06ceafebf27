/* Step "entities" of a reading; see reading/reading.h for the contract of reading_entities. */
#ifndef VARDE_READING_ENTITIES_H
#define VARDE_READING_ENTITIES_H

#include "reading/reading.h"

#endif
