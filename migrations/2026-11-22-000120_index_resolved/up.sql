CREATE INDEX complaints_resolved_idx ON complaints (resolved_at, id) WHERE state = 'resolved';
COMMENT ON INDEX complaints_resolved_idx IS 'What waits to be closed by itself: a few weeks of complaints, not all there ever were';
CREATE INDEX complaint_events_resolved_idx ON complaint_events (at) WHERE kind IN ('resolved', 'rejected');
COMMENT ON INDEX complaint_events_resolved_idx IS 'Resolutions of a period: counted as they happened, also of what was reopened later';
