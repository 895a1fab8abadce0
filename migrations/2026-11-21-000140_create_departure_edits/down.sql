DROP TRIGGER departures_keep_taken_back ON departures;
DROP TRIGGER departures_keep_correction ON departures;
DROP TABLE departure_edits;
DROP FUNCTION keep_departure_edit();
