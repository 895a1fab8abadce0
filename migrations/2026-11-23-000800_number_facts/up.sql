CREATE SEQUENCE fact_versions;

COMMENT ON SEQUENCE fact_versions IS 'Numbers the states of facts; one that was built anew never has the number of an earlier one';

ALTER TABLE fact_state
    DROP COLUMN rolled_at,
    ADD COLUMN version bigint NOT NULL DEFAULT nextval('fact_versions');

COMMENT ON COLUMN fact_state.version IS 'Another after every change of the facts: what was counted of this one is still right';
