/* Hexadecimal text: written in lower case, read in any. */
#ifndef VARDE_CODEC_HEX_H
#define VARDE_CODEC_HEX_H

#include "base/arena.h"
#include "base/str.h"

/* Writes 2 * len digits and a NUL. */
struct str hex_encode_into(char *out, const void *bytes, size_t len);
struct str hex_encode(struct arena *arena, struct str bytes);
/* False if a character is no digit or one is missing. */
bool hex_decode(struct arena *arena, struct str text, struct str *out);
/* The same into `out` (text.len / 2 bytes). */
bool hex_decode_into(uint8_t *out, struct str text);
/* The value of one digit, or -1. */
int hex_digit(char c);

#endif
