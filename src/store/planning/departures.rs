//! Departures: asked about after cooling off, unless the customer came back.

pub(super) const DUE: &str = "\
SELECT p.id FROM departures p
LEFT JOIN invitation_decisions d ON d.departure_id = p.id AND d.kind = $1
JOIN customers c ON c.id = p.customer_id
WHERE p.left_at > $2 AND p.left_at <= $4 AND p.id > $5
  AND (d.id IS NULL AND p.returned_at IS NULL
       OR d.decision = 'refuse' AND p.left_at > $3 AND greatest(c.updated_at, p.updated_at) > d.decided_at)
UNION
SELECT d.departure_id FROM invitation_decisions d
WHERE d.kind = $1 AND d.reconsider_at <= $4 AND d.departure_id > $5
ORDER BY 1 LIMIT $6";

pub(super) const SOURCE: &str = "\
SELECT p.id AS subject_id, p.customer_id, p.left_at AS moment,
       EXISTS (SELECT FROM invitations i WHERE i.departure_id = p.id AND i.kind = $1) AS already_invited,
       NULL::timestamptz AS first_purchase_at, NULL::timestamptz AS last_purchase_at, 0::bigint AS purchases,
       p.returned_at IS NOT NULL AS is_over
FROM departures p WHERE p.id = ANY ($2)";
