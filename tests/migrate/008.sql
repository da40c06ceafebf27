BEGIN TRANSACTION;
CREATE TABLE agreement_entries (
    id INTEGER PRIMARY KEY, agreement_id INTEGER NOT NULL, chain INTEGER NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL, act INTEGER NOT NULL, org_uuid BLOB NOT NULL,
    version INTEGER NOT NULL, subject_uuid BLOB, role INTEGER NOT NULL DEFAULT 0, terms TEXT, text TEXT, public_key BLOB, signature BLOB,
    previous BLOB NOT NULL, hash BLOB NOT NULL);
INSERT INTO "agreement_entries" VALUES(1,1,1,1,1,1,X'01010101010101010101010101010101',1,X'01010101010101010101010101010101',1,'terms 1','text 1',X'01010101010101010101010101010101',X'01010101010101010101010101010101',X'01010101010101010101010101010101',X'01010101010101010101010101010101');
INSERT INTO "agreement_entries" VALUES(2,2,2,2,2,2,X'02020202020202020202020202020202',2,X'02020202020202020202020202020202',2,'terms 2','text 2',X'02020202020202020202020202020202',X'02020202020202020202020202020202',X'02020202020202020202020202020202',X'02020202020202020202020202020202');
INSERT INTO "agreement_entries" VALUES(3,3,3,3,3,3,X'03030303030303030303030303030303',3,X'03030303030303030303030303030303',3,'terms 3','text 3',X'03030303030303030303030303030303',X'03030303030303030303030303030303',X'03030303030303030303030303030303',X'03030303030303030303030303030303');
CREATE TABLE agreements (
    id INTEGER PRIMARY KEY, uuid BLOB NOT NULL UNIQUE, sharing_group_id INTEGER NOT NULL UNIQUE, owner_org_id INTEGER NOT NULL, created INTEGER NOT NULL);
INSERT INTO "agreements" VALUES(1,X'01010101010101010101010101010101',1,1,1);
INSERT INTO "agreements" VALUES(2,X'02020202020202020202020202020202',2,2,2);
INSERT INTO "agreements" VALUES(3,X'03030303030303030303030303030303',3,3,3);
CREATE TABLE analyst_data (
    id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, uuid BLOB NOT NULL UNIQUE, object_type TEXT NOT NULL, object_uuid BLOB NOT NULL, authors TEXT NOT NULL DEFAULT '',
    org_id INTEGER NOT NULL, orgc_id INTEGER NOT NULL, created INTEGER NOT NULL, modified INTEGER NOT NULL, distribution INTEGER NOT NULL,
    sharing_group_id INTEGER NOT NULL DEFAULT 0, locked INTEGER NOT NULL DEFAULT 0, text TEXT NOT NULL DEFAULT '', language TEXT NOT NULL DEFAULT '',
    opinion INTEGER NOT NULL DEFAULT 0, relationship_type TEXT NOT NULL DEFAULT '', related_type TEXT NOT NULL DEFAULT '', related_uuid BLOB,
    claim_uuid BLOB, anchored INTEGER NOT NULL DEFAULT 0);
INSERT INTO "analyst_data" VALUES(1,1,X'01010101010101010101010101010101','object_type 1',X'01010101010101010101010101010101','authors 1',1,1,1,1,1,1,1,'text 1','language 1',1,'relationship_type 1','related_type 1',X'01010101010101010101010101010101',X'01010101010101010101010101010101',1);
INSERT INTO "analyst_data" VALUES(2,2,X'02020202020202020202020202020202','object_type 2',X'02020202020202020202020202020202','authors 2',2,2,2,2,2,2,2,'text 2','language 2',2,'relationship_type 2','related_type 2',X'02020202020202020202020202020202',X'02020202020202020202020202020202',2);
INSERT INTO "analyst_data" VALUES(3,3,X'03030303030303030303030303030303','object_type 3',X'03030303030303030303030303030303','authors 3',3,3,3,3,3,3,3,'text 3','language 3',3,'relationship_type 3','related_type 3',X'03030303030303030303030303030303',X'03030303030303030303030303030303',3);
CREATE TABLE analyst_data_blocklists (
    id INTEGER PRIMARY KEY, uuid BLOB NOT NULL UNIQUE, created INTEGER NOT NULL, info TEXT NOT NULL DEFAULT '', comment TEXT NOT NULL DEFAULT '',
    orgc TEXT NOT NULL DEFAULT '');
INSERT INTO "analyst_data_blocklists" VALUES(1,X'01010101010101010101010101010101',1,'info 1','comment 1','orgc 1');
INSERT INTO "analyst_data_blocklists" VALUES(2,X'02020202020202020202020202020202',2,'info 2','comment 2','orgc 2');
INSERT INTO "analyst_data_blocklists" VALUES(3,X'03030303030303030303030303030303',3,'info 3','comment 3','orgc 3');
CREATE TABLE attachments (attribute_id INTEGER PRIMARY KEY, data BLOB NOT NULL);
INSERT INTO "attachments" VALUES(1,X'01010101010101010101010101010101');
INSERT INTO "attachments" VALUES(2,X'02020202020202020202020202020202');
INSERT INTO "attachments" VALUES(3,X'03030303030303030303030303030303');
CREATE TABLE attribute_tags (
    id INTEGER PRIMARY KEY, attribute_id INTEGER NOT NULL, event_id INTEGER NOT NULL, tag_id INTEGER NOT NULL REFERENCES tags (id),
    local INTEGER NOT NULL DEFAULT 0, relationship_type TEXT NOT NULL DEFAULT '', UNIQUE (attribute_id, tag_id));
INSERT INTO "attribute_tags" VALUES(1,1,1,1,1,'relationship_type 1');
INSERT INTO "attribute_tags" VALUES(2,2,2,2,2,'relationship_type 2');
INSERT INTO "attribute_tags" VALUES(3,3,3,3,3,'relationship_type 3');
CREATE TABLE attributes (
    id INTEGER PRIMARY KEY, event_id INTEGER NOT NULL, type INTEGER NOT NULL, category INTEGER NOT NULL, to_ids INTEGER NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0, disable_correlation INTEGER NOT NULL DEFAULT 0, distribution INTEGER NOT NULL,
    sharing_group_id INTEGER NOT NULL DEFAULT 0, object_id INTEGER NOT NULL DEFAULT 0, timestamp INTEGER NOT NULL,
    uuid BLOB NOT NULL, value1 TEXT NOT NULL, value2 TEXT NOT NULL DEFAULT '', first_seen INTEGER, last_seen INTEGER,
    object_relation TEXT, comment TEXT NOT NULL DEFAULT '');
