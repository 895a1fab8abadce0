-- Building the facts of a day reads the invitations of that day.
CREATE INDEX invitations_send_at_idx ON invitations (send_at);
-- Who bought in a period, whoever was asked.
CREATE INDEX purchases_purchased_at_idx ON purchases (purchased_at);

CREATE FUNCTION queue_new_invitations() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO fact_queue (subject, id, at) SELECT 'invitations', id, send_at FROM changed;
    RETURN NULL;
END
$$;

-- By the row: an answer marks one invitation, and all that nobody counts costs a comparison.
CREATE FUNCTION queue_changed_invitation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO fact_queue (subject, id, at) VALUES ('invitations', NEW.id, NEW.send_at);
    IF OLD.send_at <> NEW.send_at THEN
        INSERT INTO fact_queue (subject, id, at) VALUES ('invitations', OLD.id, OLD.send_at);
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION queue_invitation_of_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO fact_queue (subject, id, at)
    SELECT 'invitations', i.id, i.send_at FROM invitations i WHERE i.id = NEW.invitation_id;
    RETURN NULL;
END
$$;

CREATE FUNCTION queue_invitation_of_gone_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO fact_queue (subject, id, at)
    SELECT 'invitations', i.id, i.send_at FROM invitations i WHERE i.id = OLD.invitation_id;
    RETURN NULL;
END
$$;

CREATE TRIGGER queue_new_invitations AFTER INSERT ON invitations
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION queue_new_invitations();
CREATE TRIGGER queue_removed_invitations AFTER DELETE ON invitations
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION queue_new_invitations();
CREATE TRIGGER queue_changed_invitation AFTER UPDATE ON invitations FOR EACH ROW
    WHEN ((OLD.kind, OLD.customer_id, OLD.purchase_id, OLD.send_at, OLD.expires_at, OLD.sent_at, OLD.handed_out_at,
           OLD.answered_at, OLD.revoked_at, OLD.road, OLD.opened_at, OLD.reminded_at)
          IS DISTINCT FROM
          (NEW.kind, NEW.customer_id, NEW.purchase_id, NEW.send_at, NEW.expires_at, NEW.sent_at, NEW.handed_out_at,
           NEW.answered_at, NEW.revoked_at, NEW.road, NEW.opened_at, NEW.reminded_at))
    EXECUTE FUNCTION queue_changed_invitation();

-- A new answer marks its invitation, which says so itself; what is left is taking it back and giving it again.
CREATE TRIGGER queue_invitation_of_answer AFTER UPDATE ON responses FOR EACH ROW
    WHEN (NEW.invitation_id IS NOT NULL
          AND (OLD.withdrawn_at IS NULL) IS DISTINCT FROM (NEW.withdrawn_at IS NULL))
    EXECUTE FUNCTION queue_invitation_of_row();
CREATE TRIGGER queue_invitation_of_gone_answer AFTER DELETE ON responses FOR EACH ROW
    WHEN (OLD.invitation_id IS NOT NULL) EXECUTE FUNCTION queue_invitation_of_gone_row();

CREATE TRIGGER queue_invitation_of_partial AFTER INSERT ON partial_answers FOR EACH ROW
    EXECUTE FUNCTION queue_invitation_of_row();
CREATE TRIGGER queue_invitation_of_changed_partial AFTER UPDATE ON partial_answers FOR EACH ROW
    WHEN ((OLD.discarded_at IS NULL) <> (NEW.discarded_at IS NULL)) EXECUTE FUNCTION queue_invitation_of_row();
CREATE TRIGGER queue_invitation_of_gone_partial AFTER DELETE ON partial_answers FOR EACH ROW
    EXECUTE FUNCTION queue_invitation_of_gone_row();

CREATE TRIGGER queue_invitation_of_letter AFTER UPDATE ON letters FOR EACH ROW
    WHEN (NEW.invitation_id IS NOT NULL AND NEW.kind = 'invitation'
          AND (OLD.bounced_at IS NULL) <> (NEW.bounced_at IS NULL))
    EXECUTE FUNCTION queue_invitation_of_row();

-- Looks of people are marked on the invitation. Old looks are swept: what they told stays in the facts of their days.
CREATE TRIGGER queue_invitation_of_robot AFTER INSERT ON link_visits FOR EACH ROW
    WHEN (NEW.verdict NOT IN ('person', 'pixel')) EXECUTE FUNCTION queue_invitation_of_row();
CREATE TRIGGER queue_invitation_of_found_robot AFTER UPDATE ON link_visits FOR EACH ROW
    WHEN (OLD.verdict <> NEW.verdict) EXECUTE FUNCTION queue_invitation_of_row();

CREATE FUNCTION queue_invitations_of_customers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO fact_queue (subject, id, at)
    SELECT 'invitations', i.id, i.send_at
    FROM before b JOIN changed c ON c.id = b.id JOIN invitations i ON i.customer_id = c.id
    WHERE (b.segment, b.manager, b.channel, b.value_class, b.language, b.unsubscribed_at)
          IS DISTINCT FROM (c.segment, c.manager, c.channel, c.value_class, c.language, c.unsubscribed_at);
    RETURN NULL;
END
$$;

CREATE TRIGGER queue_invitations_of_customers AFTER UPDATE ON customers
    REFERENCING OLD TABLE AS before NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION queue_invitations_of_customers();

CREATE FUNCTION queue_invitations_of_purchases() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO fact_queue (subject, id, at)
    SELECT 'invitations', i.id, i.send_at
    FROM before b JOIN changed c ON c.id = b.id JOIN invitations i ON i.purchase_id = c.id
    WHERE (b.category, b.store) IS DISTINCT FROM (c.category, c.store);
    RETURN NULL;
END
$$;

CREATE TRIGGER queue_invitations_of_purchases AFTER UPDATE ON purchases
    REFERENCING OLD TABLE AS before NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION queue_invitations_of_purchases();

-- What there is already is made into facts by the next roll-up.
DELETE FROM fact_state WHERE subject = 'invitations';
