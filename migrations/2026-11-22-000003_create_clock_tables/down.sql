DROP TABLE deadline_alerts, legal_claims, legal_terms, calendar_days;
