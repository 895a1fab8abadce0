ALTER TABLE questionnaires DROP COLUMN current_version_id;
DROP TABLE questionnaire_versions;
DROP TABLE questionnaires;
DROP TABLE parameters;
