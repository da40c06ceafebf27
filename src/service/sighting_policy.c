/* See sighting_policy.h. */
#include "service/sighting_policy.h"

#include "service/core.h"
#include "store/report.h"

bool sighting_policy_allows(int policy, const struct view *view, int64_t event_org_id, int64_t sighting_org_id, bool reported,
                            int64_t host_org) {
    if (view->site_admin || event_org_id == view->org_id || sighting_org_id == view->org_id) return true;
    if (policy == 1) return reported;
    if (policy == 3) return sighting_org_id == host_org;
    return policy == 2;
}

bool sighting_is_visible(struct context *c, const struct event *e, struct sighting *s) {
    int policy = (int)core_setting_int(c->core, "Plugin.Sightings_policy", 0);
    bool reported = false;
    if (policy == 1 && store_sighting_reported(c->db, e->id, c->view.org_id, &reported) != OK) reported = false;
    bool visible = sighting_policy_allows(policy, &c->view, e->org_id, s->org_id, reported, core_host_org(c->core));
    if (visible) sighting_blank(c, s);
    return visible;
}

bool sighting_is_anonymous(struct context *c, int64_t org_id) {
    return org_id != c->view.org_id && !c->view.site_admin && core_setting_bool(c->core, "Plugin.Sightings_anonymise", false);
}

void sighting_blank(struct context *c, struct sighting *s) {
    if (!sighting_is_anonymous(c, s->org_id)) return;
    s->org_id = 0;
    s->org_name = STR("");
    s->org_uuid = UUID_NIL;
}
