-- Delegation: an organisation asks another one to take over an event.

CREATE TABLE event_delegations (
    id ID, event_id INTEGER NOT NULL UNIQUE, org_id INTEGER NOT NULL, requester_org_id INTEGER NOT NULL, requester_user_id INTEGER NOT NULL,
    message TEXT NOT NULL DEFAULT '', distribution INTEGER NOT NULL DEFAULT -1, sharing_group_id INTEGER NOT NULL DEFAULT 0,
    created INTEGER NOT NULL);
