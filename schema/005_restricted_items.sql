-- What of an event may be hidden from those who see the event: so that counts for a viewer need not look at the rest.
CREATE INDEX attribute_restricted ON attributes (event_id) WHERE distribution IN (0, 4);
CREATE INDEX object_restricted ON objects (event_id) WHERE distribution IN (0, 4);
