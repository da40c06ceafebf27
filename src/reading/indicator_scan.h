/* The scanners of indicators (indicator.re, made into C by re2c): what shape a whole word has, and which pieces of a word that is none by itself may be
 * one. Both look at every byte a fixed number of times. */
#ifndef VARDE_READING_INDICATOR_SCAN_H
#define VARDE_READING_INDICATOR_SCAN_H

#include "base/str.h"

enum indicator_shape {
    SHAPE_NONE,
    SHAPE_HEX,    /* digits of a digest, of one of the lengths that digests have */
    SHAPE_COLONS, /* number:text:text, as ssdeep writes */
    SHAPE_CVE,
    SHAPE_AS,
    SHAPE_PHONE,
    SHAPE_DATE, /* a day, month, span of years or time of day: never anything else */
};
/* The shape of the whole word. */
enum indicator_shape indicator_shape_of(struct str word);
/* Has it the form of a Bitcoin address? (The check sum is not looked at.) */
bool indicator_is_bitcoin(struct str word);
/* A version ("v1.2.3b", "10.0.19041"), a measure ("3.5GB") or an abbreviation ("e.g", "U.S"): dotted, but neither file nor domain. */
bool indicator_is_number(struct str word);

/* Cut the next piece that may be an indicator out of *rest: an address with a scheme, or a run of what names, numbers and digests are made of.
 * False at the end. */
bool indicator_next_piece(struct str *rest, struct str *piece);

#endif
