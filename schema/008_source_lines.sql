-- What reports of one source printed, so that lines which stand under all of them are known (reading/learnt.h). Of the newest reports of each source, and
-- only of such as everybody on this server saw when they came. source: the host of their address. day: of publication, else of arrival. lines: prints of their
-- short lines, eight bytes each. Derived, but not made again: a source that is forgotten is learnt anew.
CREATE TABLE source_reports (report_id INTEGER PRIMARY KEY, source TEXT NOT NULL, day INTEGER NOT NULL, lines BLOB NOT NULL);
CREATE INDEX source_report_source ON source_reports (source, report_id);
-- learnt: the prints in a report that were known of its source when it came; it is read again with these and no others.
ALTER TABLE report_sources ADD COLUMN learnt BLOB;
