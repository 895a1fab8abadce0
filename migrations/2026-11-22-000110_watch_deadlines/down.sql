DROP TRIGGER complaints_watch ON complaints;
DROP FUNCTION watch_deadlines;
DROP TABLE deadline_watch;
ALTER TABLE deadline_alerts DROP COLUMN id;
DROP INDEX deadline_alerts_unseen_idx;
DROP INDEX deadline_alerts_unsent_idx;
DROP INDEX deadline_alerts_letter_idx;
CREATE INDEX deadline_alerts_unseen_idx ON deadline_alerts (staff_id, at DESC) WHERE seen_at IS NULL;
