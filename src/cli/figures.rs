//! `figures`: brings the facts that reports are counted from up to date, or builds them anew from nothing.

use super::{Database, Ending, Fault};
use crate::{
    actions::roll_up::{rebuild, roll_up},
    config::Config,
    domain::facts::Subject,
    store::pool,
};

#[derive(clap::Args)]
pub struct Args {
    /// Build all of them anew from the rows they are of
    #[arg(long)]
    rebuild: bool,
}

pub async fn run(args: Args, config: Config) -> Result<Ending, Fault> {
    let database = Database::open(&config).await?;
    let mut connection = pool::connect(database.url()).await?;
    let now = chrono::Utc::now();
    if args.rebuild {
        for subject in Subject::all() {
            rebuild(&mut connection, *subject, config.time_zone, now, &mut |month| {
                super::note(format_args!("{subject} {}", month.from().format("%Y-%m")));
            })
            .await?;
        }
    }
    let folded = roll_up(&mut connection, config.time_zone, now).await?;
    super::say(format_args!("{folded} changes folded in; the figures are up to date"));
    Ok(Ending::Done)
}
