DROP INDEX customers_search_name_idx;
DROP INDEX customers_search_phone_idx;
DROP INDEX customers_email_idx;
CREATE INDEX customers_email_idx ON customers (lower(email)) WHERE email IS NOT NULL;
DROP INDEX customers_search_external_id_idx;
