DROP INDEX letters_first_idx;
