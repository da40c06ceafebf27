/* Communities that an operator may want to ask for membership, over HTTP. A short list that comes with the program: names and addresses of the
 * two that clients expect first. Nobody is asked from here: the answer says where to. */
#include "api/route.h"

struct community {
    const char *uuid, *name, *org_uuid, *org_name, *description, *url, *sector, *nationality, *type, *email;
};

static const struct community communities[] = {
    {"3ab3a65a-0171-401a-9895-8d42bc7bed7c", "CIRCL Private Sector Information Sharing Community - aka MISPPRIV",
     "55f6ea5e-2c60-40e5-964f-47a8950d210f", "CIRCL",
     "For private organisations, companies and financial institutions; run by CIRCL, Luxembourg.", "https://www.circl.lu/misp/", "Various",
     "International", "Vetted Information Sharing Community", "info@circl.lu"},
    {"6201a65a-38fa-4b4a-bea7-cf1fb7bc1563", "CIRCL n/g CSIRT information sharing community - aka MISP",
     "55f6ea5e-2c60-40e5-964f-47a8950d210f", "CIRCL",
     "For national and governmental CSIRTs in the European Economic Area; run by CIRCL, Luxembourg.", "https://www.circl.lu/misp/",
     "n/g CSIRTs in EEA", "International", "Vetted Information Sharing Community", "info@circl.lu"},
};
#define COMMUNITY_COUNT (sizeof communities / sizeof *communities)

static void put(struct json_out *o, const struct community *c, int64_t id) {
    json_open(o);
    json_put_num(o, "id", id);
    json_put_text(o, "name", c->name);
    json_put_text(o, "uuid", c->uuid);
    json_put_text(o, "org_uuid", c->org_uuid);
    json_put_text(o, "org_name", c->org_name);
    json_put_text(o, "description", c->description);
    json_put_text(o, "url", c->url);
    json_put_text(o, "sector", c->sector);
    json_put_text(o, "nationality", c->nationality);
    json_put_text(o, "type", c->type);
    json_put_text(o, "email", c->email);
    json_close(o);
}

static enum err index_get(struct call *call) {
    struct json_out *o = call_json(call);
    json_open_array(o);
    for (size_t i = 0; i < COMMUNITY_COUNT; i++) put(o, &communities[i], (int64_t)i + 1);
    json_close_array(o);
    return OK;
}

static enum err view(struct call *call) {
    int64_t id;
    bool by_id = str_to_i64(call->params[0], &id);
    for (size_t i = 0; i < COMMUNITY_COUNT; i++)
        if ((by_id && id == (int64_t)i + 1) || str_eq_nocase(call->params[0], str_from(communities[i].uuid))) {
            put(call_json(call), &communities[i], (int64_t)i + 1);
            return OK;
        }
    return err_set(ERR_NOT_FOUND, "Community not found.");
}

static const struct route routes[] = {
    {.methods = "GET|POST",
     .path = "communities/index",
     .permission = PERM_SITE_ADMIN,
     .flags = ROUTE_READ,
     .handler = index_get,
     .help = "Communities that may be asked for membership."},
    {.methods = "GET",
     .path = "communities/view/:community",
     .permission = PERM_SITE_ADMIN,
     .flags = ROUTE_READ,
     .handler = view,
     .help = "One community, by id or uuid."},
};

const struct route_table api_communities_table = ROUTE_TABLE(routes);
