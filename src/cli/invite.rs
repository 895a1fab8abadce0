//! `invite`: plans the invitations that are due by the rules; the worker does this by itself.

use std::collections::BTreeMap;

use chrono::Utc;
use clap::ValueEnum;
use serde_json::json;

use super::{Database, Ending, Fault};
use crate::{
    actions::plan_invitations::{Planned, plan_invitations},
    config::Config,
    domain::{invitation::Why, moment::parse_moment},
    store::pool,
};

/// The surveys that can be planned.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Kind {
    /// After a purchase
    Purchase,
}

#[derive(clap::Args)]
pub struct Args {
    /// The survey to plan
    #[arg(long, value_enum)]
    kind: Kind,
    /// Decide as of this moment instead of now: ISO 8601, without an offset in the company's zone
    #[arg(long, value_name = "TIME")]
    as_of: Option<String>,
    /// Say what would be planned and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

pub async fn run(args: Args, config: Config) -> Result<Ending, Fault> {
    let Args { kind: Kind::Purchase, as_of, dry_run, json } = args;
    let now = match as_of {
        Some(text) => {
            parse_moment(&text, config.time_zone).map_err(|problem| format!("--as-of {text}: {problem}"))?
        }
        None => Utc::now(),
    };
    let database = Database::open(&config).await?;
    let mut connection = pool::connect(database.url()).await?;
    let planned = plan_invitations(&mut connection, config.time_zone, now, !dry_run).await?;
    if json {
        super::say(format_args!("{}", as_json(&planned, now, dry_run)));
    } else {
        super::say(format_args!("{}", as_text(&planned, dry_run).trim_end()));
    }
    Ok(Ending::Done)
}

fn as_json(planned: &Planned, now: chrono::DateTime<Utc>, dry_run: bool) -> serde_json::Value {
    json!({
        "kind": "purchase",
        "as_of": now,
        "dry_run": dry_run,
        "planned": planned.asked,
        "waiting": planned.waiting,
        "refused": planned.refused,
    })
}

fn as_text(planned: &Planned, dry_run: bool) -> String {
    let mut text = if dry_run { "nothing is written; would be:\n".to_owned() } else { String::new() };
    text.push_str(&format!("planned  {:>9}\n", planned.asked));
    for (title, by_reason) in [("waiting", &planned.waiting), ("refused", &planned.refused)] {
        text.push_str(&lines(title, by_reason));
    }
    text
}

fn lines(title: &str, by_reason: &BTreeMap<Why, u64>) -> String {
    let mut text = format!("{title}  {:>9}\n", by_reason.values().sum::<u64>());
    for (why, count) in by_reason {
        text.push_str(&format!("         {count:>9}  {why}\n"));
    }
    text
}
