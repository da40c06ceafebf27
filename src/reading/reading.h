/* A reading: what was understood of one report (spec alliance, section 3; issue text: `varde read --json`). Plain data in the arena of the
 * request; texts point into the cleaned text or the arena. Offsets are bytes into `text`. A reading depends on the bytes, the hints and the tables
 * compiled in, on nothing else: no database, no network, no clock.
 *
 * The order (reading/document.c): decode and normalise, paragraphs, clean, language, dates, entities, indicators, topics, quotes, items. Each step
 * is a file of its own and sees what the steps before it found. */
#ifndef VARDE_READING_READING_H
#define VARDE_READING_READING_H

#include "base/vec.h"

struct span {
    size_t from, to;
};
struct span_list VEC_OF(struct span);

struct reading_names;
struct reading_hints {
    struct str language;  /* ISO 639-1, or absent */
    struct str published; /* "YYYY-MM-DD", or absent */
    struct str source_url, title;
    bool published_in_metadata;   /* `published` stood in the document's own metadata; nobody told it */
    struct str feed_published;    /* "YYYY-MM-DD": of the feed that it is an entry of; no date lies after it, and it lends a month */
    const struct id_list *learnt; /* prints of lines that stand under what its source publishes (reading/learnt.h), ascending; or NULL */
    int64_t arrived;              /* day (since 1970) on which it came in, or 0: no date lies after it */
    const struct reading_names *names; /* further actors and malware (reading/names.h), or NULL */
};

/* "no" for Norwegian (bokmal and nynorsk), "" = unknown */
struct language_guess {
    char code[8];
    double certainty; /* 0..1 */
};

enum removed_reason {
    REMOVED_REPEATED,
    REMOVED_TEASER,
    REMOVED_SHARE,
    REMOVED_COMMENT,
    REMOVED_CAPTION,
    REMOVED_ADVERTISEMENT,
    REMOVED_NAVIGATION,
    REMOVED_SOURCE /* seen in three reports of its source: reading/learnt.h */
};
struct removed_line {
    size_t line; /* of the input, from 1 */
    struct str text;
    enum removed_reason reason;
};
struct removed_list VEC_OF(struct removed_line);

struct paragraph {
    struct str text; /* into the cleaned text */
    size_t offset;   /* where it stands in it */
    size_t line;     /* of the input, from 1 */
    struct language_guess language;
    bool headed;   /* a mark of Markdown makes it a heading */
    bool doubtful; /* it looks like the page's: nobody is named for it (doubt.h) */
};
struct paragraph_list VEC_OF(struct paragraph);

enum date_precision { PRECISION_NONE, PRECISION_YEAR, PRECISION_MONTH, PRECISION_DAY };
enum date_source {
    DATE_HINT,
    DATE_PREFIX,
    DATE_URL,
    DATE_HEADER,
    DATE_DATELINE,
    DATE_BODY,
    DATE_MONTH,
    DATE_WEEKDAY,
    DATE_STORY,
    DATE_METADATA,
    DATE_FEED
};
/* Days since 1970-01-01, both inclusive. precision NONE: nothing is known. */
struct dated {
    int64_t from, to;
    enum date_precision precision;
    enum date_source source;
};
struct mentioned_date {
    struct dated when;
    struct span span;
    bool upcoming;
};
struct mentioned_date_list VEC_OF(struct mentioned_date);

enum entity_kind {
    ENTITY_COUNTRY,
    ENTITY_ORGANISATION,
    ENTITY_PERSON,
    ENTITY_PLACE,
    ENTITY_ACTOR,
    ENTITY_MALWARE,
    ENTITY_PRODUCT,
    ENTITY_VULNERABILITY
};
struct entity {
    enum entity_kind kind;
    struct str id;         /* ISO 3166 for countries, CVE number..., else empty */
    struct str name;       /* canonical, English */
    struct str_list forms; /* as they stood, each once */
    struct span_list spans;
    const char *how; /* "name", "demonym", "alias", "capital", "surname", "pattern"...: a literal */
};
struct entity_list VEC_OF(struct entity);

struct topic_score {
    const char *topic; /* a literal of the topic table */
    double score;
};
struct topic_list VEC_OF(struct topic_score);

struct quote {
    struct str speaker; /* canonical name of a person or organisation, or empty */
    struct str text;
    struct span span;
};
struct quote_list VEC_OF(struct quote);

enum verdict { VERDICT_MALICIOUS, VERDICT_MENTIONED, VERDICT_UNSURE };
struct found_indicator {
    const char *type; /* attribute type name, a literal */
    struct str value; /* refanged */
    bool defanged;
    enum verdict verdict;
    const char *reason;
    struct str looks_like; /* the name that one with letters of several scripts passes for, or absent */
    struct span span;
};
struct found_indicator_list VEC_OF(struct found_indicator);

struct reading;
struct reading_list VEC_OF(struct reading);

struct reading {
    struct language_guess language;
    struct dated published;
    struct str title, text;
    struct str folded; /* the text in small letters, byte for byte in its place: several steps look words up in it */
    struct removed_list removed;
    struct id_list lines; /* prints of its short lines, which may be its source's (reading/learnt.h) */
    struct paragraph_list paragraphs;
    struct entity_list entities;
    struct found_indicator_list indicators;
    struct topic_list topics; /* best first */
    struct quote_list quotes;
    struct mentioned_date_list dates;
    struct reading_list items; /* of a digest, each read on its own */
};

/* The steps. Each gets the reading as far as it is and fills its part. */
void reading_clean(struct arena *arena, struct str input, const struct reading_hints *hints,
                   struct reading *r); /* clean.c: title, text, paragraphs, removed */
void reading_language(struct arena *arena, const struct reading_hints *hints, struct reading *r); /* language.c */
void reading_dates(struct arena *arena, struct str input, const struct reading_hints *hints,
                   struct reading *r);                          /* dates.c: published, dates */
void reading_recognise(struct arena *arena, struct reading *r); /* recognise.c: entities, topics */
void reading_indicators(struct arena *arena, const struct reading_hints *hints,
                        struct reading *r);                                                    /* verdict.c, over reading/indicator.h */
void reading_quotes(struct arena *arena, struct reading *r);                                   /* quotes.c */
void reading_items(struct arena *arena, const struct reading_hints *hints, struct reading *r); /* digest.c */

/* The first three: text, language and days, for those who need no more. */
void reading_begin(struct arena *arena, struct str input, const struct reading_hints *hints, struct reading *out);
/* The whole: `input` is valid UTF-8 (format/in_* and format/in_text convert before). Never fails; an empty text gives an empty reading. */
void reading_of(struct arena *arena, struct str input, const struct reading_hints *hints, struct reading *out);

#endif
