//! Staged customers, and the bare ones that purchases and answers bring along.

use super::upsert::Upsert;

/// Columns of the staging table behind line and round.
pub const STAGED: &str = "external_id text, name text, email text, phone text, language text, segment text,
    manager text, channel text, city text, consent boolean, registered_at timestamptz, time_zone text";

/// A customer known only by the id that a purchase or an answer names.
pub const BARE: &str = "INSERT INTO customers (external_id)
    SELECT DISTINCT s.customer_external_id FROM import_rows s
    WHERE NOT EXISTS (SELECT FROM customers c WHERE c.external_id = s.customer_external_id)
    ORDER BY 1
    ON CONFLICT (external_id) DO NOTHING";

/// Unsubscribing, bounces and erasure are not the file's to change; an erased customer stays nameless.
pub fn upsert(present: &[&str]) -> String {
    let plain =
        ["email", "phone", "language", "segment", "manager", "channel", "city", "registered_at", "time_zone"];
    let mut values = vec![
        ("external_id", "s.external_id".to_owned()),
        ("name", "coalesce(s.name, o.name, '')".to_owned()),
        ("consent", "s.consent".to_owned()),
    ];
    values.extend(plain.map(|column| (column, format!("s.{column}"))));
    let compared = values
        .iter()
        .map(|(column, _)| *column)
        .filter(|column| *column != "external_id" && present.contains(column))
        .collect();
    Upsert {
        table: "customers",
        joins: "",
        values,
        compared,
        also: "updated_at = now()".to_owned(),
        allowed: |row| format!("{row}.erased_at IS NULL"),
    }
    .statement()
}
