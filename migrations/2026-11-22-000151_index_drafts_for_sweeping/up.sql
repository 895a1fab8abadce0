CREATE INDEX complaint_drafts_saved_idx ON complaint_drafts (saved_at);
