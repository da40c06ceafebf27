/* All routes of the program: the list of tables that the dispatcher, the reference and the tests read. It stands on top of the room. */
#include "api/tables.h"

const struct route_table *const route_tables[] = {
    &api_root_table,
    &api_events_table,
    &api_attributes_table,
    &api_objects_table,
    &api_search_table,
    &api_event_index_table,
    &api_event_reports_table,
    &api_tags_table,
    &api_sightings_table,
    &api_proposals_table,
    &api_organisations_table,
    &api_users_table,
    &api_auth_keys_table,
    &api_roles_table,
    &api_sharing_groups_table,
    &api_servers_table,
    &api_feeds_table,
    &api_user_settings_table,
    &api_blocklists_table,
    &api_registrations_table,
    &api_logs_table,
    &api_statistics_table,
    NULL,
};
