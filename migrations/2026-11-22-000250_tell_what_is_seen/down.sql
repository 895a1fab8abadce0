DROP TRIGGER complaints_tell ON complaints;
CREATE CONSTRAINT TRIGGER complaints_tell AFTER UPDATE ON complaints
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN ((NEW.version, NEW.clocks_version) IS DISTINCT FROM (OLD.version, OLD.clocks_version)
          AND (NEW.clocks_version <> 0 OR OLD.clocks_version = 0))
    EXECUTE FUNCTION tell_of_complaint();
