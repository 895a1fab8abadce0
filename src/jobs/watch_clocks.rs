//! Tells of deadlines that approach or were missed.

use chrono::{DateTime, Utc};

use crate::{
    actions::watch_clocks::watch_clocks,
    store::{Connection, Result},
};

pub async fn step(connection: &mut Connection, now: DateTime<Utc>) -> Result<()> {
    let round = watch_clocks(connection, now).await?;
    if round.told > 0 {
        tracing::info!(told = round.told, looked = round.looked, "deadlines were told");
    }
    Ok(())
}
