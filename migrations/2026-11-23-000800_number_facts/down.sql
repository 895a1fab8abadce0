ALTER TABLE fact_state
    DROP COLUMN version,
    ADD COLUMN rolled_at timestamptz;

DROP SEQUENCE fact_versions;
