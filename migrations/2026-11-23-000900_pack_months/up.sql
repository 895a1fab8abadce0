CREATE TABLE fact_packs (
    subject text NOT NULL,
    month date NOT NULL,
    field text NOT NULL,
    data bytea NOT NULL,
    PRIMARY KEY (subject, month, field)
);

-- Packed already: to unpack it twice would cost more than it saves.
ALTER TABLE fact_packs ALTER COLUMN data SET STORAGE EXTERNAL;

COMMENT ON TABLE fact_packs IS 'The columns of a whole month in one piece, the facts of its days one after another: made from fact_columns while nothing of the month changes';
COMMENT ON COLUMN fact_packs.field IS 'As in fact_columns, and day: days since the first of the month';
COMMENT ON COLUMN fact_packs.data IS 'As in fact_columns';

CREATE TABLE fact_loose_months (
    subject text NOT NULL,
    month date NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (subject, month)
);

COMMENT ON TABLE fact_loose_months IS 'Months that have facts and no pack, because they changed lately: they are read day by day';

INSERT INTO fact_loose_months (subject, month)
SELECT DISTINCT subject, date_trunc('month', day)::date FROM fact_columns WHERE field = 'id';

-- Histories are packed column by column from here on. What an earlier program packed cannot be read and is made anew: until
-- then reports of purchases say that they are being counted.
TRUNCATE purchase_histories;
DELETE FROM fact_state WHERE subject = 'customers';
