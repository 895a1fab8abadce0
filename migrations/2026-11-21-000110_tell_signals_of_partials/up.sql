ALTER TABLE partial_answers
    ADD COLUMN signals text[] NOT NULL DEFAULT '{}',
    ADD COLUMN severity smallint NOT NULL DEFAULT 1 CHECK (severity BETWEEN 1 AND 4),
    ADD COLUMN worded boolean NOT NULL DEFAULT false,
    ADD COLUMN complaint_id bigint REFERENCES complaints;

CREATE INDEX partial_answers_complaint_id_idx ON partial_answers (complaint_id) WHERE complaint_id IS NOT NULL;
CREATE INDEX partial_answers_started_at_idx ON partial_answers (started_at);
CREATE INDEX partial_answers_to_empty_idx ON partial_answers (saved_at) WHERE body <> '' AND complaint_id IS NULL;

COMMENT ON COLUMN partial_answers.signals IS 'Codes of domain::answer::Signal, as these fields would give them if they were sent';
COMMENT ON COLUMN partial_answers.severity IS 'Of the worst signal; 1 without one';
COMMENT ON COLUMN partial_answers.worded IS 'Whether it holds words of their own, which no robot types';
COMMENT ON COLUMN partial_answers.complaint_id IS 'The complaint that its silence opened or joined; kept as long as that';
