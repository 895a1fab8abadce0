DROP TABLE digests;
DROP TABLE digest_subscriptions;
DELETE FROM letters WHERE kind = 'digest';
ALTER TABLE letters
    DROP CONSTRAINT letters_kind_check,
    ADD CONSTRAINT letters_kind_check CHECK (kind IN
        ('invitation', 'reminder', 'acknowledgement', 'reply', 'resolved', 'rejected', 'alert'));
