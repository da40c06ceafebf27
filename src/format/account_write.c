/* Organisations, roles, users, keys and sharing groups in MISP JSON. */
#include "format/account_write.h"

#include "base/clock.h"
#include "model/role.h"

void account_datetime(struct json_out *o, const char *key, int64_t seconds) {
    char text[CLOCK_TEXT];
    json_put_str(o, key, clock_datetime(seconds, text));
}

static void raw_or_null(struct json_out *o, const char *key, struct str json) {
    json_key(o, str_from(key));
    if (str_is_empty(json))
        json_null(o);
    else
        json_raw(o, json);
}

static void organisation_view(struct json_out *o, const struct organisation *org, bool with_counts) {
    json_put_str(o, "type", org->type);
    json_put_str(o, "nationality", org->nationality);
    json_put_str(o, "sector", org->sector);
    json_put_str(o, "contacts", org->contacts);
    json_put_str(o, "description", org->description);
    json_put_bool(o, "local", org->local);
    json_put_uuid(o, "uuid", &org->uuid);
    raw_or_null(o, "restricted_to_domain", org->restricted_to_domain);
    if (with_counts) json_put_num(o, "user_count", org->user_count);
}

void account_organisation(struct json_out *o, const struct organisation *org, enum organisation_form form, bool with_counts) {
    json_put_num(o, "id", org->id);
    json_put_str(o, "name", org->name);
    account_datetime(o, "date_created", org->date_created);
    account_datetime(o, "date_modified", org->date_modified);
    if (form == ORGANISATION_VIEW) {
        organisation_view(o, org, with_counts);
        return;
    }
    json_put_str(o, "description", org->description);
    json_put_str(o, "type", org->type);
    json_put_str(o, "nationality", org->nationality);
    json_put_str(o, "sector", org->sector);
    json_put_num(o, "created_by", org->created_by);
    json_put_uuid(o, "uuid", &org->uuid);
    json_put_str(o, "contacts", org->contacts);
    json_put_bool(o, "local", org->local);
    raw_or_null(o, "restricted_to_domain", org->restricted_to_domain);
    json_put_str(o, "landingpage", org->landingpage);
    if (form != ORGANISATION_INDEX || !with_counts) return;
    json_put_num(o, "user_count", org->user_count);
    json_put_str(o, "created_by_email", str_is_empty(org->created_by_email) ? STR("Unknown") : org->created_by_email);
}

void account_organisation_short(struct json_out *o, const struct organisation *org) {
    json_open(o);
    json_put_num(o, "id", org->id);
    json_put_str(o, "name", org->name);
    json_put_uuid(o, "uuid", &org->uuid);
    json_close(o);
}

void account_role(struct json_out *o, const struct role *role) {
    int level = role_level(role->permissions);
    json_put_num(o, "id", role->id);
    json_put_str(o, "name", role->name);
    account_datetime(o, "created", role->created);
    account_datetime(o, "modified", role->modified);
    const struct permission *p;
    for (size_t i = 0; (p = permission_at(i)) != NULL; i++) {
        json_key(o, p->name);
        json_bool(o, (role->permissions & p->flag) != 0);
    }
    json_put_bool(o, "default_role", role->is_default);
    json_put_str(o, "memory_limit", role->memory_limit);
    json_put_str(o, "max_execution_time", role->max_execution_time);
    json_put_bool(o, "restricted_to_site_admin", role->restricted_to_site_admin);
    json_put_bool(o, "enforce_rate_limit", role->enforce_rate_limit);
    json_put_num(o, "rate_limit_count", role->rate_limit_count);
    json_put_num(o, "permission", level);
    json_put_str(o, "permission_description", role_level_name(level));
}

static void num_or_null(struct json_out *o, const char *key, int64_t n) {
    if (n == 0)
        json_put_null(o, key);
    else
        json_put_num(o, key, n);
}

static void user_instants(struct json_out *o, const struct user *u) {
    if (u->expiration == 0)
        json_put_null(o, "expiration");
    else
        account_datetime(o, "expiration", u->expiration);
    json_put_num(o, "current_login", u->current_login);
    json_put_num(o, "last_login", u->last_login);
}

