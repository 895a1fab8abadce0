CREATE VIEW response_ratings AS
SELECT r.id AS response_id, r.answered_at, r.store, v.scale_low, v.scale_high,
       p.code AS parameter, r.ratings[p.position] AS rating
FROM responses r
JOIN questionnaire_versions v ON v.id = r.version_id
CROSS JOIN LATERAL unnest(v.parameters) WITH ORDINALITY AS p (code, position)
WHERE r.ratings[p.position] IS NOT NULL;

COMMENT ON VIEW response_ratings IS 'The one place that reads responses.ratings by code: a row a rating given, -1 meaning does not apply';
