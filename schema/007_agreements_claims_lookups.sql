-- Agreements (spec alliance, section 1; src/model/agreement.h). An agreement is its history: entries are only ever added. chain 0 is the main one; else the
-- organisation of the hidden observer whose annex it is. terms: the canonical JSON of a proposed version; text: its Markdown.
CREATE TABLE agreements (
    id ID, uuid BLOB NOT NULL UNIQUE, sharing_group_id INTEGER NOT NULL UNIQUE, owner_org_id INTEGER NOT NULL, created INTEGER NOT NULL);
CREATE TABLE agreement_entries (
    id ID, agreement_id INTEGER NOT NULL, chain INTEGER NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL, act INTEGER NOT NULL, org_uuid BLOB NOT NULL,
    version INTEGER NOT NULL, subject_uuid BLOB, role INTEGER NOT NULL DEFAULT 0, terms TEXT, text TEXT, public_key BLOB, signature BLOB,
    previous BLOB NOT NULL, hash BLOB NOT NULL);
CREATE UNIQUE INDEX agreement_entry_place ON agreement_entries (agreement_id, chain, seq);
-- Public keys with which organisations sign. previous and rotation: of the key before, which signed this one; NULL for the first.
CREATE TABLE signing_keys (
    id ID, org_id INTEGER NOT NULL, public_key BLOB NOT NULL UNIQUE, previous BLOB, rotation BLOB, created INTEGER NOT NULL, retired INTEGER NOT NULL DEFAULT 0);
CREATE INDEX signing_key_org ON signing_keys (org_id);

-- Notes, opinions and relationships (spec api, section 2.5). kind: 1 note, 2 opinion, 3 relationship. text: the note, or the opinion's comment.
-- anchored: its author saw what it is about, so who does not see that sees nothing of it.
CREATE TABLE analyst_data (
    id ID, kind INTEGER NOT NULL, uuid BLOB NOT NULL UNIQUE, object_type TEXT NOT NULL, object_uuid BLOB NOT NULL, authors TEXT NOT NULL DEFAULT '',
    org_id INTEGER NOT NULL, orgc_id INTEGER NOT NULL, created INTEGER NOT NULL, modified INTEGER NOT NULL, distribution INTEGER NOT NULL,
    sharing_group_id INTEGER NOT NULL DEFAULT 0, locked INTEGER NOT NULL DEFAULT 0, text TEXT NOT NULL DEFAULT '', language TEXT NOT NULL DEFAULT '',
    opinion INTEGER NOT NULL DEFAULT 0, relationship_type TEXT NOT NULL DEFAULT '', related_type TEXT NOT NULL DEFAULT '', related_uuid BLOB,
    claim_uuid BLOB, anchored INTEGER NOT NULL DEFAULT 0);
CREATE INDEX analyst_data_object ON analyst_data (object_uuid);
CREATE INDEX analyst_data_related ON analyst_data (related_uuid);
CREATE INDEX analyst_data_claim ON analyst_data (claim_uuid);
CREATE TABLE analyst_data_blocklists (
    id ID, uuid BLOB NOT NULL UNIQUE, created INTEGER NOT NULL, info TEXT NOT NULL DEFAULT '', comment TEXT NOT NULL DEFAULT '',
    orgc TEXT NOT NULL DEFAULT '');

-- Claims of attribution (spec alliance, section 2): append-only. A series is one uuid; the row with the highest id is what it says now.
-- claimant_org_id 0: an outside source, by name. distribution 5: as its subject.
CREATE TABLE claims (
    id ID, uuid BLOB NOT NULL, subject_type TEXT NOT NULL, subject_uuid BLOB NOT NULL, actor_cluster_uuid BLOB, actor_country TEXT NOT NULL DEFAULT '',
    actor_name TEXT NOT NULL DEFAULT '', relation INTEGER NOT NULL, claimant_org_id INTEGER NOT NULL DEFAULT 0, claimant_name TEXT NOT NULL DEFAULT '',
    reliability TEXT NOT NULL DEFAULT '', recorded_by INTEGER NOT NULL, recorded_at INTEGER NOT NULL, user_id INTEGER NOT NULL, stated_on TEXT NOT NULL,
    likelihood INTEGER NOT NULL, confidence INTEGER NOT NULL, status INTEGER NOT NULL, basis TEXT NOT NULL DEFAULT '', evidence TEXT NOT NULL DEFAULT '[]',
    distribution INTEGER NOT NULL, sharing_group_id INTEGER NOT NULL DEFAULT 0);
CREATE INDEX claim_series ON claims (uuid, id);
CREATE INDEX claim_subject ON claims (subject_uuid);

-- Who sees by the clock: instants of embargoes, so that the next one is found at once.
CREATE INDEX event_embargo ON events (embargo_until) WHERE embargo_until > 0;
CREATE INDEX event_visible_until ON events (visible_until) WHERE visible_until > 0;
-- A scope row names the organisation that is concerned; 0: all for whom the group opened or closed.
ALTER TABLE change_log ADD COLUMN org_id INTEGER NOT NULL DEFAULT 0;
CREATE INDEX change_event ON change_log (event_id, id);

-- The change stream reads the log by more than its order. The rows that change who sees what by its groups; the first change of a thing after a place of
-- the log (what it was there); which things came after a place; what was shared with a group once.
CREATE INDEX change_scope ON change_log (id) WHERE action = 4 OR kind = 14;
CREATE INDEX change_item ON change_log (kind, first_id, id) WHERE action IN (2, 3);
CREATE INDEX change_added ON change_log (kind, id) WHERE action = 1;
CREATE INDEX change_group ON change_log (before_sharing_group_id, event_id, id) WHERE before_distribution = 4;
-- What is shared with a group: asked when a group or agreement opens or closes, and when terms change.
CREATE INDEX event_shared ON events (sharing_group_id) WHERE distribution = 4;
CREATE INDEX attribute_shared ON attributes (sharing_group_id, event_id) WHERE distribution = 4;
CREATE INDEX object_shared ON objects (sharing_group_id, event_id) WHERE distribution = 4;
CREATE INDEX event_report_shared ON event_reports (sharing_group_id, event_id) WHERE distribution = 4;
