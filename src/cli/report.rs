//! `report`: the very figures of the page of that name.

use std::io::Write as _;

use clap::ValueEnum;

use super::{Database, Ending, Fault};
use crate::{
    actions::roll_up::roll_up,
    config::Config,
    domain::{
        cut::{Comparison, Cut, Dimension, Filters, Grain, Options, View},
        money::Currency,
        questionnaire::SurveyKind,
        report::{Report, reasons},
        retention::Active,
    },
    reports::{self, By, Memory, Setting},
    store::pool,
};

#[derive(clap::Args)]
pub struct Args {
    /// Which report
    #[arg(value_parser = report)]
    name: Report,
    /// The first day, 2026-11-01 or 01.11.2026 (default: of the first answer)
    #[arg(long)]
    from: Option<String>,
    /// The first day that is not counted any more (default: after the last answer)
    #[arg(long)]
    to: Option<String>,
    /// What the rows are: day, week, month, quarter, or store, segment, `value_class`, manager, channel, category, kind,
    /// language (default: months, or what the report is of)
    #[arg(long, value_parser = by)]
    by: Option<By>,
    /// How the period is divided: day, week, month, quarter (default: month); `retention`: cohorts by month or quarter
    #[arg(long, value_parser = grain)]
    grain: Option<Grain>,
    /// Count only these: store=NAME, kind=CODE, …; several of one dimension are counted together; store= is 'has none'
    #[arg(long = "where", value_name = "DIM=VALUE", value_parser = condition)]
    conditions: Vec<(Dimension, String)>,
    /// What it is compared with: before, `year_before`, nothing
    #[arg(long, default_value = "before", value_parser = comparison)]
    compare: Comparison,
    /// `reasons`: how many months of payments are lost with a customer, 1 to 120 (default: the setting, 12)
    #[arg(long, value_parser = horizon, value_name = "MONTHS")]
    horizon: Option<u16>,
    /// `retention`: when somebody is a customer: calendar-month, or days=N (default: until lost by the company's setting)
    #[arg(long, value_parser = active)]
    active: Option<Active>,
    /// `retention`, `abc`, `rfm`: the currency whose purchases are counted (default: that of most customers)
    #[arg(long, value_parser = currency)]
    currency: Option<Currency>,
    /// `retention`: margin in per cent, for what a customer brings over their life (default: revenue)
    #[arg(long, value_parser = clap::value_parser!(u8).range(1..=100))]
    margin: Option<u8>,
    /// `abc`: per cent of variation of the gaps up to which a customer buys regularly (default: 50)
    #[arg(long, value_parser = clap::value_parser!(u8).range(1..=i64::from(Options::MOST_REGULAR)))]
    regular: Option<u8>,
    #[arg(long, value_enum, default_value = "json")]
    format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Json,
    Csv,
    Xlsx,
}

fn known<T: Copy>(all: &[T], code: impl Fn(T) -> &'static str) -> String {
    all.iter().map(|one| code(*one)).collect::<Vec<_>>().join(", ")
}

fn report(text: &str) -> Result<Report, String> {
    Report::parse(text).ok_or_else(|| format!("known: {}", known(Report::all(), Report::code)))
}

fn by(text: &str) -> Result<By, String> {
    Grain::parse(text).map(By::Step).or_else(|| Dimension::parse(text).map(By::Dimension)).ok_or_else(|| {
        format!("known: {}, {}", known(Grain::all(), Grain::code), known(Dimension::all(), Dimension::code))
    })
}

fn grain(text: &str) -> Result<Grain, String> {
    Grain::parse(text).ok_or_else(|| format!("known: {}", known(Grain::all(), Grain::code)))
}

fn comparison(text: &str) -> Result<Comparison, String> {
    Comparison::parse(text).ok_or_else(|| format!("known: {}", known(Comparison::all(), Comparison::code)))
}

fn horizon(text: &str) -> Result<u16, String> {
    reasons::horizon(text).ok_or_else(|| format!("months from 1 to {}", reasons::LONGEST_HORIZON))
}

fn active(text: &str) -> Result<Active, String> {
    Active::parse(text).ok_or_else(|| "known: calendar-month, days=N".to_owned())
}

fn currency(text: &str) -> Result<Currency, String> {
    Currency::parse(text).map_err(|problem| problem.to_string())
}

fn condition(text: &str) -> Result<(Dimension, String), String> {
    let (name, value) = text.split_once('=').ok_or_else(|| "store=NAME, kind=CODE, …".to_owned())?;
    let dimension = Dimension::parse(name).ok_or_else(|| {
        format!("`{name}` is not known; known: {}", known(Dimension::all(), Dimension::code))
    })?;
    if dimension == Dimension::Kind && SurveyKind::parse(value).is_none() {
        let kinds = known(SurveyKind::all(), SurveyKind::code);
        return Err(format!("`{value}` is not a kind of survey; known: {kinds}"));
    }
    Ok((dimension, value.to_owned()))
}

pub async fn run(args: Args, config: Config) -> Result<Ending, Fault> {
    let database = Database::open(&config).await?;
    let mut connection = pool::connect(database.url()).await?;
    let (zone, now) = (config.time_zone, chrono::Utc::now());
    // The worker may not run, or not have come to what was imported a moment ago.
    roll_up(&mut connection, zone, now).await?;
    let span = reports::span(&mut connection, args.name, zone).await?;
    let today = now.with_timezone(&zone).date_naive();
    let period = reports::days(args.from.as_deref(), args.to.as_deref(), span, today)
        .map_err(|problem| format!("--{problem}"))?;
    let filters = args
        .conditions
        .iter()
        .fold(Filters::default(), |filters, (dimension, value)| filters.with(*dimension, value));
    let mut view = View::of(Cut { period, filters }).as_of(today);
    view.comparison = args.compare;
    view.grain = args.grain.unwrap_or(Grain::Month);
    match args.by {
        Some(By::Step(by)) if args.grain.is_some_and(|grain| grain != by) => {
            return Err(format!("--by {by} and --grain say two things").into());
        }
        Some(By::Step(grain)) => view.grain = grain,
        Some(By::Dimension(dimension)) => view.by = Some(dimension),
        None => {}
    }
    let setting = Setting { zone, language: config.language, now };
    if args.horizon.is_some() && args.name != Report::Reasons {
        return Err(format!("--horizon is of `{}` alone", Report::Reasons).into());
    }
    let Args { active, currency, margin, regular, horizon, .. } = args;
    view.options = Options { active, currency, margin, regular, horizon, ranked: None };
    let mut document =
        reports::document(&mut connection, &Memory::default(), args.name, view, &setting).await?;
    if let Some(by) = args.by {
        let name = match by {
            By::Step(grain) => grain.code(),
            By::Dimension(dimension) => dimension.code(),
        };
        document = document.only(name).ok_or_else(|| format!("{} is not divided by {name}", args.name))?;
    }
    let shown = match args.format {
        Format::Json => pretty(&document.json())?,
        Format::Csv => document.csv()?,
        Format::Xlsx => document.xlsx()?,
    };
    std::io::stdout().lock().write_all(&shown)?;
    Ok(Ending::Done)
}

fn pretty(value: &serde_json::Value) -> Result<Vec<u8>, serde_json::Error> {
    let mut text = serde_json::to_vec_pretty(value)?;
    text.push(b'\n');
    Ok(text)
}
