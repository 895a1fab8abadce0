ALTER TABLE staff DROP COLUMN desk, DROP COLUMN away_since;
DROP TABLE bulk_results, bulk_deeds, complaint_presence, complaint_drafts, saved_views, canned_answers,
    complaint_links, root_causes;
