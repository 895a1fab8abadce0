DROP INDEX responses_external_id_key;
ALTER TABLE responses ADD CONSTRAINT responses_external_id_key UNIQUE (external_id);
ALTER TABLE invitations RESET (fillfactor);
