-- Looks are swept, and what robots did with a link is reported for as long as the invitation is there.
ALTER TABLE invitations ADD COLUMN robots integer NOT NULL DEFAULT 0;

COMMENT ON COLUMN invitations.robots IS 'Looks at its link that were discarded as a robot''s, also those swept since; counted by triggers of link_visits';

UPDATE invitations i SET robots = v.looks
FROM (SELECT invitation_id, count(*) AS looks FROM link_visits
      WHERE verdict NOT IN ('person', 'pixel') GROUP BY invitation_id) v
WHERE v.invitation_id = i.id;

CREATE FUNCTION count_robot() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE invitations SET robots = robots + CASE WHEN NEW.verdict IN ('person', 'pixel') THEN -1 ELSE 1 END
    WHERE id = NEW.invitation_id;
    RETURN NULL;
END
$$;

DROP TRIGGER queue_invitation_of_robot ON link_visits;
DROP TRIGGER queue_invitation_of_found_robot ON link_visits;
CREATE TRIGGER count_robot AFTER INSERT ON link_visits FOR EACH ROW
    WHEN (NEW.verdict NOT IN ('person', 'pixel')) EXECUTE FUNCTION count_robot();
CREATE TRIGGER count_found_robot AFTER UPDATE ON link_visits FOR EACH ROW
    WHEN ((OLD.verdict IN ('person', 'pixel')) <> (NEW.verdict IN ('person', 'pixel'))) EXECUTE FUNCTION count_robot();

DROP TRIGGER queue_changed_invitation ON invitations;
CREATE TRIGGER queue_changed_invitation AFTER UPDATE ON invitations FOR EACH ROW
    WHEN ((OLD.kind, OLD.customer_id, OLD.purchase_id, OLD.send_at, OLD.expires_at, OLD.sent_at, OLD.handed_out_at,
           OLD.answered_at, OLD.revoked_at, OLD.road, OLD.opened_at, OLD.reminded_at, OLD.robots)
          IS DISTINCT FROM
          (NEW.kind, NEW.customer_id, NEW.purchase_id, NEW.send_at, NEW.expires_at, NEW.sent_at, NEW.handed_out_at,
           NEW.answered_at, NEW.revoked_at, NEW.road, NEW.opened_at, NEW.reminded_at, NEW.robots))
    EXECUTE FUNCTION queue_changed_invitation();
