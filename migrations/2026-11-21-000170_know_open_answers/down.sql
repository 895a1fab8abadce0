DROP INDEX invitations_open_link_id_idx;
ALTER TABLE open_link_answers
    DROP COLUMN invitation_id,
    DROP COLUMN form;
