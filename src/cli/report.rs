//! `report`: the very figures of the page of that name.

use std::io::Write as _;

use clap::ValueEnum;

use super::{Database, Ending, Fault};
use crate::{
    config::Config,
    domain::{
        questionnaire::SurveyKind,
        report::{Cut, StoreCut},
    },
    reports::{self, By, Sections},
    store::{figures, pool},
};

#[derive(clap::Args)]
pub struct Args {
    /// Which report
    #[arg(value_enum)]
    name: Name,
    /// The first day, 2026-11-01 or 01.11.2026 (default: of the first answer)
    #[arg(long)]
    from: Option<String>,
    /// The first day that is not counted any more (default: after the last answer)
    #[arg(long)]
    to: Option<String>,
    /// What the rows are: month or store (default: months of NPS, parameters of satisfaction)
    #[arg(long, value_enum)]
    by: Option<Dimension>,
    /// Count only these: store=NAME or kind=CODE; store= is the answers of no store
    #[arg(long = "where", value_name = "DIM=VALUE", value_parser = condition)]
    conditions: Vec<Condition>,
    #[arg(long, value_enum, default_value = "json")]
    format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum Name {
    Nps,
    Satisfaction,
}

#[derive(Clone, Copy, ValueEnum)]
enum Dimension {
    Month,
    Store,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Json,
    Csv,
}

#[derive(Clone)]
enum Condition {
    Store(StoreCut),
    Kind(SurveyKind),
}

fn condition(text: &str) -> Result<Condition, String> {
    match text.split_once('=') {
        Some(("store", "")) => Ok(Condition::Store(StoreCut::Unnamed)),
        Some(("store", name)) => Ok(Condition::Store(StoreCut::One(name.to_owned()))),
        Some(("kind", code)) => SurveyKind::parse(code).map(Condition::Kind).ok_or_else(|| {
            let known: Vec<_> = SurveyKind::all().iter().map(|kind| kind.code()).collect();
            format!("`{code}` is not a kind of survey; known: {}", known.join(", "))
        }),
        _ => Err("store=NAME or kind=CODE".to_owned()),
    }
}

pub async fn run(args: Args, config: Config) -> Result<Ending, Fault> {
    let database = Database::open(&config).await?;
    let mut connection = pool::connect(database.url()).await?;
    let zone = config.time_zone;
    let span = figures::span(&mut connection, zone).await?;
    let today = chrono::Utc::now().with_timezone(&zone).date_naive();
    let period = reports::days(args.from.as_deref(), args.to.as_deref(), span, today)
        .map_err(|problem| format!("--{problem}"))?;
    let mut cut = Cut { period, store: StoreCut::All, kind: None };
    for condition in args.conditions {
        match condition {
            Condition::Store(store) => cut.store = store,
            Condition::Kind(kind) => cut.kind = Some(kind),
        }
    }
    let by = args.by.map(|by| match by {
        Dimension::Month => By::Month,
        Dimension::Store => By::Store,
    });
    let shown = match args.name {
        Name::Nps => {
            let report = reports::nps(&mut connection, cut, zone).await?;
            match args.format {
                Format::Json => pretty(&reports::nps_json(&report, by, zone))?,
                Format::Csv => reports::nps_table(&report, sections(by.or(Some(By::Month))))?,
            }
        }
        Name::Satisfaction => {
            let report = reports::satisfaction(&mut connection, cut, zone).await?;
            let language = config.language;
            match args.format {
                Format::Json => pretty(&reports::satisfaction_json(&report, by, zone, language))?,
                Format::Csv => reports::satisfaction_table(&report, sections(by), language)?,
            }
        }
    };
    std::io::stdout().lock().write_all(&shown)?;
    Ok(Ending::Done)
}

fn sections(by: Option<By>) -> Sections {
    Sections {
        before: false,
        parameters: by.is_none(),
        months: by == Some(By::Month),
        stores: by == Some(By::Store),
    }
}

fn pretty(value: &serde_json::Value) -> Result<Vec<u8>, serde_json::Error> {
    let mut text = serde_json::to_vec_pretty(value)?;
    text.push(b'\n');
    Ok(text)
}
