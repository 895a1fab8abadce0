CREATE TABLE staff (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email text NOT NULL UNIQUE CHECK (email = lower(email)),
    name text NOT NULL,
    role text NOT NULL CHECK (role IN ('admin', 'lead', 'handler', 'executive')),
    password_hash text NOT NULL,
    language text CHECK (language IN ('ru', 'en')),
    deactivated_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now()
);

COMMENT ON TABLE staff IS 'People who sign in';
COMMENT ON COLUMN staff.password_hash IS 'argon2id, PHC string';

CREATE TABLE sessions (
    id bytea PRIMARY KEY,
    staff_id bigint NOT NULL REFERENCES staff,
    created_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);

CREATE INDEX sessions_staff_id_idx ON sessions (staff_id);
CREATE INDEX sessions_expires_at_idx ON sessions (expires_at);

COMMENT ON TABLE sessions IS 'Signed-in browsers';
COMMENT ON COLUMN sessions.id IS 'SHA-256 of the cookie: a stolen table opens no session';

CREATE TABLE sign_in_failures (
    subject bytea NOT NULL,
    failed_at timestamptz NOT NULL
);

CREATE INDEX sign_in_failures_idx ON sign_in_failures (subject, failed_at);

COMMENT ON TABLE sign_in_failures IS 'Throttles guessing, by account and by address; swept daily';
COMMENT ON COLUMN sign_in_failures.subject IS 'Keyed digest of the account or network address, never the thing itself';
