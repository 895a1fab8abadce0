CREATE TABLE parameters (
    code text PRIMARY KEY CHECK (code ~ '^[a-z0-9_-]{1,64}$'),
    title_ru text NOT NULL,
    title_en text NOT NULL,
    position smallint NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

COMMENT ON TABLE parameters IS 'What satisfaction is asked about; codes are stable, words may change';
COMMENT ON COLUMN parameters.position IS 'Order in reports';

CREATE TABLE questionnaires (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL UNIQUE CHECK (kind IN ('purchase', 'relationship', 'inactive', 'exit', 'resolution', 'staff')),
    current_version_id bigint,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE questionnaire_versions (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    questionnaire_id bigint NOT NULL REFERENCES questionnaires,
    version integer NOT NULL CHECK (version > 0),
    scale_low smallint NOT NULL,
    scale_high smallint NOT NULL CHECK (scale_high > scale_low),
    parameters text[] NOT NULL,
    definition jsonb NOT NULL,
    digest text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (questionnaire_id, version),
    UNIQUE (questionnaire_id, digest)
);

ALTER TABLE questionnaires
    ADD FOREIGN KEY (current_version_id) REFERENCES questionnaire_versions;

COMMENT ON TABLE questionnaires IS 'One for each survey kind';
COMMENT ON COLUMN questionnaires.current_version_id IS 'The version that new invitations show; imports may add versions that are never current';
COMMENT ON TABLE questionnaire_versions IS 'Never changed once written: an answer is read by the version it was given to';
COMMENT ON COLUMN questionnaire_versions.parameters IS 'Parameter codes in the order of responses.ratings';
COMMENT ON COLUMN questionnaire_versions.definition IS 'The whole questionnaire: words, thresholds, scale';
COMMENT ON COLUMN questionnaire_versions.digest IS 'Digest of the definition: the same content is the same version';
