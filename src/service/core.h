/* The core: what a running Varde shares between its threads. Opened once by app (serve, or a command), closed last. */
#ifndef VARDE_SERVICE_CORE_H
#define VARDE_SERVICE_CORE_H

#include "service/context.h"

struct access;
struct warninglists;
struct sights;
struct lookups;
struct name_books;

struct core_options {
    const char *data_dir;                                               /* folder with varde.db, server.key */
    const char *library_dir;                                            /* or NULL */
    const char *base_url;                                               /* for links; may be NULL */
    bool create;                                                        /* make folder, database, roles, first organisation if missing */
    bool no_index;                                                      /* commands that need no value index */
    int64_t default_event_distribution, default_attribute_distribution; /* 1 and 5 */
    int64_t correlation_ceiling;
    int64_t report_max_bytes, report_quota; /* of a report, and of the originals kept for an organisation */
};

enum err core_open(struct core **out, const struct core_options *options) MUST_USE;
void core_close(struct core *core);
/* A reader connection for a thread; the caller closes it with db_close. */
enum err core_reader(struct core *core, struct db **out) MUST_USE;
/* An all-powerful local actor (command line): the first site administrator's organisation; fills context but for arena. */
enum err core_local_context(struct core *core, struct context *c, struct db *reader, struct arena *arena) MUST_USE;
/* Notice what another process has committed (another `varde` command): catches up indexes and caches. Cheap when nothing changed. */
enum err core_catch_up(struct core *core) MUST_USE;

struct index *core_index(struct core *core);
struct warninglists *core_warninglists(struct core *core); /* service/warninglist.h */
struct lookups *core_lookups(struct core *core);           /* service/lookup_list.h: what lists held when they were last read */
struct sights *core_sights(struct core *core);             /* service/sight.h: agreements in memory */
struct name_books *core_name_books(struct core *core);     /* service/name_book.h */
struct access *core_access(struct core *core);             /* service/access.h; made by access_new in core_open */
const struct core_options *core_get_options(const struct core *core);
const uint8_t *core_secret(const struct core *core); /* 32 bytes: keys of hashes */
struct uuid core_instance_uuid(const struct core *core);
int64_t core_host_org(const struct core *core); /* id of the organisation that runs this server */
/* Raised by every write to users, roles, keys, organisations, sharing groups; caches are keyed by it. */
uint64_t core_policy_version(const struct core *core);
/* Server settings (MISP names, table `settings`), cached: text, integer or boolean, with a default. */
struct str core_setting(struct core *core, struct arena *arena, const char *name, const char *fallback);
int64_t core_setting_int(struct core *core, const char *name, int64_t fallback);
bool core_setting_bool(struct core *core, const char *name, bool fallback);
/* `committed` is called after each commit, of this process or (once core_catch_up notices) another; short, from any thread. NULL: no more. */
void core_watch(struct core *core, void (*committed)(void *ctx), void *ctx);
/* Write the audit rows that wait (refusals, reads beyond membership): each second. */
enum err core_write_audit(struct core *core) MUST_USE;
/* Write all that waits in memory, uses of keys too; the background thread calls it now and then. */
enum err core_tend(struct core *core) MUST_USE;

#endif
