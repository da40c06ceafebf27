/* The shape of one paragraph, as the splitting of roundups sees it: see digest.c. No language is known here but for months and weekdays. */
#ifndef VARDE_READING_DIGEST_SHAPE_H
#define VARDE_READING_DIGEST_SHAPE_H

#include "reading/reading.h"
#include "reading/words.h"

/* How a heading is dressed: "1. Heading", "• Heading", "+++ Heading +++", "HEADING", "Heading:". */
enum dress { DRESS_NONE, DRESS_NUMBER, DRESS_BULLET, DRESS_FRAME, DRESS_CAPITALS, DRESS_COLON, DRESS_COUNT };

struct shape {
    size_t width;    /* in columns: a character of East Asia is as wide as two letters */
    size_t mark;     /* bytes of the number or bullet before it */
    unsigned number; /* "1.", "(1)", "①", "一、": which, or 0 */
    enum dress dress;
    bool rule;     /* "---", "* * *": no letter in it */
    bool day;      /* nothing but a day: "Monday, 17 January" */
    bool web;      /* nothing but an address */
    bool heading;  /* short, and no sentence */
    bool question; /* a heading that ends as a question or a cry does */
    bool bullet;
    bool quoted;
    bool lead; /* "Kenya: a text", "Kenya — a text" */
};

/* `folded` is the paragraph in small letters, byte for byte. */
struct shape digest_shape_of(struct str text, struct str folded);
/* "14:32 Kenya ...", "17 January: Kenya ..." */
bool digest_has_clock(struct str text, struct str folded);
size_t digest_width(struct str text);
/* The month or weekday that stands there. */
const struct word_row *digest_calendar(struct str folded, size_t at);
/* The text without quotation marks around it. */
struct str digest_unquoted(struct str text);

#endif
