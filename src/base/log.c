/* The log: one write(2) of one line of key=value on standard error, so that lines of several threads never mix.
 * What is worth a line is decided by the caller at the boundary; lower rooms return errors instead. */
#include "base/log.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"

static atomic_int current_level = LOG_INFO;

static const char *const level_names[] = {"error", "warn", "info", "debug"};

void log_set_level(enum log_level level) { atomic_store_explicit(&current_level, (int)level, memory_order_relaxed); }

bool log_is_on(enum log_level level) { return (int)level <= atomic_load_explicit(&current_level, memory_order_relaxed); }

void log_line(enum log_level level, const char *format, ...) {
    char line[4096], when[CLOCK_TEXT];
    if (!log_is_on(level)) return;
    struct str time_text = clock_iso(clock_micros(), when);
    int head = snprintf(line, sizeof line, "time=%.*s level=%s ", STR_ARG(time_text), level_names[level]);
    size_t len = (size_t)head;
    va_list args;
    va_start(args, format);
    int n = vsnprintf(line + len, sizeof line - len - 1, format, args);
    va_end(args);
    if (n > 0) len += (size_t)n < sizeof line - len - 1 ? (size_t)n : sizeof line - len - 2;
    line[len++] = '\n';
    ssize_t written = write(STDERR_FILENO, line, len);
    (void)written; /* nowhere to say that it failed */
}

const char *log_quote(char *out, size_t size, struct str s) {
    static const char hex[] = "0123456789abcdef";
    size_t at = 0;
    if (size < 3) return size ? (out[0] = '\0', out) : "";
    out[at++] = '"';
    for (size_t i = 0; i < s.len && at + 6 <= size; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (c == '"' || c == '\\') {
            out[at++] = '\\';
            out[at++] = (char)c;
        } else if (c >= 0x20 && c < 0x7F) {
            out[at++] = (char)c;
        } else {
            out[at++] = '\\';
            out[at++] = 'x';
            out[at++] = hex[c >> 4];
            out[at++] = hex[c & 15];
        }
    }
    out[at++] = '"';
    out[at] = '\0';
    return out;
}
