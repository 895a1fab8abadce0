CREATE TABLE purchase_histories (
    block bigint PRIMARY KEY,
    first_at timestamptz NOT NULL,
    last_at timestamptz NOT NULL,
    words text[] NOT NULL,
    data bytea NOT NULL
);

-- Packed already: to unpack it twice would cost more than it saves.
ALTER TABLE purchase_histories ALTER COLUMN data SET STORAGE EXTERNAL;

COMMENT ON TABLE purchase_histories IS 'What retention, ABC and RFM are counted from: all purchases of 256 customers, packed (domain::history); kept by the roll-up';
COMMENT ON COLUMN purchase_histories.block IS 'customers.id divided by 256';
COMMENT ON COLUMN purchase_histories.data IS 'Words, then each customer with moments, amounts and places of words, as numbers of seven bits a byte';
COMMENT ON COLUMN purchase_histories.words IS 'Values of dimensions that occur in it, as segment:VIP; for the choices of filters';

-- A customer whose history may be another now: once for a statement and customer.
CREATE FUNCTION queue_histories() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO fact_queue (subject, id, at) SELECT DISTINCT 'customers', customer_id, now() FROM changed;
    RETURN NULL;
END
$$;

CREATE FUNCTION queue_changed_histories() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO fact_queue (subject, id, at)
    SELECT 'customers', customer_id, now() FROM (
        (SELECT id, customer_id, purchased_at, amount, currency, store, category FROM before
         EXCEPT SELECT id, customer_id, purchased_at, amount, currency, store, category FROM changed)
        UNION ALL
        (SELECT id, customer_id, purchased_at, amount, currency, store, category FROM changed
         EXCEPT SELECT id, customer_id, purchased_at, amount, currency, store, category FROM before)
    ) AS differing GROUP BY customer_id;
    RETURN NULL;
END
$$;

CREATE TRIGGER queue_new_histories AFTER INSERT ON purchases
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION queue_histories();
CREATE TRIGGER queue_changed_histories AFTER UPDATE ON purchases
    REFERENCING OLD TABLE AS before NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION queue_changed_histories();
CREATE TRIGGER queue_removed_histories AFTER DELETE ON purchases
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION queue_histories();

-- The attributes that figures are cut by stand in the history too.
CREATE FUNCTION queue_histories_of_customers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO fact_queue (subject, id, at)
    SELECT 'customers', c.id, now()
    FROM before b JOIN changed c ON c.id = b.id
    WHERE (b.segment, b.manager, b.channel, b.value_class) IS DISTINCT FROM (c.segment, c.manager, c.channel, c.value_class)
      AND EXISTS (SELECT FROM purchases p WHERE p.customer_id = c.id);
    RETURN NULL;
END
$$;

CREATE TRIGGER queue_histories_of_customers AFTER UPDATE ON customers
    REFERENCING OLD TABLE AS before NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION queue_histories_of_customers();
