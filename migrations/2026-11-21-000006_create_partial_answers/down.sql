ALTER TABLE complaint_events
    DROP CONSTRAINT complaint_events_kind_check,
    ADD CONSTRAINT complaint_events_kind_check CHECK (kind IN
        ('opened', 'signal', 'taken', 'note', 'letter', 'resolved', 'reopened', 'field')) NOT VALID,
    DROP COLUMN invitation_id;
DROP TABLE partial_answers;
