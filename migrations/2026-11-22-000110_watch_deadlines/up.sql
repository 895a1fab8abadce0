ALTER TABLE deadline_alerts ADD COLUMN id bigint GENERATED ALWAYS AS IDENTITY;
DROP INDEX deadline_alerts_unseen_idx;
CREATE UNIQUE INDEX deadline_alerts_list_idx ON deadline_alerts (staff_id, id);
CREATE INDEX deadline_alerts_unseen_idx ON deadline_alerts (staff_id) WHERE seen_at IS NULL;
CREATE INDEX deadline_alerts_unsent_idx ON deadline_alerts (at) WHERE letter_id IS NULL;
CREATE INDEX deadline_alerts_letter_idx ON deadline_alerts (letter_id) WHERE letter_id IS NOT NULL;

COMMENT ON COLUMN deadline_alerts.id IS 'The order of the list on the page';

CREATE TABLE deadline_watch (
    complaint_id bigint PRIMARY KEY REFERENCES complaints,
    look_at timestamptz NOT NULL
);

CREATE INDEX deadline_watch_look_idx ON deadline_watch (look_at);

COMMENT ON TABLE deadline_watch IS 'When the deadlines of a complaint are looked at next; no row: none of them can ring';

-- Whatever may have moved a clock lets the watch look at once. Not at the opening: the settling that follows it is such a change.
CREATE FUNCTION watch_deadlines() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO deadline_watch (complaint_id, look_at) VALUES (NEW.id, 'epoch')
    ON CONFLICT (complaint_id) DO UPDATE SET look_at = excluded.look_at;
    RETURN NULL;
END
$$;

CREATE TRIGGER complaints_watch AFTER UPDATE ON complaints FOR EACH ROW
    WHEN (OLD.version <> NEW.version OR OLD.clocks_version <> NEW.clocks_version OR OLD.next_deadline <> NEW.next_deadline)
    EXECUTE FUNCTION watch_deadlines();

INSERT INTO deadline_watch (complaint_id, look_at)
SELECT id, 'epoch' FROM complaints WHERE state IN ('new', 'in_progress', 'waiting_for_customer');
