DROP INDEX legal_claims_of_complaint_idx;
DROP INDEX complaints_owner_idx;
CREATE INDEX complaints_owner_idx ON complaints (owner_id, next_deadline, id)
    WHERE state IN ('new', 'in_progress', 'waiting_for_customer');
DROP INDEX complaints_finished_idx;
CREATE INDEX complaints_finished_idx ON complaints (resolved_at DESC, id DESC)
    WHERE state NOT IN ('new', 'in_progress', 'waiting_for_customer');
COMMENT ON COLUMN complaints.severity IS '1 low, 2 normal, 3 high, 4 critical: the worst signal so far';
COMMENT ON COLUMN complaints.priority IS NULL;
