CREATE TABLE complaints (
    id bigint GENERATED ALWAYS AS IDENTITY (START WITH 1001) PRIMARY KEY,
    customer_id bigint NOT NULL REFERENCES customers,
    purchase_id bigint REFERENCES purchases,
    response_id bigint REFERENCES responses,
    state text NOT NULL CHECK (state IN
        ('new', 'in_progress', 'waiting_for_customer', 'resolved', 'closed', 'rejected', 'duplicate')),
    severity smallint NOT NULL CHECK (severity BETWEEN 1 AND 4),
    signals text[] NOT NULL,
    owner_id bigint REFERENCES staff,
    opened_at timestamptz NOT NULL,
    first_answer_due timestamptz NOT NULL,
    resolution_due timestamptz NOT NULL,
    next_deadline timestamptz NOT NULL,
    first_answered_at timestamptz,
    resolved_at timestamptz,
    root_cause text,
    resolution text,
    reopened integer NOT NULL DEFAULT 0,
    version integer NOT NULL DEFAULT 1
);

CREATE UNIQUE INDEX complaints_one_open ON complaints (customer_id, coalesce(purchase_id, 0))
    WHERE state IN ('new', 'in_progress', 'waiting_for_customer');
CREATE INDEX complaints_queue_idx ON complaints (next_deadline, id)
    WHERE state IN ('new', 'in_progress', 'waiting_for_customer');
CREATE INDEX complaints_owner_idx ON complaints (owner_id, next_deadline, id)
    WHERE state IN ('new', 'in_progress', 'waiting_for_customer');
CREATE INDEX complaints_finished_idx ON complaints (resolved_at DESC, id DESC)
    WHERE state NOT IN ('new', 'in_progress', 'waiting_for_customer');
CREATE INDEX complaints_customer_id_idx ON complaints (customer_id);

COMMENT ON TABLE complaints IS 'A discontent worked to its end; the id is the number that people say';
COMMENT ON COLUMN complaints.response_id IS 'The answer that opened it; later signals are in complaint_events';
COMMENT ON COLUMN complaints.severity IS '1 low, 2 normal, 3 high, 4 critical: the worst signal so far';
COMMENT ON COLUMN complaints.signals IS 'Codes of domain::answer::Signal, all that were seen';
COMMENT ON COLUMN complaints.next_deadline IS 'Earliest running clock; 9999-01-01 while none runs';
COMMENT ON COLUMN complaints.version IS 'Raised by each change a person makes; a page that saw an older one is told so';
COMMENT ON INDEX complaints_one_open IS 'One open complaint for a customer and purchase: a second signal joins it';

CREATE TABLE complaint_events (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    complaint_id bigint NOT NULL REFERENCES complaints,
    at timestamptz NOT NULL,
    staff_id bigint REFERENCES staff,
    kind text NOT NULL CHECK (kind IN
        ('opened', 'signal', 'taken', 'note', 'letter', 'resolved', 'reopened', 'field')),
    field text,
    old_value text,
    new_value text,
    body text,
    response_id bigint REFERENCES responses,
    letter_id bigint
);

CREATE INDEX complaint_events_complaint_id_idx ON complaint_events (complaint_id, id);

COMMENT ON TABLE complaint_events IS 'History of complaints: who, when, field, old, new; insert-only';
COMMENT ON COLUMN complaint_events.staff_id IS 'Null: the customer or the program itself';
COMMENT ON COLUMN complaint_events.body IS 'Words of a note or a letter';

CREATE FUNCTION refuse_change_of_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is insert-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER complaint_events_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON complaint_events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_history();
