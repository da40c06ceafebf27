/* The log: one line of key=value on standard error. `app` sets the level; this is one of the few mutable globals. */
#ifndef VARDE_BASE_LOG_H
#define VARDE_BASE_LOG_H

#include "base/err.h"
#include "base/str.h"

enum log_level { LOG_ERROR, LOG_WARN, LOG_INFO, LOG_DEBUG };

void log_set_level(enum log_level level);
bool log_is_on(enum log_level level);
/* `format` yields the key=value pairs; time and level are put before it: log_line(LOG_WARN, "what=checkpoint rc=%d", rc). Quote texts
 * of foreign origin with log_quote first. */
void log_line(enum log_level level, const char *format, ...) PRINTF_LIKE(2, 3);
/* `s` as a double-quoted text without control characters, cut to fit `out`; returns out. */
const char *log_quote(char *out, size_t size, struct str s);

#endif
