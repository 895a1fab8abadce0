CREATE INDEX letters_sent_idx ON letters (sent_at DESC) WHERE state = 'sent';

COMMENT ON INDEX letters_sent_idx IS 'When the last letter left, without reading the others';