INSERT INTO "attributes" VALUES(1,1,1,1,1,1,1,1,1,1,1,X'01010101010101010101010101010101','value1 1','value2 1',1,1,'object_relation 1','comment 1');
INSERT INTO "attributes" VALUES(2,2,2,2,2,2,2,2,2,2,2,X'02020202020202020202020202020202','value1 2','value2 2',2,2,'object_relation 2','comment 2');
INSERT INTO "attributes" VALUES(3,3,3,3,3,3,3,3,3,3,3,X'03030303030303030303030303030303','value1 3','value2 3',3,3,'object_relation 3','comment 3');
CREATE TABLE audit_log (
    id INTEGER PRIMARY KEY, created INTEGER NOT NULL, user_id INTEGER NOT NULL, org_id INTEGER NOT NULL, auth_key_id INTEGER NOT NULL DEFAULT 0,
    ip TEXT NOT NULL DEFAULT '', request_id TEXT NOT NULL DEFAULT '', action TEXT NOT NULL, model TEXT NOT NULL,
    model_id INTEGER NOT NULL DEFAULT 0, model_title TEXT NOT NULL DEFAULT '', event_id INTEGER NOT NULL DEFAULT 0, change TEXT);
INSERT INTO "audit_log" VALUES(1,1,1,1,1,'ip 1','request_id 1','action 1','model 1',1,'model_title 1',1,'change 1');
INSERT INTO "audit_log" VALUES(2,2,2,2,2,'ip 2','request_id 2','action 2','model 2',2,'model_title 2',2,'change 2');
INSERT INTO "audit_log" VALUES(3,3,3,3,3,'ip 3','request_id 3','action 3','model 3',3,'model_title 3',3,'change 3');
CREATE TABLE auth_keys (
    id INTEGER PRIMARY KEY, uuid BLOB NOT NULL, user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE, hash BLOB NOT NULL UNIQUE,
    key_start TEXT NOT NULL, key_end TEXT NOT NULL, created INTEGER NOT NULL, expiration INTEGER NOT NULL DEFAULT 0,
    read_only INTEGER NOT NULL DEFAULT 0, comment TEXT, allowed_ips TEXT, unique_ips TEXT, last_used INTEGER NOT NULL DEFAULT 0);
INSERT INTO "auth_keys" VALUES(1,X'01010101010101010101010101010101',1,X'01010101010101010101010101010101','key_start 1','key_end 1',1,1,1,'comment 1','allowed_ips 1','unique_ips 1',1);
INSERT INTO "auth_keys" VALUES(2,X'02020202020202020202020202020202',2,X'02020202020202020202020202020202','key_start 2','key_end 2',2,2,2,'comment 2','allowed_ips 2','unique_ips 2',2);
INSERT INTO "auth_keys" VALUES(3,X'03030303030303030303030303030303',3,X'03030303030303030303030303030303','key_start 3','key_end 3',3,3,3,'comment 3','allowed_ips 3','unique_ips 3',3);
CREATE TABLE change_log (
    id INTEGER PRIMARY KEY, at INTEGER NOT NULL, action INTEGER NOT NULL, kind INTEGER NOT NULL, first_id INTEGER NOT NULL, last_id INTEGER NOT NULL,
    uuid BLOB, event_id INTEGER NOT NULL DEFAULT 0, parent_id INTEGER NOT NULL DEFAULT 0,
    before_org_id INTEGER, before_distribution INTEGER, before_sharing_group_id INTEGER, before_embargo_until INTEGER, before_visible_until INTEGER,
    before_deleted INTEGER,
    after_org_id INTEGER, after_distribution INTEGER, after_sharing_group_id INTEGER, after_embargo_until INTEGER, after_visible_until INTEGER,
    after_deleted INTEGER,
    writer INTEGER NOT NULL, org_id INTEGER NOT NULL DEFAULT 0);
INSERT INTO "change_log" VALUES(1,1,1,1,1,1,X'01010101010101010101010101010101',1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1);
INSERT INTO "change_log" VALUES(2,2,2,2,2,2,X'02020202020202020202020202020202',2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2);
INSERT INTO "change_log" VALUES(3,3,3,3,3,3,X'03030303030303030303030303030303',3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3);
CREATE TABLE claims (
    id INTEGER PRIMARY KEY, uuid BLOB NOT NULL, subject_type TEXT NOT NULL, subject_uuid BLOB NOT NULL, actor_cluster_uuid BLOB, actor_country TEXT NOT NULL DEFAULT '',
    actor_name TEXT NOT NULL DEFAULT '', relation INTEGER NOT NULL, claimant_org_id INTEGER NOT NULL DEFAULT 0, claimant_name TEXT NOT NULL DEFAULT '',
    reliability TEXT NOT NULL DEFAULT '', recorded_by INTEGER NOT NULL, recorded_at INTEGER NOT NULL, user_id INTEGER NOT NULL, stated_on TEXT NOT NULL,
    likelihood INTEGER NOT NULL, confidence INTEGER NOT NULL, status INTEGER NOT NULL, basis TEXT NOT NULL DEFAULT '', evidence TEXT NOT NULL DEFAULT '[]',
    distribution INTEGER NOT NULL, sharing_group_id INTEGER NOT NULL DEFAULT 0);
INSERT INTO "claims" VALUES(1,X'01010101010101010101010101010101','subject_type 1',X'01010101010101010101010101010101',X'01010101010101010101010101010101','actor_country 1','actor_name 1',1,1,'claimant_name 1','reliability 1',1,1,1,'stated_on 1',1,1,1,'basis 1','evidence 1',1,1);
INSERT INTO "claims" VALUES(2,X'02020202020202020202020202020202','subject_type 2',X'02020202020202020202020202020202',X'02020202020202020202020202020202','actor_country 2','actor_name 2',2,2,'claimant_name 2','reliability 2',2,2,2,'stated_on 2',2,2,2,'basis 2','evidence 2',2,2);
INSERT INTO "claims" VALUES(3,X'03030303030303030303030303030303','subject_type 3',X'03030303030303030303030303030303',X'03030303030303030303030303030303','actor_country 3','actor_name 3',3,3,'claimant_name 3','reliability 3',3,3,3,'stated_on 3',3,3,3,'basis 3','evidence 3',3,3);
CREATE TABLE correlation_exclusions (
    id INTEGER PRIMARY KEY, value TEXT NOT NULL UNIQUE, comment TEXT NOT NULL DEFAULT '', from_json INTEGER NOT NULL DEFAULT 0);
INSERT INTO "correlation_exclusions" VALUES(1,'value 1','comment 1',1);
INSERT INTO "correlation_exclusions" VALUES(2,'value 2','comment 2',2);
INSERT INTO "correlation_exclusions" VALUES(3,'value 3','comment 3',3);
CREATE TABLE decaying_models (
    id INTEGER PRIMARY KEY, uuid BLOB NOT NULL UNIQUE, name TEXT NOT NULL, parameters TEXT NOT NULL, attribute_types TEXT NOT NULL,
    description TEXT NOT NULL DEFAULT '', org_id INTEGER NOT NULL DEFAULT 0, enabled INTEGER NOT NULL DEFAULT 0,
    all_orgs INTEGER NOT NULL DEFAULT 1, ref TEXT NOT NULL, formula TEXT NOT NULL, version TEXT NOT NULL DEFAULT '',
    is_default INTEGER NOT NULL DEFAULT 1);
