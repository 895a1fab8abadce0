CREATE TABLE said_words (
    place text NOT NULL CHECK (place IN ('comment', 'bring_back', 'departure')),
    id bigint NOT NULL,
    said_at timestamptz NOT NULL,
    words tsvector NOT NULL,
    PRIMARY KEY (place, id)
);

COMMENT ON TABLE said_words IS 'What free words are found by, beside answers and departures; written by the roll-up and, for departures, by a trigger';
COMMENT ON COLUMN said_words.place IS 'comment and bring_back: of an answer; departure: what was noted when a customer left';
COMMENT ON COLUMN said_words.id IS 'Of the answer or the departure';
COMMENT ON COLUMN said_words.words IS 'Word forms with their places, Russian and English';

INSERT INTO said_words (place, id, said_at, words)
SELECT 'comment', id, answered_at, forms_of_words(comment) FROM responses
WHERE comment <> '' AND withdrawn_at IS NULL
UNION ALL
SELECT 'bring_back', id, answered_at, forms_of_words(bring_back) FROM responses
WHERE bring_back <> '' AND withdrawn_at IS NULL
UNION ALL
SELECT 'departure', id, left_at, forms_of_words(comment) FROM departures WHERE comment <> '';

CREATE INDEX said_words_words_idx ON said_words USING gin (words) WITH (gin_pending_list_limit = 512);
CREATE INDEX said_words_said_at_idx ON said_words (place, said_at DESC, id DESC);

CREATE FUNCTION word_departure() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        DELETE FROM said_words WHERE place = 'departure' AND id = OLD.id;
    ELSIF NEW.comment <> '' THEN
        INSERT INTO said_words (place, id, said_at, words)
        VALUES ('departure', NEW.id, NEW.left_at, forms_of_words(NEW.comment))
        ON CONFLICT (place, id) DO UPDATE SET said_at = excluded.said_at, words = excluded.words;
    ELSE
        DELETE FROM said_words WHERE place = 'departure' AND id = NEW.id;
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER departures_word AFTER INSERT OR DELETE ON departures
    FOR EACH ROW EXECUTE FUNCTION word_departure();
CREATE TRIGGER departures_word_again AFTER UPDATE ON departures FOR EACH ROW
    WHEN (OLD.comment IS DISTINCT FROM NEW.comment OR OLD.left_at <> NEW.left_at)
    EXECUTE FUNCTION word_departure();
