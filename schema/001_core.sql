-- The core: organisations and people, events and what hangs on them, the audit and the change log.
-- Types: ID is the integer primary key; uuids are 16 bytes; booleans are 0/1; instants are seconds since 1970 UTC,
-- first_seen/last_seen microseconds. Ids come from `sequences` and are never used twice.
-- Content tables hold what was told to us; the in-memory value and uuid indexes are derived from `attributes` at start.

CREATE TABLE sequences (name TEXT PRIMARY KEY, next_id INTEGER NOT NULL);
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);

CREATE TABLE organisations (
    id ID, uuid BLOB NOT NULL UNIQUE, name TEXT NOT NULL, name_key TEXT NOT NULL UNIQUE,
    description TEXT, type TEXT NOT NULL DEFAULT '', nationality TEXT NOT NULL DEFAULT '', sector TEXT NOT NULL DEFAULT '',
    created_by INTEGER NOT NULL DEFAULT 0, contacts TEXT, local INTEGER NOT NULL DEFAULT 0, restricted_to_domain TEXT, landingpage TEXT,
    date_created INTEGER NOT NULL, date_modified INTEGER NOT NULL);

CREATE TABLE roles (
    id ID, name TEXT NOT NULL UNIQUE, permissions INTEGER NOT NULL, default_role INTEGER NOT NULL DEFAULT 0,
    memory_limit TEXT NOT NULL DEFAULT '', max_execution_time TEXT NOT NULL DEFAULT '', restricted_to_site_admin INTEGER NOT NULL DEFAULT 0,
    enforce_rate_limit INTEGER NOT NULL DEFAULT 0, rate_limit_count INTEGER NOT NULL DEFAULT 0,
    created INTEGER NOT NULL, modified INTEGER NOT NULL);

CREATE TABLE users (
    id ID, org_id INTEGER NOT NULL REFERENCES organisations (id), role_id INTEGER NOT NULL REFERENCES roles (id),
    email TEXT NOT NULL, email_key TEXT NOT NULL UNIQUE, password TEXT,
    autoalert INTEGER NOT NULL DEFAULT 0, contactalert INTEGER NOT NULL DEFAULT 0, invited_by INTEGER NOT NULL DEFAULT 0,
    gpgkey TEXT, certif_public TEXT, nids_sid INTEGER NOT NULL DEFAULT 0, termsaccepted INTEGER NOT NULL DEFAULT 0,
    newsread INTEGER NOT NULL DEFAULT 0, change_pw INTEGER NOT NULL DEFAULT 0, disabled INTEGER NOT NULL DEFAULT 0,
    expiration INTEGER, current_login INTEGER NOT NULL DEFAULT 0, last_login INTEGER NOT NULL DEFAULT 0,
    force_logout INTEGER NOT NULL DEFAULT 0, last_api_access INTEGER NOT NULL DEFAULT 0, last_pw_change INTEGER,
    notification_daily INTEGER NOT NULL DEFAULT 0, notification_weekly INTEGER NOT NULL DEFAULT 0, notification_monthly INTEGER NOT NULL DEFAULT 0,
    date_created INTEGER NOT NULL, date_modified INTEGER NOT NULL);

-- hash = BLAKE2b keyed with the server's secret; the clear key is shown once and stored nowhere
CREATE TABLE auth_keys (
    id ID, uuid BLOB NOT NULL, user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE, hash BLOB NOT NULL UNIQUE,
    key_start TEXT NOT NULL, key_end TEXT NOT NULL, created INTEGER NOT NULL, expiration INTEGER NOT NULL DEFAULT 0,
    read_only INTEGER NOT NULL DEFAULT 0, comment TEXT, allowed_ips TEXT, unique_ips TEXT, last_used INTEGER NOT NULL DEFAULT 0);
CREATE INDEX auth_key_user ON auth_keys (user_id);

CREATE TABLE user_settings (
    id ID, user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE, setting TEXT NOT NULL, value TEXT NOT NULL,
    timestamp INTEGER NOT NULL, UNIQUE (user_id, setting));