INSERT INTO "decaying_models" VALUES(1,X'01010101010101010101010101010101','name 1','parameters 1','attribute_types 1','description 1',1,1,1,'ref 1','formula 1','version 1',1);
INSERT INTO "decaying_models" VALUES(2,X'02020202020202020202020202020202','name 2','parameters 2','attribute_types 2','description 2',2,2,2,'ref 2','formula 2','version 2',2);
INSERT INTO "decaying_models" VALUES(3,X'03030303030303030303030303030303','name 3','parameters 3','attribute_types 3','description 3',3,3,3,'ref 3','formula 3','version 3',3);
CREATE TABLE event_blocklists (
    id INTEGER PRIMARY KEY, event_uuid BLOB NOT NULL UNIQUE, created INTEGER NOT NULL, event_info TEXT NOT NULL DEFAULT '',
    comment TEXT NOT NULL DEFAULT '', event_orgc TEXT NOT NULL DEFAULT '');
INSERT INTO "event_blocklists" VALUES(1,X'01010101010101010101010101010101',1,'event_info 1','comment 1','event_orgc 1');
INSERT INTO "event_blocklists" VALUES(2,X'02020202020202020202020202020202',2,'event_info 2','comment 2','event_orgc 2');
INSERT INTO "event_blocklists" VALUES(3,X'03030303030303030303030303030303',3,'event_info 3','comment 3','event_orgc 3');
CREATE TABLE event_delegations (
    id INTEGER PRIMARY KEY, event_id INTEGER NOT NULL UNIQUE, org_id INTEGER NOT NULL, requester_org_id INTEGER NOT NULL, requester_user_id INTEGER NOT NULL,
    message TEXT NOT NULL DEFAULT '', distribution INTEGER NOT NULL DEFAULT -1, sharing_group_id INTEGER NOT NULL DEFAULT 0,
    created INTEGER NOT NULL);
INSERT INTO "event_delegations" VALUES(1,1,1,1,1,'message 1',1,1,1);
INSERT INTO "event_delegations" VALUES(2,2,2,2,2,'message 2',2,2,2);
INSERT INTO "event_delegations" VALUES(3,3,3,3,3,'message 3',3,3,3);
CREATE TABLE event_reports (
    id INTEGER PRIMARY KEY, uuid BLOB NOT NULL UNIQUE, event_id INTEGER NOT NULL, name TEXT NOT NULL, content TEXT, distribution INTEGER NOT NULL,
    sharing_group_id INTEGER NOT NULL DEFAULT 0, timestamp INTEGER NOT NULL, deleted INTEGER NOT NULL DEFAULT 0);
INSERT INTO "event_reports" VALUES(1,X'01010101010101010101010101010101',1,'name 1','content 1',1,1,1,1);
INSERT INTO "event_reports" VALUES(2,X'02020202020202020202020202020202',2,'name 2','content 2',2,2,2,2);
INSERT INTO "event_reports" VALUES(3,X'03030303030303030303030303030303',3,'name 3','content 3',3,3,3,3);
CREATE TABLE event_tags (
    id INTEGER PRIMARY KEY, event_id INTEGER NOT NULL, tag_id INTEGER NOT NULL REFERENCES tags (id), local INTEGER NOT NULL DEFAULT 0,
    relationship_type TEXT NOT NULL DEFAULT '', UNIQUE (event_id, tag_id));
INSERT INTO "event_tags" VALUES(1,1,1,1,'relationship_type 1');
INSERT INTO "event_tags" VALUES(2,2,2,2,'relationship_type 2');
INSERT INTO "event_tags" VALUES(3,3,3,3,'relationship_type 3');
CREATE TABLE events (
    id INTEGER PRIMARY KEY, uuid BLOB NOT NULL UNIQUE, org_id INTEGER NOT NULL, orgc_id INTEGER NOT NULL, user_id INTEGER NOT NULL,
    distribution INTEGER NOT NULL, sharing_group_id INTEGER NOT NULL DEFAULT 0,
    published INTEGER NOT NULL DEFAULT 0, date TEXT NOT NULL, timestamp INTEGER NOT NULL,
    publish_timestamp INTEGER NOT NULL DEFAULT 0, sighting_timestamp INTEGER NOT NULL DEFAULT 0,
    threat_level_id INTEGER NOT NULL, analysis INTEGER NOT NULL, attribute_count INTEGER NOT NULL DEFAULT 0,
    locked INTEGER NOT NULL DEFAULT 0, proposal_email_lock INTEGER NOT NULL DEFAULT 0, disable_correlation INTEGER NOT NULL DEFAULT 0,
    protected INTEGER, extends_uuid BLOB, embargo_until INTEGER NOT NULL DEFAULT 0, visible_until INTEGER NOT NULL DEFAULT 0,
    info TEXT NOT NULL);
INSERT INTO "events" VALUES(1,X'01010101010101010101010101010101',1,1,1,1,1,1,'date 1',1,1,1,1,1,1,1,1,1,1,X'01010101010101010101010101010101',1,1,'info 1');
INSERT INTO "events" VALUES(2,X'02020202020202020202020202020202',2,2,2,2,2,2,'date 2',2,2,2,2,2,2,2,2,2,2,X'02020202020202020202020202020202',2,2,'info 2');
INSERT INTO "events" VALUES(3,X'03030303030303030303030303030303',3,3,3,3,3,3,'date 3',3,3,3,3,3,3,3,3,3,3,X'03030303030303030303030303030303',3,3,'info 3');
CREATE TABLE galaxies (
    id INTEGER PRIMARY KEY, uuid BLOB NOT NULL UNIQUE, name TEXT NOT NULL, type TEXT NOT NULL, description TEXT NOT NULL DEFAULT '', version INTEGER NOT NULL,
    icon TEXT NOT NULL DEFAULT '', namespace TEXT NOT NULL DEFAULT '', kill_chain_order TEXT, enabled INTEGER NOT NULL DEFAULT 1,
    local_only INTEGER NOT NULL DEFAULT 0);
INSERT INTO "galaxies" VALUES(1,X'01010101010101010101010101010101','name 1','type 1','description 1',1,'icon 1','namespace 1','kill_chain_order 1',1,1);
INSERT INTO "galaxies" VALUES(2,X'02020202020202020202020202020202','name 2','type 2','description 2',2,'icon 2','namespace 2','kill_chain_order 2',2,2);
INSERT INTO "galaxies" VALUES(3,X'03030303030303030303030303030303','name 3','type 3','description 3',3,'icon 3','namespace 3','kill_chain_order 3',3,3);
CREATE TABLE galaxy_cluster_blocklists (
    id INTEGER PRIMARY KEY, cluster_uuid BLOB NOT NULL UNIQUE, created INTEGER NOT NULL, cluster_info TEXT NOT NULL DEFAULT '',
    comment TEXT NOT NULL DEFAULT '', cluster_orgc TEXT NOT NULL DEFAULT '');
