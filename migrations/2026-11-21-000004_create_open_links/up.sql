ALTER TABLE customers
    ADD COLUMN standing text NOT NULL DEFAULT 'customer' CHECK (standing IN ('customer', 'guest', 'employee')),
    ADD COLUMN time_zone text;

CREATE TABLE open_links (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('purchase', 'relationship', 'staff')),
    name text NOT NULL CHECK (name <> ''),
    store text,
    created_at timestamptz NOT NULL,
    revoked_at timestamptz
);

CREATE TABLE open_link_answers (
    open_link_id bigint NOT NULL REFERENCES open_links,
    device bytea NOT NULL,
    answered_on date NOT NULL,
    PRIMARY KEY (open_link_id, device, answered_on)
);

CREATE INDEX open_link_answers_answered_on_idx ON open_link_answers (answered_on);

COMMENT ON COLUMN customers.standing IS 'guest: answered by an open link and is not known otherwise; employee: asked by the staff survey';
COMMENT ON COLUMN customers.time_zone IS 'IANA name; letters leave in its hours, without one in those of the company';
COMMENT ON TABLE open_links IS 'Links and QR codes that many people use, in a shop for example; their addresses are signed from the id';
COMMENT ON TABLE open_link_answers IS 'One answer a device and day; swept after two days';
COMMENT ON COLUMN open_link_answers.device IS 'Keyed hash of address, browser and day; says nothing to who reads the table';
