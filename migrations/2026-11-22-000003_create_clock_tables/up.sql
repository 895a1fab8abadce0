CREATE TABLE calendar_days (
    day date PRIMARY KEY,
    otherwise jsonb NOT NULL,
    note text,
    source text NOT NULL DEFAULT 'staff' CHECK (source IN ('preset', 'staff')),
    changed_at timestamptz NOT NULL DEFAULT now()
);

COMMENT ON TABLE calendar_days IS 'Days that are otherwise than their weekday: holidays, days off that were moved, working Saturdays';
COMMENT ON COLUMN calendar_days.otherwise IS 'domain::calendar::DayOff';
COMMENT ON COLUMN calendar_days.source IS 'preset: from the production calendar that comes along; what staff set is never overwritten';

CREATE TABLE legal_terms (
    code text PRIMARY KEY CHECK (code ~ '^[a-z0-9_]{1,60}$'),
    title_ru text NOT NULL,
    title_en text NOT NULL,
    law text NOT NULL,
    article text NOT NULL,
    amount smallint NOT NULL CHECK (amount BETWEEN 1 AND 730),
    unit text NOT NULL CHECK (unit IN ('calendar_days', 'working_days', 'months')),
    note_ru text,
    note_en text,
    source text NOT NULL,
    certainty text NOT NULL CHECK (certainty IN ('seen', 'agreed', 'memory')),
    confirmed_at timestamptz,
    confirmed_by bigint REFERENCES staff,
    enabled boolean NOT NULL DEFAULT true,
    position smallint NOT NULL DEFAULT 0,
    changed_at timestamptz
);

COMMENT ON TABLE legal_terms IS 'How long the law gives for each kind of claim; data with its source, to be confirmed by a lawyer';
COMMENT ON COLUMN legal_terms.certainty IS 'Of the preset: the statute was seen, secondary sources agree, or from memory';
COMMENT ON COLUMN legal_terms.confirmed_at IS 'When a lawyer of the company confirmed it; null: to be confirmed';
COMMENT ON COLUMN legal_terms.changed_at IS 'When staff last changed it; such a row is never overwritten by a preset';

CREATE TABLE legal_claims (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    complaint_id bigint NOT NULL REFERENCES complaints,
    term_code text NOT NULL REFERENCES legal_terms,
    demanded_on date NOT NULL,
    amount smallint NOT NULL,
    unit text NOT NULL,
    due_at timestamptz NOT NULL,
    met_at timestamptz,
    withdrawn_at timestamptz,
    staff_id bigint REFERENCES staff,
    noted_at timestamptz NOT NULL,
    CHECK (met_at IS NULL OR withdrawn_at IS NULL)
);

CREATE UNIQUE INDEX legal_claims_once_idx ON legal_claims (complaint_id, term_code, demanded_on) WHERE withdrawn_at IS NULL;
CREATE INDEX legal_claims_term_idx ON legal_claims (term_code) WHERE met_at IS NULL AND withdrawn_at IS NULL;

COMMENT ON TABLE legal_claims IS 'Demands that the law gives a term for; several may run on one complaint, and none ever pauses';
COMMENT ON COLUMN legal_claims.amount IS 'The term as it was when the due moment was reckoned';

CREATE TABLE deadline_alerts (
    complaint_id bigint NOT NULL REFERENCES complaints,
    clock text NOT NULL,
    due_at timestamptz NOT NULL,
    stage text NOT NULL CHECK (stage IN ('approaching', 'missed')),
    staff_id bigint NOT NULL REFERENCES staff,
    at timestamptz NOT NULL,
    letter_id bigint REFERENCES letters,
    seen_at timestamptz,
    PRIMARY KEY (complaint_id, clock, due_at, stage, staff_id)
);

CREATE INDEX deadline_alerts_unseen_idx ON deadline_alerts (staff_id, at DESC) WHERE seen_at IS NULL;

COMMENT ON TABLE deadline_alerts IS 'Who was told of which deadline, once each; seen_at ends it on the page';
COMMENT ON COLUMN deadline_alerts.clock IS 'first_answer, resolution, or claim:ID';
