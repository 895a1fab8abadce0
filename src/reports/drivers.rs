//! The drivers of NPS: counted from moments of complete answers, with intervals from some of the answers themselves.

use super::{
    Count, Setting,
    counting::{Asked, sums},
    document::{self, Cell, Cells, Document, Line, Lines, Section},
};
use crate::{
    domain::{
        cut::{Cut, View},
        drivers::{Driver, MOST_RESAMPLED, REPLICATES, scattered},
        facts::{Column, Day, Layout, Measure, Subject, fields_read},
        language::Language,
        nps::Base,
        report::{AnswerSet, DriversReport, Report},
    },
    store::{Connection, facts::days, layouts, parameters},
};

/// Counts the drivers of a view.
///
/// # Errors
/// When the database does not answer.
pub async fn count(connection: &mut Connection, view: View) -> Count<DriversReport> {
    let layouts: Vec<Layout> = layouts::all(connection)
        .await?
        .iter()
        .map(layouts::Layout::fields)
        .filter(Layout::is_summed)
        .collect();
    let measures = layouts.iter().map(Measure::moments).collect();
    let moments = sums(connection, &Asked::of(Subject::Answers, &view.cut, measures)).await?;
    let versions: Vec<_> =
        layouts.into_iter().enumerate().map(|(place, layout)| (layout, moments.total(place))).collect();
    let sets = AnswerSet::all(&versions);
    let sample = match sets.first() {
        Some(set) => sample(connection, &view.cut, set).await?,
        None => Vec::new(),
    };
    let titles = parameters::titles(connection).await?;
    Ok(DriversReport::new(view, sets, &sample, &titles))
}

/// So many days are read at least where a cut has more answers than are resampled: those of few days would have the
/// weather of those days.
const LEAST_DAYS: u64 = 40;

/// Complete answers for resampling: all there are, or as many of them as are resampled, chosen by chance from days chosen
/// by chance, and always the same.
async fn sample(connection: &mut Connection, cut: &Cut, set: &AnswerSet) -> Count<Vec<Vec<i64>>> {
    let most = u64::try_from(MOST_RESAMPLED).unwrap_or(u64::MAX);
    let mut listed = days::with(connection, Subject::Answers, "nps", cut.period).await?;
    let (n, there) = (set.n(), u64::try_from(listed.len()).unwrap_or(u64::MAX));
    let mut one_in = 1;
    if n > most {
        // Twice as many as are needed, because days are not alike.
        let wanted = (2 * most * there).div_ceil(n).max(LEAST_DAYS).min(there);
        listed
            .sort_by_key(|day| scattered(u64::from(chrono::Datelike::num_days_from_ce(day).unsigned_abs())));
        listed.truncate(usize::try_from(wanted).unwrap_or(usize::MAX));
        one_in = (n.saturating_mul(wanted) / there.max(1) / (2 * most)).max(1);
    }
    let conditions = set.conditions();
    let read = fields_read(&cut.filters, &conditions, &[], None);
    let read: Vec<&str> = read.iter().map(String::as_str).collect();
    let mut found: Vec<(u64, Vec<i64>)> = Vec::new();
    days::some(connection, Subject::Answers, &listed, &read, |day: Day| {
        let counted = day.counted(&cut.filters, &conditions);
        let columns: Option<Vec<&Column>> = set.fields.iter().map(|field| day.column(field)).collect();
        let Some(columns) = columns else { return };
        for at in counted.iter().enumerate().filter(|(_, keep)| **keep).map(|(at, _)| at) {
            let chance = scattered(day.id(at).unwrap_or(0).unsigned_abs());
            if chance.is_multiple_of(one_in) {
                let row: Option<Vec<i64>> = columns.iter().map(|column| column.number(at)).collect();
                found.extend(row.map(|row| (chance, row)));
            }
        }
    })
    .await?;
    found.sort_unstable();
    found.truncate(MOST_RESAMPLED);
    Ok(found.into_iter().map(|(_, row)| row).collect())
}

