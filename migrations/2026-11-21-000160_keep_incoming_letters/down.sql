DROP TABLE incoming_letters;
