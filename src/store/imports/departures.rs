//! Staged departures: one a pause between purchases, the reasons they name, and returns that purchases tell of.

use chrono::{DateTime, Utc};

/// Columns of the staging table behind line and round.
pub const STAGED: &str =
    "customer_external_id text, left_at timestamptz, category text, reason text, label text,
    preventable text, competitor text, comment text, language text";

/// Makes the categories and reasons that are not known yet, as the first row that names each has it; a category is
/// called by its code until somebody names it.
pub const CREATE_REASONS: &str = "WITH made AS (
        INSERT INTO reason_categories (code, title_ru, title_en, position)
        SELECT n.category, n.category, n.category,
               (SELECT coalesce(max(position), 0) FROM reason_categories) + row_number() OVER (ORDER BY n.line)
        FROM (SELECT category, min(line) AS line FROM import_rows s
              WHERE category IS NOT NULL AND NOT EXISTS (SELECT FROM reason_categories c WHERE c.code = s.category)
              GROUP BY category) n
        ON CONFLICT DO NOTHING
        RETURNING code
    ), named AS (
        SELECT DISTINCT ON (category, reason) category, reason, coalesce(label, reason) AS title, preventable, line
        FROM import_rows s
        WHERE reason IS NOT NULL
          AND NOT EXISTS (SELECT FROM reasons r WHERE r.category = s.category AND r.code = s.reason)
        ORDER BY category, reason, line
    )
    INSERT INTO reasons (category, code, title_ru, title_en, preventable, position)
    SELECT category, reason, title, title, preventable,
           (SELECT coalesce(max(position), 0) FROM reasons) + row_number() OVER (ORDER BY line)
    FROM named
    -- The foreign key is checked when all of this is done, so the categories may be as new as the reasons.
    ON CONFLICT DO NOTHING";

/// Departures that are still to come, or name a reason nobody knows, leave the staging table with their line.
pub fn refuse(now: DateTime<Utc>) -> String {
    let soon = (now + chrono::TimeDelta::days(1)).to_rfc3339();
    format!(
        "WITH wrong AS (
            SELECT s.ctid AS place, s.line, concat_ws('; ',
                CASE WHEN s.left_at > '{soon}' THEN 'left_at: still to come' END,
                CASE WHEN s.category IS NOT NULL AND c.code IS NULL THEN
                    format('reason_category: there is no category `%s`; --create makes it', s.category) END,
                CASE WHEN s.reason IS NOT NULL AND c.code IS NOT NULL AND r.code IS NULL THEN
                    format('reason: there is no reason `%s` in `%s`; --create makes it', s.reason, s.category) END
                ) AS problem
            FROM import_rows s
            LEFT JOIN reason_categories c ON c.code = s.category
            LEFT JOIN reasons r ON r.category = s.category AND r.code = s.reason
        ), gone AS (
            DELETE FROM import_rows USING wrong WHERE wrong.problem <> '' AND import_rows.ctid = wrong.place
        )
        SELECT line, problem FROM wrong WHERE problem <> ''"
    )
}

/// Settles the returns of the customers staged, from all purchases that are there now; as `store::departures` does.
pub const SETTLE: &str = "UPDATE departures d SET returned_at = b.at, updated_at = now()
    FROM (SELECT o.id, o.customer_id, o.left_at, o.returned_at, p.at
          FROM departures o
          CROSS JOIN LATERAL (SELECT min(p.purchased_at) AS at FROM purchases p
                              WHERE p.customer_id = o.customer_id AND p.purchased_at > o.left_at AND p.amount >= 0) p
          WHERE o.customer_id IN (SELECT c.id FROM import_rows s
                                  JOIN customers c ON c.external_id = s.customer_external_id)) b
    WHERE b.id = d.id AND b.at IS DISTINCT FROM b.returned_at
      AND (b.at IS NOT NULL OR NOT EXISTS (SELECT FROM departures o WHERE o.customer_id = b.customer_id
                                           AND (o.left_at > b.left_at OR o.returned_at IS NULL)))";

