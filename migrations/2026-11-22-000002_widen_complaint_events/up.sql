ALTER TABLE complaint_events
    DROP CONSTRAINT complaint_events_kind_check,
    ADD CONSTRAINT complaint_events_kind_check CHECK (kind IN
        ('opened', 'signal', 'taken', 'assigned', 'note', 'letter', 'recalled', 'mail', 'customer', 'resolved', 'rejected',
         'closed', 'reopened', 'field', 'merged', 'unmerged', 'linked', 'unlinked', 'snoozed', 'woken', 'file', 'claim',
         'alert')),
    ADD COLUMN incoming_letter_id bigint REFERENCES incoming_letters,
    ADD COLUMN detail jsonb;

COMMENT ON COLUMN complaint_events.incoming_letter_id IS 'The letter by which the customer said it';
COMMENT ON COLUMN complaint_events.detail IS 'What the kind of entry needs beside its words: a file, a claim, another complaint';
