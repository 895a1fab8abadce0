CREATE TABLE attachment_contents (
    digest bytea PRIMARY KEY CHECK (length(digest) = 32),
    content bytea NOT NULL
);
ALTER TABLE attachment_contents ALTER COLUMN content SET STORAGE EXTERNAL;

COMMENT ON COLUMN attachment_contents.digest IS 'SHA-256 of the content';
COMMENT ON COLUMN attachment_contents.content IS 'The file byte for byte; not compressed, most files are';
COMMENT ON TABLE attachment_contents IS 'Files by the SHA-256 of their bytes: the same one is kept once';

CREATE TABLE attachments (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    complaint_id bigint NOT NULL REFERENCES complaints,
    digest bytea NOT NULL REFERENCES attachment_contents,
    name text NOT NULL,
    media_type text NOT NULL,
    bytes integer NOT NULL CHECK (bytes > 0),
    staff_id bigint REFERENCES staff,
    incoming_letter_id bigint REFERENCES incoming_letters,
    letter_id bigint REFERENCES letters,
    added_at timestamptz NOT NULL,
    removed_at timestamptz
);

CREATE INDEX attachments_complaint_idx ON attachments (complaint_id, id);
CREATE INDEX attachments_letter_idx ON attachments (letter_id) WHERE letter_id IS NOT NULL;
CREATE INDEX attachments_digest_idx ON attachments (digest);

COMMENT ON TABLE attachments IS 'Files of a complaint, from customers and staff; served as downloads, never shown or run in place';
COMMENT ON COLUMN attachments.digest IS 'Whose content it is';
COMMENT ON COLUMN attachments.media_type IS 'As found in the bytes, not as claimed';
COMMENT ON COLUMN attachments.letter_id IS 'The letter of ours that it goes out with';
