DROP TRIGGER partial_answers_word_again ON partial_answers;
DROP FUNCTION word_unfinished_again;

-- Words of a customer who took an answer back, or asked to be forgotten, are left out.
CREATE OR REPLACE FUNCTION refresh_complaint_words(numbers bigint[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO complaint_words (complaint_id, words)
    SELECT c.id,
           CASE WHEN u.erased_at IS NOT NULL THEN ''::tsvector
           ELSE array_to_tsvector(array_remove(ARRAY[
                    '#' || lower(left(p.external_id, 200)),
                    '#' || lower(left(u.external_id, 200)),
                    '@' || lower(left(u.email, 200)),
                    '+' || right(nullif(regexp_replace(left(u.phone, 200), '\D', '', 'g'), ''), 10)], NULL))
                || to_tsvector('pg_catalog.simple', translate(left(u.name, 1000), 'ёЁ', 'еЕ'))
                || forms_of_words(concat_ws(E'\n', u.name, c.subject, r.comment, r.bring_back, r.competitor, said.words))
           END
    FROM unnest(numbers) AS wanted (id)
    JOIN complaints c ON c.id = wanted.id
    JOIN customers u ON u.id = c.customer_id
    LEFT JOIN purchases p ON p.id = c.purchase_id
    LEFT JOIN responses r ON r.id = c.response_id AND r.withdrawn_at IS NULL
    LEFT JOIN LATERAL (
        SELECT string_agg(concat_ws(E'\n', e.body, CASE WHEN a.id <> c.response_id THEN a.comment END), E'\n') AS words
        FROM complaint_events e LEFT JOIN responses a ON a.id = e.response_id
        WHERE e.complaint_id = c.id AND a.withdrawn_at IS NULL AND (e.body IS NOT NULL OR a.comment IS NOT NULL)
    ) said ON true
    ON CONFLICT (complaint_id) DO UPDATE SET words = excluded.words
$$;

DROP FUNCTION words_of_form;
SELECT refresh_complaint_words(ARRAY(SELECT DISTINCT complaint_id FROM partial_answers WHERE complaint_id IS NOT NULL));
