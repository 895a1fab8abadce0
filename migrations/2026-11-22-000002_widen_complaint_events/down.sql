ALTER TABLE complaint_events DISABLE TRIGGER complaint_events_insert_only;
DELETE FROM complaint_events WHERE kind IN
    ('assigned', 'recalled', 'mail', 'rejected', 'closed', 'merged', 'unmerged', 'linked', 'unlinked', 'snoozed', 'woken',
     'file', 'claim', 'alert');
ALTER TABLE complaint_events ENABLE TRIGGER complaint_events_insert_only;
ALTER TABLE complaint_events
    DROP COLUMN incoming_letter_id,
    DROP COLUMN detail,
    DROP CONSTRAINT complaint_events_kind_check,
    ADD CONSTRAINT complaint_events_kind_check CHECK (kind IN
        ('opened', 'signal', 'taken', 'note', 'letter', 'resolved', 'reopened', 'field', 'customer'));
