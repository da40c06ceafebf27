/* See analyst_write.h. */
#include "format/analyst_write.h"

#include "format/account_write.h"

static void put_org(struct json_out *o, const char *key, const struct organisation *org, bool whole, bool description) {
    json_key(o, str_from(key));
    json_open(o);
    if (whole) {
        account_organisation(o, org, ORGANISATION_SAVED, false);
    } else {
        json_put_num(o, "id", org->id);
        json_put_str(o, "name", org->name);
        json_put_uuid(o, "uuid", &org->uuid);
        json_put_str(o, "type", org->type);
        if (description) json_put_str(o, "description", org->description);
        json_put_str(o, "sector", org->sector);
        json_put_str(o, "nationality", org->nationality);
        json_put_bool(o, "local", org->local);
    }
    json_close(o);
}

static void put_own(struct json_out *o, const struct analyst_datum *d) {
    switch (d->kind) {
    case ANALYST_NOTE:
        json_put_str(o, "note", d->text);
        json_put_str(o, "language", d->language);
        break;
    case ANALYST_OPINION:
        json_put_num(o, "opinion", d->opinion);
        json_put_str(o, "comment", d->text);
        break;
    case ANALYST_RELATIONSHIP:
        json_put_uuid(o, "related_object_uuid", &d->related_uuid);
        json_put_str(o, "related_object_type", d->related_type);
        json_put_str(o, "relationship_type", d->relationship_type);
        break;
    }
    json_put_int(o, "note_type", (int)d->kind - 1);
    json_put_str(o, "note_type_name", analyst_kind_name(d->kind));
}

void analyst_datum_fields(struct json_out *o, const struct analyst_datum *d, const struct organisation *orgc,
                          const struct organisation *org, bool whole) {
    json_put_num(o, "id", d->id);
    json_put_uuid(o, "uuid", &d->uuid);
    json_put_uuid(o, "object_uuid", &d->object_uuid);
    json_put_str(o, "object_type", d->object_type);
    json_put_str(o, "authors", d->authors);
    json_put_uuid(o, "org_uuid", &org->uuid);
    json_put_uuid(o, "orgc_uuid", &orgc->uuid);
    account_datetime(o, "created", d->created);
    account_datetime(o, "modified", d->modified);
    json_put_num(o, "distribution", d->distribution);
    if (d->sharing_group_id)
        json_put_num(o, "sharing_group_id", d->sharing_group_id);
    else
        json_put_null(o, "sharing_group_id");
    json_put_bool(o, "locked", d->locked);
    put_own(o, d);
    put_org(o, "Orgc", orgc, whole, false);
    put_org(o, "Org", org, whole, true);
}
