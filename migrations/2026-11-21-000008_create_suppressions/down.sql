DROP INDEX customers_email_idx;
DELETE FROM letters WHERE kind = 'reminder';
ALTER TABLE letters
    DROP CONSTRAINT letters_kind_check,
    ADD CONSTRAINT letters_kind_check CHECK (kind IN ('invitation', 'acknowledgement', 'reply', 'resolved')),
    DROP COLUMN bounced_at,
    DROP COLUMN recipient;
DROP TABLE suppressions;
