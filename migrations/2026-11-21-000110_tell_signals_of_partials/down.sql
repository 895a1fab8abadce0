DROP INDEX partial_answers_to_empty_idx;
DROP INDEX partial_answers_started_at_idx;
ALTER TABLE partial_answers
    DROP COLUMN complaint_id,
    DROP COLUMN worded,
    DROP COLUMN severity,
    DROP COLUMN signals;
