DROP VIEW response_ratings;
