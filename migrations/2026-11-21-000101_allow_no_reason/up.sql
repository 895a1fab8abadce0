-- Nothing is equal to any of an empty list, not even the unknown: an answer with no reason chosen was refused.
ALTER TABLE responses
    DROP CONSTRAINT responses_check1,
    ADD CONSTRAINT responses_main_reason_check
        CHECK (main_reason IS NULL OR (reasons IS NOT NULL AND main_reason = ANY (reasons)));
