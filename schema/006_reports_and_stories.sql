-- Where a report came from, and its bytes as they came (zstd), under a quota (spec alliance, section 3). form: text, html, markdown, mail, feed, pdf, or
-- any: told by the bytes. charset: the encoding named with the bytes. The other texts are the hints that came with them; size: of the bytes.
-- found_published: the day that the document's own metadata tell, which the text that is kept does not.
CREATE TABLE report_sources (
    report_id INTEGER PRIMARY KEY, source_url TEXT NOT NULL DEFAULT '', form TEXT NOT NULL, charset TEXT NOT NULL DEFAULT '',
    language TEXT NOT NULL DEFAULT '', published TEXT NOT NULL DEFAULT '', title TEXT NOT NULL DEFAULT '', found_published TEXT NOT NULL DEFAULT '', org_id INTEGER NOT NULL,
    size INTEGER NOT NULL, original BLOB, created INTEGER NOT NULL);
CREATE INDEX report_source_org ON report_sources (org_id);

-- Derived, made again by `varde stories --rebuild`: what is compared and told of each report, item of a digest, or event (reading/brief.h).
-- report_id 0: the event itself. item 0: the whole. from_day and to_day are days since 1970; NULL: not known. day: the last day on which it can
-- have been published (else: came in), by which links are sought. made, ended: instants in microseconds, no two alike; ended 0: it stands; one that
-- ended (the report is marked as deleted, the item is gone) tells of earlier splits only. The uuid is that of report or event, of an item the UUIDv5 of
-- the report's and its number; not unique, since a report may have come with the uuid of an event.
CREATE TABLE story_parts (
    id ID, uuid BLOB NOT NULL, report_id INTEGER NOT NULL, event_id INTEGER NOT NULL, item INTEGER NOT NULL, from_day INTEGER, to_day INTEGER,
    day INTEGER NOT NULL, made INTEGER NOT NULL, ended INTEGER NOT NULL DEFAULT 0, trace BLOB NOT NULL, brief BLOB NOT NULL);
CREATE INDEX story_part_uuid ON story_parts (uuid);
CREATE INDEX story_part_event ON story_parts (event_id);
CREATE INDEX story_part_report ON story_parts (report_id);
CREATE INDEX story_part_day ON story_parts (day, from_day);
-- The keys of the parts that stand (reading/link.h).
CREATE TABLE story_keys (key INTEGER NOT NULL, day INTEGER NOT NULL, part_id INTEGER NOT NULL, PRIMARY KEY (key, day, part_id)) WITHOUT ROWID;
-- a < b. kind 2: one story (reading/link.h; what is merely related is not kept). ended: when the link went, since a report changed; 0: it stands. Merges and splits of stories are read off these,
-- for each viewer from the links between what that viewer sees.
CREATE TABLE story_links (
    id ID, a INTEGER NOT NULL, b INTEGER NOT NULL, kind INTEGER NOT NULL, score INTEGER NOT NULL, made INTEGER NOT NULL, ended INTEGER NOT NULL DEFAULT 0);
CREATE INDEX story_link_a ON story_links (a);
CREATE INDEX story_link_b ON story_links (b);

-- Roundups by e-mail. period: day, week, month; format: md or html; next_at: when the next one is due.
CREATE TABLE subscriptions (
    id ID, user_id INTEGER NOT NULL, period TEXT NOT NULL, format TEXT NOT NULL, next_at INTEGER NOT NULL, last_at INTEGER NOT NULL DEFAULT 0,
    failures INTEGER NOT NULL DEFAULT 0, created INTEGER NOT NULL);
CREATE UNIQUE INDEX subscription_user_period ON subscriptions (user_id, period);
