CREATE TABLE fact_columns (
    subject text NOT NULL,
    field text NOT NULL,
    day date NOT NULL,
    data bytea NOT NULL,
    PRIMARY KEY (subject, field, day)
);

-- Packed already: to unpack it twice would cost more than it saves.
ALTER TABLE fact_columns ALTER COLUMN data SET STORAGE EXTERNAL;

COMMENT ON TABLE fact_columns IS 'What reports are counted from: one field of all facts of a day, packed (domain::facts::Column), in the order of their ids';
COMMENT ON COLUMN fact_columns.subject IS 'Code of domain::facts::Subject';
COMMENT ON COLUMN fact_columns.field IS 'id is there for every day that has facts';
COMMENT ON COLUMN fact_columns.data IS 'A sort, what is common to all values, a width, and one code for each fact; nought is none';
COMMENT ON COLUMN fact_columns.day IS 'In the company''s zone: fact_state.zone';

CREATE TABLE fact_fields (
    subject text NOT NULL,
    field text NOT NULL,
    PRIMARY KEY (subject, field)
);

COMMENT ON TABLE fact_fields IS 'The fields that facts of a subject ever had';

CREATE TABLE fact_months (
    subject text NOT NULL,
    measure text NOT NULL,
    dimension text NOT NULL,
    word text NOT NULL,
    month date NOT NULL,
    kind text NOT NULL,
    sums bigint[] NOT NULL,
    PRIMARY KEY (subject, measure, dimension, word, month, kind)
);

COMMENT ON TABLE fact_months IS 'Sums of measures over the facts of a month: of all of them, and by each value of each dimension';
COMMENT ON COLUMN fact_months.measure IS 'Name of a domain::facts::Measure, which says what its numbers are';
COMMENT ON COLUMN fact_months.dimension IS 'Code of domain::cut::Dimension; empty: all facts';
COMMENT ON COLUMN fact_months.word IS 'Value of the dimension; empty: it has none';
COMMENT ON COLUMN fact_months.sums IS 'A vector: that of two sets of facts is the sum of theirs';
COMMENT ON COLUMN fact_months.kind IS 'Survey kind of the facts; empty: they are of none';

CREATE TABLE fact_state (
    subject text PRIMARY KEY,
    zone text NOT NULL,
    layout integer NOT NULL,
    rebuilt_to date,
    rebuilt_at timestamptz,
    rolled_at timestamptz
);

COMMENT ON TABLE fact_state IS 'How the facts of a subject stand; of another zone or layout they are built anew';
COMMENT ON COLUMN fact_state.layout IS 'Version of what the program makes of a row';
COMMENT ON COLUMN fact_state.rebuilt_to IS 'While they are built anew: the first month not done yet';

CREATE TABLE fact_queue (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    subject text NOT NULL,
    id bigint NOT NULL,
    at timestamptz NOT NULL,
    queued_at timestamptz NOT NULL DEFAULT now()
);

COMMENT ON TABLE fact_queue IS 'Rows whose fact may be another now; written by triggers in the transaction of the change, emptied by the roll-up';
COMMENT ON COLUMN fact_queue.at IS 'The moment whose day the fact is in, or was in before the change';

CREATE FUNCTION queue_new_answers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO fact_queue (subject, id, at) SELECT 'answers', id, answered_at FROM changed;
    RETURN NULL;
END
$$;

CREATE FUNCTION queue_changed_answers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO fact_queue (subject, id, at)
    SELECT 'answers', id, answered_at FROM before UNION SELECT 'answers', id, answered_at FROM changed;
    RETURN NULL;
END
$$;

CREATE TRIGGER queue_new_answers AFTER INSERT ON responses
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION queue_new_answers();
CREATE TRIGGER queue_changed_answers AFTER UPDATE ON responses
    REFERENCING OLD TABLE AS before NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION queue_changed_answers();
CREATE TRIGGER queue_removed_answers AFTER DELETE ON responses
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION queue_new_answers();

-- The attributes of a customer that figures are cut by are those of now: all their facts are others.
CREATE FUNCTION queue_facts_of_customers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO fact_queue (subject, id, at)
    SELECT 'answers', r.id, r.answered_at
    FROM before b JOIN changed c ON c.id = b.id JOIN responses r ON r.customer_id = c.id
    WHERE (b.segment, b.manager, b.channel, b.value_class) IS DISTINCT FROM (c.segment, c.manager, c.channel, c.value_class);
    RETURN NULL;
END
$$;

CREATE TRIGGER queue_facts_of_customers AFTER UPDATE ON customers
    REFERENCING OLD TABLE AS before NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION queue_facts_of_customers();

CREATE FUNCTION queue_facts_of_purchases() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO fact_queue (subject, id, at)
    SELECT 'answers', r.id, r.answered_at
    FROM before b JOIN changed c ON c.id = b.id JOIN responses r ON r.purchase_id = c.id
    WHERE b.category IS DISTINCT FROM c.category;
    RETURN NULL;
END
$$;

CREATE TRIGGER queue_facts_of_purchases AFTER UPDATE ON purchases
    REFERENCING OLD TABLE AS before NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION queue_facts_of_purchases();

-- Adds two vectors, the shorter as if it went on with noughts.
CREATE FUNCTION vector_sum(one bigint[], other bigint[]) RETURNS bigint[] LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (SELECT array_agg(coalesce(a, 0) + coalesce(b, 0) ORDER BY place)
        FROM unnest(one, other) WITH ORDINALITY AS both_of (a, b, place));
