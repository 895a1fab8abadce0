//! Hears unfinished answers that fell silent; may run twice, and in several processes.

use chrono::{DateTime, Utc};

use crate::{
    actions::consider_partials::consider_partials,
    store::{Connection, Result},
};

pub async fn step(connection: &mut Connection, now: DateTime<Utc>) -> Result<()> {
    let complaints = consider_partials(connection, now).await?;
    if complaints > 0 {
        tracing::info!(complaints, "unfinished answers asked for a human being");
        metrics::counter!("otklik_partials_complained_total").increment(complaints);
    }
    Ok(())
}
