DROP TRIGGER complaint_presence_tell_doing ON complaint_presence;
DROP TRIGGER complaint_presence_tell ON complaint_presence;
DROP FUNCTION tell_of_presence();
DROP TRIGGER complaints_tell ON complaints;
DROP FUNCTION tell_of_complaint();
