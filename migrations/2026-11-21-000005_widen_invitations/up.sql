ALTER TABLE invitations
    ADD COLUMN complaint_id bigint REFERENCES complaints,
    ADD COLUMN departure_id bigint REFERENCES departures,
    ADD COLUMN open_link_id bigint REFERENCES open_links,
    ADD COLUMN order_number text,
    ADD COLUMN road text NOT NULL DEFAULT 'letter' CHECK (road IN ('letter', 'link', 'store', 'page')),
    ADD COLUMN opened_at timestamptz,
    ADD COLUMN reminded_at timestamptz;

CREATE INDEX invitations_complaint_id_idx ON invitations (complaint_id) WHERE complaint_id IS NOT NULL;
CREATE INDEX invitations_departure_id_idx ON invitations (departure_id) WHERE departure_id IS NOT NULL;
CREATE INDEX invitations_to_remind_idx ON invitations (sent_at)
    WHERE sent_at IS NOT NULL AND revoked_at IS NULL AND reminded_at IS NULL;
-- That it was answered is no part of the index: answering an invitation must touch none, see 2026-11-01-000012.

ALTER TABLE invitation_decisions
    DROP CONSTRAINT invitation_decisions_purchase_id_kind_key,
    ALTER COLUMN purchase_id DROP NOT NULL,
    ADD COLUMN complaint_id bigint REFERENCES complaints,
    ADD COLUMN departure_id bigint REFERENCES departures,
    DROP CONSTRAINT invitation_decisions_check,
    ADD CONSTRAINT invitation_decisions_wait_check CHECK (decision <> 'wait' OR reconsider_at IS NOT NULL);
DROP INDEX invitation_decisions_reconsider_at_idx;
DROP INDEX invitation_decisions_customer_id_idx;

-- The newest decision about each subject: a purchase, a complaint, a departure, or else the customer.
CREATE UNIQUE INDEX invitation_decisions_purchase_idx ON invitation_decisions (purchase_id, kind)
    WHERE purchase_id IS NOT NULL;
CREATE UNIQUE INDEX invitation_decisions_complaint_idx ON invitation_decisions (complaint_id, kind)
    WHERE complaint_id IS NOT NULL;
CREATE UNIQUE INDEX invitation_decisions_departure_idx ON invitation_decisions (departure_id, kind)
    WHERE departure_id IS NOT NULL;
CREATE UNIQUE INDEX invitation_decisions_customer_idx ON invitation_decisions (customer_id, kind)
    WHERE purchase_id IS NULL AND complaint_id IS NULL AND departure_id IS NULL;
CREATE INDEX invitation_decisions_customer_id_idx ON invitation_decisions (customer_id);
CREATE INDEX invitation_decisions_reconsider_at_idx ON invitation_decisions (kind, reconsider_at)
    WHERE reconsider_at IS NOT NULL;

COMMENT ON COLUMN invitations.complaint_id IS 'Of a resolution survey';
COMMENT ON COLUMN invitations.departure_id IS 'Of an exit survey';
COMMENT ON COLUMN invitations.open_link_id IS 'The open link by which its answer came';
COMMENT ON COLUMN invitations.order_number IS 'As typed or signed by the shop, where no purchase of that id was known';
COMMENT ON COLUMN invitations.road IS 'letter; link: handed out as a list or QR sheet; store: an open link; page: the snippet of a thank-you page';
COMMENT ON COLUMN invitations.opened_at IS 'First open by what does not look like a robot: an estimate';
COMMENT ON COLUMN invitations.reminded_at IS 'When its one reminder was queued';
COMMENT ON COLUMN invitation_decisions.reconsider_at IS 'When it is looked at again, whatever was decided';
