DROP INDEX invitation_decisions_reconsider_at_idx, invitation_decisions_customer_id_idx, invitation_decisions_customer_idx,
    invitation_decisions_departure_idx, invitation_decisions_complaint_idx, invitation_decisions_purchase_idx;
DELETE FROM invitation_decisions WHERE purchase_id IS NULL;
UPDATE invitation_decisions SET reconsider_at = NULL WHERE decision <> 'wait';
ALTER TABLE invitation_decisions
    DROP CONSTRAINT invitation_decisions_wait_check,
    DROP COLUMN complaint_id,
    DROP COLUMN departure_id,
    ALTER COLUMN purchase_id SET NOT NULL,
    ADD CONSTRAINT invitation_decisions_check CHECK ((decision = 'wait') = (reconsider_at IS NOT NULL)),
    ADD CONSTRAINT invitation_decisions_purchase_id_kind_key UNIQUE (purchase_id, kind);
CREATE INDEX invitation_decisions_reconsider_at_idx ON invitation_decisions (reconsider_at) WHERE decision = 'wait';
CREATE INDEX invitation_decisions_customer_id_idx ON invitation_decisions (customer_id);

DROP INDEX invitations_to_remind_idx;
ALTER TABLE invitations
    DROP COLUMN complaint_id, DROP COLUMN departure_id, DROP COLUMN open_link_id, DROP COLUMN order_number,
    DROP COLUMN road, DROP COLUMN opened_at, DROP COLUMN reminded_at;
