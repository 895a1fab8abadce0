DROP INDEX letters_sent_idx;
