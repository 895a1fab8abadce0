DROP TRIGGER responses_word_again ON responses;
DROP TRIGGER customers_word_again ON customers;
DROP TRIGGER complaint_events_word ON complaint_events;
DROP TRIGGER complaints_word_again ON complaints;
DROP TRIGGER complaints_word ON complaints;
DROP FUNCTION word_response_again, word_customer_again, word_complaint_again, word_new_events, word_new_complaints,
    refresh_complaint_words, forms_of_words;
DROP TABLE complaint_words;
