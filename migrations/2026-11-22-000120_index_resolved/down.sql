DROP INDEX complaint_events_resolved_idx;
DROP INDEX complaints_resolved_idx;
