DROP TRIGGER suppressions_spread ON suppressions;
DROP FUNCTION spread_suppression();
DROP TRIGGER customers_take_on_suppression ON customers;
DROP FUNCTION take_on_suppression();
DROP TRIGGER customers_take_on_suppressions ON customers;
DROP FUNCTION take_on_suppressions();
DROP INDEX suppressions_created_at_idx;
DROP INDEX suppressions_address_idx;
DELETE FROM suppressions s USING suppressions o WHERE o.address = s.address AND o.id < s.id;
ALTER TABLE suppressions
    DROP CONSTRAINT suppressions_address_reason_key,
    DROP COLUMN id,
    ADD PRIMARY KEY (address);
COMMENT ON TABLE suppressions IS 'Addresses that get no letters, whoever has them: no import undoes an entry';
