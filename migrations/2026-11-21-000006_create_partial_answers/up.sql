CREATE TABLE partial_answers (
    invitation_id bigint PRIMARY KEY REFERENCES invitations,
    version_id bigint NOT NULL REFERENCES questionnaire_versions,
    started_at timestamptz NOT NULL,
    saved_at timestamptz NOT NULL,
    saves integer NOT NULL DEFAULT 1,
    sign text NOT NULL CHECK (sign IN ('seen', 'touched')),
    body text NOT NULL,
    nps smallint CHECK (nps BETWEEN 0 AND 10),
    considered_at timestamptz,
    discarded_at timestamptz,
    discarded_why text CHECK (discarded_why IN ('burst', 'scanner')),
    CHECK ((discarded_at IS NULL) = (discarded_why IS NULL))
);

CREATE INDEX partial_answers_to_consider_idx ON partial_answers (saved_at)
    WHERE considered_at IS NULL AND discarded_at IS NULL AND sign = 'touched';

ALTER TABLE complaint_events
    DROP CONSTRAINT complaint_events_kind_check,
    ADD CONSTRAINT complaint_events_kind_check CHECK (kind IN
        ('opened', 'signal', 'taken', 'note', 'letter', 'resolved', 'reopened', 'field', 'customer')),
    ADD COLUMN invitation_id bigint REFERENCES invitations;

COMMENT ON TABLE partial_answers IS 'What was typed into a form and not sent yet; counted nowhere as an answer';
COMMENT ON COLUMN partial_answers.sign IS 'seen: a score from a letter stood on a visible page, provisional; touched: a pointer or a key changed something';
COMMENT ON COLUMN partial_answers.body IS 'The fields as the form posts them (application/x-www-form-urlencoded)';
COMMENT ON COLUMN partial_answers.considered_at IS 'When its silence was looked at for signals of discontent; null again after every save';
COMMENT ON COLUMN partial_answers.discarded_why IS 'A robot''s: shown as such, used for nothing';
COMMENT ON COLUMN complaint_events.invitation_id IS 'Whose unfinished answer this tells of';
