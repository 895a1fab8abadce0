DROP TABLE fact_loose_months;
DROP TABLE fact_packs;
