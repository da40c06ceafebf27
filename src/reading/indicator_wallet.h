/* Check sums of Bitcoin addresses: a word of the right form that is none is mostly an identifier. */
#ifndef VARDE_READING_INDICATOR_WALLET_H
#define VARDE_READING_INDICATOR_WALLET_H

#include "base/str.h"

/* The text has the form of an address (indicator_is_bitcoin): does its check sum hold? */
bool wallet_is_bitcoin(struct str text);

#endif
