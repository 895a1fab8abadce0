-- A complaint has two facts at most: that of the day it is of now, and that of the day it was of before. Duplicates have none,
-- and what becomes one loses it; so does what is removed.
CREATE FUNCTION queue_new_complaints() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO fact_queue (subject, id, at) SELECT 'complaints', id, opened_at FROM changed;
    RETURN NULL;
END
$$;

-- Clocks are settled, letters counted and cards looked at far more often than anything changes that a report counts.
CREATE FUNCTION queue_changed_complaints() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO fact_queue (subject, id, at)
    SELECT DISTINCT 'complaints', c.id, day.at
    FROM before b JOIN changed c ON c.id = b.id
    CROSS JOIN LATERAL (VALUES (b.opened_at), (c.opened_at)) day (at)
    WHERE (b.customer_id, b.purchase_id, b.response_id, b.state, b.severity, b.owner_id, b.opened_at, b.first_answer_due,
           b.resolution_due, b.first_answered_at, b.resolved_at, b.root_cause, b.resolution, b.reopened, b.source,
           b.remedy_given, b.compensation, b.compensation_currency)
        IS DISTINCT FROM
          (c.customer_id, c.purchase_id, c.response_id, c.state, c.severity, c.owner_id, c.opened_at, c.first_answer_due,
           c.resolution_due, c.first_answered_at, c.resolved_at, c.root_cause, c.resolution, c.reopened, c.source,
           c.remedy_given, c.compensation, c.compensation_currency);
    RETURN NULL;
END
$$;

CREATE TRIGGER queue_new_complaints AFTER INSERT ON complaints
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION queue_new_complaints();
CREATE TRIGGER queue_changed_complaints AFTER UPDATE ON complaints
    REFERENCING OLD TABLE AS before NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION queue_changed_complaints();
CREATE TRIGGER queue_removed_complaints AFTER DELETE ON complaints
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION queue_new_complaints();

CREATE FUNCTION queue_complaints_of_customers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO fact_queue (subject, id, at)
    SELECT 'complaints', k.id, k.opened_at
    FROM before b JOIN changed c ON c.id = b.id JOIN complaints k ON k.customer_id = c.id
    WHERE (b.segment, b.manager, b.channel, b.value_class, b.language)
        IS DISTINCT FROM (c.segment, c.manager, c.channel, c.value_class, c.language);
    RETURN NULL;
END
$$;

CREATE TRIGGER queue_complaints_of_customers AFTER UPDATE ON customers
    REFERENCING OLD TABLE AS before NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION queue_complaints_of_customers();

-- Complaints about one purchase are found by its customer, who is indexed.
CREATE FUNCTION queue_complaints_of_purchases() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO fact_queue (subject, id, at)
    SELECT 'complaints', k.id, k.opened_at
    FROM before b JOIN changed c ON c.id = b.id
    JOIN complaints k ON k.customer_id = c.customer_id AND k.purchase_id = c.id
    WHERE (b.category, b.store) IS DISTINCT FROM (c.category, c.store);
    RETURN NULL;
END
$$;

CREATE TRIGGER queue_complaints_of_purchases AFTER UPDATE ON purchases
    REFERENCING OLD TABLE AS before NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION queue_complaints_of_purchases();

-- The store of a complaint is that of the answer which opened it, where that says one.
CREATE FUNCTION queue_complaints_of_answers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO fact_queue (subject, id, at)
    SELECT 'complaints', k.id, k.opened_at
    FROM before b JOIN changed c ON c.id = b.id
    JOIN complaints k ON k.customer_id = c.customer_id AND k.response_id = c.id
    WHERE b.store IS DISTINCT FROM c.store;
    RETURN NULL;
END
$$;

CREATE TRIGGER queue_complaints_of_answers AFTER UPDATE ON responses
    REFERENCING OLD TABLE AS before NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION queue_complaints_of_answers();

-- Worked minutes are those of the calendar that holds: with another they are others, of all complaints.
CREATE FUNCTION queue_complaints_of_calendar() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO fact_queue (subject, id, at) SELECT 'complaints', id, opened_at FROM complaints;
    RETURN NULL;
END
$$;

CREATE TRIGGER queue_complaints_of_calendar AFTER INSERT OR UPDATE OF value ON settings
    FOR EACH ROW WHEN (NEW.key = 'complaints.clockwork') EXECUTE FUNCTION queue_complaints_of_calendar();
