//! Staged answers from other tools.

use chrono::{DateTime, Utc};

use super::upsert::Upsert;

/// Columns of the staging table behind line and round.
pub const STAGED: &str = "external_id text, customer_external_id text, purchase_external_id text, kind text,
    answered_at timestamptz, nps smallint, satisfaction smallint, ratings smallint[], comment text, language text,
    store text";

/// Answers that name a purchase which is not there, or is another customer's, leave the staging table with their line.
pub const REFUSE: &str = "WITH wrong AS (
        SELECT s.ctid AS place, s.line, CASE
            WHEN p.id IS NULL THEN
                format('purchase_external_id: there is no purchase `%s`', s.purchase_external_id)
            ELSE format('purchase_external_id: the purchase `%s` is another customer''s', s.purchase_external_id)
            END AS problem
        FROM import_rows s
        LEFT JOIN purchases p ON p.external_id = s.purchase_external_id
        LEFT JOIN customers c ON c.id = p.customer_id
        WHERE s.purchase_external_id IS NOT NULL
          AND c.external_id IS DISTINCT FROM s.customer_external_id
    ), gone AS (
        DELETE FROM import_rows USING wrong WHERE import_rows.ctid = wrong.place
    )
    SELECT line, problem FROM wrong";

/// An answer that changes keeps what it said before in response_edits, as a correction by the customer does.
/// The ratings of a file are one whole: a file with any replaces all of an answer's.
pub fn upsert(present: &[&str], ratings: bool, now: DateTime<Utc>) -> String {
    let values = vec![
        ("external_id", "s.external_id".to_owned()),
        ("customer_id", "c.id".to_owned()),
        ("purchase_id", "p.id".to_owned()),
        ("kind", "s.kind".to_owned()),
        ("version_id", "v.id".to_owned()),
        ("ratings", "s.ratings".to_owned()),
        ("answered_at", "s.answered_at".to_owned()),
        ("changed_at", "s.answered_at".to_owned()),
        ("nps", "s.nps".to_owned()),
        ("satisfaction", "s.satisfaction".to_owned()),
        ("comment", "s.comment".to_owned()),
        ("language", "s.language".to_owned()),
        // Of the purchase where the file says nothing; as it was when the answer came, so never followed later.
        ("store", "coalesce(s.store, o.store, p.store)".to_owned()),
    ];
    let compared = values
        .iter()
        .map(|(column, _)| *column)
        .filter(|column| match *column {
            "customer_id" | "kind" | "answered_at" => true,
            "version_id" | "ratings" => ratings,
            "purchase_id" => present.contains(&"purchase_external_id"),
            "external_id" | "changed_at" => false,
            column => present.contains(&column),
        })
        .collect();
    Upsert {
        table: "responses",
        joins: "JOIN customers c ON c.external_id = s.customer_external_id
                JOIN import_versions v ON v.kind = s.kind
                LEFT JOIN purchases p ON p.external_id = s.purchase_external_id",
        values,
        compared,
        also: format!("changed_at = '{}', revision = t.revision + 1", now.to_rfc3339()),
        allowed: |_| "true".to_owned(),
    }
    .statement()
}
