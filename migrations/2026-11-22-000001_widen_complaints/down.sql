DROP INDEX complaints_merged_idx, complaints_snoozed_idx, complaints_unsettled_idx, complaints_open_facets_idx, complaints_over_facets_idx;
DROP TRIGGER complaints_describe ON complaints;
DROP FUNCTION describe_complaint();
ALTER TABLE customers DROP COLUMN value_class;
ALTER TABLE complaints
    DROP COLUMN source, DROP COLUMN subject, DROP COLUMN remedy_sought, DROP COLUMN remedy_given,
    DROP COLUMN compensation, DROP COLUMN compensation_currency, DROP COLUMN priority, DROP COLUMN why,
    DROP COLUMN snoozed_until, DROP COLUMN merged_into_id, DROP COLUMN legal_due, DROP COLUMN facets,
    DROP COLUMN clocks_version, DROP COLUMN last_in_at;