void account_user(struct json_out *o, const struct user *u, enum user_form form, struct str authkey) {
    json_put_num(o, "id", u->id);
    if (form != USER_INDEX) json_put_text(o, "password", form == USER_VIEW ? "*****" : "******");
    json_put_num(o, "org_id", u->org_id);
    if (form != USER_VIEW) json_put_num(o, "server_id", 0);
    json_put_str(o, "email", u->email);
    json_put_bool(o, "autoalert", u->autoalert);
    if (!str_is_empty(authkey)) json_put_str(o, "authkey", authkey);
    json_put_num(o, "invited_by", u->invited_by);
    json_put_str(o, "gpgkey", u->gpgkey);
    json_put_str(o, "certif_public", u->certif_public);
    json_put_num(o, "nids_sid", u->nids_sid);
    json_put_bool(o, "termsaccepted", u->termsaccepted);
    json_put_num(o, "newsread", u->newsread);
    json_put_num(o, "role_id", u->role_id);
    json_put_bool(o, "change_pw", u->change_pw);
    json_put_bool(o, "contactalert", u->contactalert);
    json_put_bool(o, "disabled", u->disabled);
    user_instants(o, u);
    if (form == USER_INDEX) json_put_num(o, "last_api_access", u->last_api_access);
    json_put_bool(o, "force_logout", u->force_logout);
    num_or_null(o, "date_created", u->date_created);
    num_or_null(o, "date_modified", u->date_modified);
    if (form != USER_INDEX) {
        json_put_null(o, "sub");
        json_put_bool(o, "external_auth_required", false);
        json_put_null(o, "external_auth_key");
        json_put_num(o, "last_api_access", u->last_api_access);
        json_put_bool(o, "notification_daily", u->notification_daily);
        json_put_bool(o, "notification_weekly", u->notification_weekly);
        json_put_bool(o, "notification_monthly", u->notification_monthly);
        if (form == USER_VIEW)
            json_put_text(o, "totp", "*****"); /* MISP shows the stars whether there is a secret or not */
        else
            json_put_null(o, "totp");
        json_put_null(o, "hotp_counter");
    }
    num_or_null(o, "last_pw_change", u->last_pw_change);
    if (form != USER_INDEX) json_put_text(o, "totp_is_set", "0");
}

/* a comma-separated list as an array */
static void list_value(struct json_out *o, const char *key, struct str list, bool null_when_empty) {
    json_key(o, str_from(key));
    if (str_is_empty(list) && null_when_empty) {
        json_null(o);
        return;
    }
    struct str piece;
    json_open_array(o);
    while (!str_is_empty(list) && str_split(&list, ',', &piece)) json_str(o, piece);
    json_close_array(o);
}

void account_key(struct json_out *o, const struct auth_key *k, struct str raw, bool with_use) {
    json_put_num(o, "id", k->id);
    json_put_uuid(o, "uuid", &k->uuid);
    json_put_str(o, "authkey_start", k->start);
    json_put_str(o, "authkey_end", k->end);
    json_put_num(o, "created", k->created);
    json_put_num(o, "expiration", k->expiration);
    json_put_bool(o, "read_only", k->read_only);
    json_put_num(o, "user_id", k->user_id);
    json_put_str(o, "comment", k->comment);
    list_value(o, "allowed_ips", k->allowed_ips, true);
    list_value(o, "unique_ips", k->unique_ips, false);
    if (!str_is_empty(raw)) json_put_str(o, "authkey_raw", raw);
    if (with_use) json_put_int(o, "last_used", k->last_used);
}

void account_user_setting(struct json_out *o, const struct user_setting *s) {
    json_put_num(o, "id", s->id);
    json_put_str(o, "setting", s->name);
    json_k(o, "value");
    json_raw(o, s->value);
    json_put_num(o, "user_id", s->user_id);
    json_put_num(o, "timestamp", s->timestamp);
}

void account_sharing_group(struct json_out *o, const struct sharing_group *g) {
    json_put_num(o, "id", g->id);
    json_put_str(o, "name", g->name);
    json_put_str(o, "releasability", g->releasability);
    json_put_str(o, "description", g->description);
    json_put_uuid(o, "uuid", &g->uuid);
    json_put_uuid(o, "organisation_uuid", &g->organisation_uuid);
    json_put_num(o, "org_id", g->org_id);
    json_put_num(o, "sync_user_id", g->sync_user_id);
    json_put_bool(o, "active", g->active);
    account_datetime(o, "created", g->created);
    account_datetime(o, "modified", g->modified);
    json_put_bool(o, "local", g->local);
    json_put_bool(o, "roaming", g->roaming);
}
