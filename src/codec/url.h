/* URLs: percent-encoding, query strings, and the parts of an absolute URL. No look-ups, no policy. */
#ifndef VARDE_CODEC_URL_H
#define VARDE_CODEC_URL_H

#include "base/arena.h"
#include "base/sink.h"

/* Undo percent-encoding, and + as a blank if told so. A % without two hex digits behind it stands for itself. The bytes may be anything:
 * NUL and invalid UTF-8 are for the caller to judge. `out` takes s.len bytes and may be s.ptr; returns the length. */
size_t url_decode_into(char *out, struct str s, bool plus_is_blank);
struct str url_decode(struct arena *arena, struct str s, bool plus_is_blank);
/* Percent-encode everything but letters, digits and -._~ */
void url_encode(struct sink *to, struct str s);
/* Cut the next pair off *query ("a=1&b"), decoded with + as a blank. Empty pieces are passed over; value is STR_NONE where there
 * is no "=". False at the end. */
bool url_query_next(struct arena *arena, struct str *query, struct str *key, struct str *value);

struct url {
    struct str scheme; /* as written */
    struct str user;   /* user and password, not decoded; absent if none */
    struct str host;   /* an IPv6 address without its brackets */
    unsigned port;     /* as given, else that of http, https, ftp; else 0 */
    bool is_ipv6;
    struct str path;     /* with its slash; empty if none */
    struct str query;    /* without ?; absent if none */
    struct str fragment; /* without #; absent if none */
};

/* Split an absolute URL "scheme://host...". False if it is none: no scheme or host, a port above 65535, control characters, blanks or
 * a backslash before the path (browsers and libraries disagree about those). */
bool url_split(struct str text, struct url *out);

#endif
