/* The table of errors and the detail text of each thread. What is not here: any decision about answering or logging;
 * that is the boundary's. The idea: the code travels as the return value, the words wait in thread storage. */
#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>

#define DETAIL_SIZE 1001

static _Thread_local char detail[DETAIL_SIZE];

struct row {
    int status;
    bool fault;
    const char *name;
    const char *text;
};

static const struct row rows[] = {
#define ERR_ROW(code, status, fault, text) [code] = {status, fault, #code, text},
    ERR_TABLE(ERR_ROW)
#undef ERR_ROW
};

static const struct row *row_of(enum err code) {
    size_t n = sizeof rows / sizeof *rows;
    return (size_t)code < n ? &rows[code] : &rows[ERR_INTERNAL];
}

/* Cutting a text in the middle of a UTF-8 character would make the answer invalid: drop the broken end. */
static void drop_broken_end(char *text, size_t len) {
    size_t i = len;
    while (i > 0 && ((unsigned char)text[i - 1] & 0xC0) == 0x80) i--;
    if (i > 0 && (unsigned char)text[i - 1] >= 0xC0) i--;
    text[i] = '\0';
}

enum err err_set(enum err code, const char *format, ...) {
    va_list args;
    va_start(args, format);
    int n = vsnprintf(detail, sizeof detail, format, args);
    va_end(args);
    if (n < 0)
        detail[0] = '\0';
    else if ((size_t)n >= sizeof detail)
        drop_broken_end(detail, sizeof detail - 1);
    return code;
}

enum err err_plain(enum err code) { return err_set(code, "%s", err_text(code)); }

const char *err_detail(void) { return detail; }

int err_status(enum err code) { return row_of(code)->status; }

bool err_is_fault(enum err code) { return row_of(code)->fault; }

const char *err_text(enum err code) { return row_of(code)->text; }

const char *err_name(enum err code) { return row_of(code)->name; }
