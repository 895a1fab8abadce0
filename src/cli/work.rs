//! `work`: the worker alone.

use chrono::Utc;
use tokio_util::sync::CancellationToken;

use super::{Database, Ending, Fault, serve::wait_for_signal};
use crate::{config::Config, jobs::Worker};

#[derive(clap::Args)]
pub struct Args {
    /// Does all that is due and ends
    #[arg(long)]
    once: bool,
    /// With --once: prints one JSON object of what was done
    #[arg(long, requires = "once")]
    json: bool,
}

pub async fn run(args: Args, config: Config) -> Result<Ending, Fault> {
    let database = Database::open(&config).await?;
    let worker = Worker::new(&config, database.url())?;
    let stop = CancellationToken::new();
    let told = stop.clone();
    let signal = async move {
        let waited = wait_for_signal().await;
        told.cancel();
        waited
    };
    if !args.once {
        let running = tokio::spawn(worker.run(stop));
        signal.await?;
        tracing::info!("stopping");
        running.await?;
        return Ok(Ending::Done);
    }
    let listening = tokio::spawn(signal);
    let done = worker.once(&Utc::now, &stop).await;
    listening.abort();
    let tally = done?;
    if args.json {
        super::say(format_args!("{}", serde_json::to_string(&tally)?));
    } else {
        super::say(format_args!(
            "sent {}, waiting {}, cancelled {}, failed {}, unknown {}{}{}",
            tally.sent,
            tally.waiting,
            tally.cancelled,
            tally.failed,
            tally.unknown,
            if tally.server_away { "; the mail server takes nothing now" } else { "" },
            if tally.held_back { "; others wait for the next minute" } else { "" }
        ));
    }
    let whole = tally.failed == 0 && tally.unknown == 0 && !tally.server_away && !tally.held_back;
    Ok(if whole { Ending::Done } else { Ending::Partly })
}
