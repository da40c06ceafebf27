/* MISP JSON documents into the database, event by event, with a report of what was refused and why. For files and for the sample; not for
 * requests. */
#ifndef VARDE_APP_LOAD_H
#define VARDE_APP_LOAD_H

#include "base/vec.h"
#include "service/context.h"

/* Something that was not taken over. */
struct refusal {
    struct str event; /* uuid, "" when it had none */
    struct str item;  /* "attribute 3", "" for the event itself */
    struct str field, why;
};
struct refusal_list VEC_OF(struct refusal);

struct load_report {
    size_t added, updated, unchanged, failed; /* events */
    size_t attributes, objects;               /* in them, taken over */
    struct refusal_list refusals;             /* texts live in the arena given to load_document */
};

struct loader {
    struct context *c;   /* c->arena is used for one document and emptied by the caller */
    struct arena *notes; /* where refusals live */
    struct load_report *report;
    void (*progress)(void *ctx, size_t bytes_read); /* after each event; may be NULL */
    void *ctx;
};

/* Read `text` (modified; LOAD_ROOM bytes of room behind it) and import its events. An event that is refused is noted and the next one tried; the
 * error is for documents that cannot be read or hold no event: what came before the fault stays. */
#define LOAD_ROOM 32
enum err load_document(struct loader *loader, char *text, size_t len) MUST_USE;

#endif
