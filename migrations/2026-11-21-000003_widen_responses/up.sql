ALTER TABLE responses
    ADD COLUMN reasons text[],
    ADD COLUMN main_reason text,
    ADD COLUMN reasons_shown text[],
    ADD COLUMN competitor text,
    ADD COLUMN bring_back text,
    ADD COLUMN heard_from text,
    ADD COLUMN wallet_share smallint CHECK (wallet_share BETWEEN 0 AND 100),
    ADD COLUMN solved boolean,
    ADD COLUMN still_here boolean NOT NULL DEFAULT false,
    ADD COLUMN withdrawn_at timestamptz,
    ADD CHECK (main_reason = ANY (reasons)),
    ADD CHECK (reasons <@ reasons_shown);

ALTER TABLE response_edits
    ADD COLUMN reasons text[],
    ADD COLUMN main_reason text,
    ADD COLUMN reasons_shown text[],
    ADD COLUMN competitor text,
    ADD COLUMN bring_back text,
    ADD COLUMN heard_from text,
    ADD COLUMN wallet_share smallint,
    ADD COLUMN solved boolean,
    ADD COLUMN still_here boolean NOT NULL DEFAULT false,
    ADD COLUMN withdrawn_at timestamptz;

CREATE OR REPLACE FUNCTION keep_response_edit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO response_edits
        (response_id, revision, replaced_at, nps, satisfaction, ratings, comment, contact_me, reasons, main_reason,
         reasons_shown, competitor, bring_back, heard_from, wallet_share, solved, still_here, withdrawn_at)
    VALUES
        (OLD.id, OLD.revision, NEW.changed_at, OLD.nps, OLD.satisfaction, OLD.ratings, OLD.comment, OLD.contact_me,
         OLD.reasons, OLD.main_reason, OLD.reasons_shown, OLD.competitor, OLD.bring_back, OLD.heard_from,
         OLD.wallet_share, OLD.solved, OLD.still_here, OLD.withdrawn_at);
    RETURN NULL;
END
$$;

DROP VIEW response_ratings;
CREATE VIEW response_ratings AS
SELECT r.id AS response_id, r.answered_at, r.store, v.scale_low, v.scale_high,
       p.code AS parameter, r.ratings[p.position] AS rating
FROM responses r
JOIN questionnaire_versions v ON v.id = r.version_id
CROSS JOIN LATERAL unnest(v.parameters) WITH ORDINALITY AS p (code, position)
WHERE r.ratings[p.position] IS NOT NULL AND r.withdrawn_at IS NULL;

COMMENT ON VIEW response_ratings IS 'Each rating by the code of its parameter; withdrawn answers are left out';
COMMENT ON COLUMN responses.reasons IS 'Codes chosen in an exit survey; null: not asked, empty: none chosen';
COMMENT ON COLUMN responses.reasons_shown IS 'Codes in the order in which this person saw them: shares are taken over who could choose';
COMMENT ON COLUMN responses.solved IS 'Of a resolution survey; null: not said';
COMMENT ON COLUMN responses.still_here IS 'The one press of an inactive customer';
COMMENT ON COLUMN responses.withdrawn_at IS 'Taken back by the customer: counted nowhere, shown to staff as withdrawn';
