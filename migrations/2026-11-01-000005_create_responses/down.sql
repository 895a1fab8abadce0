DROP TABLE response_edits;
DROP TABLE responses;
DROP FUNCTION keep_response_edit;
