/* Points in time as people and programs write them, beyond ISO 8601: "2019/03/12", "20190312", "Tue, 12 Mar 2019 10:00:00
 * +0200", "March 12, 2019". Absolute ones only: what is relative to now is the business of model/interval. */
#ifndef VARDE_MODEL_TIME_TEXT_H
#define VARDE_MODEL_TIME_TEXT_H

#include "base/str.h"

/* To microseconds since 1970 UTC; no zone means UTC. Digits alone are a date when there are 8 of them (YYYYMMDD), a date and
 * time when 14, else seconds since 1970. False when it is no point in time of the years 1 to 9999. */
bool time_text_parse(struct str text, int64_t *micros);

#endif
