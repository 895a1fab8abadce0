//! The list of customers: all of them, or those whose name, id, address or telephone begins so.

use chrono::{DateTime, Utc};
use diesel::{
    QueryableByName,
    sql_types::{BigInt, Bool, Nullable, Text, Timestamptz},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::super::Result;

/// Rows of one page.
pub const PAGE: i64 = 50;

/// One line of the list.
#[derive(Debug, Clone, QueryableByName)]
pub struct Line {
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
    #[diesel(sql_type = Text)]
    pub standing: String,
    #[diesel(sql_type = Bool)]
    pub erased: bool,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub last_purchase: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub left_at: Option<DateTime<Utc>>,
    /// They have a complaint that is open.
    #[diesel(sql_type = Bool)]
    pub complains: bool,
}

/// What is looked for, as each index wants it; all empty: everybody.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sought {
    /// Lower case, for the beginning of an id or an address.
    pub beginning: String,
    /// Digits of a telephone from the left, a leading 8 as 7; empty where there are too few.
    pub digits: String,
    /// Words of a name, each a beginning, as a text search wants them; empty where there are none.
    pub words: String,
}

impl Sought {
    /// No id in use is longer.
    const LONGEST: usize = 200;

    /// Fewer digits would be half of all telephones.
    const FEWEST_DIGITS: usize = 4;

    /// Reads what somebody typed; none where that is nothing.
    #[must_use]
    pub fn read(typed: &str) -> Option<Self> {
        let plain: String = typed.chars().filter(|c| !c.is_control()).take(Self::LONGEST).collect();
        let beginning = plain.trim().to_lowercase();
        if beginning.is_empty() {
            return None;
        }
        let digits: String = beginning.chars().filter(char::is_ascii_digit).collect();
        let digits = match digits.strip_prefix('8') {
            Some(rest) => format!("7{rest}"),
            None => digits,
        };
        let phone = beginning.chars().all(|c| c.is_ascii_digit() || " +-()".contains(c));
        let words: Vec<String> = beginning
            .replace('ё', "е")
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(|word| format!("'{word}':*"))
            .collect();
        Some(Self {
            digits: if phone && digits.len() >= Self::FEWEST_DIGITS { digits } else { String::new() },
            words: words.join(" & "),
            beginning,
        })
    }
}

/// The query of [`page`], so that a test can ask how it is carried out. Each road is an index of its own; what they
/// find is gathered first, so that the order of the list can't tempt the planner to walk through all customers.
#[must_use]
pub fn page_query(sought: Option<&Sought>) -> String {
    let found = if sought.is_some() {
        "WITH found AS MATERIALIZED (
             SELECT id FROM customers WHERE lower(external_id) LIKE $3
             UNION SELECT id FROM customers WHERE email IS NOT NULL AND lower(email) LIKE $3
             UNION SELECT id FROM customers WHERE $4 <> '' AND phone IS NOT NULL
                   AND regexp_replace(regexp_replace(phone, '\\D', '', 'g'), '^8', '7') LIKE $4
             UNION SELECT id FROM customers WHERE $5 <> '' AND name <> ''
                   AND to_tsvector('simple', replace(lower(name), 'ё', 'е')) @@ $5::tsquery
         ), listed AS (SELECT id FROM found WHERE id < $1 ORDER BY id DESC LIMIT $2)"
    } else {
        "WITH listed AS (SELECT id FROM customers WHERE id < $1 AND standing <> 'employee' ORDER BY id DESC LIMIT $2)"
    };
    format!(
        "{found}
         SELECT c.id, c.external_id, c.name, c.email, c.phone, c.city, c.standing, c.erased_at IS NOT NULL AS erased,
                (SELECT max(p.purchased_at) FROM purchases p WHERE p.customer_id = c.id) AS last_purchase,
                (SELECT d.left_at FROM departures d WHERE d.customer_id = c.id AND d.returned_at IS NULL) AS left_at,
                EXISTS (SELECT FROM complaints k WHERE k.customer_id = c.id
                        AND k.state IN ('new', 'in_progress', 'waiting_for_customer')) AS complains
         FROM listed JOIN customers c USING (id) ORDER BY c.id DESC"
    )
}

/// One page of customers, the newest first, and one row more where another page follows. Employees, who are kept among
/// customers to be asked, show only when somebody looks for them.
///
/// # Errors
/// When the database does not answer.
pub async fn page(
    connection: &mut AsyncPgConnection,
    sought: Option<&Sought>,
    after: Option<i64>,
) -> Result<Vec<Line>> {
    let query = diesel::sql_query(page_query(sought))
        .bind::<BigInt, _>(after.unwrap_or(i64::MAX))
        .bind::<BigInt, _>(PAGE + 1);
    let Some(sought) = sought else { return Ok(query.load(connection).await?) };
    let digits = if sought.digits.is_empty() { String::new() } else { beginning(&sought.digits) };
    Ok(query
        .bind::<Text, _>(beginning(&sought.beginning))
        .bind::<Text, _>(digits)
        .bind::<Text, _>(&sought.words)
        .load(connection)
        .await?)
}

/// A pattern of what begins so; signs that patterns know mean themselves.
pub(super) fn beginning(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len() + 1);
    for c in text.chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(typed: &str) -> (String, String, String) {
        Sought::read(typed).map(|one| (one.beginning, one.digits, one.words)).unwrap_or_default()
    }

    #[test]
    fn what_was_typed_goes_down_every_road_that_it_may_mean() {
        assert_eq!(Sought::read("  "), None);
        let words = |a: &str, b: &str, c: &str| (a.to_owned(), b.to_owned(), c.to_owned());
        assert_eq!(read("Пётр Вол"), words("пётр вол", "", "'петр':* & 'вол':*"));
        assert_eq!(read("8 (900) 12"), words("8 (900) 12", "790012", "'8':* & '900':* & '12':*"));
        assert_eq!(read("C-1001").1, "");
        assert_eq!(read("'; DROP"), words("'; drop", "", "'drop':*"));
    }

    #[test]
    fn signs_of_patterns_mean_themselves() {
        assert_eq!(beginning("50%_a\\"), "50\\%\\_a\\\\%");
    }
}
