ALTER TABLE letters
    DROP CONSTRAINT letters_kind_check,
    ADD CONSTRAINT letters_kind_check CHECK (kind IN
        ('invitation', 'reminder', 'acknowledgement', 'reply', 'resolved', 'rejected', 'alert', 'digest'));

CREATE TABLE digest_subscriptions (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    staff_id bigint NOT NULL REFERENCES staff,
    view_id bigint REFERENCES saved_views ON DELETE CASCADE,
    created_at timestamptz NOT NULL,
    ended_at timestamptz
);

CREATE UNIQUE INDEX digest_subscriptions_once ON digest_subscriptions (staff_id, coalesce(view_id, 0));
CREATE INDEX digest_subscriptions_view_idx ON digest_subscriptions (view_id) WHERE view_id IS NOT NULL;

COMMENT ON TABLE digest_subscriptions IS 'Who gets which view of the board by letter on Mondays';
COMMENT ON COLUMN digest_subscriptions.view_id IS 'Null: the overview of everything';
COMMENT ON COLUMN digest_subscriptions.created_at IS 'When it last began: the first letter comes on the Monday after';

CREATE TABLE digests (
    subscription_id bigint NOT NULL REFERENCES digest_subscriptions ON DELETE CASCADE,
    week date NOT NULL,
    letter_id bigint NOT NULL REFERENCES letters,
    PRIMARY KEY (subscription_id, week)
);

CREATE UNIQUE INDEX digests_letter_idx ON digests (letter_id);

COMMENT ON TABLE digests IS 'Monday letters: one a subscription and week, whoever is at work and however often';
COMMENT ON COLUMN digests.week IS 'The Monday with which the week begins that the letter tells of';
