/* Base64 (RFC 4648, the standard alphabet, with padding). */
#ifndef VARDE_CODEC_BASE64_H
#define VARDE_CODEC_BASE64_H

#include "base/arena.h"
#include "base/sink.h"

/* Length of the text of `len` bytes. */
size_t base64_text_len(size_t len);
/* Writes base64_text_len(bytes.len) characters, no NUL. */
size_t base64_encode_into(char *out, struct str bytes);
struct str base64_encode(struct arena *arena, struct str bytes);
/* Without line breaks. */
void base64_write(struct sink *to, struct str bytes);
/* Decode; CR, LF, blanks and tabs are passed over. False on any other character outside the alphabet, missing padding, anything after it, or
 * bits left over that are not zero: so a text that passes stands for one sequence of bytes only. */
bool base64_decode(struct arena *arena, struct str text, struct str *out);

#endif
