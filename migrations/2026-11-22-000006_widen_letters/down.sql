ALTER TABLE incoming_letters
    DROP COLUMN complaint_id, DROP COLUMN message_id, DROP COLUMN sender, DROP COLUMN subject,
    DROP CONSTRAINT incoming_letters_outcome_check,
    ADD CONSTRAINT incoming_letters_outcome_check CHECK (outcome IN
        ('suppressed', 'failed', 'retried', 'unsubscribed', 'noted', 'repeated', 'unmatched', 'look'));
ALTER TABLE letters
    DROP COLUMN in_reply_to,
    DROP CONSTRAINT letters_kind_check,
    ADD CONSTRAINT letters_kind_check CHECK (kind IN ('invitation', 'reminder', 'acknowledgement', 'reply', 'resolved'));
