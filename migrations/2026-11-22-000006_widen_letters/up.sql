ALTER TABLE letters
    DROP CONSTRAINT letters_kind_check,
    ADD CONSTRAINT letters_kind_check CHECK (kind IN
        ('invitation', 'reminder', 'acknowledgement', 'reply', 'resolved', 'rejected', 'alert')),
    ADD COLUMN in_reply_to text;

COMMENT ON COLUMN letters.in_reply_to IS 'Message-ID of the customer''s letter that this one answers';

ALTER TABLE incoming_letters
    DROP CONSTRAINT incoming_letters_outcome_check,
    ADD CONSTRAINT incoming_letters_outcome_check CHECK (outcome IN
        ('suppressed', 'failed', 'retried', 'unsubscribed', 'noted', 'repeated', 'unmatched', 'look', 'joined', 'opened')),
    ADD COLUMN complaint_id bigint REFERENCES complaints,
    ADD COLUMN message_id text,
    ADD COLUMN sender text,
    ADD COLUMN subject text;

CREATE INDEX incoming_letters_complaint_idx ON incoming_letters (complaint_id) WHERE complaint_id IS NOT NULL;
CREATE INDEX incoming_letters_message_idx ON incoming_letters (message_id) WHERE message_id IS NOT NULL;

COMMENT ON COLUMN incoming_letters.complaint_id IS 'The complaint that it was put to';
COMMENT ON COLUMN incoming_letters.message_id IS 'As its sender wrote it: the same letter by two roads is one';
COMMENT ON COLUMN incoming_letters.sender IS 'Address of its From, shown to staff who sort it';
