/* Organisations, roles, users, keys and sharing groups in MISP JSON: the members of an object that the caller opened and closes. The
 * same noun goes over the wire in several forms; which members a form has is written here and nowhere else. */
#ifndef VARDE_FORMAT_ACCOUNT_WRITE_H
#define VARDE_FORMAT_ACCOUNT_WRITE_H

#include "codec/json_write.h"
#include "model/account.h"
#include "model/sharing_group.h"

enum organisation_form {
    ORGANISATION_SAVED, /* after add and edit; inside users/view */
    ORGANISATION_VIEW,
    ORGANISATION_INDEX
};
/* with_counts: user_count, who created it: for those who may know. */
void account_organisation(struct json_out *o, const struct organisation *org, enum organisation_form form, bool with_counts);
/* {"id","name","uuid"[,"local"]} as a value; local -1: left out */
void account_organisation_short(struct json_out *o, const struct organisation *org);

void account_role(struct json_out *o, const struct role *role);

enum user_form { USER_VIEW, USER_SAVED, USER_INDEX };
/* authkey: the clear key of a user just made, else absent. */
void account_user(struct json_out *o, const struct user *u, enum user_form form, struct str authkey);

/* raw: the clear key of a key just made, else absent. with_use: last_used as well. */
void account_key(struct json_out *o, const struct auth_key *k, struct str raw, bool with_use);
void account_user_setting(struct json_out *o, const struct user_setting *s);

void account_sharing_group(struct json_out *o, const struct sharing_group *g);

/* "2022-01-14 03:00:00" */
void account_datetime(struct json_out *o, const char *key, int64_t seconds);

#endif
