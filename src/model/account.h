/* Who is here: organisations, roles as stored, users, their keys and settings. Plain data; texts live in the request's arena. */
#ifndef VARDE_MODEL_ACCOUNT_H
#define VARDE_MODEL_ACCOUNT_H

#include "base/vec.h"
#include "codec/uuid.h"

struct organisation {
    int64_t id;
    struct uuid uuid;
    struct str name;
    struct str description, contacts, landingpage; /* absent = null */
    struct str type, nationality, sector;
    struct str restricted_to_domain; /* JSON array of texts, or absent */
    int64_t created_by;
    bool local;
    int64_t date_created, date_modified;
    int64_t user_count;          /* read only where a list asks for it */
    struct str created_by_email; /* the same */
};
struct organisation_list VEC_OF(struct organisation);

struct role {
    int64_t id;
    struct str name;
    uint64_t permissions;
    bool is_default, restricted_to_site_admin, enforce_rate_limit;
    struct str memory_limit, max_execution_time;
    int64_t rate_limit_count, created, modified;
};
struct role_list VEC_OF(struct role);

struct user {
    int64_t id, org_id, role_id, invited_by, nids_sid, newsread;
    struct str email;
    struct str password;              /* Argon2id text; absent = cannot log in with one; never on the wire */
    struct str gpgkey, certif_public; /* absent = null */
    bool autoalert, contactalert, termsaccepted, change_pw, disabled, force_logout;
    bool notification_daily, notification_weekly, notification_monthly;
    int64_t expiration;                                                 /* 0 = never */
    int64_t current_login, last_login, last_api_access, last_pw_change; /* last_pw_change 0 = null */
    int64_t date_created, date_modified;
};
struct user_list VEC_OF(struct user);

struct auth_key {
    int64_t id, user_id, created, expiration, last_used;
    struct uuid uuid;
    struct str start, end;                       /* the first and last four characters */
    struct str comment, allowed_ips, unique_ips; /* lists: comma-separated; absent = none */
    bool read_only;
    struct str user_email; /* read in lists */
};
struct auth_key_list VEC_OF(struct auth_key);

struct user_setting {
    int64_t id, user_id, timestamp;
    struct str name, value; /* value: JSON text */
};
struct user_setting_list VEC_OF(struct user_setting);

#endif
