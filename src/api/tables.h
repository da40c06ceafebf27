/* The route tables of the api files, one a noun. A new file adds its line here and in routes.c. */
#ifndef VARDE_API_TABLES_H
#define VARDE_API_TABLES_H

#include "api/route.h"

extern const struct route_table api_root_table;
extern const struct route_table api_events_table;
extern const struct route_table api_attributes_table;
extern const struct route_table api_objects_table;
extern const struct route_table api_search_table;
extern const struct route_table api_event_index_table;
extern const struct route_table api_correlation_table;
extern const struct route_table api_sighting_search_table;
extern const struct route_table api_event_reports_table;
extern const struct route_table api_reports_table;
extern const struct route_table api_tags_table;
extern const struct route_table api_sightings_table;
extern const struct route_table api_proposals_table;
extern const struct route_table api_organisations_table;
extern const struct route_table api_users_table;
extern const struct route_table api_auth_keys_table;
extern const struct route_table api_roles_table;
extern const struct route_table api_sharing_groups_table;
extern const struct route_table api_servers_table;
extern const struct route_table api_feeds_table;
extern const struct route_table api_user_settings_table;
extern const struct route_table api_blocklists_table;
extern const struct route_table api_registrations_table;
extern const struct route_table api_logs_table;
extern const struct route_table api_statistics_table;
extern const struct route_table api_object_templates_table;
extern const struct route_table api_taxonomies_table;
extern const struct route_table api_warninglists_table;
extern const struct route_table api_noticelists_table;
extern const struct route_table api_decaying_models_table;
extern const struct route_table api_galaxies_table;
extern const struct route_table api_galaxy_clusters_table;
extern const struct route_table api_communities_table;
extern const struct route_table api_delegations_table;
extern const struct route_table api_free_text_table;
extern const struct route_table api_subscriptions_table;
extern const struct route_table api_stories_table;
extern const struct route_table api_roundups_table;
extern const struct route_table api_agreements_table;
extern const struct route_table api_changes_table;
extern const struct route_table api_analyst_data_table;
extern const struct route_table api_claims_table;
extern const struct route_table api_lookup_table;

#endif
