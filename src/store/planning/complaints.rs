//! Complaints: asked about from their resolution on; one that is resolved anew is asked about anew.

pub(super) const DUE: &str = "\
SELECT k.id FROM complaints k
LEFT JOIN invitation_decisions d ON d.complaint_id = k.id AND d.kind = $1
JOIN customers c ON c.id = k.customer_id
WHERE k.state NOT IN ('new', 'in_progress', 'waiting_for_customer') AND k.state IN ('resolved', 'closed')
  AND k.resolved_at > $2 AND k.resolved_at <= $4 AND k.id > $5
  AND (d.id IS NULL OR d.decided_at < k.resolved_at
       OR d.decision = 'refuse' AND k.resolved_at > $3 AND c.updated_at > d.decided_at)
UNION
SELECT d.complaint_id FROM invitation_decisions d
WHERE d.kind = $1 AND d.reconsider_at <= $4 AND d.complaint_id > $5
ORDER BY 1 LIMIT $6";

/// One that was never resolved has the moment when it was opened, and is not asked about.
pub(super) const SOURCE: &str = "\
SELECT k.id AS subject_id, k.customer_id, coalesce(k.resolved_at, k.opened_at) AS moment,
       EXISTS (SELECT FROM invitations i WHERE i.complaint_id = k.id AND i.kind = $1
               AND i.planned_at >= k.resolved_at) AS already_invited,
       NULL::timestamptz AS first_purchase_at, NULL::timestamptz AS last_purchase_at, 0::bigint AS purchases,
       k.state NOT IN ('resolved', 'closed') OR k.resolved_at IS NULL AS is_over
FROM complaints k WHERE k.id = ANY ($2)";
