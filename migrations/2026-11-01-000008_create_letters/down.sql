ALTER TABLE complaint_events DROP CONSTRAINT complaint_events_letter_id_fkey;
DROP TABLE letters;
