-- New rules settle every open complaint anew, and most stand as they stood: of those there is nothing to tell.
DROP TRIGGER complaints_tell ON complaints;
CREATE CONSTRAINT TRIGGER complaints_tell AFTER UPDATE ON complaints
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN ((NEW.version, NEW.clocks_version) IS DISTINCT FROM (OLD.version, OLD.clocks_version)
          AND (NEW.clocks_version <> 0 OR OLD.clocks_version = 0)
          AND (NEW.version <> OLD.version OR OLD.clocks_version = 0
               OR (NEW.state, NEW.severity, NEW.priority, NEW.first_answer_due, NEW.resolution_due, NEW.legal_due, NEW.next_deadline)
                  IS DISTINCT FROM
                  (OLD.state, OLD.severity, OLD.priority, OLD.first_answer_due, OLD.resolution_due, OLD.legal_due, OLD.next_deadline)))
    EXECUTE FUNCTION tell_of_complaint();