CREATE TABLE sharing_groups (
    id ID, uuid BLOB NOT NULL UNIQUE, name TEXT NOT NULL, name_key TEXT NOT NULL UNIQUE, releasability TEXT NOT NULL DEFAULT '',
    description TEXT NOT NULL DEFAULT '', organisation_uuid BLOB, org_id INTEGER NOT NULL, sync_user_id INTEGER NOT NULL DEFAULT 0,
    active INTEGER NOT NULL DEFAULT 1, created INTEGER NOT NULL, modified INTEGER NOT NULL, local INTEGER NOT NULL DEFAULT 1,
    roaming INTEGER NOT NULL DEFAULT 0);
CREATE TABLE sharing_group_orgs (
    id ID, sharing_group_id INTEGER NOT NULL REFERENCES sharing_groups (id) ON DELETE CASCADE,
    org_id INTEGER NOT NULL REFERENCES organisations (id), extend INTEGER NOT NULL DEFAULT 0, UNIQUE (sharing_group_id, org_id));
CREATE INDEX sharing_group_org ON sharing_group_orgs (org_id);
-- server_id 0 is this server
CREATE TABLE sharing_group_servers (
    id ID, sharing_group_id INTEGER NOT NULL REFERENCES sharing_groups (id) ON DELETE CASCADE, server_id INTEGER NOT NULL,
    all_orgs INTEGER NOT NULL DEFAULT 0, UNIQUE (sharing_group_id, server_id));

CREATE TABLE events (
    id ID, uuid BLOB NOT NULL UNIQUE, org_id INTEGER NOT NULL, orgc_id INTEGER NOT NULL, user_id INTEGER NOT NULL,
    distribution INTEGER NOT NULL, sharing_group_id INTEGER NOT NULL DEFAULT 0,
    published INTEGER NOT NULL DEFAULT 0, date TEXT NOT NULL, timestamp INTEGER NOT NULL,
    publish_timestamp INTEGER NOT NULL DEFAULT 0, sighting_timestamp INTEGER NOT NULL DEFAULT 0,
    threat_level_id INTEGER NOT NULL, analysis INTEGER NOT NULL, attribute_count INTEGER NOT NULL DEFAULT 0,
    locked INTEGER NOT NULL DEFAULT 0, proposal_email_lock INTEGER NOT NULL DEFAULT 0, disable_correlation INTEGER NOT NULL DEFAULT 0,
    protected INTEGER, extends_uuid BLOB, embargo_until INTEGER NOT NULL DEFAULT 0, visible_until INTEGER NOT NULL DEFAULT 0,
    info TEXT NOT NULL);
CREATE INDEX event_timestamp ON events (timestamp);
CREATE INDEX event_publish_timestamp ON events (publish_timestamp);
CREATE INDEX event_org ON events (org_id);
CREATE INDEX event_orgc ON events (orgc_id);
CREATE INDEX event_date ON events (date);
CREATE INDEX event_extends ON events (extends_uuid) WHERE extends_uuid IS NOT NULL;

-- type and category are the numbers of model/attribute_type and model/category. No index on uuid or value: both are random keys, whose
-- maintenance would cost more than all the rest; correlate/ keeps them in memory, rebuilt at start, and `varde check` verifies them.
CREATE TABLE attributes (
    id ID, event_id INTEGER NOT NULL, type INTEGER NOT NULL, category INTEGER NOT NULL, to_ids INTEGER NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0, disable_correlation INTEGER NOT NULL DEFAULT 0, distribution INTEGER NOT NULL,
    sharing_group_id INTEGER NOT NULL DEFAULT 0, object_id INTEGER NOT NULL DEFAULT 0, timestamp INTEGER NOT NULL,
    uuid BLOB NOT NULL, value1 TEXT NOT NULL, value2 TEXT NOT NULL DEFAULT '', first_seen INTEGER, last_seen INTEGER,
    object_relation TEXT, comment TEXT NOT NULL DEFAULT '');
CREATE INDEX attribute_event ON attributes (event_id);
CREATE INDEX attribute_object ON attributes (object_id) WHERE object_id <> 0;
CREATE INDEX attribute_timestamp ON attributes (timestamp);
CREATE INDEX attribute_type ON attributes (type);

