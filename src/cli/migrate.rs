//! `migrate`: brings the database up to date.

use super::{Database, Ending, Fault};
use crate::config::Config;

#[derive(clap::Args)]
pub struct Args {}

pub async fn run(_: Args, config: Config) -> Result<Ending, Fault> {
    let database = Database::find(&config).await?;
    let done = database.migrate().await?;
    for name in &done {
        super::say(format_args!("{name}"));
    }
    super::say(format_args!("{}", if done.is_empty() { "already up to date" } else { "up to date" }));
    Ok(Ending::Done)
}