/// The statement of one round: at most one row of each customer. Answers how many were created, how many updated, and
/// how many could not be created because somebody else wrote the same departure meanwhile: they want another try.
///
/// Between two purchases a customer leaves once. A row is about the departure of the same moment, or else of the same
/// pause: the later of the two moments stands, so that reading a file again changes nothing. Any known departure goes
/// over one concluded from silence. The file's word replaces that of staff only where it says something else; 'other', or
/// nothing, does not replace a reason that somebody gave by hand.
pub fn upsert(present: &[&str], now: DateTime<Utc>) -> String {
    // Who is forgotten keeps no words.
    let spoken = |column: &str| format!("CASE WHEN c.erased_at IS NULL THEN s.{column} END");
    let reason = |column: &str| format!("CASE WHEN h.by_hand THEN o.{column} ELSE s.{column} END");
    let said: Vec<(&str, String)> = [
        ("category", "reason_category", reason("category")),
        // One whole with its category: the file that names one of them means both.
        ("reason", "reason_category", reason("reason")),
        ("competitor", "competitor", spoken("competitor")),
        ("comment", "comment", spoken("comment")),
        ("language", "language", "s.language".to_owned()),
    ]
    .into_iter()
    .map(|(column, cell, value)| {
        let told = present.contains(&cell);
        (column, if told { value } else { format!("o.{column}") })
    })
    .collect();
    let list = |part: fn(&(&str, String)) -> String| said.iter().map(part).collect::<Vec<_>>().join(", ");
    let selected = list(|(column, value)| format!("{value} AS {column}"));
    let columns = list(|(column, _)| (*column).to_owned());
    let values = list(|(_, value)| value.clone());
    let before = list(|(column, _)| format!("o.{column}"));
    let assigned = list(|(column, _)| format!("{column} = i.{column}"));
    let now = now.to_rfc3339();
    format!(
        "WITH incoming AS (
             SELECT c.id AS customer_id, s.left_at, b.at AS returned_at, o.id AS old, {selected},
                    o.id IS NOT NULL AND (s.left_at >= o.left_at OR o.source = 'silence')
                    AND (o.source = 'silence'
                         OR ROW(o.left_at, {before}) IS DISTINCT FROM ROW(s.left_at, {values})) AS differs
             FROM import_rows s
             JOIN customers c ON c.external_id = s.customer_external_id
             LEFT JOIN LATERAL (SELECT min(p.purchased_at) AS at FROM purchases p
                                WHERE p.customer_id = c.id AND p.purchased_at > s.left_at AND p.amount >= 0) b ON true
             LEFT JOIN LATERAL (SELECT d.* FROM departures d
                                WHERE d.customer_id = c.id
                                  AND (d.left_at = s.left_at OR d.returned_at IS NOT DISTINCT FROM b.at)
                                ORDER BY d.left_at = s.left_at DESC, d.left_at DESC LIMIT 1) o ON true
             -- What the reason that stands there replaced tells whose word it is.
             LEFT JOIN LATERAL (SELECT coalesce(s.category, 'other') = 'other' AND o.category <> 'other'
                                       AND coalesce((SELECT e.staff_id IS NOT NULL FROM departure_edits e
                                                     WHERE e.customer_id = c.id AND e.departure_id = o.id
                                                       AND (e.category, e.reason) IS DISTINCT FROM (o.category, o.reason)
                                                     ORDER BY e.id DESC LIMIT 1), o.source = 'staff') AS by_hand) h ON true
             WHERE s.round = $1
         ), corrected AS (
             UPDATE departures t SET left_at = i.left_at, returned_at = i.returned_at, source = 'import',
                    staff_id = NULL, updated_at = '{now}', {assigned}
             FROM incoming i WHERE i.differs AND t.id = i.old
             RETURNING t.id
         ), created AS (
             INSERT INTO departures (customer_id, left_at, returned_at, source, created_at, updated_at, {columns})
             SELECT customer_id, left_at, returned_at, 'import', '{now}', '{now}', {columns}
             FROM incoming WHERE old IS NULL ORDER BY customer_id
             ON CONFLICT DO NOTHING
             RETURNING id
         )
         SELECT (SELECT count(*) FROM created), (SELECT count(*) FROM corrected),
                (SELECT count(*) FROM incoming WHERE old IS NULL) - (SELECT count(*) FROM created)"
    )
}
