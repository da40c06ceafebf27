/* Where a fetch goes: a URL taken apart so strictly that no second parser can read it otherwise, and the operator's list that must name it. No I/O.
 * The idea: what is connected to is written anew from the parts that were judged (fetch_target_url), never the stranger's text. */
#ifndef VARDE_SYNC_FETCH_TARGET_H
#define VARDE_SYNC_FETCH_TARGET_H

#include "base/arena.h"
#include "base/err.h"
#include "model/address.h"

struct fetch_target {
    bool tls;
    struct str
        host; /* lower case, international names in punycode, no dot at the end; of an address its canonical text, without brackets */
    bool is_address;
    struct address address; /* if so */
    unsigned port;
    struct str path; /* with its slash, the query behind it; only printable ASCII; no fragment */
};

/* ERR_BAD_INPUT: no http or https URL; with user or password; a host that only some programs take for an address (0x7f.1, 2130706433, 127.1, 010.0.0.1). */
enum err fetch_target_parse(struct arena *arena, struct str url, struct fetch_target *out) MUST_USE;
/* Does the list name it? `allow` as in struct fetch_options. An entry that cannot be understood allows nothing. */
bool fetch_target_is_allowed(struct arena *arena, const struct fetch_target *target, const char *allow);
/* "https://host/path", with the port where it is not the scheme's own. */
struct str fetch_target_url(struct arena *arena, const struct fetch_target *target);

#endif
