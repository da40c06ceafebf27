-- Administration: what strangers ask for.

-- requests for an account; data is JSON as the stranger sent it, checked and cut
CREATE TABLE inbox (
    id ID, uuid BLOB NOT NULL UNIQUE, title TEXT NOT NULL, type TEXT NOT NULL, ip TEXT NOT NULL DEFAULT '', user_agent TEXT NOT NULL DEFAULT '',
    user_agent_sha256 TEXT NOT NULL DEFAULT '', comment TEXT NOT NULL DEFAULT '', timestamp INTEGER NOT NULL, data TEXT NOT NULL);
