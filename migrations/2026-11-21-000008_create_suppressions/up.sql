CREATE TABLE suppressions (
    address text PRIMARY KEY CHECK (address = lower(address) AND address <> ''),
    reason text NOT NULL CHECK (reason IN ('hard_bounce', 'complaint', 'unsubscribed', 'staff')),
    surveys_only boolean NOT NULL,
    detail text,
    staff_id bigint REFERENCES staff,
    created_at timestamptz NOT NULL
);

ALTER TABLE letters
    DROP CONSTRAINT letters_kind_check,
    ADD CONSTRAINT letters_kind_check CHECK (kind IN ('invitation', 'reminder', 'acknowledgement', 'reply', 'resolved')),
    ADD COLUMN bounced_at timestamptz,
    ADD COLUMN recipient text;

CREATE INDEX customers_email_idx ON customers (lower(email)) WHERE email IS NOT NULL;

COMMENT ON TABLE suppressions IS 'Addresses that get no letters, whoever has them: no import undoes an entry';
COMMENT ON COLUMN suppressions.surveys_only IS 'Words of staff about a complaint may still be sent';
COMMENT ON COLUMN letters.bounced_at IS 'A delivery status told afterwards that it did not arrive';
COMMENT ON COLUMN letters.recipient IS 'The address it was handed over for: a later bounce is about that one';
