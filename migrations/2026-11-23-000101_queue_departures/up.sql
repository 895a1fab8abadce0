-- Facts of departures: a departure is another fact when it is, when its customer is, when what was bought before it is,
-- when the customer's answer about it is, and when its reason is judged otherwise.

CREATE FUNCTION queue_changed_departures() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO fact_queue (subject, id, at)
    SELECT 'departures', id, left_at FROM before UNION SELECT 'departures', id, left_at FROM changed;
    -- What was bought counts for one departure of its customer: another beginning is another sum.
    INSERT INTO fact_queue (subject, id, at)
    SELECT DISTINCT 'departures', d.id, d.left_at
    FROM before b JOIN changed c ON c.id = b.id JOIN departures d ON d.customer_id = c.customer_id AND d.id <> c.id
    WHERE b.left_at <> c.left_at;
    RETURN NULL;
END
$$;

-- One departure more or less, and what was bought counts for another of them.
CREATE FUNCTION queue_departures() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO fact_queue (subject, id, at)
    SELECT 'departures', id, left_at FROM changed
    UNION
    SELECT 'departures', d.id, d.left_at FROM changed c JOIN departures d ON d.customer_id = c.customer_id;
    RETURN NULL;
END
$$;

CREATE TRIGGER queue_new_departures AFTER INSERT ON departures
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION queue_departures();
CREATE TRIGGER queue_changed_departures AFTER UPDATE ON departures
    REFERENCING OLD TABLE AS before NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION queue_changed_departures();
CREATE TRIGGER queue_removed_departures AFTER DELETE ON departures
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION queue_departures();

CREATE FUNCTION queue_departures_of_customers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO fact_queue (subject, id, at)
    SELECT 'departures', d.id, d.left_at
    FROM before b JOIN changed c ON c.id = b.id JOIN departures d ON d.customer_id = c.id
    WHERE (b.segment, b.manager, b.channel, b.value_class) IS DISTINCT FROM (c.segment, c.manager, c.channel, c.value_class);
    RETURN NULL;
END
$$;

CREATE TRIGGER queue_departures_of_customers AFTER UPDATE ON customers
    REFERENCING OLD TABLE AS before NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION queue_departures_of_customers();

CREATE FUNCTION queue_departures_of_purchases() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO fact_queue (subject, id, at)
    SELECT DISTINCT 'departures', d.id, d.left_at
    FROM changed c JOIN departures d ON d.customer_id = c.customer_id AND d.left_at >= c.purchased_at;
    RETURN NULL;
END
$$;

CREATE FUNCTION queue_departures_of_changed_purchases() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO fact_queue (subject, id, at)
    WITH differing AS (
        SELECT b.customer_id AS was, c.customer_id AS now_of, least(b.purchased_at, c.purchased_at) AS since
        FROM before b JOIN changed c ON c.id = b.id
        WHERE (b.customer_id, b.purchased_at, b.amount, b.currency, b.store, b.category)
              IS DISTINCT FROM (c.customer_id, c.purchased_at, c.amount, c.currency, c.store, c.category)
    )
    SELECT 'departures', d.id, d.left_at
    FROM differing c JOIN departures d ON d.customer_id = c.was AND d.left_at >= c.since
    UNION
    SELECT 'departures', d.id, d.left_at
    FROM differing c JOIN departures d ON d.customer_id = c.now_of AND d.left_at >= c.since;
    RETURN NULL;
END
$$;

CREATE TRIGGER queue_departures_of_new_purchases AFTER INSERT ON purchases
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION queue_departures_of_purchases();
CREATE TRIGGER queue_departures_of_changed_purchases AFTER UPDATE ON purchases
    REFERENCING OLD TABLE AS before NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION queue_departures_of_changed_purchases();
CREATE TRIGGER queue_departures_of_removed_purchases AFTER DELETE ON purchases
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION queue_departures_of_purchases();

CREATE FUNCTION queue_departures_of_answers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO fact_queue (subject, id, at)
    SELECT DISTINCT 'departures', d.id, d.left_at
    FROM changed c JOIN invitations i ON i.id = c.invitation_id JOIN departures d ON d.id = i.departure_id
    WHERE c.kind = 'exit';
    RETURN NULL;
END
$$;

CREATE TRIGGER queue_departures_of_new_answers AFTER INSERT ON responses
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION queue_departures_of_answers();
CREATE TRIGGER queue_departures_of_changed_answers AFTER UPDATE ON responses
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION queue_departures_of_answers();
CREATE TRIGGER queue_departures_of_removed_answers AFTER DELETE ON responses
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION queue_departures_of_answers();

CREATE FUNCTION queue_departures_of_reasons() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO fact_queue (subject, id, at)
    SELECT 'departures', d.id, d.left_at
    FROM before b JOIN changed c ON (c.category, c.code) = (b.category, b.code)
    JOIN departures d ON (d.category, d.reason) = (c.category, c.code)
    WHERE b.preventable <> c.preventable
    UNION
    SELECT 'departures', d.id, d.left_at
    FROM before b JOIN changed c ON (c.category, c.code) = (b.category, b.code)
    JOIN responses r ON r.kind = 'exit' AND r.main_reason = c.code
    JOIN invitations i ON i.id = r.invitation_id JOIN departures d ON d.id = i.departure_id
    WHERE b.preventable <> c.preventable;
    RETURN NULL;
END
$$;

CREATE TRIGGER queue_departures_of_reasons AFTER UPDATE ON reasons
    REFERENCING OLD TABLE AS before NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION queue_departures_of_reasons();
