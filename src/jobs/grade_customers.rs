//! Grades customers by what they spent; may run twice, and in several processes.

use chrono::{DateTime, Utc};

use crate::{
    actions::grade_customers::grade_customers,
    store::{Connection, Result},
};

/// A step of the worker.
///
/// # Errors
/// When the database does not answer.
pub async fn step(connection: &mut Connection, now: DateTime<Utc>) -> Result<()> {
    let graded = grade_customers(connection, now).await?;
    if graded > 0 {
        tracing::info!(graded, "customers are of another class");
    }
    Ok(())
}
