ALTER TABLE bulk_deeds
    ADD COLUMN key text NOT NULL DEFAULT gen_random_uuid()::text,
    ADD COLUMN detail jsonb NOT NULL DEFAULT '{}',
    ADD COLUMN finished_at timestamptz;

CREATE UNIQUE INDEX bulk_deeds_key_idx ON bulk_deeds (staff_id, key);
CREATE INDEX bulk_deeds_unfinished_idx ON bulk_deeds (id) WHERE finished_at IS NULL;
CREATE INDEX bulk_results_outcome_idx ON bulk_results (bulk_id, outcome, complaint_id);

COMMENT ON COLUMN bulk_deeds.key IS 'Of the form it was posted by: sent twice it is one deed';
COMMENT ON COLUMN bulk_deeds.detail IS 'What the deed is, actions::bulk::Deed';
COMMENT ON COLUMN bulk_deeds.finished_at IS 'Null while rows wait: for the deed, or for its undoing once undone_at is set';
COMMENT ON COLUMN bulk_results.outcome IS 'pending, then done, already or refused; undone or kept where it was undone';
COMMENT ON COLUMN bulk_results.detail IS 'Why it was refused or kept, a code and what it is about';
