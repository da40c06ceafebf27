/* Bytes of an unknown encoding to clean UTF-8 text. */
#ifndef VARDE_FORMAT_IN_TEXT_H
#define VARDE_FORMAT_IN_TEXT_H

#include "base/arena.h"

struct in_text {
    struct str text;      /* valid UTF-8, NFC, lines ended by \n */
    const char *encoding; /* what it was taken for */
    bool certain;         /* told by its bytes or by a valid declaration, not only the likeliest */
};

/* `declared`: an encoding that was named with the bytes, or absent; it is believed only where the bytes allow it. ERR_UNSUPPORTED for
 * what is no text at all (binary). */
enum err in_text_convert(struct arena *arena, struct str bytes, struct str declared, struct in_text *out) MUST_USE;
/* The second half alone: of valid UTF-8, line ends, invisible and control characters, blanks, NFC. */
struct str in_text_normalise(struct arena *arena, struct str text);

#endif
