-- The common lists, each in its order.
CREATE INDEX complaints_state_idx ON complaints (state, next_deadline, id) WHERE state IN ('new', 'in_progress', 'waiting_for_customer');
CREATE INDEX complaints_severity_idx ON complaints (severity, next_deadline, id) WHERE state IN ('new', 'in_progress', 'waiting_for_customer');
CREATE INDEX complaints_free_idx ON complaints (next_deadline, id) WHERE owner_id IS NULL AND state IN ('new', 'in_progress', 'waiting_for_customer');
CREATE INDEX complaints_priority_idx ON complaints ((-priority), next_deadline, id) WHERE state IN ('new', 'in_progress', 'waiting_for_customer');
CREATE INDEX complaints_open_opened_idx ON complaints (opened_at DESC, id DESC) WHERE state IN ('new', 'in_progress', 'waiting_for_customer');
CREATE INDEX complaints_opened_idx ON complaints (opened_at DESC, id DESC);

COMMENT ON INDEX complaints_priority_idx IS 'Upside down, so that a place in the list is one comparison of rows';
