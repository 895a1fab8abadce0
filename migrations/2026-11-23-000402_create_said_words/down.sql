DROP TRIGGER departures_word_again ON departures;
DROP TRIGGER departures_word ON departures;
DROP FUNCTION word_departure();
DROP TABLE said_words;
