DROP INDEX complaints_opened_idx, complaints_open_opened_idx, complaints_priority_idx, complaints_free_idx,
    complaints_severity_idx, complaints_state_idx, complaints_over_facets_idx, complaints_open_facets_idx;
ALTER TABLE complaints ALTER COLUMN facets SET STATISTICS -1;
CREATE INDEX complaints_facets_idx ON complaints USING gin (facets);
CREATE OR REPLACE FUNCTION describe_complaint() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    staying text[];
BEGIN
    IF TG_OP = 'INSERT' THEN
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
    NEW.facets := coalesce(staying, '{}') || array_remove(ARRAY[
        'state:' || NEW.state,
        CASE WHEN NEW.state IN ('new', 'in_progress', 'waiting_for_customer') THEN 'open' ELSE 'over' END,
        'severity:' || (ARRAY['low', 'normal', 'high', 'critical'])[NEW.severity],
        'owner:' || coalesce(NEW.owner_id::text, 'none'),
        'cause:' || NEW.root_cause,
        'resolution:' || NEW.resolution,
        'sought:' || NEW.remedy_sought,
        'given:' || NEW.remedy_given,
        CASE WHEN NEW.reopened > 0 THEN 'reopened' END,
        CASE WHEN NEW.legal_due < '9999-01-01 00:00:00+00' THEN 'legal' END,
        CASE WHEN NEW.first_answered_at IS NULL THEN 'unanswered' END,
        CASE WHEN NEW.compensation IS NOT NULL THEN 'compensated' END], NULL)
        || ARRAY(SELECT 'signal:' || s FROM unnest(NEW.signals) s);
    RETURN NEW;
END
$$;
