-- A cause counts as its group too; the customer wrote last until somebody does something; parts that stay are made anew
-- where the facets were emptied.
CREATE OR REPLACE FUNCTION describe_complaint() RETURNS trigger LANGUAGE plpgsql AS $$
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
UPDATE complaints SET facets = '{}';

-- Open and finished ones apart: most lists show the open ones, and those are few.
DROP INDEX complaints_facets_idx;
CREATE INDEX complaints_open_facets_idx ON complaints USING gin (facets) WITH (gin_pending_list_limit = 512)
    WHERE state IN ('new', 'in_progress', 'waiting_for_customer');
CREATE INDEX complaints_over_facets_idx ON complaints USING gin (facets) WITH (gin_pending_list_limit = 512)
    WHERE state NOT IN ('new', 'in_progress', 'waiting_for_customer');
-- What most complaints have, and what hardly any has, is planned for as such.
ALTER TABLE complaints ALTER COLUMN facets SET STATISTICS 400;

-- The common lists, each in its order.
CREATE INDEX complaints_state_idx ON complaints (state, next_deadline, id) WHERE state IN ('new', 'in_progress', 'waiting_for_customer');
CREATE INDEX complaints_severity_idx ON complaints (severity, next_deadline, id) WHERE state IN ('new', 'in_progress', 'waiting_for_customer');
CREATE INDEX complaints_free_idx ON complaints (next_deadline, id) WHERE owner_id IS NULL AND state IN ('new', 'in_progress', 'waiting_for_customer');
CREATE INDEX complaints_priority_idx ON complaints ((-priority), next_deadline, id) WHERE state IN ('new', 'in_progress', 'waiting_for_customer');
CREATE INDEX complaints_open_opened_idx ON complaints (opened_at DESC, id DESC) WHERE state IN ('new', 'in_progress', 'waiting_for_customer');
CREATE INDEX complaints_opened_idx ON complaints (opened_at DESC, id DESC);

COMMENT ON INDEX complaints_priority_idx IS 'Upside down, so that a place in the list is one comparison of rows';
