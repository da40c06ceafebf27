/* The server settings under their MISP names, one row each: X(name, type, default, level, read-only, description). level: 0 critical, 1 recommended,
 * 2 optional. A read-only row shows what the server is; it is not stored. Settings that nothing in Varde reads are kept for clients that set
 * and read them; their description says so. */
#define SERVER_SETTING_TABLE(X) \
    X("MISP.baseurl", STRING, "", 0, false, "The address under which clients reach this server.") \
    X("MISP.external_baseurl", STRING, "", 2, false, "The address that other servers are told, if it is another one.") \
    X("MISP.live", BOOLEAN, "1", 0, false, "Off: only site administrators may use the server.") \
    X("MISP.uuid", STRING, "", 0, true, "The identity of this server.") \
    X("MISP.host_org_id", NUMERIC, "1", 0, true, "The organisation that runs this server.") \
    X("MISP.org", STRING, "ORGNAME", 1, false, "The name of the organisation that runs this server, as messages show it.") \
    X("MISP.contact", STRING, "", 1, false, "The e-mail address of the server's administrators.") \
    X("MISP.default_event_distribution", NUMERIC, "1", 0, false, "The distribution of an event that names none, 0 to 3.") \
    X("MISP.default_attribute_distribution", STRING, "event", 0, false, \
      "The distribution of an attribute that names none: event, or 0 to 5.") \
    X("MISP.default_event_threat_level", NUMERIC, "4", 1, false, "The threat level of an event that names none, 1 to 4.") \
    X("MISP.default_event_tag_collection", NUMERIC, "0", 2, false, "Kept for clients; Varde has no tag collections.") \
    X("MISP.max_correlations_per_event", NUMERIC, "5000", 1, false, "How many correlations an answer about one event may hold.") \
    X("MISP.correlation_limit", NUMERIC, "5000", 1, false, \
      "Above so many visible matches of one value the newest are returned with the count.") \
    X("MISP.completely_disable_correlation", BOOLEAN, "0", 1, false, "On: nothing correlates.") \
    X("MISP.allow_disabling_correlation", BOOLEAN, "1", 1, false, "May users turn correlation off for an event or attribute?") \
    X("MISP.enable_advanced_correlations", BOOLEAN, "1", 1, false, "Match addresses against network blocks.") \
    X("MISP.enableEventBlocklisting", BOOLEAN, "1", 1, false, "Refuse events whose uuid is on the event blocklist.") \
    X("MISP.enableOrgBlocklisting", BOOLEAN, "1", 1, false, "Refuse events of organisations on the blocklist.") \
    X("MISP.background_jobs", BOOLEAN, "1", 1, false, "Decides only what publishing answers: it is done at once in any case.") \
    X("MISP.delegation", BOOLEAN, "0", 1, false, "May users ask another organisation to take over an event?") \
    X("MISP.disable_emailing", BOOLEAN, "1", 0, false, "Kept for clients: Varde sends no mail yet.") \
    X("MISP.showorg", BOOLEAN, "1", 0, false, "Kept for clients: organisations are always shown.") \
    X("MISP.unpublishedprivate", BOOLEAN, "0", 2, false, "Kept for clients.") \
    X("MISP.proposals_block_attributes", BOOLEAN, "0", 1, false, "Kept for clients.") \
    X("MISP.language", STRING, "eng", 0, false, "Kept for clients: messages are English.") \
    X("MISP.attachments_dir", STRING, "", 1, true, "Attachments are kept in the database.") \
    X("MISP.warning_for_all", BOOLEAN, "1", 1, false, "Kept for clients.") \
    X("MISP.enforceWarninglist", BOOLEAN, "0", 1, false, "Kept for clients.") \
    X("MISP.log_new_audit", BOOLEAN, "1", 1, true, "Every write has an audit row.") \
    X("MISP.maintenance_message", STRING, "", 2, false, "Kept for clients.") \
    X("MISP.welcome_text_top", STRING, "", 2, false, "Kept for clients.") \
    X("MISP.footermidleft", STRING, "", 2, false, "Kept for clients.") \
    X("MISP.title_text", STRING, "MISP", 2, false, "Kept for clients.") \
    X("MISP.tagging", BOOLEAN, "1", 1, true, "Tagging is always on.") \
    X("MISP.full_tags_on_event_index", NUMERIC, "1", 2, false, "Kept for clients.") \
    X("MISP.ssdeep_correlation_threshold", NUMERIC, "40", 1, false, "Kept for clients.") \
    X("MISP.take_ownership_xml_import", BOOLEAN, "0", 2, false, "Kept for clients.") \
    X("MISP.disableUserSelfManagement", BOOLEAN, "0", 1, false, "On: users cannot change their own account.") \
    X("Security.advanced_authkeys", BOOLEAN, "1", 0, true, "Keys are always stored as hashes, with expiry, addresses and read-only.") \
    X("Security.advanced_authkeys_validity", NUMERIC, "0", 1, false, "The longest life of a new key in days; 0 = no limit.") \
    X("Security.allow_self_registration", BOOLEAN, "0", 1, false, "May strangers ask for an account?") \
    X("Security.self_registration_message", STRING, "", 1, false, "What strangers are told who ask for an account.") \
    X("Security.hide_organisation_index_from_users", BOOLEAN, "0", 1, false, "On: users see no organisations but their own.") \
    X("Security.password_policy_length", NUMERIC, "12", 2, true, "The least length of a password.") \
    X("Security.require_password_confirmation", BOOLEAN, "0", 1, false, "Kept for clients.") \
    X("Security.salt", STRING, "", 0, true, "Not used: keys are hashed with the secret of the data folder.") \
    X("Plugin.Sightings_policy", NUMERIC, "0", 1, false, \
      "Who sees sightings: 0 the event's owner all, others their own; 1 who reported some; 2 everybody.") \
    X("Plugin.Sightings_anonymise", BOOLEAN, "0", 1, false, "Hide the organisation of others' sightings.") \
    X("Plugin.Sightings_enable", BOOLEAN, "1", 1, false, "Kept for clients: sightings are always on.") \
    X("Plugin.ZeroMQ_enable", BOOLEAN, "0", 2, false, "Kept for clients: Varde publishes nothing to ZeroMQ yet.") \
    X("Plugin.Enrichment_services_enable", BOOLEAN, "0", 2, false, "Kept for clients.") \
    X("GnuPG.email", STRING, "", 2, false, "Kept for clients.") \
    X("debug", NUMERIC, "0", 0, false, "Kept for clients: Varde's log level is set on its command line.")
