DROP TABLE fact_loose_months;
DROP TABLE fact_packs;

-- As on the way up: an earlier program cannot read these histories.
TRUNCATE purchase_histories;
DELETE FROM fact_state WHERE subject = 'customers';
