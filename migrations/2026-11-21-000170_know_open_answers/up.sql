ALTER TABLE open_link_answers
    ADD COLUMN form bytea,
    ADD COLUMN invitation_id bigint REFERENCES invitations;

CREATE INDEX open_link_answers_invitation_id_idx ON open_link_answers (invitation_id);
CREATE INDEX invitations_open_link_id_idx ON invitations (open_link_id) WHERE open_link_id IS NOT NULL;

COMMENT ON COLUMN open_link_answers.form IS 'Which drawing of the form was sent: pressed twice, it corrects its own answer and no other';
COMMENT ON COLUMN open_link_answers.invitation_id IS 'What that form answered';
