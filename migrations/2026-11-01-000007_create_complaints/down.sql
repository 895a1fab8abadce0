DROP TABLE complaint_events;
DROP FUNCTION refuse_change_of_history;
DROP TABLE complaints;
