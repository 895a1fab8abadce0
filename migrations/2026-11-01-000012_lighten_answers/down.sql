DROP INDEX responses_external_id_key;
ALTER TABLE responses ADD CONSTRAINT responses_external_id_key UNIQUE (external_id);
CREATE INDEX responses_purchase_id_idx ON responses (purchase_id) WHERE purchase_id IS NOT NULL;
ALTER TABLE invitations RESET (fillfactor);
