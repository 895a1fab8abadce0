DROP TABLE open_link_answers;
DROP TABLE open_links;
ALTER TABLE customers DROP COLUMN standing, DROP COLUMN time_zone;
