CREATE TABLE planning_queue (
    kind text NOT NULL CHECK (kind IN ('relationship', 'inactive')),
    customer_id bigint NOT NULL REFERENCES customers,
    queued_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (kind, customer_id)
);

CREATE INDEX planning_queue_customer_id_idx ON planning_queue (customer_id);

COMMENT ON TABLE planning_queue IS 'Customers about whom something changed since these kinds were last decided; written by triggers, emptied by planning';

-- An entry that is there already is written again on purpose: planning can't take it away unseen before this commits.
CREATE FUNCTION queue_buyers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO planning_queue (kind, customer_id)
    SELECT kind, customer_id
    FROM (SELECT DISTINCT customer_id FROM changed) AS buyers, (VALUES ('relationship'), ('inactive')) AS kinds (kind)
    ORDER BY kind, customer_id
    ON CONFLICT (kind, customer_id) DO UPDATE SET queued_at = excluded.queued_at;
    RETURN NULL;
END
$$;

CREATE TRIGGER queue_buyers_of_new AFTER INSERT ON purchases
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION queue_buyers();
CREATE TRIGGER queue_buyers_of_changed AFTER UPDATE ON purchases
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION queue_buyers();

CREATE FUNCTION queue_customer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO planning_queue (kind, customer_id) VALUES ('relationship', NEW.id), ('inactive', NEW.id)
    ON CONFLICT (kind, customer_id) DO UPDATE SET queued_at = excluded.queued_at;
    RETURN NULL;
END
$$;

CREATE TRIGGER queue_customer AFTER UPDATE ON customers FOR EACH ROW
    WHEN ((OLD.consent, OLD.standing, OLD.email, OLD.unsubscribed_at, OLD.bounced_at, OLD.erased_at, OLD.time_zone)
          IS DISTINCT FROM
          (NEW.consent, NEW.standing, NEW.email, NEW.unsubscribed_at, NEW.bounced_at, NEW.erased_at, NEW.time_zone))
    EXECUTE FUNCTION queue_customer();

CREATE FUNCTION queue_departed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO planning_queue (kind, customer_id) VALUES ('relationship', OLD.customer_id), ('inactive', OLD.customer_id)
    ON CONFLICT (kind, customer_id) DO UPDATE SET queued_at = excluded.queued_at;
    RETURN NULL;
END
$$;

-- A departure that is taken back, in whatever way: its customer is one again.
CREATE TRIGGER queue_departed AFTER DELETE OR UPDATE OF returned_at ON departures
    FOR EACH ROW EXECUTE FUNCTION queue_departed();

-- Who is known already is looked at once.
INSERT INTO planning_queue (kind, customer_id)
SELECT kind, customer_id
FROM (SELECT DISTINCT customer_id FROM purchases) AS buyers, (VALUES ('relationship'), ('inactive')) AS kinds (kind);

CREATE INDEX invitation_decisions_unreachable_idx ON invitation_decisions (kind, decided_at)
    WHERE decision = 'refuse' AND reason IN ('no_address', 'bounced');
COMMENT ON INDEX invitation_decisions_unreachable_idx IS 'Whom no letter reaches, for links by other roads';

CREATE INDEX audit_events_settings_idx ON audit_events (subject, id) WHERE action IN ('settings.put', 'settings.restore');
COMMENT ON INDEX audit_events_settings_idx IS 'Who changed a setting last';
