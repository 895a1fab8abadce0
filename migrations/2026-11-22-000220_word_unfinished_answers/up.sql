-- The words in the fields of a form as it posts them (application/x-www-form-urlencoded); none where they can't be read,
-- because a save must not fail for them.
CREATE FUNCTION words_of_form(body text) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (
        SELECT string_agg(convert_from(field.bytes, 'UTF8'), E'\n' ORDER BY field.n)
        FROM (
            SELECT pair.n, string_agg(
                       CASE WHEN part.found[1] ~ '^%[0-9A-Fa-f]{2}$' THEN decode(substr(part.found[1], 2), 'hex')
                            ELSE convert_to(part.found[1], 'UTF8') END, ''::bytea ORDER BY part.n) AS bytes
            FROM regexp_split_to_table(left(body, 200000), '&') WITH ORDINALITY pair (field, n),
                 regexp_matches(translate(split_part(pair.field, '=', 2), '+', ' '), '%[0-9A-Fa-f]{2}|[^%]+|%', 'g')
                     WITH ORDINALITY part (found, n)
            WHERE split_part(pair.field, '=', 1) IN ('comment', 'bring_back', 'competitor')
            GROUP BY pair.n
        ) field);
EXCEPTION WHEN data_exception THEN
    RETURN NULL;
END
$$;

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
                || forms_of_words(concat_ws(E'\n', u.name, c.subject, r.comment, r.bring_back, r.competitor, said.words, begun.words))
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
    LEFT JOIN LATERAL (
        SELECT string_agg(words_of_form(k.body), E'\n') AS words
        FROM partial_answers k LEFT JOIN responses a ON a.invitation_id = k.invitation_id
        WHERE k.complaint_id = c.id AND k.discarded_at IS NULL AND a.withdrawn_at IS NULL
    ) begun ON true
    ON CONFLICT (complaint_id) DO UPDATE SET words = excluded.words
$$;

CREATE FUNCTION word_unfinished_again() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM refresh_complaint_words(ARRAY[NEW.complaint_id]);
    RETURN NULL;
END
$$;

CREATE TRIGGER partial_answers_word_again AFTER UPDATE ON partial_answers FOR EACH ROW
    WHEN (NEW.complaint_id IS NOT NULL
          AND (OLD.complaint_id IS DISTINCT FROM NEW.complaint_id OR OLD.body <> NEW.body
               OR OLD.discarded_at IS DISTINCT FROM NEW.discarded_at))
    EXECUTE FUNCTION word_unfinished_again();

SELECT refresh_complaint_words(ARRAY(SELECT DISTINCT complaint_id FROM partial_answers WHERE complaint_id IS NOT NULL));