INSERT INTO "galaxy_cluster_blocklists" VALUES(1,X'01010101010101010101010101010101',1,'cluster_info 1','comment 1','cluster_orgc 1');
INSERT INTO "galaxy_cluster_blocklists" VALUES(2,X'02020202020202020202020202020202',2,'cluster_info 2','comment 2','cluster_orgc 2');
INSERT INTO "galaxy_cluster_blocklists" VALUES(3,X'03030303030303030303030303030303',3,'cluster_info 3','comment 3','cluster_orgc 3');
CREATE TABLE galaxy_cluster_relations (
    id INTEGER PRIMARY KEY, galaxy_cluster_id INTEGER NOT NULL REFERENCES galaxy_clusters (id) ON DELETE CASCADE, galaxy_cluster_uuid BLOB NOT NULL,
    referenced_uuid BLOB NOT NULL, type TEXT NOT NULL, distribution INTEGER NOT NULL, sharing_group_id INTEGER NOT NULL DEFAULT 0,
    is_default INTEGER NOT NULL, tags TEXT NOT NULL DEFAULT '[]');
INSERT INTO "galaxy_cluster_relations" VALUES(1,1,X'01010101010101010101010101010101',X'01010101010101010101010101010101','type 1',1,1,1,'tags 1');
INSERT INTO "galaxy_cluster_relations" VALUES(2,2,X'02020202020202020202020202020202',X'02020202020202020202020202020202','type 2',2,2,2,'tags 2');
INSERT INTO "galaxy_cluster_relations" VALUES(3,3,X'03030303030303030303030303030303',X'03030303030303030303030303030303','type 3',3,3,3,'tags 3');
CREATE TABLE galaxy_clusters (
    id INTEGER PRIMARY KEY, uuid BLOB NOT NULL, galaxy_id INTEGER NOT NULL REFERENCES galaxies (id) ON DELETE CASCADE, collection_uuid BLOB, type TEXT NOT NULL,
    value TEXT NOT NULL, tag_name TEXT NOT NULL, tag_key TEXT NOT NULL, description TEXT NOT NULL DEFAULT '', source TEXT NOT NULL DEFAULT '',
    authors TEXT NOT NULL, version INTEGER NOT NULL, distribution INTEGER NOT NULL, sharing_group_id INTEGER NOT NULL DEFAULT 0,
    org_id INTEGER NOT NULL DEFAULT 0, orgc_id INTEGER NOT NULL DEFAULT 0, is_default INTEGER NOT NULL, locked INTEGER NOT NULL DEFAULT 0,
    extends_uuid BLOB, extends_version INTEGER NOT NULL DEFAULT 0, published INTEGER NOT NULL DEFAULT 0, deleted INTEGER NOT NULL DEFAULT 0,
    elements TEXT NOT NULL, first_element_id INTEGER NOT NULL, UNIQUE (galaxy_id, uuid));
INSERT INTO "galaxy_clusters" VALUES(1,X'01010101010101010101010101010101',1,X'01010101010101010101010101010101','type 1','value 1','tag_name 1','tag_key 1','description 1','source 1','authors 1',1,1,1,1,1,1,1,X'01010101010101010101010101010101',1,1,1,'elements 1',1);
INSERT INTO "galaxy_clusters" VALUES(2,X'02020202020202020202020202020202',2,X'02020202020202020202020202020202','type 2','value 2','tag_name 2','tag_key 2','description 2','source 2','authors 2',2,2,2,2,2,2,2,X'02020202020202020202020202020202',2,2,2,'elements 2',2);
INSERT INTO "galaxy_clusters" VALUES(3,X'03030303030303030303030303030303',3,X'03030303030303030303030303030303','type 3','value 3','tag_name 3','tag_key 3','description 3','source 3','authors 3',3,3,3,3,3,3,3,X'03030303030303030303030303030303',3,3,3,'elements 3',3);
CREATE TABLE inbox (
    id INTEGER PRIMARY KEY, uuid BLOB NOT NULL UNIQUE, title TEXT NOT NULL, type TEXT NOT NULL, ip TEXT NOT NULL DEFAULT '', user_agent TEXT NOT NULL DEFAULT '',
    user_agent_sha256 TEXT NOT NULL DEFAULT '', comment TEXT NOT NULL DEFAULT '', timestamp INTEGER NOT NULL, data TEXT NOT NULL);
