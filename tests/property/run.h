/* What steps and reads share: the program under test, the model beside it, chance, and the telling of what went wrong. */
#ifndef VARDE_TESTS_RUN_H
#define VARDE_TESTS_RUN_H

#include "caller.h"
#include "codec/uuid.h"
#include "model.h"

enum { KEPT_STEPS = 4000, SHOWN_STEPS = 40, LINE = 900 };

struct member_of_world {
    char key[41]; /* of its administrator */
    int64_t org_id;
    char name[16];
    uuid_str uuid;
    uint8_t secret[64], public[32];
};

/* What the change stream has told an organisation. */
enum { MIRRORED = 6000 };
struct mirrored {
    int kind; /* as in reads.h */
    bool there;
    int64_t id, parent; /* parent: the object of an attribute, the attribute of a proposal */
    uuid_str uuid, event, attribute;
};
struct mirror {
    int count;
    struct mirrored things[MIRRORED];
};

/* Who ever saw a thing, also of those that are gone. */
enum { TRACES = 6000 };
struct trace {
    int kind;
    uuid_str uuid;
    int64_t id;
    unsigned orgs; /* bits */
};

struct run {
    struct caller *caller;
    struct model model;
    struct member_of_world org[ORGS];
    uint64_t seed, world, chance; /* chance: the state of the generator */
    long step;
    char last[KEPT_STEPS][LINE]; /* a ring of what was done */
    long lines;
    char read[LINE]; /* what was read last */
    long reads, refused, accepted;
    char cursor[ORGS][200]; /* of the change streams */
    struct mirror mirror[ORGS];
    int traces;
    struct trace trace[TRACES];
};

/* Chance: reproducible from the seed. */
uint64_t chance(struct run *r);
int pick(struct run *r, int count); /* 0..count-1 */
bool one_in(struct run *r, int n);
void make_uuid(struct run *r, uuid_str out);

/* Remember what was done, and tell it all when something is wrong. */
void note(struct run *r, const char *format, ...) PRINTF_LIKE(2, 3);
_Noreturn void fail(struct run *r, const char *format, ...) PRINTF_LIKE(2, 3);

/* A read. */
struct reply get(struct run *r, int org, const char *format, ...) PRINTF_LIKE(3, 4);
struct reply find(struct run *r, int org, const char *path, const char *format, ...) PRINTF_LIKE(4, 5);
/* A write, which is noted. */
struct reply put(struct run *r, int org, const char *method, struct str path, struct str body);
struct str text(struct run *r, const char *format, ...) PRINTF_LIKE(2, 3);

/* --- steps.c --- */
void world_make(struct run *r);
void step_random(struct run *r);
/* --- agreement_steps.c --- */
void step_agreement(struct run *r);
/* --- reads.c --- */
void read_random(struct run *r, int org, int count);
void read_all(struct run *r, int org);
/* To be called after each step: who sees what now did see it. */
void remember_sights(struct run *r);
/* No answer may hold the uuid of what the viewer does not see, but for what it asked for itself. */
void scan_for_leaks(struct run *r, int org, struct str asked, struct str asked_too, const struct reply *reply);

extern const char *const tag_names[TAGS];
extern const char *const type_names[TYPES];
#define START 1700000000 /* the clock of each world begins here */

#endif
