-- Pages that are open hear of a change on the channel otklik_desk. NOTIFY takes one lock of the whole database at commit, so
-- what customers send announces nothing: it leaves clocks_version at 0, and settling, which follows within two seconds, tells.

CREATE FUNCTION tell_of_complaint() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('otklik_desk', json_build_object('number', NEW.id, 'version', NEW.version, 'entry',
        coalesce((SELECT max(id) FROM complaint_events WHERE complaint_id = NEW.id), 0))::text);
    RETURN NULL;
END
$$;

-- At the end of the transaction, when its history is written too.
CREATE CONSTRAINT TRIGGER complaints_tell AFTER UPDATE ON complaints
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN ((NEW.version, NEW.clocks_version) IS DISTINCT FROM (OLD.version, OLD.clocks_version)
          AND (NEW.clocks_version <> 0 OR OLD.clocks_version = 0))
    EXECUTE FUNCTION tell_of_complaint();

CREATE FUNCTION tell_of_presence() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('otklik_desk', json_build_object('present', coalesce(NEW.complaint_id, OLD.complaint_id))::text);
    RETURN NULL;
END
$$;

-- Somebody who goes on looking is no news.
CREATE TRIGGER complaint_presence_tell AFTER INSERT OR DELETE ON complaint_presence
    FOR EACH ROW EXECUTE FUNCTION tell_of_presence();
CREATE TRIGGER complaint_presence_tell_doing AFTER UPDATE ON complaint_presence
    FOR EACH ROW WHEN (NEW.doing <> OLD.doing) EXECUTE FUNCTION tell_of_presence();
