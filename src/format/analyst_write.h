/* Analyst data in MISP JSON: the members of an object that the caller opened and closes, after adding children. */
#ifndef VARDE_FORMAT_ANALYST_WRITE_H
#define VARDE_FORMAT_ANALYST_WRITE_H

#include "codec/json_write.h"
#include "model/account.h"
#include "model/analyst_data.h"

/* whole: organisations with all columns, as the thing itself is answered; else in short, as it stands inside another. */
void analyst_datum_fields(struct json_out *o, const struct analyst_datum *d, const struct organisation *orgc,
                          const struct organisation *org, bool whole);

#endif
