DROP TABLE complaint_reminders;
