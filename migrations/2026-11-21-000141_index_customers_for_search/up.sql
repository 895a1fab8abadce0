CREATE INDEX customers_search_external_id_idx ON customers (lower(external_id) text_pattern_ops);
-- Serves equality as before, and beginnings whatever the collation of the database.
DROP INDEX customers_email_idx;
CREATE INDEX customers_email_idx ON customers (lower(email) text_pattern_ops) WHERE email IS NOT NULL;
CREATE INDEX customers_search_phone_idx ON customers
    (regexp_replace(regexp_replace(phone, '\D', '', 'g'), '^8', '7') text_pattern_ops) WHERE phone IS NOT NULL;
CREATE INDEX customers_search_name_idx ON customers
    USING gin (to_tsvector('simple', replace(lower(name), 'ё', 'е'))) WHERE name <> '';

COMMENT ON INDEX customers_search_phone_idx IS 'By digits alone; a leading 8 is the 7 of a Russian number';
COMMENT ON INDEX customers_search_name_idx IS 'By the beginning of any word of the name';
