-- A person corrects an answer a few times; what comes fifty times in a day is no correction. Taking it back always goes.
CREATE OR REPLACE FUNCTION keep_response_edit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.invitation_id IS NOT NULL AND NEW.withdrawn_at IS NULL AND OLD.revision > 50 AND (
        SELECT count(*) FROM response_edits e
        WHERE e.response_id = OLD.id AND e.revision >= OLD.revision - 50
          AND e.replaced_at > NEW.changed_at - interval '1 day') >= 50
    THEN
        RAISE EXCEPTION 'answer % was corrected too often', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'response_edits_a_day';
    END IF;
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

COMMENT ON FUNCTION keep_response_edit IS 'Keeps what an answer said before; refuses more than 50 corrections by link in a day';
