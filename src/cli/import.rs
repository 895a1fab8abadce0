//! `import`: reads customers, purchases, departures or old responses from a file, and says what became of each row.

use std::{io::IsTerminal as _, path::PathBuf, time::Duration};

use clap::ValueEnum;
use indicatif::{HumanCount, ProgressBar, ProgressStyle};

use super::{Database, Ending, Fault};
use crate::{
    actions::import::{self, Counts, News, Noun, Order, Outcome},
    config::Config,
    domain::rating::Scale,
};

#[derive(clap::Args)]
pub struct Args {
    /// What the file holds
    noun: What,
    /// CSV or .csv.gz, UTF-8 or Windows-1251; - reads standard input
    file: PathBuf,
    /// The scale of rating:CODE columns
    #[arg(long, default_value = "0-10", value_parser = scale)]
    scale: Scale,
    /// Make unknown parameters and reasons instead of refusing them
    #[arg(long)]
    create: bool,
    /// Do everything, tell the figures, and take it back
    #[arg(long)]
    dry_run: bool,
    /// Print one JSON object: rows, created, updated, unchanged, rejected
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum What {
    Customers,
    Purchases,
    Responses,
    Departures,
}

fn scale(text: &str) -> Result<Scale, String> {
    Scale::parse(text).map_err(|problem| problem.to_string())
}

pub async fn run(args: Args, config: Config) -> Result<Ending, Fault> {
    let noun = match args.noun {
        What::Customers => Noun::Customers,
        What::Purchases => Noun::Purchases,
        What::Responses => Noun::Responses,
        What::Departures => Noun::Departures,
    };
    let order = Order {
        noun,
        path: args.file,
        scale: args.scale,
        create: args.create,
        dry_run: args.dry_run,
        zone: config.time_zone,
    };
    let database = Database::open(&config).await?;
    let progress = Progress::new(!args.json);
    let started = std::time::Instant::now();
    let outcome =
        import::import(database.url(), &order, chrono::Utc::now(), &mut |news| progress.tell(news)).await;
    progress.clear();
    let outcome = outcome?;
    if args.json {
        super::say(format_args!("{}", serde_json::to_string(&outcome.counts)?));
    } else {
        super::say(format_args!("{}", summary(&order, &outcome.counts, started.elapsed())));
    }
    ending(&outcome, args.json)
}

/// All refused is a failure that changed nothing, some refused is a part.
fn ending(outcome: &Outcome, json: bool) -> Result<Ending, Fault> {
    let Some(rejects) = &outcome.rejects else { return Ok(Ending::Done) };
    let said = format!("rejected rows, with line and problem: {}", rejects.display());
    if outcome.counts.rejected == outcome.counts.rows {
        return Err(format!("every row was rejected, nothing is stored; {said}").into());
    }
    if json {
        super::note(format_args!("{said}"));
    } else {
        super::say(format_args!("{said}"));
    }
    Ok(Ending::Partly)
}

fn summary(order: &Order, counts: &Counts, took: Duration) -> String {
    let Counts { rows, created, updated, unchanged, rejected } = counts;
    let dry = if order.dry_run { "dry run, nothing is stored: " } else { "" };
    format!(
        "{dry}{rows} {}: {created} created, {updated} updated, {unchanged} unchanged, {rejected} rejected; {} rows a second",
        order.noun.name(),
        HumanCount(a_second(*rows, took))
    )
}

fn a_second(rows: u64, took: Duration) -> u64 {
    let millis = u64::try_from(took.as_millis()).unwrap_or(u64::MAX).max(1);
    rows.saturating_mul(1000) / millis
}

/// A bar on a terminal, nothing elsewhere.
struct Progress {
    bar: ProgressBar,
    started: std::time::Instant,
}

impl Progress {
    fn new(wanted: bool) -> Self {
        let shown = wanted && std::io::stderr().is_terminal();
        let bar = if shown { ProgressBar::no_length() } else { ProgressBar::hidden() };
        Self { bar, started: std::time::Instant::now() }
    }

    fn tell(&self, news: News) {
        match news {
            News::Opened { size } => {
                let shape = match size {
                    Some(_) => "{bar:32} {percent:>3} %  {msg}  {eta} left",
                    None => "{spinner} {msg}  {elapsed}",
                };
                // A wrong shape would only cost the looks.
                if let Ok(style) = ProgressStyle::with_template(shape) {
                    self.bar.set_style(style);
                }
                if let Some(size) = size {
                    self.bar.set_length(size);
                }
                self.bar.enable_steady_tick(Duration::from_millis(200));
            }
            News::Waiting => {
                self.bar.set_message("waiting for another import to end");
                if self.bar.is_hidden() {
                    super::note(format_args!("waiting for another import to end"));
                }
            }
            News::Stored { counts, position } => {
                let rate = a_second(counts.rows, self.started.elapsed());
                self.bar.set_position(position);
                self.bar.set_message(format!(
                    "{} rows, {} a second",
                    HumanCount(counts.rows),
                    HumanCount(rate)
                ));
            }
        }
    }

    fn clear(&self) {
        self.bar.finish_and_clear();
    }
}
