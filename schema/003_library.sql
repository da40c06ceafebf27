-- The library: what operators load from folders of the MISP project's JSON files (object templates, taxonomies, lists, galaxies, models of
-- decay), and clusters of our own beside it. Lists inside a document stand as JSON text in one column, with the id of their first
-- item: 500,000 list entries are rows nobody joins. What is looked up by name (taxonomy entries, clusters) has rows.

-- which file an item was read from, so that an update touches only what changed
CREATE TABLE library_files (kind INTEGER NOT NULL, name TEXT NOT NULL, digest BLOB NOT NULL, PRIMARY KEY (kind, name));

CREATE TABLE object_templates (
    id ID, uuid BLOB NOT NULL UNIQUE, name TEXT NOT NULL, meta_category TEXT NOT NULL DEFAULT '', description TEXT NOT NULL DEFAULT '',
    version INTEGER NOT NULL, requirements TEXT NOT NULL, active INTEGER NOT NULL DEFAULT 1, first_element_id INTEGER NOT NULL,
    definition TEXT NOT NULL);
CREATE INDEX object_template_name ON object_templates (name);

CREATE TABLE taxonomies (
    id ID, namespace TEXT NOT NULL UNIQUE, description TEXT NOT NULL DEFAULT '', version INTEGER NOT NULL, enabled INTEGER NOT NULL DEFAULT 0,
    exclusive INTEGER NOT NULL DEFAULT 0, required INTEGER NOT NULL DEFAULT 0, highlighted INTEGER NOT NULL DEFAULT 0,
    entry_count INTEGER NOT NULL DEFAULT 0);
-- one row a tag that the taxonomy names; exclusive: 0, 1, or NULL where the document has no predicate with entries for it
CREATE TABLE taxonomy_entries (
    id ID, taxonomy_id INTEGER NOT NULL REFERENCES taxonomies (id) ON DELETE CASCADE, tag TEXT NOT NULL, tag_key TEXT NOT NULL,
    expanded TEXT, description TEXT, colour TEXT, numerical_value INTEGER, exclusive INTEGER);
CREATE INDEX taxonomy_entry_taxonomy ON taxonomy_entries (taxonomy_id);
CREATE INDEX taxonomy_entry_tag ON taxonomy_entries (tag_key);

-- revision is new with each change of content, so that what is compiled in memory knows when it is out of date
CREATE TABLE warninglists (
    id ID, name TEXT NOT NULL UNIQUE, type TEXT NOT NULL, description TEXT NOT NULL DEFAULT '', version INTEGER NOT NULL,
    enabled INTEGER NOT NULL DEFAULT 0, category TEXT NOT NULL DEFAULT 'false_positive', revision INTEGER NOT NULL,
    attribute_types TEXT NOT NULL, first_type_id INTEGER NOT NULL, entries TEXT NOT NULL, entry_count INTEGER NOT NULL,
    first_entry_id INTEGER NOT NULL);

CREATE TABLE noticelists (
    id ID, name TEXT NOT NULL UNIQUE, expanded_name TEXT NOT NULL DEFAULT '', ref TEXT NOT NULL, geographical_area TEXT NOT NULL,
    version INTEGER NOT NULL, enabled INTEGER NOT NULL DEFAULT 0, entries TEXT NOT NULL, first_entry_id INTEGER NOT NULL);

CREATE TABLE galaxies (
    id ID, uuid BLOB NOT NULL UNIQUE, name TEXT NOT NULL, type TEXT NOT NULL, description TEXT NOT NULL DEFAULT '', version INTEGER NOT NULL,
    icon TEXT NOT NULL DEFAULT '', namespace TEXT NOT NULL DEFAULT '', kill_chain_order TEXT, enabled INTEGER NOT NULL DEFAULT 1,
    local_only INTEGER NOT NULL DEFAULT 0);
CREATE INDEX galaxy_type ON galaxies (type);

-- elements: JSON [["key","value"],...]. The same cluster may stand in several galaxies, so uuid alone is not unique.
CREATE TABLE galaxy_clusters (
    id ID, uuid BLOB NOT NULL, galaxy_id INTEGER NOT NULL REFERENCES galaxies (id) ON DELETE CASCADE, collection_uuid BLOB, type TEXT NOT NULL,
    value TEXT NOT NULL, tag_name TEXT NOT NULL, tag_key TEXT NOT NULL, description TEXT NOT NULL DEFAULT '', source TEXT NOT NULL DEFAULT '',
    authors TEXT NOT NULL, version INTEGER NOT NULL, distribution INTEGER NOT NULL, sharing_group_id INTEGER NOT NULL DEFAULT 0,
    org_id INTEGER NOT NULL DEFAULT 0, orgc_id INTEGER NOT NULL DEFAULT 0, is_default INTEGER NOT NULL, locked INTEGER NOT NULL DEFAULT 0,
    extends_uuid BLOB, extends_version INTEGER NOT NULL DEFAULT 0, published INTEGER NOT NULL DEFAULT 0, deleted INTEGER NOT NULL DEFAULT 0,
    elements TEXT NOT NULL, first_element_id INTEGER NOT NULL, UNIQUE (galaxy_id, uuid));
CREATE INDEX galaxy_cluster_uuid ON galaxy_clusters (uuid);
CREATE INDEX galaxy_cluster_tag ON galaxy_clusters (tag_key);

-- tags: JSON list of names
CREATE TABLE galaxy_cluster_relations (
    id ID, galaxy_cluster_id INTEGER NOT NULL REFERENCES galaxy_clusters (id) ON DELETE CASCADE, galaxy_cluster_uuid BLOB NOT NULL,
    referenced_uuid BLOB NOT NULL, type TEXT NOT NULL, distribution INTEGER NOT NULL, sharing_group_id INTEGER NOT NULL DEFAULT 0,
    is_default INTEGER NOT NULL, tags TEXT NOT NULL DEFAULT '[]');
CREATE INDEX galaxy_cluster_relation_cluster ON galaxy_cluster_relations (galaxy_cluster_id);
CREATE INDEX galaxy_cluster_relation_target ON galaxy_cluster_relations (referenced_uuid);

CREATE TABLE galaxy_cluster_blocklists (
    id ID, cluster_uuid BLOB NOT NULL UNIQUE, created INTEGER NOT NULL, cluster_info TEXT NOT NULL DEFAULT '',
    comment TEXT NOT NULL DEFAULT '', cluster_orgc TEXT NOT NULL DEFAULT '');

CREATE TABLE decaying_models (
    id ID, uuid BLOB NOT NULL UNIQUE, name TEXT NOT NULL, parameters TEXT NOT NULL, attribute_types TEXT NOT NULL,
    description TEXT NOT NULL DEFAULT '', org_id INTEGER NOT NULL DEFAULT 0, enabled INTEGER NOT NULL DEFAULT 0,
    all_orgs INTEGER NOT NULL DEFAULT 1, ref TEXT NOT NULL, formula TEXT NOT NULL, version TEXT NOT NULL DEFAULT '',
    is_default INTEGER NOT NULL DEFAULT 1);
