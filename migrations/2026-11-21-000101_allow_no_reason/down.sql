-- 'Asked, none chosen' cannot be told there.
UPDATE responses SET reasons = NULL WHERE reasons = '{}';
ALTER TABLE responses
    DROP CONSTRAINT responses_main_reason_check,
    ADD CONSTRAINT responses_check1 CHECK (main_reason = ANY (reasons));
