//! `invite`: plans the invitations that are due by the rules; the worker does this by itself, but for `staff`.

use std::collections::BTreeMap;

use chrono::Utc;
use clap::ValueEnum;
use serde_json::json;

use super::{Database, Ending, Fault};
use crate::{
    actions::{
        invite_staff::invite_staff,
        plan_invitations::{Planned, plan_invitations},
    },
    config::Config,
    domain::{invitation::Why, moment::parse_moment, questionnaire::SurveyKind},
    store::pool,
};

/// The surveys.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Kind {
    /// After a purchase
    Purchase,
    /// Every so often, of customers who buy
    Relationship,
    /// After a long silence
    Inactive,
    /// After a customer left
    Exit,
    /// After a complaint was resolved
    Resolution,
    /// Of everybody who may sign in; only by this command
    Staff,
}

impl Kind {
    /// As the domain has it.
    pub const fn survey(self) -> SurveyKind {
        match self {
            Self::Purchase => SurveyKind::Purchase,
            Self::Relationship => SurveyKind::Relationship,
            Self::Inactive => SurveyKind::Inactive,
            Self::Exit => SurveyKind::Exit,
            Self::Resolution => SurveyKind::Resolution,
            Self::Staff => SurveyKind::Staff,
        }
    }
}

#[derive(clap::Args)]
pub struct Args {
    /// The survey to plan
    #[arg(long, value_enum)]
    kind: Kind,
    /// Decide as of this moment instead of now: ISO 8601, without an offset in the company's zone
    #[arg(long, value_name = "TIME")]
    as_of: Option<String>,
    /// Of staff: also those who were asked not long ago
    #[arg(long)]
    again: bool,
    /// Say what would be planned and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

pub async fn run(args: Args, config: Config) -> Result<Ending, Fault> {
    let Args { kind, as_of, again, dry_run, json } = args;
    let kind = kind.survey();
    if again && kind != SurveyKind::Staff {
        return Err(
            "--again is for --kind staff: customers are not asked twice within the quiet period".into()
        );
    }
    let now = match as_of {
        Some(text) => {
            parse_moment(&text, config.time_zone).map_err(|problem| format!("--as-of {text}: {problem}"))?
        }
        None => Utc::now(),
    };
    let database = Database::open(&config).await?;
    let mut connection = pool::connect(database.url()).await?;
    let zone = config.time_zone;
    let planned = if kind == SurveyKind::Staff {
        invite_staff(&mut connection, zone, again, now, !dry_run).await?
    } else {
        plan_invitations(&mut connection, kind, zone, now, !dry_run).await?
    };
    if json {
        super::say(format_args!("{}", as_json(kind, &planned, now, dry_run)));
    } else {
        super::say(format_args!("{}", as_text(&planned, dry_run).trim_end()));
    }
    Ok(Ending::Done)
}

fn as_json(
    kind: SurveyKind,
    planned: &Planned,
    now: chrono::DateTime<Utc>,
    dry_run: bool,
) -> serde_json::Value {
    json!({
        "kind": kind.code(),
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
