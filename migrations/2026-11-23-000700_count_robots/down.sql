DROP TRIGGER queue_changed_invitation ON invitations;
CREATE TRIGGER queue_changed_invitation AFTER UPDATE ON invitations FOR EACH ROW
    WHEN ((OLD.kind, OLD.customer_id, OLD.purchase_id, OLD.send_at, OLD.expires_at, OLD.sent_at, OLD.handed_out_at,
           OLD.answered_at, OLD.revoked_at, OLD.road, OLD.opened_at, OLD.reminded_at)
          IS DISTINCT FROM
          (NEW.kind, NEW.customer_id, NEW.purchase_id, NEW.send_at, NEW.expires_at, NEW.sent_at, NEW.handed_out_at,
           NEW.answered_at, NEW.revoked_at, NEW.road, NEW.opened_at, NEW.reminded_at))
    EXECUTE FUNCTION queue_changed_invitation();
DROP TRIGGER count_found_robot ON link_visits;
DROP TRIGGER count_robot ON link_visits;
CREATE TRIGGER queue_invitation_of_robot AFTER INSERT ON link_visits FOR EACH ROW
    WHEN (NEW.verdict NOT IN ('person', 'pixel')) EXECUTE FUNCTION queue_invitation_of_row();
CREATE TRIGGER queue_invitation_of_found_robot AFTER UPDATE ON link_visits FOR EACH ROW
    WHEN (OLD.verdict <> NEW.verdict) EXECUTE FUNCTION queue_invitation_of_row();
DROP FUNCTION count_robot();
ALTER TABLE invitations DROP COLUMN robots;
