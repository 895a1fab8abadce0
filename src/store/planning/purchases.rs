//! Purchases: asked about from delivery on, or from the purchase where none is known.

pub(super) const DUE: &str = "\
SELECT p.id FROM purchases p
LEFT JOIN invitation_decisions d ON d.purchase_id = p.id AND d.kind = $1
JOIN customers c ON c.id = p.customer_id
WHERE coalesce(p.delivered_at, p.purchased_at) > $2 AND coalesce(p.delivered_at, p.purchased_at) <= $4
  AND p.id > $5
  AND (d.id IS NULL
       OR d.decision = 'refuse' AND coalesce(p.delivered_at, p.purchased_at) > $3
          AND greatest(c.updated_at, p.updated_at) > d.decided_at)
UNION
SELECT d.purchase_id FROM invitation_decisions d
WHERE d.kind = $1 AND d.reconsider_at <= $4 AND d.purchase_id > $5
ORDER BY 1 LIMIT $6";

pub(super) const SOURCE: &str = "\
SELECT p.id AS subject_id, p.customer_id, coalesce(p.delivered_at, p.purchased_at) AS moment,
       EXISTS (SELECT FROM invitations i WHERE i.purchase_id = p.id AND i.kind = $1) AS already_invited,
       NULL::timestamptz AS first_purchase_at, NULL::timestamptz AS last_purchase_at, 0::bigint AS purchases,
       false AS is_over
FROM purchases p WHERE p.id = ANY ($2)";
