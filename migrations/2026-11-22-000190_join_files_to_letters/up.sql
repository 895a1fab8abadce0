CREATE TABLE letter_attachments (
    letter_id bigint NOT NULL REFERENCES letters,
    attachment_id bigint NOT NULL REFERENCES attachments,
    PRIMARY KEY (letter_id, attachment_id)
);

CREATE INDEX letter_attachments_attachment_idx ON letter_attachments (attachment_id);

COMMENT ON TABLE letter_attachments IS 'Files that go out with letters of ours; one file may go with several';

ALTER TABLE attachments DROP COLUMN letter_id;

CREATE INDEX attachments_incoming_idx ON attachments (incoming_letter_id) WHERE incoming_letter_id IS NOT NULL;
