-- Marking an invitation answered finds room on its own page, so none of its indexes is touched.
ALTER TABLE invitations SET (fillfactor = 85);

-- Answers given here have no id of another tool: they need no entry.
ALTER TABLE responses DROP CONSTRAINT responses_external_id_key;
CREATE UNIQUE INDEX responses_external_id_key ON responses (external_id) WHERE external_id IS NOT NULL;