INSERT INTO "inbox" VALUES(1,X'01010101010101010101010101010101','title 1','type 1','ip 1','user_agent 1','user_agent_sha256 1','comment 1',1,'data 1');
INSERT INTO "inbox" VALUES(2,X'02020202020202020202020202020202','title 2','type 2','ip 2','user_agent 2','user_agent_sha256 2','comment 2',2,'data 2');
INSERT INTO "inbox" VALUES(3,X'03030303030303030303030303030303','title 3','type 3','ip 3','user_agent 3','user_agent_sha256 3','comment 3',3,'data 3');
CREATE TABLE library_files (kind INTEGER NOT NULL, name TEXT NOT NULL, digest BLOB NOT NULL, PRIMARY KEY (kind, name));
INSERT INTO "library_files" VALUES(1,'name 1',X'01010101010101010101010101010101');
INSERT INTO "library_files" VALUES(2,'name 2',X'02020202020202020202020202020202');
INSERT INTO "library_files" VALUES(3,'name 3',X'03030303030303030303030303030303');
CREATE TABLE meta (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT;
INSERT INTO "meta" VALUES('schema_version','8');
CREATE TABLE noticelists (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, expanded_name TEXT NOT NULL DEFAULT '', ref TEXT NOT NULL, geographical_area TEXT NOT NULL,
    version INTEGER NOT NULL, enabled INTEGER NOT NULL DEFAULT 0, entries TEXT NOT NULL, first_entry_id INTEGER NOT NULL);
INSERT INTO "noticelists" VALUES(1,'name 1','expanded_name 1','ref 1','geographical_area 1',1,1,'entries 1',1);
INSERT INTO "noticelists" VALUES(2,'name 2','expanded_name 2','ref 2','geographical_area 2',2,2,'entries 2',2);
INSERT INTO "noticelists" VALUES(3,'name 3','expanded_name 3','ref 3','geographical_area 3',3,3,'entries 3',3);
CREATE TABLE object_references (
    id INTEGER PRIMARY KEY, uuid BLOB NOT NULL UNIQUE, timestamp INTEGER NOT NULL, object_id INTEGER NOT NULL, event_id INTEGER NOT NULL,
    source_uuid BLOB NOT NULL, referenced_uuid BLOB NOT NULL, referenced_id INTEGER NOT NULL DEFAULT 0,
    referenced_type INTEGER NOT NULL DEFAULT 0, relationship_type TEXT NOT NULL DEFAULT '', comment TEXT NOT NULL DEFAULT '',
    deleted INTEGER NOT NULL DEFAULT 0);
INSERT INTO "object_references" VALUES(1,X'01010101010101010101010101010101',1,1,1,X'01010101010101010101010101010101',X'01010101010101010101010101010101',1,1,'relationship_type 1','comment 1',1);
INSERT INTO "object_references" VALUES(2,X'02020202020202020202020202020202',2,2,2,X'02020202020202020202020202020202',X'02020202020202020202020202020202',2,2,'relationship_type 2','comment 2',2);
INSERT INTO "object_references" VALUES(3,X'03030303030303030303030303030303',3,3,3,X'03030303030303030303030303030303',X'03030303030303030303030303030303',3,3,'relationship_type 3','comment 3',3);
CREATE TABLE object_templates (
    id INTEGER PRIMARY KEY, uuid BLOB NOT NULL UNIQUE, name TEXT NOT NULL, meta_category TEXT NOT NULL DEFAULT '', description TEXT NOT NULL DEFAULT '',
    version INTEGER NOT NULL, requirements TEXT NOT NULL, active INTEGER NOT NULL DEFAULT 1, first_element_id INTEGER NOT NULL,
    definition TEXT NOT NULL);
INSERT INTO "object_templates" VALUES(1,X'01010101010101010101010101010101','name 1','meta_category 1','description 1',1,'requirements 1',1,1,'definition 1');
INSERT INTO "object_templates" VALUES(2,X'02020202020202020202020202020202','name 2','meta_category 2','description 2',2,'requirements 2',2,2,'definition 2');
INSERT INTO "object_templates" VALUES(3,X'03030303030303030303030303030303','name 3','meta_category 3','description 3',3,'requirements 3',3,3,'definition 3');
CREATE TABLE objects (
    id INTEGER PRIMARY KEY, event_id INTEGER NOT NULL, uuid BLOB NOT NULL UNIQUE, name TEXT NOT NULL, meta_category TEXT NOT NULL DEFAULT '',
    description TEXT NOT NULL DEFAULT '', template_uuid BLOB, template_version INTEGER NOT NULL DEFAULT 0, timestamp INTEGER NOT NULL,
    distribution INTEGER NOT NULL, sharing_group_id INTEGER NOT NULL DEFAULT 0, comment TEXT NOT NULL DEFAULT '',
    deleted INTEGER NOT NULL DEFAULT 0, first_seen INTEGER, last_seen INTEGER);
INSERT INTO "objects" VALUES(1,1,X'01010101010101010101010101010101','name 1','meta_category 1','description 1',X'01010101010101010101010101010101',1,1,1,1,'comment 1',1,1,1);
INSERT INTO "objects" VALUES(2,2,X'02020202020202020202020202020202','name 2','meta_category 2','description 2',X'02020202020202020202020202020202',2,2,2,2,'comment 2',2,2,2);
INSERT INTO "objects" VALUES(3,3,X'03030303030303030303030303030303','name 3','meta_category 3','description 3',X'03030303030303030303030303030303',3,3,3,3,'comment 3',3,3,3);
CREATE TABLE org_blocklists (
    id INTEGER PRIMARY KEY, org_uuid BLOB NOT NULL UNIQUE, created INTEGER NOT NULL, org_name TEXT NOT NULL DEFAULT '', comment TEXT NOT NULL DEFAULT '');
INSERT INTO "org_blocklists" VALUES(1,X'01010101010101010101010101010101',1,'org_name 1','comment 1');
INSERT INTO "org_blocklists" VALUES(2,X'02020202020202020202020202020202',2,'org_name 2','comment 2');
INSERT INTO "org_blocklists" VALUES(3,X'03030303030303030303030303030303',3,'org_name 3','comment 3');
CREATE TABLE organisations (
    id INTEGER PRIMARY KEY, uuid BLOB NOT NULL UNIQUE, name TEXT NOT NULL, name_key TEXT NOT NULL UNIQUE,
    description TEXT, type TEXT NOT NULL DEFAULT '', nationality TEXT NOT NULL DEFAULT '', sector TEXT NOT NULL DEFAULT '',
    created_by INTEGER NOT NULL DEFAULT 0, contacts TEXT, local INTEGER NOT NULL DEFAULT 0, restricted_to_domain TEXT, landingpage TEXT,
    date_created INTEGER NOT NULL, date_modified INTEGER NOT NULL);
INSERT INTO "organisations" VALUES(1,X'01010101010101010101010101010101','name 1','name_key 1','description 1','type 1','nationality 1','sector 1',1,'contacts 1',1,'restricted_to_domain 1','landingpage 1',1,1);
INSERT INTO "organisations" VALUES(2,X'02020202020202020202020202020202','name 2','name_key 2','description 2','type 2','nationality 2','sector 2',2,'contacts 2',2,'restricted_to_domain 2','landingpage 2',2,2);
INSERT INTO "organisations" VALUES(3,X'03030303030303030303030303030303','name 3','name_key 3','description 3','type 3','nationality 3','sector 3',3,'contacts 3',3,'restricted_to_domain 3','landingpage 3',3,3);
CREATE TABLE report_sources (
    report_id INTEGER PRIMARY KEY, source_url TEXT NOT NULL DEFAULT '', form TEXT NOT NULL, charset TEXT NOT NULL DEFAULT '',
    language TEXT NOT NULL DEFAULT '', published TEXT NOT NULL DEFAULT '', title TEXT NOT NULL DEFAULT '', found_published TEXT NOT NULL DEFAULT '', org_id INTEGER NOT NULL,
    size INTEGER NOT NULL, original BLOB, created INTEGER NOT NULL, learnt BLOB);
INSERT INTO "report_sources" VALUES(1,'source_url 1','form 1','charset 1','language 1','published 1','title 1','found_published 1',1,1,X'01010101010101010101010101010101',1,X'01010101010101010101010101010101');
INSERT INTO "report_sources" VALUES(2,'source_url 2','form 2','charset 2','language 2','published 2','title 2','found_published 2',2,2,X'02020202020202020202020202020202',2,X'02020202020202020202020202020202');
INSERT INTO "report_sources" VALUES(3,'source_url 3','form 3','charset 3','language 3','published 3','title 3','found_published 3',3,3,X'03030303030303030303030303030303',3,X'03030303030303030303030303030303');
CREATE TABLE roles (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, permissions INTEGER NOT NULL, default_role INTEGER NOT NULL DEFAULT 0,
    memory_limit TEXT NOT NULL DEFAULT '', max_execution_time TEXT NOT NULL DEFAULT '', restricted_to_site_admin INTEGER NOT NULL DEFAULT 0,
    enforce_rate_limit INTEGER NOT NULL DEFAULT 0, rate_limit_count INTEGER NOT NULL DEFAULT 0,
    created INTEGER NOT NULL, modified INTEGER NOT NULL);
INSERT INTO "roles" VALUES(1,'name 1',1,1,'memory_limit 1','max_execution_time 1',1,1,1,1,1);
INSERT INTO "roles" VALUES(2,'name 2',2,2,'memory_limit 2','max_execution_time 2',2,2,2,2,2);
INSERT INTO "roles" VALUES(3,'name 3',3,3,'memory_limit 3','max_execution_time 3',3,3,3,3,3);
CREATE TABLE sequences (name TEXT PRIMARY KEY, next_id INTEGER NOT NULL);
INSERT INTO "sequences" VALUES('name 1',1);
INSERT INTO "sequences" VALUES('name 2',2);
INSERT INTO "sequences" VALUES('name 3',3);
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO "settings" VALUES('name 1','value 1');
INSERT INTO "settings" VALUES('name 2','value 2');
INSERT INTO "settings" VALUES('name 3','value 3');
CREATE TABLE shadow_attributes (
    id INTEGER PRIMARY KEY, old_id INTEGER NOT NULL DEFAULT 0, event_id INTEGER NOT NULL, type INTEGER NOT NULL, category INTEGER NOT NULL,
    value1 TEXT NOT NULL, value2 TEXT NOT NULL DEFAULT '', to_ids INTEGER NOT NULL, uuid BLOB NOT NULL, org_id INTEGER NOT NULL,
    email TEXT NOT NULL DEFAULT '', user_id INTEGER NOT NULL, event_org_id INTEGER NOT NULL, event_uuid BLOB NOT NULL,
    comment TEXT NOT NULL DEFAULT '', deleted INTEGER NOT NULL DEFAULT 0, timestamp INTEGER NOT NULL,
    proposal_to_delete INTEGER NOT NULL DEFAULT 0, disable_correlation INTEGER NOT NULL DEFAULT 0, first_seen INTEGER, last_seen INTEGER);
INSERT INTO "shadow_attributes" VALUES(1,1,1,1,1,'value1 1','value2 1',1,X'01010101010101010101010101010101',1,'email 1',1,1,X'01010101010101010101010101010101','comment 1',1,1,1,1,1,1);
INSERT INTO "shadow_attributes" VALUES(2,2,2,2,2,'value1 2','value2 2',2,X'02020202020202020202020202020202',2,'email 2',2,2,X'02020202020202020202020202020202','comment 2',2,2,2,2,2,2);
INSERT INTO "shadow_attributes" VALUES(3,3,3,3,3,'value1 3','value2 3',3,X'03030303030303030303030303030303',3,'email 3',3,3,X'03030303030303030303030303030303','comment 3',3,3,3,3,3,3);
CREATE TABLE sharing_group_orgs (
    id INTEGER PRIMARY KEY, sharing_group_id INTEGER NOT NULL REFERENCES sharing_groups (id) ON DELETE CASCADE,
    org_id INTEGER NOT NULL REFERENCES organisations (id), extend INTEGER NOT NULL DEFAULT 0, UNIQUE (sharing_group_id, org_id));
INSERT INTO "sharing_group_orgs" VALUES(1,1,1,1);
INSERT INTO "sharing_group_orgs" VALUES(2,2,2,2);
INSERT INTO "sharing_group_orgs" VALUES(3,3,3,3);
CREATE TABLE sharing_group_servers (
    id INTEGER PRIMARY KEY, sharing_group_id INTEGER NOT NULL REFERENCES sharing_groups (id) ON DELETE CASCADE, server_id INTEGER NOT NULL,
    all_orgs INTEGER NOT NULL DEFAULT 0, UNIQUE (sharing_group_id, server_id));
INSERT INTO "sharing_group_servers" VALUES(1,1,1,1);
INSERT INTO "sharing_group_servers" VALUES(2,2,2,2);
INSERT INTO "sharing_group_servers" VALUES(3,3,3,3);
CREATE TABLE sharing_groups (
    id INTEGER PRIMARY KEY, uuid BLOB NOT NULL UNIQUE, name TEXT NOT NULL, name_key TEXT NOT NULL UNIQUE, releasability TEXT NOT NULL DEFAULT '',
    description TEXT NOT NULL DEFAULT '', organisation_uuid BLOB, org_id INTEGER NOT NULL, sync_user_id INTEGER NOT NULL DEFAULT 0,
    active INTEGER NOT NULL DEFAULT 1, created INTEGER NOT NULL, modified INTEGER NOT NULL, local INTEGER NOT NULL DEFAULT 1,
    roaming INTEGER NOT NULL DEFAULT 0);
INSERT INTO "sharing_groups" VALUES(1,X'01010101010101010101010101010101','name 1','name_key 1','releasability 1','description 1',X'01010101010101010101010101010101',1,1,1,1,1,1,1);
INSERT INTO "sharing_groups" VALUES(2,X'02020202020202020202020202020202','name 2','name_key 2','releasability 2','description 2',X'02020202020202020202020202020202',2,2,2,2,2,2,2);
INSERT INTO "sharing_groups" VALUES(3,X'03030303030303030303030303030303','name 3','name_key 3','releasability 3','description 3',X'03030303030303030303030303030303',3,3,3,3,3,3,3);
CREATE TABLE sightings (
    id INTEGER PRIMARY KEY, uuid BLOB NOT NULL UNIQUE, attribute_id INTEGER NOT NULL, event_id INTEGER NOT NULL, org_id INTEGER NOT NULL,
    date_sighting INTEGER NOT NULL, source TEXT NOT NULL DEFAULT '', type INTEGER NOT NULL DEFAULT 0);
INSERT INTO "sightings" VALUES(1,X'01010101010101010101010101010101',1,1,1,1,'source 1',1);
INSERT INTO "sightings" VALUES(2,X'02020202020202020202020202020202',2,2,2,2,'source 2',2);
INSERT INTO "sightings" VALUES(3,X'03030303030303030303030303030303',3,3,3,3,'source 3',3);
CREATE TABLE signing_keys (
    id INTEGER PRIMARY KEY, org_id INTEGER NOT NULL, public_key BLOB NOT NULL UNIQUE, previous BLOB, rotation BLOB, created INTEGER NOT NULL, retired INTEGER NOT NULL DEFAULT 0);
INSERT INTO "signing_keys" VALUES(1,1,X'01010101010101010101010101010101',X'01010101010101010101010101010101',X'01010101010101010101010101010101',1,1);
INSERT INTO "signing_keys" VALUES(2,2,X'02020202020202020202020202020202',X'02020202020202020202020202020202',X'02020202020202020202020202020202',2,2);
INSERT INTO "signing_keys" VALUES(3,3,X'03030303030303030303030303030303',X'03030303030303030303030303030303',X'03030303030303030303030303030303',3,3);
CREATE TABLE source_reports (report_id INTEGER PRIMARY KEY, source TEXT NOT NULL, day INTEGER NOT NULL, lines BLOB NOT NULL);
INSERT INTO "source_reports" VALUES(1,'source 1',1,X'01010101010101010101010101010101');
INSERT INTO "source_reports" VALUES(2,'source 2',2,X'02020202020202020202020202020202');
INSERT INTO "source_reports" VALUES(3,'source 3',3,X'03030303030303030303030303030303');
CREATE TABLE story_keys (key INTEGER NOT NULL, day INTEGER NOT NULL, part_id INTEGER NOT NULL, PRIMARY KEY (key, day, part_id)) WITHOUT ROWID;
INSERT INTO "story_keys" VALUES(1,1,1);
INSERT INTO "story_keys" VALUES(2,2,2);
INSERT INTO "story_keys" VALUES(3,3,3);
CREATE TABLE story_links (
    id INTEGER PRIMARY KEY, a INTEGER NOT NULL, b INTEGER NOT NULL, kind INTEGER NOT NULL, score INTEGER NOT NULL, made INTEGER NOT NULL, ended INTEGER NOT NULL DEFAULT 0);
INSERT INTO "story_links" VALUES(1,1,1,1,1,1,1);
INSERT INTO "story_links" VALUES(2,2,2,2,2,2,2);
INSERT INTO "story_links" VALUES(3,3,3,3,3,3,3);
CREATE TABLE story_parts (
    id INTEGER PRIMARY KEY, uuid BLOB NOT NULL, report_id INTEGER NOT NULL, event_id INTEGER NOT NULL, item INTEGER NOT NULL, from_day INTEGER, to_day INTEGER,
    day INTEGER NOT NULL, made INTEGER NOT NULL, ended INTEGER NOT NULL DEFAULT 0, trace BLOB NOT NULL, brief BLOB NOT NULL);
INSERT INTO "story_parts" VALUES(1,X'01010101010101010101010101010101',1,1,1,1,1,1,1,1,X'01010101010101010101010101010101',X'01010101010101010101010101010101');
INSERT INTO "story_parts" VALUES(2,X'02020202020202020202020202020202',2,2,2,2,2,2,2,2,X'02020202020202020202020202020202',X'02020202020202020202020202020202');
INSERT INTO "story_parts" VALUES(3,X'03030303030303030303030303030303',3,3,3,3,3,3,3,3,X'03030303030303030303030303030303',X'03030303030303030303030303030303');
CREATE TABLE subscriptions (
    id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL, period TEXT NOT NULL, format TEXT NOT NULL, next_at INTEGER NOT NULL, last_at INTEGER NOT NULL DEFAULT 0,
    failures INTEGER NOT NULL DEFAULT 0, created INTEGER NOT NULL);
INSERT INTO "subscriptions" VALUES(1,1,'period 1','format 1',1,1,1,1);
INSERT INTO "subscriptions" VALUES(2,2,'period 2','format 2',2,2,2,2);
INSERT INTO "subscriptions" VALUES(3,3,'period 3','format 3',3,3,3,3);
CREATE TABLE tags (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, name_key TEXT NOT NULL UNIQUE, colour TEXT NOT NULL, exportable INTEGER NOT NULL DEFAULT 1,
    org_id INTEGER NOT NULL DEFAULT 0, user_id INTEGER NOT NULL DEFAULT 0, hide_tag INTEGER NOT NULL DEFAULT 0, numerical_value INTEGER,
    is_galaxy INTEGER NOT NULL DEFAULT 0, is_custom_galaxy INTEGER NOT NULL DEFAULT 0, local_only INTEGER NOT NULL DEFAULT 0);
INSERT INTO "tags" VALUES(1,'name 1','name_key 1','colour 1',1,1,1,1,1,1,1,1);
INSERT INTO "tags" VALUES(2,'name 2','name_key 2','colour 2',2,2,2,2,2,2,2,2);
INSERT INTO "tags" VALUES(3,'name 3','name_key 3','colour 3',3,3,3,3,3,3,3,3);
CREATE TABLE taxonomies (
    id INTEGER PRIMARY KEY, namespace TEXT NOT NULL UNIQUE, description TEXT NOT NULL DEFAULT '', version INTEGER NOT NULL, enabled INTEGER NOT NULL DEFAULT 0,
    exclusive INTEGER NOT NULL DEFAULT 0, required INTEGER NOT NULL DEFAULT 0, highlighted INTEGER NOT NULL DEFAULT 0,
    entry_count INTEGER NOT NULL DEFAULT 0);
INSERT INTO "taxonomies" VALUES(1,'namespace 1','description 1',1,1,1,1,1,1);
INSERT INTO "taxonomies" VALUES(2,'namespace 2','description 2',2,2,2,2,2,2);
INSERT INTO "taxonomies" VALUES(3,'namespace 3','description 3',3,3,3,3,3,3);
CREATE TABLE taxonomy_entries (
    id INTEGER PRIMARY KEY, taxonomy_id INTEGER NOT NULL REFERENCES taxonomies (id) ON DELETE CASCADE, tag TEXT NOT NULL, tag_key TEXT NOT NULL,
    expanded TEXT, description TEXT, colour TEXT, numerical_value INTEGER, exclusive INTEGER);
INSERT INTO "taxonomy_entries" VALUES(1,1,'tag 1','tag_key 1','expanded 1','description 1','colour 1',1,1);
INSERT INTO "taxonomy_entries" VALUES(2,2,'tag 2','tag_key 2','expanded 2','description 2','colour 2',2,2);
INSERT INTO "taxonomy_entries" VALUES(3,3,'tag 3','tag_key 3','expanded 3','description 3','colour 3',3,3);
CREATE TABLE user_settings (
    id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE, setting TEXT NOT NULL, value TEXT NOT NULL,
    timestamp INTEGER NOT NULL, UNIQUE (user_id, setting));
INSERT INTO "user_settings" VALUES(1,1,'setting 1','value 1',1);
INSERT INTO "user_settings" VALUES(2,2,'setting 2','value 2',2);
INSERT INTO "user_settings" VALUES(3,3,'setting 3','value 3',3);
CREATE TABLE users (
    id INTEGER PRIMARY KEY, org_id INTEGER NOT NULL REFERENCES organisations (id), role_id INTEGER NOT NULL REFERENCES roles (id),
    email TEXT NOT NULL, email_key TEXT NOT NULL UNIQUE, password TEXT,
    autoalert INTEGER NOT NULL DEFAULT 0, contactalert INTEGER NOT NULL DEFAULT 0, invited_by INTEGER NOT NULL DEFAULT 0,
    gpgkey TEXT, certif_public TEXT, nids_sid INTEGER NOT NULL DEFAULT 0, termsaccepted INTEGER NOT NULL DEFAULT 0,
    newsread INTEGER NOT NULL DEFAULT 0, change_pw INTEGER NOT NULL DEFAULT 0, disabled INTEGER NOT NULL DEFAULT 0,
    expiration INTEGER, current_login INTEGER NOT NULL DEFAULT 0, last_login INTEGER NOT NULL DEFAULT 0,
    force_logout INTEGER NOT NULL DEFAULT 0, last_api_access INTEGER NOT NULL DEFAULT 0, last_pw_change INTEGER,
    notification_daily INTEGER NOT NULL DEFAULT 0, notification_weekly INTEGER NOT NULL DEFAULT 0, notification_monthly INTEGER NOT NULL DEFAULT 0,
    date_created INTEGER NOT NULL, date_modified INTEGER NOT NULL);
INSERT INTO "users" VALUES(1,1,1,'email 1','email_key 1','password 1',1,1,1,'gpgkey 1','certif_public 1',1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1);
INSERT INTO "users" VALUES(2,2,2,'email 2','email_key 2','password 2',2,2,2,'gpgkey 2','certif_public 2',2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2);
INSERT INTO "users" VALUES(3,3,3,'email 3','email_key 3','password 3',3,3,3,'gpgkey 3','certif_public 3',3,3,3,3,3,3,3,3,3,3,3,3,3,3,3,3);
CREATE TABLE warninglists (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, type TEXT NOT NULL, description TEXT NOT NULL DEFAULT '', version INTEGER NOT NULL,
    enabled INTEGER NOT NULL DEFAULT 0, category TEXT NOT NULL DEFAULT 'false_positive', revision INTEGER NOT NULL,
    attribute_types TEXT NOT NULL, first_type_id INTEGER NOT NULL, entries TEXT NOT NULL, entry_count INTEGER NOT NULL,
    first_entry_id INTEGER NOT NULL);
INSERT INTO "warninglists" VALUES(1,'name 1','type 1','description 1',1,1,'category 1',1,'attribute_types 1',1,'entries 1',1,1);
INSERT INTO "warninglists" VALUES(2,'name 2','type 2','description 2',2,2,'category 2',2,'attribute_types 2',2,'entries 2',2,2);
INSERT INTO "warninglists" VALUES(3,'name 3','type 3','description 3',3,3,'category 3',3,'attribute_types 3',3,'entries 3',3,3);
CREATE INDEX auth_key_user ON auth_keys (user_id);
CREATE INDEX sharing_group_org ON sharing_group_orgs (org_id);
CREATE INDEX event_timestamp ON events (timestamp);
CREATE INDEX event_publish_timestamp ON events (publish_timestamp);
CREATE INDEX event_org ON events (org_id);
CREATE INDEX event_orgc ON events (orgc_id);
CREATE INDEX event_date ON events (date);
CREATE INDEX event_extends ON events (extends_uuid) WHERE extends_uuid IS NOT NULL;
CREATE INDEX attribute_event ON attributes (event_id);
CREATE INDEX attribute_object ON attributes (object_id) WHERE object_id <> 0;
CREATE INDEX attribute_timestamp ON attributes (timestamp);
CREATE INDEX attribute_type ON attributes (type);
CREATE INDEX object_event ON objects (event_id);
CREATE INDEX object_timestamp ON objects (timestamp);
CREATE INDEX object_reference_event ON object_references (event_id);
CREATE INDEX object_reference_object ON object_references (object_id);
CREATE INDEX event_tag ON event_tags (tag_id);
CREATE INDEX attribute_tag_event ON attribute_tags (event_id);
CREATE INDEX attribute_tag ON attribute_tags (tag_id);
CREATE INDEX sighting_attribute ON sightings (attribute_id);
CREATE INDEX sighting_event ON sightings (event_id);
CREATE INDEX sighting_date ON sightings (date_sighting);
CREATE INDEX shadow_attribute_event ON shadow_attributes (event_id);
CREATE INDEX shadow_attribute_old ON shadow_attributes (old_id);
CREATE INDEX event_report_event ON event_reports (event_id);
CREATE INDEX audit_created ON audit_log (created);
CREATE INDEX audit_model ON audit_log (model, model_id);
CREATE INDEX object_template_name ON object_templates (name);
CREATE INDEX taxonomy_entry_taxonomy ON taxonomy_entries (taxonomy_id);
CREATE INDEX taxonomy_entry_tag ON taxonomy_entries (tag_key);
CREATE INDEX galaxy_type ON galaxies (type);
CREATE INDEX galaxy_cluster_uuid ON galaxy_clusters (uuid);
CREATE INDEX galaxy_cluster_tag ON galaxy_clusters (tag_key);
CREATE INDEX galaxy_cluster_relation_cluster ON galaxy_cluster_relations (galaxy_cluster_id);
CREATE INDEX galaxy_cluster_relation_target ON galaxy_cluster_relations (referenced_uuid);
CREATE INDEX attribute_restricted ON attributes (event_id) WHERE distribution IN (0, 4);
CREATE INDEX object_restricted ON objects (event_id) WHERE distribution IN (0, 4);
CREATE INDEX report_source_org ON report_sources (org_id);
CREATE INDEX story_part_uuid ON story_parts (uuid);
CREATE INDEX story_part_event ON story_parts (event_id);
CREATE INDEX story_part_report ON story_parts (report_id);
CREATE INDEX story_part_day ON story_parts (day, from_day);
CREATE INDEX story_link_a ON story_links (a);
CREATE INDEX story_link_b ON story_links (b);
CREATE UNIQUE INDEX subscription_user_period ON subscriptions (user_id, period);
CREATE UNIQUE INDEX agreement_entry_place ON agreement_entries (agreement_id, chain, seq);
CREATE INDEX signing_key_org ON signing_keys (org_id);
CREATE INDEX analyst_data_object ON analyst_data (object_uuid);
CREATE INDEX analyst_data_related ON analyst_data (related_uuid);
CREATE INDEX analyst_data_claim ON analyst_data (claim_uuid);
CREATE INDEX claim_series ON claims (uuid, id);
CREATE INDEX claim_subject ON claims (subject_uuid);
CREATE INDEX event_embargo ON events (embargo_until) WHERE embargo_until > 0;
CREATE INDEX event_visible_until ON events (visible_until) WHERE visible_until > 0;
CREATE INDEX change_event ON change_log (event_id, id);
CREATE INDEX change_scope ON change_log (id) WHERE action = 4 OR kind = 14;
CREATE INDEX change_item ON change_log (kind, first_id, id) WHERE action IN (2, 3);
CREATE INDEX change_added ON change_log (kind, id) WHERE action = 1;
CREATE INDEX change_group ON change_log (before_sharing_group_id, event_id, id) WHERE before_distribution = 4;
CREATE INDEX event_shared ON events (sharing_group_id) WHERE distribution = 4;
CREATE INDEX attribute_shared ON attributes (sharing_group_id, event_id) WHERE distribution = 4;
CREATE INDEX object_shared ON objects (sharing_group_id, event_id) WHERE distribution = 4;
CREATE INDEX event_report_shared ON event_reports (sharing_group_id, event_id) WHERE distribution = 4;
CREATE INDEX source_report_source ON source_reports (source, report_id);
COMMIT;
