/* Colours of tags. */
#include "model/colour.h"

#include <string.h>

#include "codec/digest.h"
#include "model/ascii.h"

bool colour_is_valid(struct str text) {
    return text.len == COLOUR_TEXT - 1 && text.ptr[0] == '#' && ascii_all(str_sub(text, 1, SIZE_MAX), ascii_is_hex);
}

struct str colour_of_name(struct str name, char out[COLOUR_TEXT]) {
    char hex[DIGEST_HEX];
    digest_hex(DIGEST_MD5, name, hex);
    out[0] = '#';
    memcpy(out + 1, hex, COLOUR_TEXT - 2);
    out[COLOUR_TEXT - 1] = '\0';
    return (struct str){out, COLOUR_TEXT - 1};
}
