/* The roundup of a span of days, usually an ISO week (spec alliance, section 5): a plain structure that service/ (from the database, for one viewer) or
 * app/ (from files) fills, and format/roundup_md, _html and _json write. Deterministic byte for byte for the same parts and links. */
#ifndef VARDE_READING_ROUNDUP_H
#define VARDE_READING_ROUNDUP_H

#include "reading/story.h"

struct roundup_source {
    struct str name, url, title; /* host or file; link or empty; title of the report */
    char language[8];
    struct dated published;
    bool copy; /* near-copy of one above */
    bool same; /* another item of a report above: it does not count as one more */
    bool is_event;
    int64_t event_id;   /* on the server: where it lives; else 0 */
    struct uuid report; /* of the report, of an item its report; of the event; or zero */
};
struct roundup_source_list VEC_OF(struct roundup_source);

/* A sentence as it stands in a report; written in quotation marks, with its source and language, since nobody here vouches for it. */
struct roundup_sentence {
    struct str text;
    char language[8];
    struct str source, url; /* as in roundup_source */
    struct dated published;
    struct uuid part; /* of which report or item, */
    int place;        /* and where in it */
};
struct roundup_sentence_list VEC_OF(struct roundup_sentence);

struct roundup_quote {
    struct str speaker, text; /* of a name that the tables know */
    char language[8];
    struct str source, url;
    struct dated published;
};
struct roundup_quote_list VEC_OF(struct roundup_quote);

struct roundup_claim { /* who holds whom to have done it */
    struct str claimant, actor, relation, status, text;
    int likelihood; /* 0..100, -1 not said */
    int64_t day;
    struct str subject;
};
struct roundup_claim_list VEC_OF(struct roundup_claim);

struct roundup_story {
    struct uuid uuid;
    struct str headline;
    struct dated when;
    int64_t from, to; /* the days that its reports span, 0, 0 when none is known */
    bool continued;   /* told of before this span too */
    bool single;      /* one independent source only */
    size_t reports;   /* a digest counts once however many of its items tell of it */
    size_t events, independent, languages;
    char language_codes[12][8];             /* most used first */
    struct roundup_sentence_list sentences; /* two or three, English first, else the original */
    struct roundup_quote_list quotes;       /* at most one, of a person, of what is not in the sentences */
    struct roundup_source_list sources;
    struct roundup_claim_list claims;
    struct uuid_list related;
};
struct roundup_story_list VEC_OF(struct roundup_story);

struct roundup_incident { /* an event that a member reported */
    struct uuid uuid;
    int64_t id, day;
    struct str org, info, threat_level;
    int64_t attributes;
};
struct roundup_incident_list VEC_OF(struct roundup_incident);

struct roundup_trend { /* new indicators of a type: this span against the four before */
    struct str type;
    int64_t now, before[4]; /* before[0]: the span of the same length just before, [3] the one farthest back */
};
struct roundup_trend_list VEC_OF(struct roundup_trend);

struct roundup_agreement {
    struct uuid uuid;
    struct str name, what; /* "signed", "in force", "ending" ... */
    int64_t day;
};
struct roundup_agreement_list VEC_OF(struct roundup_agreement);

struct roundup_ahead {
    struct dated when;
    struct str text;
    char language[8];
    struct str source, url;
};
struct roundup_ahead_list VEC_OF(struct roundup_ahead);

struct roundup_proposal { /* open proposals on an event */
    struct uuid event_uuid;
    int64_t event_id, count;
    struct str info;
};
struct roundup_proposal_list VEC_OF(struct roundup_proposal);

/* What a roundup lists only in part, since there was too much of it: each list says so where it ends. */
enum roundup_part {
    ROUNDUP_INCIDENTS,
    ROUNDUP_ATTRIBUTIONS,
    ROUNDUP_ATTRIBUTED,
    ROUNDUP_TRENDS,
    ROUNDUP_PROPOSALS,
    ROUNDUP_RELATED, /* stories are not compared with each other */
    ROUNDUP_PARTS
};

struct roundup {
    struct str label;                  /* "2022-W03" */
    int64_t from, to;                  /* days, both inclusive */
    struct str viewer;                 /* organisation for which it was made, or empty */
    size_t reports, languages;         /* over `stories`, each report once */
    struct roundup_story_list stories; /* several sources first, single ones last */
    struct roundup_incident_list incidents;
    struct roundup_claim_list attributions;  /* claims that organisations made */
    struct roundup_sentence_list attributed; /* who did it, in the words of reports: quoted, never said as a fact */
    bool cut[ROUNDUP_PARTS];                 /* there are more than are listed */
    struct roundup_trend_list trends;
    struct roundup_agreement_list agreements;
    struct roundup_ahead_list ahead;
    struct roundup_proposal_list proposals;
    struct roundup_story_list uncertain; /* whose date is not certain */
    struct roundup_story_list
        later; /* told of in this span and after it: they belong to a later roundup, and stand here as far as they were known by its end */
};

/* "2022-W03" (also "2022-01", "2022-01-14") -> label and days; ERR_BAD_INPUT with detail. */
enum err roundup_span(struct arena *arena, struct str text, struct roundup *out) MUST_USE;
/* Fills stories, uncertain, later, attributed and ahead from the stories whose latest publication lies inside the span; out->from and ->to are set
 * before. A story whose latest interval only touches the span, or of which no day is known, is uncertain; one that lies outside is left out. */
void roundup_stories(struct arena *arena, const struct story_part_list *parts, const struct story_list *stories, struct roundup *out);

#endif
