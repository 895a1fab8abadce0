//! Grading customers: classes A, B and C by what they spent in the last twelve months.

use chrono::{DateTime, Months, Utc};

use crate::{
    domain::value::{MONTHS, UP_TO_A, UP_TO_B},
    store::{Connection, Result, transactions::transaction, value_classes},
};

/// Customers of one transaction: imports wait for no longer than it takes to write these.
const BATCH: i64 = 5_000;

/// Grades all customers by `domain::value`, each currency by itself; answers how many are of another class than before.
/// Only those are written, and their open complaints are weighed anew.
///
/// # Errors
/// When the database does not answer. What was written by then stays; the next grading writes the rest.
pub async fn grade_customers(connection: &mut Connection, now: DateTime<Utc>) -> Result<usize> {
    let since = now.checked_sub_months(Months::new(MONTHS)).unwrap_or(DateTime::<Utc>::MIN_UTC);
    value_classes::rank(connection, since, (UP_TO_A, UP_TO_B)).await?;
    let mut graded = 0;
    loop {
        let some =
            transaction(connection, async |connection| value_classes::write_some(connection, BATCH).await)
                .await?;
        if some == 0 {
            value_classes::forget(connection).await?;
            return Ok(graded);
        }
        graded += some;
    }
}
