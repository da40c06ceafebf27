/* The limits at the door, in one place. Settings may lower or raise those marked so. */
#ifndef VARDE_BASE_LIMITS_H
#define VARDE_BASE_LIMITS_H

#define LIMIT_BODY (256u << 20) /* bytes of a request body, before and after inflating (setting) */
#define LIMIT_JSON_DEPTH 64
#define LIMIT_JSON_NODES (20u << 20)       /* values in one document */
#define LIMIT_REQUEST_MEMORY (1024u << 20) /* arena of one request */
#define LIMIT_VALUE 65535                  /* bytes of an attribute value */
#define LIMIT_TEXT (1u << 20)              /* bytes of any other short text (comment, description) */
#define LIMIT_FILTER_VALUES 100000         /* items in one filter list */
#define LIMIT_PAGE 1000                    /* rows read from the database in one short transaction */
#define LIMIT_CORRELATIONS 5000            /* newest matches returned for a popular value (setting) */

#endif
