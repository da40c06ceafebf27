/* What the files of reads share. See reads.c. */
#ifndef VARDE_TESTS_READS_H
#define VARDE_TESTS_READS_H

#include "run.h"

enum kind { K_EVENT, K_ATTRIBUTE, K_OBJECT, K_REPORT, K_SIGHTING, K_AGREEMENT, K_PROPOSAL, K_NOTE };

/* What an answer held. */
struct set {
    enum kind kind;
    const char *where;
    bool has[ATTRIBUTES];
};

int place_of(const struct model *m, enum kind kind, struct str uuid); /* -1: unknown */
const char *uuid_at(const struct model *m, enum kind kind, int n);
bool is_seen(const struct model *m, enum kind kind, int n, int org);
/* Who ever saw it; NULL: nobody. id: of proposals, else 0. */
struct trace *witness_of(struct run *r, enum kind kind, const char *uuid, int64_t id);
void found(struct run *r, struct set *set, struct str uuid);
/* Each item of the list, or its member `inside`. */
void found_all(struct run *r, struct set *set, const struct json_node *list, const char *inside);
/* Fails unless the set is what `org` sees and `wanted` (NULL: everything) says. */
void same_set(struct run *r, const struct set *set, int org, bool (*wanted)(const struct run *r, int n, const void *ctx), const void *ctx);
void same_number(struct run *r, const char *where, int org, int64_t got, int64_t wanted);
void same_as_nothing(struct run *r, int org, const char *path, const struct reply *reply);
/* An event as it stands in an answer: exactly what is seen of it; `whole`: with sightings and reports. */
void check_event(struct run *r, int org, int event, const struct json_node *node, const char *where, bool whole);

/* search_reads.c */
void read_rest_attributes(struct run *r, int org);
void read_rest_events(struct run *r, int org);
void read_rest_objects(struct run *r, int org);
void read_rest_sightings(struct run *r, int org);
/* sensor_reads.c: look-ups, lists, the change stream */
void read_lookup(struct run *r, int org);
void read_lookups(struct run *r, int org);
void read_lists(struct run *r, int org);
void read_changes(struct run *r, int org);

#endif
