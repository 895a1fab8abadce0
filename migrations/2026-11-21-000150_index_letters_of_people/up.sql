CREATE INDEX letters_first_idx ON letters (due_at, id)
    WHERE state = 'queued' AND kind NOT IN ('invitation', 'reminder');

COMMENT ON INDEX letters_first_idx IS 'What people who complained wait for: claimed before any survey, however many of those are queued';