/// The report as it leaves the house; its rows are the parameters, the most important first.
#[must_use]
pub fn document(report: &DriversReport, setting: &Setting) -> Document {
    let view = &report.view;
    let mut definitions = document::definitions(
        view,
        setting.zone,
        "complete answers: those with the score and a rating of every parameter of their version, by the moment they were first given, from <= day < to",
    );
    for (name, words) in [
        ("r2", "share 0-1 of the variance of the score (0-10) that linear regression on all parameters explains".to_owned()),
        ("share", "the parameter's Shapley (LMG) share 0-1 of R2: what it adds, averaged over all orders (Lindeman, Merenda and Gold 1980)".to_owned()),
        ("interval", format!("95 %: bootstrap percentiles of {REPLICATES} replicates with a fixed seed for r2 and share, of at most {MOST_RESAMPLED} answers scaled to all of them; Student's t for means")),
        ("significant", "p < 0.05: partial F test of what the parameter adds to all others, corrected by Holm".to_owned()),
        ("negative", "significant, and a better rating goes with a lower score, the other parameters being equal".to_owned()),
        ("inflation", "variance inflation factor: 1 / (1 - R2 of the parameter on the others)".to_owned()),
        ("moves_together", "ratings correlate by 0.5 or more on average, or an inflation is 5 or more: shares say little of single parameters".to_owned()),
        ("performance", "100 * (mean - low) / (high - low) of the scale, in per cent".to_owned()),
        ("advice", "by share against an even share and performance against the mean of all; of significant drivers that are not negative".to_owned()),
    ] {
        definitions.insert(name.to_owned(), words.into());
    }
    let found = report.found.as_ref().ok();
    let lines = found.map_or_else(Lines::default, |found| {
        let told = found.all.iter().map(|driver| line(report, driver, setting.language));
        let constant = found.constant.iter().filter_map(|place| {
            let rated = report.parameters.get(*place)?;
            let title = Cell::Words(rated.title.get(setting.language).to_owned());
            Some(Line { name: Some(rated.code.clone()), cells: vec![("title".into(), title)] })
        });
        told.chain(constant).collect()
    });
    let sets = report.set.iter().chain(&report.others).map(|set| Line {
        name: Some(versions(set)),
        cells: vec![
            ("n".into(), Cell::Count(set.n())),
            ("parameters".into(), Cell::Count(u64::try_from(set.ratings().len()).unwrap_or(0))),
        ],
    });
    Document {
        report: Report::Drivers.code(),
        period: view.cut.period,
        before: None,
        total: total(report),
        change: None,
        definitions,
        sections: vec![
            Section { name: "parameter", lines },
            Section { name: "versions", lines: sets.collect() },
        ],
        rows: "parameter",
    }
}

fn versions(set: &AnswerSet) -> String {
    set.versions.iter().map(i64::to_string).collect::<Vec<_>>().join(" ")
}

fn total(report: &DriversReport) -> Cells {
    let found = report.found.as_ref().ok();
    let interval = found.and_then(|found| found.r2_interval);
    vec![
        ("n".into(), Cell::Count(report.n())),
        ("r2".into(), Cell::share(found.map(|found| found.r2))),
        ("low".into(), Cell::share(interval.map(|(low, _)| low))),
        ("high".into(), Cell::share(interval.map(|(_, high)| high))),
        ("adjusted".into(), Cell::share(found.map(|found| found.adjusted))),
        ("together".into(), Cell::number(found.and_then(|found| found.together))),
        ("moves_together".into(), found.map_or(Cell::Nothing, |found| Cell::Yes(found.moves_together()))),
        ("resampled".into(), found.map_or(Cell::Nothing, |found| Cell::Count(found.resampled))),
        ("cannot_tell".into(), Cell::words(report.found.as_ref().err().map(|why| why.code()))),
        ("versions".into(), Cell::words(report.set.as_ref().map(versions).as_deref())),
        ("base".into(), Cell::Words(Base::of(report.n()).code().to_owned())),
    ]
}

fn line(report: &DriversReport, driver: &Driver, language: Language) -> Line {
    let rated = report.rated(driver);
    let performance = report.performance(driver);
    let within = performance.and_then(|performance| performance.interval);
    let title = rated.map(|rated| rated.title.get(language));
    let scale = rated.map(|rated| format!("{}-{}", rated.low, rated.high));
    let cells = vec![
        ("title".into(), Cell::words(title)),
        ("scale".into(), Cell::words(scale.as_deref())),
        ("n".into(), Cell::Count(driver.ratings.n)),
        ("share".into(), Cell::Share(driver.share)),
        ("low".into(), Cell::share(driver.interval.map(|(low, _)| low))),
        ("high".into(), Cell::share(driver.interval.map(|(_, high)| high))),
        ("p".into(), Cell::Number(driver.p)),
        ("significant".into(), Cell::Yes(driver.significant)),
        ("negative".into(), Cell::Yes(driver.is_negative())),
        ("correlation".into(), Cell::Number(driver.correlation)),
        ("coefficient".into(), Cell::number(driver.coefficient)),
        ("inflation".into(), Cell::number(driver.inflation)),
        ("mean".into(), Cell::number(driver.ratings.value())),
        ("performance".into(), Cell::number(performance.map(|performance| performance.value))),
        ("performance_low".into(), Cell::number(within.map(|(low, _)| low))),
        ("performance_high".into(), Cell::number(within.map(|(_, high)| high))),
        ("advice".into(), Cell::words(report.advice(driver).map(|advice| advice.code()))),
    ];
    Line { name: rated.map(|rated| rated.code.clone()), cells }
}
