CREATE TABLE departures (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer_id bigint NOT NULL REFERENCES customers,
    left_at timestamptz NOT NULL,
    source text NOT NULL CHECK (source IN ('import', 'staff', 'silence', 'api')),
    category text,
    reason text,
    competitor text,
    comment text,
    language text,
    staff_id bigint REFERENCES staff,
    returned_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (customer_id, left_at),
    FOREIGN KEY (category, reason) REFERENCES reasons,
    CHECK (reason IS NULL OR category IS NOT NULL),
    CHECK (returned_at > left_at)
);

CREATE INDEX departures_left_at_idx ON departures (left_at DESC, id DESC);
CREATE UNIQUE INDEX departures_one_open ON departures (customer_id) WHERE returned_at IS NULL;

COMMENT ON TABLE departures IS 'Customers who left; one who came back and left again has several';
COMMENT ON COLUMN departures.source IS 'silence: no purchase for longer than the lost limit, reason unknown';
COMMENT ON COLUMN departures.reason IS 'As the company knows it; what the customer says in an exit survey stands in their response';
COMMENT ON COLUMN departures.returned_at IS 'First purchase after leaving';
