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

COMMENT ON FUNCTION keep_response_edit IS NULL;
