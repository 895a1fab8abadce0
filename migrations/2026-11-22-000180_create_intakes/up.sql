CREATE TABLE complaint_intakes (
    staff_id bigint NOT NULL REFERENCES staff,
    key text NOT NULL,
    complaint_id bigint REFERENCES complaints,
    at timestamptz NOT NULL,
    PRIMARY KEY (staff_id, key)
);

COMMENT ON TABLE complaint_intakes IS 'Forms by which staff took complaints in: sent twice, one is one complaint';
COMMENT ON COLUMN complaint_intakes.key IS 'Of the form as it was drawn';
COMMENT ON COLUMN complaint_intakes.complaint_id IS 'What it opened or joined; null only inside of that transaction';
