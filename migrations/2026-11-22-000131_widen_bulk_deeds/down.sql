COMMENT ON COLUMN bulk_results.detail IS NULL;
COMMENT ON COLUMN bulk_results.outcome IS NULL;
DROP INDEX bulk_results_outcome_idx;
DROP INDEX bulk_deeds_unfinished_idx;
DROP INDEX bulk_deeds_key_idx;
ALTER TABLE bulk_deeds DROP COLUMN key, DROP COLUMN detail, DROP COLUMN finished_at;
