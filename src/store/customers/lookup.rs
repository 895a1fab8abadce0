//! Who rings or stands at the counter: customers by telephone, name, address, their own id or an order's number.

use chrono::{DateTime, Utc};
use diesel::{
    prelude::*,
    sql_types::{BigInt, Nullable, Text, Timestamptz},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{
    super::{Result, purchases::Bought, schema::purchases},
    search::{Sought, beginning},
};

/// Candidates that are shown.
pub const SHOWN: i64 = 10;
/// Purchases that a complaint may be about.
const PURCHASES: i64 = 10;

/// Somebody who may be meant, with what tells them apart.
#[derive(Debug, Clone, QueryableByName)]
pub struct Candidate {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    #[diesel(sql_type = Text)]
    pub external_id: String,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub email: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub phone: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub city: Option<String>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub last_purchase: Option<DateTime<Utc>>,
    /// Open complaints.
    #[diesel(sql_type = BigInt)]
    pub open: i64,
}

/// The columns of a [`Candidate`] `c`.
const TOLD: &str = "c.id, c.external_id, c.name, c.email, c.phone, c.city,
    (SELECT max(p.purchased_at) FROM purchases p WHERE p.customer_id = c.id) AS last_purchase,
    (SELECT count(*) FROM complaints k WHERE k.customer_id = c.id
     AND k.state IN ('new', 'in_progress', 'waiting_for_customer')) AS open";

/// What somebody typed, as each road wants it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    sought: Sought,
    /// The same digits with the 7 that people leave out.
    without_seven: String,
    /// An order's number as it was typed.
    order: String,
}

impl Asked {
    /// Digits of a Russian number without its country.
    const NATIONAL: usize = 10;

    /// Reads it; none where that is nothing.
    #[must_use]
    pub fn read(typed: &str) -> Option<Self> {
        let order = typed.trim().trim_start_matches(['№', '#']).trim().to_owned();
        // Telephones are also written with points, slashes and hard blanks.
        let telephone =
            order.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || "+-()./–".contains(c));
        let plain = if telephone {
            order.chars().map(|c| if c.is_ascii_digit() || c == '+' { c } else { ' ' }).collect()
        } else {
            order.clone()
        };
        let sought = Sought::read(&plain)?;
        let national = sought.digits.len() == Self::NATIONAL && sought.digits.starts_with('9');
        let without_seven = if national { format!("7{}", sought.digits) } else { String::new() };
        Some(Self { sought, without_seven, order })
    }
}

/// The query of [`candidates`], so that a test can ask how it is carried out. Each road is an index; what they find is
/// gathered first. The owner of an order stands first.
#[must_use]
pub fn candidates_query() -> String {
    format!(
        "WITH found AS MATERIALIZED (
             SELECT id FROM customers WHERE lower(external_id) LIKE $1
             UNION SELECT id FROM customers WHERE email IS NOT NULL AND lower(email) LIKE $1
             UNION SELECT id FROM customers WHERE $2 <> '' AND phone IS NOT NULL
                   AND regexp_replace(regexp_replace(phone, '\\D', '', 'g'), '^8', '7') LIKE $2
             UNION SELECT id FROM customers WHERE $3 <> '' AND phone IS NOT NULL
                   AND regexp_replace(regexp_replace(phone, '\\D', '', 'g'), '^8', '7') LIKE $3
             UNION SELECT id FROM customers WHERE $4 <> '' AND name <> ''
                   AND to_tsvector('simple', replace(lower(name), 'ё', 'е')) @@ $4::tsquery
         ), buyer AS MATERIALIZED (
             SELECT customer_id AS id FROM purchases WHERE external_id = $5
         ), listed AS (
             SELECT id, bool_or(buys) AS buys
             FROM (SELECT id, false AS buys FROM found UNION ALL SELECT id, true FROM buyer) every
             JOIN customers u USING (id) WHERE u.erased_at IS NULL AND u.standing <> 'employee'
             GROUP BY id ORDER BY bool_or(buys) DESC, id DESC LIMIT $6
         )
         SELECT {TOLD} FROM listed JOIN customers c USING (id) ORDER BY listed.buys DESC, c.id DESC"
    )
}

/// Who may be meant, and one more where there are more than [`SHOWN`].
///
/// # Errors
/// When the database does not answer.
pub async fn candidates(connection: &mut AsyncPgConnection, asked: &Asked) -> Result<Vec<Candidate>> {
    let digits = |digits: &str| if digits.is_empty() { String::new() } else { beginning(digits) };
    Ok(diesel::sql_query(candidates_query())
        .bind::<Text, _>(beginning(&asked.sought.beginning))
        .bind::<Text, _>(digits(&asked.sought.digits))
        .bind::<Text, _>(digits(&asked.without_seven))
        .bind::<Text, _>(&asked.sought.words)
        .bind::<Text, _>(&asked.order)
        .bind::<BigInt, _>(SHOWN + 1)
        .load(connection)
        .await?)
}

