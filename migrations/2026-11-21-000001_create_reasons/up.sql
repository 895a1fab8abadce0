CREATE TABLE reason_categories (
    code text PRIMARY KEY CHECK (code ~ '^[a-z0-9_-]{1,64}$'),
    title_ru text NOT NULL,
    title_en text NOT NULL,
    position smallint NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE reasons (
    category text NOT NULL REFERENCES reason_categories,
    code text NOT NULL CHECK (code ~ '^[a-z0-9_-]{1,64}$'),
    title_ru text NOT NULL,
    title_en text NOT NULL,
    preventable text NOT NULL CHECK (preventable IN ('yes', 'partly', 'no', 'unknown')),
    position smallint NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (category, code)
);

COMMENT ON TABLE reason_categories IS 'First level of why customers leave: the newest words of each stable code, for reports';
COMMENT ON TABLE reasons IS 'Second level; what a form showed stands in its questionnaire version';
COMMENT ON COLUMN reasons.preventable IS 'Whether the company could have kept such a customer';
