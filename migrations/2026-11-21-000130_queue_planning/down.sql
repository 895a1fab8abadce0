DROP INDEX audit_events_settings_idx;
DROP INDEX invitation_decisions_unreachable_idx;
DROP TRIGGER queue_customer ON customers;
DROP TRIGGER queue_buyers_of_changed ON purchases;
DROP TRIGGER queue_buyers_of_new ON purchases;
DROP FUNCTION queue_customer();
DROP FUNCTION queue_buyers();
DROP TABLE planning_queue;
