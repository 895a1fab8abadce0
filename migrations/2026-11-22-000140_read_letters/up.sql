ALTER TABLE incoming_letters
    ADD COLUMN sender_name text,
    ADD COLUMN words text;

COMMENT ON COLUMN incoming_letters.sender_name IS 'Name of its From, as claimed';
COMMENT ON COLUMN incoming_letters.words IS 'What its sender wrote, quotes and signature cut; the whole is in raw';

-- What people wrote and nobody has put anywhere yet.
CREATE INDEX incoming_letters_sorting_idx ON incoming_letters (id DESC)
    WHERE outcome = 'look' AND seen_at IS NULL AND kind IN ('words', 'unreadable');
