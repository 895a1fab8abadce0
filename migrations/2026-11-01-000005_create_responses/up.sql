CREATE TABLE responses (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    external_id text UNIQUE,
    invitation_id bigint UNIQUE REFERENCES invitations,
    kind text NOT NULL,
    customer_id bigint NOT NULL REFERENCES customers,
    purchase_id bigint REFERENCES purchases,
    version_id bigint NOT NULL REFERENCES questionnaire_versions,
    answered_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    revision integer NOT NULL DEFAULT 1,
    nps smallint CHECK (nps BETWEEN 0 AND 10),
    satisfaction smallint CHECK (satisfaction BETWEEN 0 AND 100),
    ratings smallint[] NOT NULL,
    comment text,
    contact_me boolean NOT NULL DEFAULT false,
    language text,
    store text,
    CHECK (num_nonnulls(external_id, invitation_id) >= 1)
);

CREATE INDEX responses_answered_at_idx ON responses (answered_at DESC, id DESC);
CREATE INDEX responses_customer_id_idx ON responses (customer_id, answered_at DESC);
CREATE INDEX responses_purchase_id_idx ON responses (purchase_id) WHERE purchase_id IS NOT NULL;

COMMENT ON TABLE responses IS 'One answer to one invitation, or one imported from another tool';
COMMENT ON COLUMN responses.ratings IS 'In the order of the version''s parameters; null: skipped, -1: does not apply';
COMMENT ON COLUMN responses.answered_at IS 'First press; reports count by it';
COMMENT ON COLUMN responses.revision IS '1, and one more for each correction; what was said before is in response_edits';
COMMENT ON COLUMN responses.store IS 'Of the purchase, as it was when the answer came';

CREATE TABLE response_edits (
    response_id bigint NOT NULL REFERENCES responses,
    revision integer NOT NULL,
    replaced_at timestamptz NOT NULL,
    nps smallint,
    satisfaction smallint,
    ratings smallint[] NOT NULL,
    comment text,
    contact_me boolean NOT NULL,
    PRIMARY KEY (response_id, revision)
);

COMMENT ON TABLE response_edits IS 'What an answer said before a correction; written by a trigger, so that no writer can forget it';

CREATE FUNCTION keep_response_edit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO response_edits (response_id, revision, replaced_at, nps, satisfaction, ratings, comment, contact_me)
    VALUES (OLD.id, OLD.revision, NEW.changed_at, OLD.nps, OLD.satisfaction, OLD.ratings, OLD.comment, OLD.contact_me);
    RETURN NULL;
END
$$;

CREATE TRIGGER keep_response_edit AFTER UPDATE ON responses
    FOR EACH ROW WHEN (OLD.revision <> NEW.revision)
    EXECUTE FUNCTION keep_response_edit();
