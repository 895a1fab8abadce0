CREATE TABLE departure_edits (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    departure_id bigint NOT NULL,
    customer_id bigint NOT NULL REFERENCES customers,
    deed text NOT NULL CHECK (deed IN ('corrected', 'taken_back')),
    at timestamptz NOT NULL DEFAULT now(),
    staff_id bigint REFERENCES staff,
    left_at timestamptz NOT NULL,
    source text NOT NULL,
    category text,
    reason text,
    competitor text,
    comment text
);

CREATE INDEX departure_edits_customer_id_idx ON departure_edits (customer_id, id DESC);

CREATE FUNCTION keep_departure_edit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO departure_edits
        (departure_id, customer_id, deed, staff_id, left_at, source, category, reason, competitor, comment)
    VALUES
        (OLD.id, OLD.customer_id, CASE TG_OP WHEN 'DELETE' THEN 'taken_back' ELSE 'corrected' END,
         CASE TG_OP WHEN 'DELETE' THEN OLD.staff_id ELSE NEW.staff_id END,
         OLD.left_at, OLD.source, OLD.category, OLD.reason, OLD.competitor, OLD.comment);
    RETURN NULL;
END
$$;

CREATE TRIGGER departures_keep_correction AFTER UPDATE ON departures FOR EACH ROW
    WHEN ((OLD.left_at, OLD.source, OLD.category, OLD.reason, OLD.competitor, OLD.comment)
          IS DISTINCT FROM (NEW.left_at, NEW.source, NEW.category, NEW.reason, NEW.competitor, NEW.comment))
    EXECUTE FUNCTION keep_departure_edit();

CREATE TRIGGER departures_keep_taken_back AFTER DELETE ON departures FOR EACH ROW
    EXECUTE FUNCTION keep_departure_edit();

CREATE TRIGGER departure_edits_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON departure_edits
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_history();

COMMENT ON TABLE departure_edits IS 'What a departure said before it was corrected, or taken back as a mistake; insert-only';
COMMENT ON COLUMN departure_edits.departure_id IS 'No reference: one that was taken back is gone from departures';
COMMENT ON COLUMN departure_edits.staff_id IS 'Who corrected it or took it back; null: a file or another program';
