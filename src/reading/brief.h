/* A brief: what stories and roundups keep of a reading, so that the report itself need not be read again. All its texts are short copies; a brief
 * of a report of any length has at most BRIEF_BYTES when packed. A digest has one brief for each of its items and none for the whole.
 *
 * The `trace` in it is the part that is compared with other reports (reading/link.h): numbers only, of one size. */
#ifndef VARDE_READING_BRIEF_H
#define VARDE_READING_BRIEF_H

#include "base/buf.h"
#include "base/err.h"
#include "codec/uuid.h"
#include "reading/reading.h"
#include "reading/trace.h"

#define BRIEF_BYTES 8192

struct brief_name {
    enum entity_kind kind;
    struct str id, name; /* of the entity */
    int count;           /* how often it is named */
    bool lead;           /* in the title or the first paragraph */
};
struct brief_name_list VEC_OF(struct brief_name);

/* A sentence that tells most of the whole, best first. */
struct brief_sentence {
    struct str text;
    char language[8];
    int weight;
    int place; /* among the sentences of the report: those of one report are best read in this order */
};
struct brief_sentence_list VEC_OF(struct brief_sentence);

/* A day to come that the report names, with the sentence that names it. */
struct brief_ahead {
    struct dated when;
    struct str sentence;
    char language[8];
};
struct brief_ahead_list VEC_OF(struct brief_ahead);

struct brief {
    struct language_guess language;
    struct dated published;
    struct str title;      /* of the report, else its first sentence, shortened at a word */
    struct str source_url; /* or empty */
    struct str source;     /* the host of source_url without "www.", or empty */
    struct brief_name_list names;
    struct topic_list topics;             /* best first, at most 6 */
    struct brief_sentence_list sentences; /* at most 3 */
    struct quote_list quotes;             /* at most 3, spans empty */
    struct brief_ahead_list ahead;        /* at most 4 */
    struct trace trace;
};

/* The host of a web address in small letters, without "www.", user and port; empty where it is none. */
struct str brief_source(struct arena *arena, struct str url);
/* `hints` may be NULL; of it only source_url is used. */
void brief_of(struct arena *arena, const struct reading *reading, const struct reading_hints *hints, struct brief *out);
/* One brief, or one for each item of a digest. */
struct brief_list VEC_OF(struct brief);
void brief_all(struct arena *arena, const struct reading *reading, const struct reading_hints *hints, struct brief_list *out);

/* Bytes of a version of their own; brief_unpack refuses another version or damage with ERR_CORRUPT (and the report is then read again). */
void brief_pack(const struct brief *brief, struct buf *out);
enum err brief_unpack(struct arena *arena, struct str bytes, struct brief *out) MUST_USE;

#endif
