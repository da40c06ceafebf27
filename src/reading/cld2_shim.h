/* CLD2 for C: the three likeliest languages of a text, and which of its stretches is in which. */
#ifndef VARDE_READING_CLD2_SHIM_H
#define VARDE_READING_CLD2_SHIM_H

#include <stdbool.h>
#include <stddef.h>

#define CLD2_TOP 3

struct cld2_result {
    const char *code[CLD2_TOP]; /* literals, "un" = unknown */
    int percent[CLD2_TOP];      /* of the text */
    double score[CLD2_TOP];
    bool reliable;
};

/* Told of each stretch [from, to) of the text, in its order. */
typedef void cld2_stretch(void *ctx, size_t from, size_t to, const char *code);

#ifdef __cplusplus
extern "C"
#endif
    /* `text` is valid UTF-8 of less than 2 GiB; `hint` a language code or NULL; `stretch` may be NULL. */
    void
    cld2_detect(const char *text, size_t len, const char *hint, cld2_stretch *stretch, void *ctx, struct cld2_result *out);

#endif
