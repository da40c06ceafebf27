/* The inside of the core, for core.c, write.c and settings.c only. */
#ifndef VARDE_SERVICE_CORE_PRIVATE_H
#define VARDE_SERVICE_CORE_PRIVATE_H

#include <pthread.h>
#include <stdatomic.h>

#include "correlate/index.h"
#include "service/core.h"
#include "store/sequence.h"

struct linker;

#define SEQUENCES_MAX 64
#define DEFERRED_AUDITS_MAX 1000

struct sequence {
    const char *name; /* the caller's literal */
    int64_t next;
    bool loaded, changed;
};

/* The writers who share one commit. Freed by the last who leaves. */
struct batch {
    int members;
    int unsettled; /* members who still wait for the outcome */
    bool done;
    enum err result;
    char detail[256];
};

struct deferred_audit {
    struct deferred_audit *next;
    int64_t created, user_id, org_id, auth_key_id, model_id;
    char ip[64], request_id[64], action[32], model[32];
};

struct writer {
    pthread_mutex_t lock;
    pthread_cond_t turn;    /* the writer is free */
    pthread_cond_t settled; /* a batch was committed */
    struct db *db;
    bool busy;
    int waiting;
    struct batch *batch; /* of the open transaction, or NULL */
    bool policy;         /* the open transaction changes who may do what */
    struct sequence sequences[SEQUENCES_MAX];
    int sequence_count;
    int64_t foreign_version; /* db_version seen last: moves when another process commits */
    int64_t last_change;     /* newest change_log id that the indexes know */
    int64_t clock_mark;
};

struct core {
    struct core_options options;
    char data_dir[512], db_path[600], library_dir[512], base_url[512];
    uint8_t secret[32];
    struct index *index;
    struct access *access;
    struct warninglists *warninglists;
    struct sights *sights;
    struct lookups *lookups;
    struct linker *linker;
    struct name_books *name_books;
    struct writer writer;
    _Atomic uint64_t policy_version;
    _Atomic int64_t host_org;
    struct uuid instance_uuid;

    pthread_rwlock_t watch_lock;
    void (*committed)(void *ctx);
    void *committed_ctx;

    pthread_rwlock_t settings_lock;
    struct arena *settings_arena;
    struct setting_list settings;

    pthread_mutex_t deferred_lock;
    struct deferred_audit *deferred;
    int deferred_count;
    int64_t deferred_lost; /* not queued, because the queue was full: told in a row of their own */
};

/* core.c: tell who watches */
void core_tell_commit(struct core *core);
/* settings.c */
enum err core_settings_reload(struct core *core, struct db *db) MUST_USE;
/* catch_up.c: bring indexes up to what other processes have committed; the writer's lock is held, no transaction or the writer's own. */
enum err core_absorb(struct core *core) MUST_USE;
/* write.c: a change_log row outside a use case */
int64_t core_sequence_take(struct core *core, const char *name, int64_t n);

#endif
