/* See sighting_policy.h. */
#include "service/sighting_policy.h"

#include "service/core.h"
#include "store/report.h"

bool sighting_policy_allows(int policy, const struct view *view, int64_t event_org_id, int64_t sighting_org_id, bool reported, int64_t host_org) {
    if (view->site_admin || event_org_id == view->org_id || sighting_org_id == view->org_id) return true;
    if (policy == 1) return reported;
    if (policy == 3) return sighting_org_id == host_org;
    return policy == 2;
}

bool sighting_is_visible(struct context *c, const struct event *e, const struct sighting *s) {
    int policy = (int)core_setting_int(c->core, "Plugin.Sightings_policy", 0);
    bool reported = false;
    if (policy == 1 && store_sighting_reported(c->db, e->id, c->view.org_id, &reported) != OK) reported = false;
    return sighting_policy_allows(policy, &c->view, e->org_id, s->org_id, reported, core_host_org(c->core));
}
