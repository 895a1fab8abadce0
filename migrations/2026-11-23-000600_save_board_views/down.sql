DELETE FROM saved_views WHERE room = 'board' OR removed_at IS NOT NULL;
ALTER TABLE saved_views DROP COLUMN room, DROP COLUMN removed_at;
COMMENT ON TABLE saved_views IS 'Lists of complaints with a name; the address of a list is all there is to it';
COMMENT ON COLUMN saved_views.query IS 'The query part of the list''s address, canonical';
