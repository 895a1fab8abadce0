DROP INDEX attachments_incoming_idx;
ALTER TABLE attachments ADD COLUMN letter_id bigint REFERENCES letters;
UPDATE attachments a SET letter_id = (SELECT max(letter_id) FROM letter_attachments l WHERE l.attachment_id = a.id);
CREATE INDEX attachments_letter_idx ON attachments (letter_id) WHERE letter_id IS NOT NULL;
COMMENT ON COLUMN attachments.letter_id IS 'The letter of ours that it goes out with';
DROP TABLE letter_attachments;
