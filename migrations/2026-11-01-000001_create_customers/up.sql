CREATE TABLE customers (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    external_id text NOT NULL UNIQUE CHECK (external_id <> ''),
    name text NOT NULL DEFAULT '',
    email text,
    phone text,
    language text CHECK (language IN ('ru', 'en')),
    segment text,
    manager text,
    channel text,
    city text,
    consent boolean NOT NULL DEFAULT false,
    registered_at timestamptz,
    unsubscribed_at timestamptz,
    bounced_at timestamptz,
    erased_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);

COMMENT ON TABLE customers IS 'Everybody who bought or answered; upserted by the company''s own id';
COMMENT ON COLUMN customers.external_id IS 'The company''s own id of this customer';
COMMENT ON COLUMN customers.language IS 'Decides form and letters; null: the company''s language';
COMMENT ON COLUMN customers.consent IS 'Agreed to be asked; only an explicit yes counts, so a bare customer is not asked';
COMMENT ON COLUMN customers.unsubscribed_at IS 'Stopped the letters; no import takes this back';
COMMENT ON COLUMN customers.bounced_at IS 'The address was refused for good';
COMMENT ON COLUMN customers.erased_at IS 'Asked to be forgotten: name and addresses are gone, answers stay nameless';
