CREATE TABLE settings (
    key text PRIMARY KEY,
    value jsonb NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT now()
);

COMMENT ON TABLE settings IS 'What administrators change on pages; an absent key has its default';

CREATE TABLE audit_events (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL,
    staff_id bigint REFERENCES staff,
    action text NOT NULL,
    subject text,
    detail jsonb
);

CREATE INDEX audit_events_at_idx ON audit_events (at DESC);

CREATE TRIGGER audit_events_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_history();

COMMENT ON TABLE audit_events IS 'Who signed in, who changed settings and staff, what was imported; insert-only';
COMMENT ON COLUMN audit_events.staff_id IS 'Null: the command line or the program itself';