-- file content of attachment and malware-sample attributes (the latter as zip encrypted with "infected")
CREATE TABLE attachments (attribute_id ID, data BLOB NOT NULL);

CREATE TABLE objects (
    id ID, event_id INTEGER NOT NULL, uuid BLOB NOT NULL UNIQUE, name TEXT NOT NULL, meta_category TEXT NOT NULL DEFAULT '',
    description TEXT NOT NULL DEFAULT '', template_uuid BLOB, template_version INTEGER NOT NULL DEFAULT 0, timestamp INTEGER NOT NULL,
    distribution INTEGER NOT NULL, sharing_group_id INTEGER NOT NULL DEFAULT 0, comment TEXT NOT NULL DEFAULT '',
    deleted INTEGER NOT NULL DEFAULT 0, first_seen INTEGER, last_seen INTEGER);
CREATE INDEX object_event ON objects (event_id);
CREATE INDEX object_timestamp ON objects (timestamp);

-- referenced_type 0 = attribute, 1 = object
CREATE TABLE object_references (
    id ID, uuid BLOB NOT NULL UNIQUE, timestamp INTEGER NOT NULL, object_id INTEGER NOT NULL, event_id INTEGER NOT NULL,
    source_uuid BLOB NOT NULL, referenced_uuid BLOB NOT NULL, referenced_id INTEGER NOT NULL DEFAULT 0,
    referenced_type INTEGER NOT NULL DEFAULT 0, relationship_type TEXT NOT NULL DEFAULT '', comment TEXT NOT NULL DEFAULT '',
    deleted INTEGER NOT NULL DEFAULT 0);
CREATE INDEX object_reference_event ON object_references (event_id);
CREATE INDEX object_reference_object ON object_references (object_id);

CREATE TABLE tags (
    id ID, name TEXT NOT NULL, name_key TEXT NOT NULL UNIQUE, colour TEXT NOT NULL, exportable INTEGER NOT NULL DEFAULT 1,
    org_id INTEGER NOT NULL DEFAULT 0, user_id INTEGER NOT NULL DEFAULT 0, hide_tag INTEGER NOT NULL DEFAULT 0, numerical_value INTEGER,
    is_galaxy INTEGER NOT NULL DEFAULT 0, is_custom_galaxy INTEGER NOT NULL DEFAULT 0, local_only INTEGER NOT NULL DEFAULT 0);
CREATE TABLE event_tags (
    id ID, event_id INTEGER NOT NULL, tag_id INTEGER NOT NULL REFERENCES tags (id), local INTEGER NOT NULL DEFAULT 0,
    relationship_type TEXT NOT NULL DEFAULT '', UNIQUE (event_id, tag_id));
CREATE INDEX event_tag ON event_tags (tag_id);
CREATE TABLE attribute_tags (
    id ID, attribute_id INTEGER NOT NULL, event_id INTEGER NOT NULL, tag_id INTEGER NOT NULL REFERENCES tags (id),
    local INTEGER NOT NULL DEFAULT 0, relationship_type TEXT NOT NULL DEFAULT '', UNIQUE (attribute_id, tag_id));
CREATE INDEX attribute_tag_event ON attribute_tags (event_id);
CREATE INDEX attribute_tag ON attribute_tags (tag_id);

CREATE TABLE sightings (
    id ID, uuid BLOB NOT NULL UNIQUE, attribute_id INTEGER NOT NULL, event_id INTEGER NOT NULL, org_id INTEGER NOT NULL,
    date_sighting INTEGER NOT NULL, source TEXT NOT NULL DEFAULT '', type INTEGER NOT NULL DEFAULT 0);
CREATE INDEX sighting_attribute ON sightings (attribute_id);
CREATE INDEX sighting_event ON sightings (event_id);
CREATE INDEX sighting_date ON sightings (date_sighting);

