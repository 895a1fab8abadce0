CREATE TABLE purchases (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    external_id text NOT NULL UNIQUE CHECK (external_id <> ''),
    customer_id bigint NOT NULL REFERENCES customers,
    purchased_at timestamptz NOT NULL,
    delivered_at timestamptz,
    amount numeric(19, 4) NOT NULL,
    currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    store text,
    category text,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX purchases_customer_id_idx ON purchases (customer_id, purchased_at DESC);
CREATE INDEX purchases_touched_at_idx ON purchases ((coalesce(delivered_at, purchased_at)));

COMMENT ON TABLE purchases IS 'What was bought; upserted by the company''s own id';
COMMENT ON COLUMN purchases.amount IS 'Exact, in units of the currency; negative for a return';
COMMENT ON INDEX purchases_touched_at_idx IS 'Planning looks only at purchases inside the asking window, by this moment';
