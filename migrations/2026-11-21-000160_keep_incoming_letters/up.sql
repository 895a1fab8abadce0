CREATE TABLE incoming_letters (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    received_at timestamptz NOT NULL,
    raw bytea NOT NULL,
    digest bytea NOT NULL UNIQUE,
    recipient text,
    handled_at timestamptz,
    kind text CHECK (kind IN ('bounce', 'delay', 'receipt', 'notice', 'complaint', 'unsubscribe', 'automatic', 'words', 'unreadable')),
    outcome text CHECK (outcome IN
        ('suppressed', 'failed', 'retried', 'unsubscribed', 'noted', 'repeated', 'unmatched', 'look')),
    letter_id bigint REFERENCES letters,
    customer_id bigint REFERENCES customers,
    status text,
    detail text,
    seen_at timestamptz,
    seen_by bigint REFERENCES staff,
    CHECK ((handled_at IS NULL) = (outcome IS NULL)),
    CHECK ((handled_at IS NULL) = (kind IS NULL)),
    CHECK ((seen_at IS NULL) = (seen_by IS NULL))
);

CREATE INDEX incoming_letters_waiting_idx ON incoming_letters (id) WHERE handled_at IS NULL;
CREATE INDEX incoming_letters_to_look_at_idx ON incoming_letters (id DESC)
    WHERE outcome IN ('unmatched', 'look') AND seen_at IS NULL;
CREATE INDEX incoming_letters_kind_idx ON incoming_letters (kind, outcome);
CREATE INDEX incoming_letters_letter_id_idx ON incoming_letters (letter_id) WHERE letter_id IS NOT NULL;
CREATE INDEX incoming_letters_customer_id_idx ON incoming_letters (customer_id) WHERE customer_id IS NOT NULL;

COMMENT ON TABLE incoming_letters IS 'Letters that came to the house, kept as they came before anything of them is read';
COMMENT ON COLUMN incoming_letters.raw IS 'The message byte for byte';
COMMENT ON COLUMN incoming_letters.digest IS 'SHA-256 of raw: a mail server that hands the same over again makes no second letter';
COMMENT ON COLUMN incoming_letters.recipient IS 'The envelope''s recipient, where the mail server said it';
COMMENT ON COLUMN incoming_letters.kind IS 'notice: tells of a return in words only; words: what people write; null: not read yet';
COMMENT ON COLUMN incoming_letters.outcome IS 'unmatched: about no letter that is provably ours; look: somebody should read it';
COMMENT ON COLUMN incoming_letters.letter_id IS 'Our letter that it is about, by a signed id';
COMMENT ON COLUMN incoming_letters.status IS 'Enhanced status code of RFC 3463, or the kind of a feedback report';
COMMENT ON COLUMN incoming_letters.detail IS 'What the other mail server said, addresses masked';
