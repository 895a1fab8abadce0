CREATE TABLE invitations (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL,
    customer_id bigint NOT NULL REFERENCES customers,
    purchase_id bigint REFERENCES purchases,
    version_id bigint NOT NULL REFERENCES questionnaire_versions,
    planned_at timestamptz NOT NULL,
    send_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    sent_at timestamptz,
    handed_out_at timestamptz,
    answered_at timestamptz,
    revoked_at timestamptz,
    CHECK (expires_at > planned_at)
);

CREATE UNIQUE INDEX invitations_once_a_purchase ON invitations (purchase_id, kind) WHERE purchase_id IS NOT NULL;
CREATE INDEX invitations_customer_id_idx ON invitations (customer_id, send_at DESC);

COMMENT ON TABLE invitations IS 'One question to one customer; its link is signed from the id, so no token is stored';
COMMENT ON COLUMN invitations.version_id IS 'The questionnaire version this link shows, whatever becomes current later';
COMMENT ON COLUMN invitations.send_at IS 'Inside sending hours; the letter of this invitation is due then';
COMMENT ON COLUMN invitations.handed_out_at IS 'Its link left by another road (CSV for SMS, receipts)';
COMMENT ON COLUMN invitations.answered_at IS 'First answer; written by the statement that stores the response';

CREATE TABLE invitation_decisions (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL,
    customer_id bigint NOT NULL REFERENCES customers,
    purchase_id bigint NOT NULL REFERENCES purchases,
    decision text NOT NULL CHECK (decision IN ('ask', 'wait', 'refuse')),
    reason text NOT NULL,
    decided_at timestamptz NOT NULL,
    reconsider_at timestamptz,
    invitation_id bigint REFERENCES invitations,
    UNIQUE (purchase_id, kind),
    CHECK ((decision = 'wait') = (reconsider_at IS NOT NULL))
);

CREATE INDEX invitation_decisions_reconsider_at_idx ON invitation_decisions (reconsider_at) WHERE decision = 'wait';
CREATE INDEX invitation_decisions_customer_id_idx ON invitation_decisions (customer_id);

COMMENT ON TABLE invitation_decisions IS 'Why a buyer was or was not asked: the newest decision for each purchase and kind';
COMMENT ON COLUMN invitation_decisions.reason IS 'Code of domain::invitation::Why';
