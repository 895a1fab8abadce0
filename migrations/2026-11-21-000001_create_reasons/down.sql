DROP TABLE reasons;
DROP TABLE reason_categories;
