ALTER TABLE calendar_days ADD COLUMN removed_at timestamptz;

COMMENT ON COLUMN calendar_days.removed_at IS 'When staff took it away: no exception any more, and no preset brings it back';
