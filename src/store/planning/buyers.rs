//! Customers as such: asked now and then while they buy, and once when they have fallen silent; employees on demand.

use super::REACHED;
use crate::domain::questionnaire::SurveyKind;

/// New and changed customers come by the queue, the others when their time has come.
pub(super) const DUE: &str = "\
SELECT q.customer_id AS id FROM planning_queue q
WHERE q.kind = $1 AND q.customer_id > $5
UNION
SELECT d.customer_id FROM invitation_decisions d
WHERE d.kind = $1 AND d.reconsider_at <= $4 AND d.customer_id > $5
ORDER BY 1 LIMIT $6";

/// Purchases are counted as the definition of 'inactive' counts them: returns of goods are none.
pub(super) fn source(kind: SurveyKind) -> String {
    if kind == SurveyKind::Staff {
        return "SELECT c.id AS subject_id, c.id AS customer_id, $5 AS moment, false AS already_invited,
                       NULL::timestamptz AS first_purchase_at, NULL::timestamptz AS last_purchase_at, 0::bigint AS purchases,
                       false AS is_over
                FROM customers c WHERE c.id = ANY ($2)"
            .to_owned();
    }
    // The relationship is asked about again and again, silence once until the next purchase.
    let (moment, invited) = match kind {
        SurveyKind::Inactive => (
            "b.last_at".to_owned(),
            "EXISTS (SELECT FROM invitations i WHERE i.customer_id = c.id AND i.kind = $1 AND i.planned_at >= b.last_at)",
        ),
        _ => (
            format!(
                "greatest(b.first_at, (SELECT max(coalesce(greatest(i.sent_at, i.handed_out_at), i.send_at))
                                       FROM invitations i
                                       WHERE i.customer_id = c.id AND i.kind = $1 AND {REACHED}))"
            ),
            "false",
        ),
    };
    format!(
        "SELECT c.id AS subject_id, c.id AS customer_id, {moment} AS moment, {invited} AS already_invited,
                b.first_at AS first_purchase_at, b.last_at AS last_purchase_at, r.purchases,
                EXISTS (SELECT FROM departures g WHERE g.customer_id = c.id AND g.returned_at IS NULL) AS is_over
         FROM customers c
         CROSS JOIN LATERAL (SELECT min(p.purchased_at) AS first_at, max(p.purchased_at) AS last_at
                             FROM purchases p WHERE p.customer_id = c.id AND p.amount >= 0) AS b
         CROSS JOIN LATERAL (SELECT count(*) AS purchases FROM purchases p
                             WHERE $4 AND p.customer_id = c.id AND p.amount >= 0) AS r
         WHERE c.id = ANY ($2) AND b.first_at IS NOT NULL",
    )
}
