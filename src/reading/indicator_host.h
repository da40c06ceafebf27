/* Names of hosts and URLs inside free text: the shape of a name, its parts, and letters that pass for others. */
#ifndef VARDE_READING_INDICATOR_HOST_H
#define VARDE_READING_INDICATOR_HOST_H

#include "base/str.h"

/* Labels of letters, digits, "-" and "_" with dots between them (at least one dot), the last one without "_". `labels`: how many. No label mixes
 * ASCII letters with letters of a script that is written without blanks: that is a name glued to its sentence. */
bool host_is_name(struct str text, size_t *labels);
struct str host_last_label(struct str name);
/* A label has letters of several of the Latin, Cyrillic and Greek scripts, or is all of letters that look Latin and are not. */
bool host_is_mixed(struct str name);

struct url_parts {
    struct str scheme; /* absent where the text has none */
    struct str host;   /* without brackets, user and port */
    struct str port;   /* absent or digits */
    bool has_path;     /* something stands behind the host */
    bool is_v6;
};
/* "scheme://host...", or "host/..." where `scheme` is absent. False when the host or port is impossible, or the text holds what URLs do not. */
bool host_url_split(struct str text, struct url_parts *out);

#endif
