//! `seed`: synthetic volume for measurements.

use std::time::Instant;

use super::{Database, Ending, Fault};
use crate::{actions::seed_volume, config::Config, demo::Volumes, store::pool};

#[derive(clap::Args)]
pub struct Args {
    /// Customers to add
    #[arg(long, value_name = "N")]
    customers: usize,
    /// Purchases of these customers, in the last two years
    #[arg(long, value_name = "N")]
    purchases: usize,
    /// Answers to invitations about the first of these purchases
    #[arg(long, value_name = "N")]
    responses: usize,
    /// Open invitations beside the answered ones, for tests under load
    #[arg(long, value_name = "N", default_value_t = 0)]
    invitations: usize,
    /// Complaints about the first of these purchases, a fifth of them open
    #[arg(long, value_name = "N", default_value_t = 0)]
    complaints: usize,
    /// The same seed gives the same rows
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

pub async fn run(args: Args, config: Config) -> Result<Ending, Fault> {
    let database = Database::open(&config).await?;
    let mut connection = pool::connect(database.url()).await?;
    let volumes = Volumes {
        customers: args.customers,
        purchases: args.purchases,
        responses: args.responses,
        invitations: args.invitations,
        complaints: args.complaints,
    };
    let began = Instant::now();
    let now = chrono::Utc::now();
    let rows = seed_volume::seed_volume(&mut connection, database.url(), args.seed, volumes, now).await?;
    let seconds = began.elapsed().as_secs_f64();
    if args.json {
        super::say(format_args!("{}", serde_json::json!({ "rows": rows, "seconds": seconds })));
    } else {
        super::say(format_args!("{rows} rows in {seconds:.1} s"));
    }
    Ok(Ending::Done)
}
