DROP INDEX incoming_letters_sorting_idx;
ALTER TABLE incoming_letters DROP COLUMN sender_name, DROP COLUMN words;
