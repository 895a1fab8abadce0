ALTER TABLE complaints
    ADD COLUMN source text NOT NULL DEFAULT 'answer'
        CHECK (source IN ('answer', 'mail', 'phone', 'counter', 'letter', 'api', 'other')),
    ADD COLUMN subject text,
    ADD COLUMN remedy_sought text,
    ADD COLUMN remedy_given text,
    ADD COLUMN compensation numeric(14, 2) CHECK (compensation >= 0),
    ADD COLUMN compensation_currency text CHECK (compensation_currency ~ '^[A-Z]{3}$'),
    ADD COLUMN priority smallint NOT NULL DEFAULT 0 CHECK (priority BETWEEN 0 AND 100),
    ADD COLUMN why jsonb,
    ADD COLUMN snoozed_until timestamptz,
    ADD COLUMN merged_into_id bigint REFERENCES complaints CHECK (merged_into_id <> id),
    ADD COLUMN legal_due timestamptz NOT NULL DEFAULT '9999-01-01 00:00:00+00',
    ADD COLUMN facets text[] NOT NULL DEFAULT '{}',
    ADD COLUMN clocks_version bigint NOT NULL DEFAULT 0,
    ADD COLUMN last_in_at timestamptz,
    ADD CHECK ((compensation IS NULL) = (compensation_currency IS NULL));

COMMENT ON COLUMN complaints.subject IS 'What it is about in a line, where somebody wrote it down';
COMMENT ON COLUMN complaints.remedy_sought IS 'Code of domain::remedy: what the customer asks for';
COMMENT ON COLUMN complaints.why IS 'How severity and priority came about, domain::priority::Why';
COMMENT ON COLUMN complaints.snoozed_until IS 'Out of sight until then, or until the customer writes';
COMMENT ON COLUMN complaints.legal_due IS 'Earliest unmet legal claim; 9999-01-01 where there is none';
COMMENT ON COLUMN complaints.facets IS 'What lists filter by, as name:value; written by a trigger';
COMMENT ON COLUMN complaints.clocks_version IS 'Clockwork by which severity, priority and clocks were settled; 0: to be settled';
COMMENT ON COLUMN complaints.last_in_at IS 'When the customer last wrote';

-- Parts that stay are taken from the customer and the purchase at the opening, and made anew where the facets were emptied; the
-- others follow the columns. A cause counts as its group too; the customer wrote last until somebody does something.
CREATE FUNCTION describe_complaint() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    staying text[];
    news boolean := false;
BEGIN
    IF TG_OP = 'INSERT' OR NEW.facets = '{}' THEN
        SELECT array_remove(ARRAY[
                   'source:' || NEW.source,
                   'kind:' || r.kind,
                   'store:' || coalesce(r.store, p.store),
                   'category:' || p.category,
                   'segment:' || c.segment,
                   'manager:' || c.manager,
                   'channel:' || c.channel,
                   'class:' || c.value_class,
                   'language:' || c.language], NULL)
        INTO staying
        FROM customers c
        LEFT JOIN purchases p ON p.id = NEW.purchase_id
        LEFT JOIN responses r ON r.id = NEW.response_id
        WHERE c.id = NEW.customer_id;
    ELSE
        staying := ARRAY(SELECT f FROM unnest(OLD.facets) f WHERE split_part(f, ':', 1) IN
            ('source', 'kind', 'store', 'category', 'segment', 'manager', 'channel', 'class', 'language'));
    END IF;
    IF TG_OP = 'UPDATE' THEN
        news := CASE
            WHEN NEW.last_in_at IS DISTINCT FROM OLD.last_in_at THEN NEW.last_in_at IS NOT NULL
            WHEN NEW.version <> OLD.version THEN false
            ELSE 'news' = ANY (OLD.facets) END;
    END IF;
    NEW.facets := coalesce(staying, '{}') || array_remove(ARRAY[
        'state:' || NEW.state,
        CASE WHEN NEW.state IN ('new', 'in_progress', 'waiting_for_customer') THEN 'open' ELSE 'over' END,
        'severity:' || (ARRAY['low', 'normal', 'high', 'critical'])[NEW.severity],
        'owner:' || coalesce(NEW.owner_id::text, 'none'),
        'cause:' || NEW.root_cause,
        CASE WHEN NEW.root_cause LIKE '%.%' THEN 'cause:' || split_part(NEW.root_cause, '.', 1) END,
        'resolution:' || NEW.resolution,
        'sought:' || NEW.remedy_sought,
        'given:' || NEW.remedy_given,
        CASE WHEN NEW.reopened > 0 THEN 'reopened' END,
        CASE WHEN NEW.legal_due < '9999-01-01 00:00:00+00' THEN 'legal' END,
        CASE WHEN NEW.first_answered_at IS NULL THEN 'unanswered' END,
        CASE WHEN NEW.compensation IS NOT NULL THEN 'compensated' END,
        CASE WHEN NEW.merged_into_id IS NOT NULL THEN 'merged' END,
        CASE WHEN news THEN 'news' END], NULL)
        || ARRAY(SELECT 'signal:' || s FROM unnest(NEW.signals) s);
    RETURN NEW;
END
$$;

ALTER TABLE customers ADD COLUMN value_class text CHECK (value_class IN ('A', 'B', 'C'));
COMMENT ON COLUMN customers.value_class IS 'By revenue: A the first 75 %, B the next 20 %, C the rest; kept by a job';

CREATE TRIGGER complaints_describe BEFORE INSERT OR UPDATE ON complaints
    FOR EACH ROW EXECUTE FUNCTION describe_complaint();
UPDATE complaints SET facets = '{}';
-- Open and finished ones apart: most lists show the open ones, and those are few.
CREATE INDEX complaints_open_facets_idx ON complaints USING gin (facets) WITH (gin_pending_list_limit = 512)
    WHERE state IN ('new', 'in_progress', 'waiting_for_customer');
CREATE INDEX complaints_over_facets_idx ON complaints USING gin (facets) WITH (gin_pending_list_limit = 512)
    WHERE state NOT IN ('new', 'in_progress', 'waiting_for_customer');
-- What most complaints have, and what hardly any has, is planned for as such.
ALTER TABLE complaints ALTER COLUMN facets SET STATISTICS 400;

CREATE INDEX complaints_unsettled_idx ON complaints (clocks_version, id)
    WHERE state IN ('new', 'in_progress', 'waiting_for_customer');
CREATE INDEX complaints_snoozed_idx ON complaints (snoozed_until) WHERE snoozed_until IS NOT NULL;
CREATE INDEX complaints_merged_idx ON complaints (merged_into_id) WHERE merged_into_id IS NOT NULL;