-- proposals; old_id 0 = a new attribute; the uuid equals that of the attribute to change
CREATE TABLE shadow_attributes (
    id ID, old_id INTEGER NOT NULL DEFAULT 0, event_id INTEGER NOT NULL, type INTEGER NOT NULL, category INTEGER NOT NULL,
    value1 TEXT NOT NULL, value2 TEXT NOT NULL DEFAULT '', to_ids INTEGER NOT NULL, uuid BLOB NOT NULL, org_id INTEGER NOT NULL,
    email TEXT NOT NULL DEFAULT '', user_id INTEGER NOT NULL, event_org_id INTEGER NOT NULL, event_uuid BLOB NOT NULL,
    comment TEXT NOT NULL DEFAULT '', deleted INTEGER NOT NULL DEFAULT 0, timestamp INTEGER NOT NULL,
    proposal_to_delete INTEGER NOT NULL DEFAULT 0, disable_correlation INTEGER NOT NULL DEFAULT 0, first_seen INTEGER, last_seen INTEGER);
CREATE INDEX shadow_attribute_event ON shadow_attributes (event_id);
CREATE INDEX shadow_attribute_old ON shadow_attributes (old_id);

CREATE TABLE event_reports (
    id ID, uuid BLOB NOT NULL UNIQUE, event_id INTEGER NOT NULL, name TEXT NOT NULL, content TEXT, distribution INTEGER NOT NULL,
    sharing_group_id INTEGER NOT NULL DEFAULT 0, timestamp INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0);
CREATE INDEX event_report_event ON event_reports (event_id);

CREATE TABLE event_blocklists (
    id ID, event_uuid BLOB NOT NULL UNIQUE, created INTEGER NOT NULL, event_info TEXT NOT NULL DEFAULT '',
    comment TEXT NOT NULL DEFAULT '', event_orgc TEXT NOT NULL DEFAULT '');
CREATE TABLE org_blocklists (
    id ID, org_uuid BLOB NOT NULL UNIQUE, created INTEGER NOT NULL, org_name TEXT NOT NULL DEFAULT '', comment TEXT NOT NULL DEFAULT '');

CREATE TABLE correlation_exclusions (
    id ID, value TEXT NOT NULL UNIQUE, comment TEXT NOT NULL DEFAULT '', from_json INTEGER NOT NULL DEFAULT 0);

-- who did or was refused what; change is JSON {field: [old, new]}
CREATE TABLE audit_log (
    id ID, created INTEGER NOT NULL, user_id INTEGER NOT NULL, org_id INTEGER NOT NULL, auth_key_id INTEGER NOT NULL DEFAULT 0,
    ip TEXT NOT NULL DEFAULT '', request_id TEXT NOT NULL DEFAULT '', action TEXT NOT NULL, model TEXT NOT NULL,
    model_id INTEGER NOT NULL DEFAULT 0, model_title TEXT NOT NULL DEFAULT '', event_id INTEGER NOT NULL DEFAULT 0, change TEXT);
CREATE INDEX audit_created ON audit_log (created);
CREATE INDEX audit_model ON audit_log (model, model_id);

-- One row a write (spec alliance, section 6). action: 1 added, 2 changed, 3 deleted, 4 scope (an instant that the clock brought). kind is
-- enum change_kind. Items first_id..last_id of one event that were written together with equal visibility share a row; a row about one item
-- names its uuid, and a tombstone always does. before_* is NULL when nothing stood before, after_* when nothing stands after.
CREATE TABLE change_log (
    id ID, at INTEGER NOT NULL, action INTEGER NOT NULL, kind INTEGER NOT NULL, first_id INTEGER NOT NULL, last_id INTEGER NOT NULL,
    uuid BLOB, event_id INTEGER NOT NULL DEFAULT 0, parent_id INTEGER NOT NULL DEFAULT 0,
    before_org_id INTEGER, before_distribution INTEGER, before_sharing_group_id INTEGER, before_embargo_until INTEGER, before_visible_until INTEGER,
    before_deleted INTEGER,
    after_org_id INTEGER, after_distribution INTEGER, after_sharing_group_id INTEGER, after_embargo_until INTEGER, after_visible_until INTEGER,
    after_deleted INTEGER,
    writer INTEGER NOT NULL);
