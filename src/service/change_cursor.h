/* The cursor of the change stream: an opaque text that names a place of the log, and for whom. It is checked with the server's secret, so that nobody makes one up. */
#ifndef VARDE_SERVICE_CHANGE_CURSOR_H
#define VARDE_SERVICE_CHANGE_CURSOR_H

#include "base/arena.h"

struct change_cursor {
    uint64_t epoch;   /* of the database: another after a restore */
    int64_t position; /* of the last row that was told */
    int64_t horizon;  /* up to which the log was compacted when the reader began */
    int64_t org_id;   /* whose view was told */
    bool site_admin;
};

#define CHANGE_CURSOR_TEXT 56 /* with the NUL byte */

struct str change_cursor_write(const struct change_cursor *cursor, const uint8_t secret[32], char out[CHANGE_CURSOR_TEXT]);
/* false: not one of this server's. */
bool change_cursor_read(struct str text, const uint8_t secret[32], struct change_cursor *out);

#endif
