//! Staged purchases.

use super::upsert::Upsert;

/// Columns of the staging table behind line and round.
pub const STAGED: &str = "external_id text, customer_external_id text, purchased_at timestamptz,
    delivered_at timestamptz, amount numeric(19, 4), currency text, store text, category text";

/// A new purchase without a currency is in roubles, as everywhere (`domain::money::Currency`).
pub fn upsert(present: &[&str]) -> String {
    let roubles = crate::domain::money::Currency::RUB;
    let mut values = vec![
        ("external_id", "s.external_id".to_owned()),
        ("customer_id", "c.id".to_owned()),
        ("currency", format!("coalesce(s.currency, o.currency, '{roubles}')")),
    ];
    let plain = ["purchased_at", "delivered_at", "amount", "store", "category"];
    values.extend(plain.map(|column| (column, format!("s.{column}"))));
    let compared = values
        .iter()
        .map(|(column, _)| *column)
        .filter(|column| *column == "customer_id" || (*column != "external_id" && present.contains(column)))
        .collect();
    Upsert {
        table: "purchases",
        joins: "JOIN customers c ON c.external_id = s.customer_external_id",
        values,
        compared,
        also: "updated_at = now()".to_owned(),
        allowed: |_| "true".to_owned(),
    }
    .statement()
}