/// One of them by number; none where they are forgotten.
///
/// # Errors
/// When the database does not answer.
pub async fn candidate(connection: &mut AsyncPgConnection, id: i64) -> Result<Option<Candidate>> {
    let query = format!("SELECT {TOLD} FROM customers c WHERE c.id = $1 AND c.erased_at IS NULL");
    let rows: Vec<Candidate> = diesel::sql_query(query).bind::<BigInt, _>(id).load(connection).await?;
    Ok(rows.into_iter().next())
}

/// The last purchases of a customer, and those that were named by order or number however old.
///
/// # Errors
/// When the database does not answer.
pub async fn bought(
    connection: &mut AsyncPgConnection,
    customer: i64,
    order: &str,
    purchase: Option<i64>,
) -> Result<Vec<Bought>> {
    Ok(diesel::sql_query(
        "SELECT id, external_id, purchased_at, delivered_at, amount, currency, store, category
         FROM purchases WHERE id IN (
             (SELECT id FROM purchases WHERE customer_id = $1 ORDER BY purchased_at DESC LIMIT $4)
             UNION SELECT id FROM purchases WHERE external_id = $2 AND customer_id = $1
             UNION SELECT id FROM purchases WHERE id = $3 AND customer_id = $1)
         ORDER BY purchased_at DESC, id DESC",
    )
    .bind::<BigInt, _>(customer)
    .bind::<Text, _>(order.trim().trim_start_matches(['№', '#']).trim())
    .bind::<Nullable<BigInt>, _>(purchase)
    .bind::<BigInt, _>(PURCHASES)
    .load(connection)
    .await?)
}

/// An open complaint of a customer.
#[derive(Debug, Clone, QueryableByName)]
pub struct OpenOne {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    #[diesel(sql_type = Text)]
    pub state: String,
    #[diesel(sql_type = Timestamptz)]
    pub opened_at: DateTime<Utc>,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub purchase_id: Option<i64>,
    /// Its order's number.
    #[diesel(sql_type = Nullable<Text>)]
    pub purchase: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub subject: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub owner: Option<String>,
}

/// What a customer has complained of that is still worked on, the newest ten.
///
/// # Errors
/// When the database does not answer.
pub async fn open_ones(connection: &mut AsyncPgConnection, customer: i64) -> Result<Vec<OpenOne>> {
    Ok(diesel::sql_query(
        "SELECT k.id, k.state, k.opened_at, k.purchase_id, p.external_id AS purchase, k.subject, s.name AS owner
         FROM complaints k
         LEFT JOIN purchases p ON p.id = k.purchase_id
         LEFT JOIN staff s ON s.id = k.owner_id
         WHERE k.customer_id = $1 AND k.state IN ('new', 'in_progress', 'waiting_for_customer')
         ORDER BY k.id DESC LIMIT $2",
    )
    .bind::<BigInt, _>(customer)
    .bind::<BigInt, _>(SHOWN)
    .load(connection)
    .await?)
}

/// Whether a purchase is this customer's.
///
/// # Errors
/// When the database does not answer.
pub async fn is_theirs(connection: &mut AsyncPgConnection, customer: i64, purchase: i64) -> Result<bool> {
    let found = purchases::table.find(purchase).filter(purchases::customer_id.eq(customer));
    Ok(found.select(purchases::id).first::<i64>(connection).await.optional()?.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_telephone_is_read_in_any_writing() {
        for typed in
            ["8 (916) 123-45-67", "+7 916 123 45 67", "8.916.123.45.67", "89161234567", "7916\u{a0}1234567"]
        {
            let asked = Asked::read(typed).map(|asked| asked.sought.digits);
            assert_eq!(asked.as_deref(), Some("79161234567"), "{typed}");
        }
        let asked = Asked::read("916 123-45-67").map(|asked| (asked.sought.digits, asked.without_seven));
        assert_eq!(asked, Some(("9161234567".to_owned(), "79161234567".to_owned())));
    }

    #[test]
    fn an_order_is_read_without_its_sign() {
        assert_eq!(Asked::read(" №  А-17 ").map(|asked| asked.order).as_deref(), Some("А-17"));
        assert_eq!(Asked::read(" № "), None);
    }
}
