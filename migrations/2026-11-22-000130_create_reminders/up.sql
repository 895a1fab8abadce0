CREATE TABLE complaint_reminders (
    complaint_id bigint PRIMARY KEY REFERENCES complaints,
    staff_id bigint NOT NULL REFERENCES staff,
    until timestamptz NOT NULL,
    note text,
    set_at timestamptz NOT NULL,
    rung_at timestamptz
);

CREATE INDEX complaint_reminders_staff_idx ON complaint_reminders (staff_id, until, complaint_id);

COMMENT ON TABLE complaint_reminders IS 'Who put a complaint off, until when and why; gone once it was seen to';
COMMENT ON COLUMN complaint_reminders.until IS 'While complaints.snoozed_until says the same, the complaint is out of sight';
COMMENT ON COLUMN complaint_reminders.rung_at IS 'When its time came; the complaint is marked in lists until somebody sees to it';
