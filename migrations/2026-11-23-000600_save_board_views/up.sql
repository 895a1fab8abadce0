ALTER TABLE saved_views
    ADD COLUMN room text NOT NULL DEFAULT 'desk' CHECK (room IN ('desk', 'board')),
    ADD COLUMN removed_at timestamptz;

COMMENT ON TABLE saved_views IS 'Lists of complaints and views of reports with a name; the address is all there is to each';
COMMENT ON COLUMN saved_views.query IS 'Desk: the query part of the list''s address, canonical. Board: report?query';
COMMENT ON COLUMN saved_views.removed_at IS 'Removed by its owner, who may still take that back; swept after a month';
