CREATE TABLE root_causes (
    code text PRIMARY KEY CHECK (code ~ '^[a-z0-9_.]{1,80}$'),
    parent_code text REFERENCES root_causes,
    title_ru text NOT NULL,
    title_en text NOT NULL,
    active boolean NOT NULL DEFAULT true,
    position smallint NOT NULL DEFAULT 0,
    changed_at timestamptz,
    CHECK (parent_code <> code)
);

COMMENT ON TABLE root_causes IS 'What lies behind complaints, in two levels; a code is never taken away, only switched off';
COMMENT ON COLUMN root_causes.changed_at IS 'When staff last changed it; such a row is never overwritten by a preset';

CREATE TABLE complaint_links (
    one_id bigint NOT NULL REFERENCES complaints,
    other_id bigint NOT NULL REFERENCES complaints,
    kind text NOT NULL CHECK (kind IN ('related', 'caused_by')),
    staff_id bigint REFERENCES staff,
    at timestamptz NOT NULL,
    PRIMARY KEY (one_id, other_id),
    CHECK (one_id <> other_id)
);

CREATE INDEX complaint_links_other_idx ON complaint_links (other_id);

COMMENT ON TABLE complaint_links IS 'Complaints that belong together and stay apart';

CREATE TABLE canned_answers (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    owner_id bigint REFERENCES staff,
    language text CHECK (language IN ('ru', 'en')),
    title text NOT NULL,
    body text NOT NULL,
    changes jsonb,
    used integer NOT NULL DEFAULT 0,
    used_at timestamptz,
    created_at timestamptz NOT NULL,
    removed_at timestamptz
);

CREATE INDEX canned_answers_shown_idx ON canned_answers (title) WHERE removed_at IS NULL;

COMMENT ON TABLE canned_answers IS 'Words with fields, ready to be sent; with changes it is a macro';
COMMENT ON COLUMN canned_answers.owner_id IS 'Null: everybody''s';
COMMENT ON COLUMN canned_answers.changes IS 'What a macro does to the complaint beside writing, domain::canned::Changes';

CREATE TABLE saved_views (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    owner_id bigint NOT NULL REFERENCES staff,
    shared boolean NOT NULL DEFAULT false,
    name text NOT NULL,
    query text NOT NULL,
    position smallint NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL
);

CREATE INDEX saved_views_owner_idx ON saved_views (owner_id, position, id);
CREATE INDEX saved_views_shared_idx ON saved_views (position, id) WHERE shared;

COMMENT ON TABLE saved_views IS 'Lists of complaints with a name; the address of a list is all there is to it';
COMMENT ON COLUMN saved_views.query IS 'The query part of the list''s address, canonical';

CREATE TABLE complaint_drafts (
    complaint_id bigint NOT NULL REFERENCES complaints,
    staff_id bigint NOT NULL REFERENCES staff,
    panel text NOT NULL,
    fields jsonb NOT NULL,
    seen_entry bigint NOT NULL,
    saved_at timestamptz NOT NULL,
    PRIMARY KEY (complaint_id, staff_id, panel)
);

CREATE INDEX complaint_drafts_staff_idx ON complaint_drafts (staff_id, saved_at DESC);

COMMENT ON TABLE complaint_drafts IS 'What somebody typed on a card and did not send yet; nobody else reads it';
COMMENT ON COLUMN complaint_drafts.fields IS 'The form''s fields by name, as typed';
COMMENT ON COLUMN complaint_drafts.seen_entry IS 'The newest entry of the history that the page showed';

CREATE UNLOGGED TABLE complaint_presence (
    complaint_id bigint NOT NULL,
    staff_id bigint NOT NULL,
    page text NOT NULL,
    doing text NOT NULL CHECK (doing IN ('looks', 'writes')),
    at timestamptz NOT NULL,
    PRIMARY KEY (complaint_id, staff_id, page)
);

CREATE INDEX complaint_presence_at_idx ON complaint_presence (at);

COMMENT ON TABLE complaint_presence IS 'Who has a card open; rows older than half a minute mean nothing';
COMMENT ON COLUMN complaint_presence.page IS 'One open page of theirs, so that closing one tab does not hide another';

CREATE TABLE bulk_deeds (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    staff_id bigint NOT NULL REFERENCES staff,
    deed text NOT NULL,
    at timestamptz NOT NULL,
    undone_at timestamptz
);

CREATE TABLE bulk_results (
    bulk_id bigint NOT NULL REFERENCES bulk_deeds,
    complaint_id bigint NOT NULL REFERENCES complaints,
    outcome text NOT NULL,
    detail text,
    before jsonb,
    version integer,
    PRIMARY KEY (bulk_id, complaint_id)
);

COMMENT ON TABLE bulk_deeds IS 'One deed done to many complaints';
COMMENT ON TABLE bulk_results IS 'What became of each of them, and what undoing puts back';
COMMENT ON COLUMN bulk_results.before IS 'Owner, state and reminder as they were';
COMMENT ON COLUMN bulk_results.version IS 'The version the deed left: undone only where nothing happened since';

ALTER TABLE staff
    ADD COLUMN desk jsonb,
    ADD COLUMN away_since timestamptz;

COMMENT ON COLUMN staff.desk IS 'How they like the desk: keys, density';
COMMENT ON COLUMN staff.away_since IS 'While set, nothing is handed to them by itself';
