ALTER TABLE suppressions
    DROP CONSTRAINT suppressions_pkey,
    ADD COLUMN id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ADD UNIQUE (address, reason);

CREATE INDEX suppressions_address_idx ON suppressions (address text_pattern_ops);
CREATE INDEX suppressions_created_at_idx ON suppressions (created_at);

COMMENT ON TABLE suppressions IS
    'Addresses that get no letters, whoever has them: no import undoes an entry. An address may have several reasons';

-- What customers had before the list was kept.
INSERT INTO suppressions (address, reason, surveys_only, created_at)
    SELECT lower(email), 'unsubscribed', true, min(unsubscribed_at) FROM customers
    WHERE email <> '' AND unsubscribed_at IS NOT NULL AND erased_at IS NULL GROUP BY 1
    ON CONFLICT DO NOTHING;
INSERT INTO suppressions (address, reason, surveys_only, created_at)
    SELECT lower(email), 'hard_bounce', false, min(bounced_at) FROM customers
    WHERE email <> '' AND bounced_at IS NOT NULL AND erased_at IS NULL GROUP BY 1
    ON CONFLICT DO NOTHING;

-- A customer takes on what is known of their address, whoever writes it. What the old address did is not the new one's
-- fault; that a person stopped the letters holds for the person, whatever their address.
-- New customers by sets: a call for each row of an import would double what the row costs.
CREATE FUNCTION take_on_suppressions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE customers c
        SET bounced_at = coalesce(c.bounced_at, k.all_since),
            unsubscribed_at = coalesce(c.unsubscribed_at, k.surveys_since)
        FROM (
            SELECT n.id, min(s.created_at) FILTER (WHERE NOT s.surveys_only) AS all_since,
                   min(s.created_at) FILTER (WHERE s.surveys_only) AS surveys_since
            FROM inserted n JOIN suppressions s ON s.address = lower(n.email)
            WHERE n.email IS NOT NULL GROUP BY n.id
        ) k
        WHERE c.id = k.id;
    RETURN NULL;
END
$$;

CREATE FUNCTION take_on_suppression() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    all_since timestamptz;
    surveys_since timestamptz;
BEGIN
    IF OLD.email IS NOT NULL AND lower(NEW.email) IS DISTINCT FROM lower(OLD.email) THEN
        NEW.bounced_at := NULL;
    END IF;
    IF NEW.email IS NOT NULL THEN
        SELECT min(created_at) FILTER (WHERE NOT surveys_only), min(created_at) FILTER (WHERE surveys_only)
            INTO all_since, surveys_since FROM suppressions WHERE address = lower(NEW.email);
        NEW.bounced_at := coalesce(NEW.bounced_at, all_since);
        NEW.unsubscribed_at := coalesce(NEW.unsubscribed_at, surveys_since);
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER customers_take_on_suppressions AFTER INSERT ON customers
    REFERENCING NEW TABLE AS inserted FOR EACH STATEMENT EXECUTE FUNCTION take_on_suppressions();
CREATE TRIGGER customers_take_on_suppression BEFORE UPDATE OF email ON customers
    FOR EACH ROW WHEN (NEW.email IS DISTINCT FROM OLD.email) EXECUTE FUNCTION take_on_suppression();

CREATE FUNCTION spread_suppression() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.surveys_only THEN
            UPDATE customers SET unsubscribed_at = NEW.created_at
                WHERE email IS NOT NULL AND lower(email) = NEW.address AND unsubscribed_at IS NULL;
        ELSE
            UPDATE customers SET bounced_at = NEW.created_at
                WHERE email IS NOT NULL AND lower(email) = NEW.address AND bounced_at IS NULL;
        END IF;
        RETURN NULL;
    END IF;
    IF EXISTS (SELECT FROM suppressions WHERE address = OLD.address AND surveys_only = OLD.surveys_only) THEN
        RETURN NULL;
    END IF;
    IF OLD.surveys_only THEN
        -- Whoever stopped the letters by themselves at another moment has not taken that back.
        UPDATE customers SET unsubscribed_at = NULL
            WHERE email IS NOT NULL AND lower(email) = OLD.address AND unsubscribed_at = OLD.created_at;
    ELSE
        UPDATE customers SET bounced_at = NULL
            WHERE email IS NOT NULL AND lower(email) = OLD.address AND bounced_at IS NOT NULL;
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER suppressions_spread AFTER INSERT OR DELETE ON suppressions
    FOR EACH ROW EXECUTE FUNCTION spread_suppression();
