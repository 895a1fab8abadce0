CREATE TABLE complaint_words (
    complaint_id bigint PRIMARY KEY REFERENCES complaints,
    words tsvector NOT NULL
);

COMMENT ON TABLE complaint_words IS 'What complaints are found by; written by triggers, so that no writer can forget it';
COMMENT ON COLUMN complaint_words.words IS
    'Word forms of letters, notes, comments and names; beside them as they are: # order and customer, @ e-mail, + telephone';

-- The Russian configuration takes words in Latin letters by their English forms.
CREATE FUNCTION forms_of_words(words text) RETURNS tsvector LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT to_tsvector('pg_catalog.russian', translate(left(words, 200000), 'ёЁ', 'еЕ'))
$$;

-- Words of a customer who took an answer back, or asked to be forgotten, are left out.
CREATE FUNCTION refresh_complaint_words(numbers bigint[]) RETURNS void LANGUAGE sql AS $$
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

CREATE FUNCTION word_new_complaints() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM refresh_complaint_words(ARRAY(SELECT id FROM added));
    RETURN NULL;
END
$$;

CREATE FUNCTION word_new_events() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- A history of that many words is found by those that it has.
    UPDATE complaint_words w SET words = w.words || more.words
    FROM (SELECT e.complaint_id, forms_of_words(string_agg(concat_ws(E'\n', e.body, r.comment), E'\n')) AS words
          FROM added e LEFT JOIN responses r ON r.id = e.response_id
          WHERE r.withdrawn_at IS NULL AND (e.body IS NOT NULL OR r.comment IS NOT NULL)
          GROUP BY e.complaint_id) more
    WHERE w.complaint_id = more.complaint_id AND length(w.words) < 15000;
    RETURN NULL;
END
$$;

CREATE FUNCTION word_complaint_again() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM refresh_complaint_words(ARRAY[NEW.id]);
    RETURN NULL;
END
$$;

CREATE FUNCTION word_customer_again() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM refresh_complaint_words(ARRAY(SELECT id FROM complaints WHERE customer_id = NEW.id));
    RETURN NULL;
END
$$;

CREATE FUNCTION word_response_again() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM refresh_complaint_words(ARRAY(SELECT id FROM complaints WHERE customer_id = NEW.customer_id));
    RETURN NULL;
END
$$;

SELECT refresh_complaint_words(ARRAY(SELECT id FROM complaints));
CREATE INDEX complaint_words_idx ON complaint_words USING gin (words) WITH (gin_pending_list_limit = 512);

CREATE TRIGGER complaints_word AFTER INSERT ON complaints REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION word_new_complaints();
CREATE TRIGGER complaints_word_again AFTER UPDATE ON complaints FOR EACH ROW
    WHEN (OLD.subject IS DISTINCT FROM NEW.subject OR OLD.purchase_id IS DISTINCT FROM NEW.purchase_id
          OR OLD.customer_id <> NEW.customer_id OR OLD.response_id IS DISTINCT FROM NEW.response_id)
    EXECUTE FUNCTION word_complaint_again();
CREATE TRIGGER complaint_events_word AFTER INSERT ON complaint_events REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION word_new_events();
CREATE TRIGGER customers_word_again AFTER UPDATE ON customers FOR EACH ROW
    WHEN (OLD.name <> NEW.name OR OLD.email IS DISTINCT FROM NEW.email OR OLD.phone IS DISTINCT FROM NEW.phone
          OR OLD.external_id <> NEW.external_id OR OLD.erased_at IS DISTINCT FROM NEW.erased_at)
    EXECUTE FUNCTION word_customer_again();
CREATE TRIGGER responses_word_again AFTER UPDATE ON responses FOR EACH ROW
    WHEN (OLD.comment IS DISTINCT FROM NEW.comment OR OLD.withdrawn_at IS DISTINCT FROM NEW.withdrawn_at
          OR OLD.bring_back IS DISTINCT FROM NEW.bring_back OR OLD.competitor IS DISTINCT FROM NEW.competitor)
    EXECUTE FUNCTION word_response_again();
