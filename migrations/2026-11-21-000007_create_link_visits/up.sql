CREATE TABLE link_visits (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    invitation_id bigint NOT NULL REFERENCES invitations,
    at timestamptz NOT NULL,
    score text,
    verdict text NOT NULL CHECK (verdict IN ('person', 'head', 'prefetch', 'scanner', 'burst', 'honeypot', 'hurry', 'pixel'))
);

CREATE INDEX link_visits_invitation_id_idx ON link_visits (invitation_id, at);
CREATE INDEX link_visits_at_idx ON link_visits (at);

COMMENT ON TABLE link_visits IS 'Looks at a link that are no answers: at most a few a link, swept when the link has long expired';
COMMENT ON COLUMN link_visits.score IS 'What the address preselected, as name=value';
COMMENT ON COLUMN link_visits.verdict IS 'person: nothing speaks for a robot; pixel: the picture of a letter, an estimate; others: discarded';
