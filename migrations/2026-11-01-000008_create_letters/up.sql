CREATE TABLE letters (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('invitation', 'acknowledgement', 'reply', 'resolved')),
    customer_id bigint NOT NULL REFERENCES customers,
    invitation_id bigint REFERENCES invitations,
    complaint_id bigint REFERENCES complaints,
    staff_id bigint REFERENCES staff,
    subject text,
    body text,
    state text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'sending', 'sent', 'failed', 'cancelled', 'unknown')),
    due_at timestamptz NOT NULL,
    attempts smallint NOT NULL DEFAULT 0,
    claimed_at timestamptz,
    sent_at timestamptz,
    failure text,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE UNIQUE INDEX letters_once_an_invitation ON letters (invitation_id, kind) WHERE invitation_id IS NOT NULL;
CREATE INDEX letters_due_idx ON letters (due_at, id) WHERE state = 'queued';
CREATE INDEX letters_trouble_idx ON letters (id DESC) WHERE state IN ('failed', 'unknown', 'sending');
CREATE INDEX letters_customer_id_idx ON letters (customer_id, id DESC);
CREATE INDEX letters_complaint_id_idx ON letters (complaint_id, id) WHERE complaint_id IS NOT NULL;

ALTER TABLE complaint_events ADD FOREIGN KEY (letter_id) REFERENCES letters;

COMMENT ON TABLE letters IS 'The outbox: a letter is written in the transaction of its cause and sent by a job';
COMMENT ON COLUMN letters.body IS 'Words that staff wrote; letters from templates are composed when sent, so no link is stored';
COMMENT ON COLUMN letters.state IS 'unknown: the program stopped between handing over and marking; shown to staff, never resent by itself';
COMMENT ON COLUMN letters.due_at IS 'When to send, or to try again';
COMMENT ON COLUMN letters.failure IS 'What the mail server said last, without addresses';
