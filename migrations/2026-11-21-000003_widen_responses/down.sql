DROP VIEW response_ratings;
CREATE VIEW response_ratings AS
SELECT r.id AS response_id, r.answered_at, r.store, v.scale_low, v.scale_high,
       p.code AS parameter, r.ratings[p.position] AS rating
FROM responses r
JOIN questionnaire_versions v ON v.id = r.version_id
CROSS JOIN LATERAL unnest(v.parameters) WITH ORDINALITY AS p (code, position)
WHERE r.ratings[p.position] IS NOT NULL;

CREATE OR REPLACE FUNCTION keep_response_edit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO response_edits (response_id, revision, replaced_at, nps, satisfaction, ratings, comment, contact_me)
    VALUES (OLD.id, OLD.revision, NEW.changed_at, OLD.nps, OLD.satisfaction, OLD.ratings, OLD.comment, OLD.contact_me);
    RETURN NULL;
END
$$;

ALTER TABLE response_edits
    DROP COLUMN reasons, DROP COLUMN main_reason, DROP COLUMN reasons_shown, DROP COLUMN competitor,
    DROP COLUMN bring_back, DROP COLUMN heard_from, DROP COLUMN wallet_share, DROP COLUMN solved,
    DROP COLUMN still_here, DROP COLUMN withdrawn_at;
ALTER TABLE responses
    DROP COLUMN reasons, DROP COLUMN main_reason, DROP COLUMN reasons_shown, DROP COLUMN competitor,
    DROP COLUMN bring_back, DROP COLUMN heard_from, DROP COLUMN wallet_share, DROP COLUMN solved,
    DROP COLUMN still_here, DROP COLUMN withdrawn_at;
