-- The lead's page counts all open complaints by owner: from the index alone, without their rows.
DROP INDEX complaints_owner_idx;
CREATE INDEX complaints_owner_idx ON complaints (owner_id, next_deadline, id)
    INCLUDE (state, opened_at, first_answered_at)
    WHERE state IN ('new', 'in_progress', 'waiting_for_customer');
COMMENT ON INDEX complaints_owner_idx IS 'One person''s queue; what it includes is counted on the lead''s page';

DROP INDEX complaints_finished_idx;
CREATE INDEX complaints_finished_idx ON complaints (resolved_at DESC, id DESC) INCLUDE (owner_id)
    WHERE state NOT IN ('new', 'in_progress', 'waiting_for_customer');
COMMENT ON INDEX complaints_finished_idx IS 'The finished, newest first; whose they are is counted on the lead''s page';

COMMENT ON COLUMN complaints.severity IS '1 low, 2 normal, 3 high, 4 critical: by hand, or by the rules of domain::priority';
COMMENT ON COLUMN complaints.priority IS 'Points of domain::priority, 0 to 100; why has its parts';

CREATE INDEX legal_claims_of_complaint_idx ON legal_claims (complaint_id);
COMMENT ON INDEX legal_claims_of_complaint_idx IS 'All of one complaint, withdrawn ones too';
