/* Step "topics" of a reading; see reading/reading.h for the contract of reading_topics. */
#ifndef VARDE_READING_TOPICS_H
#define VARDE_READING_TOPICS_H

#include "reading/reading.h"

#endif
