//! The Monday letter: the board's overview of a week, in words.

use chrono::{DateTime, NaiveDate, Utc};
use url::Url;

use super::Letters;
use crate::{
    domain::{
        cut::{Filters, View},
        digest,
        language::Language,
        period::Period,
        report::{Figure, Headline, Overview, Report, Step, Verdict},
    },
    mail::compose::{Bar, Chart, Digest, Line},
    reports::overview::{self, words},
    store::{Connection, Result, digests},
    t,
    words::format,
};

/// Weeks of the chart.
const WEEKS: usize = 8;

impl Letters {
    /// What the letter of a week tells; none where the week cannot be.
    pub(super) async fn digest(
        &self,
        connection: &mut Connection,
        told: &digests::Digest,
        language: Language,
        now: DateTime<Utc>,
    ) -> Result<Option<Digest>> {
        let Some(week) = week(told.week) else { return Ok(None) };
        let (report, filters) = told.query.as_deref().map_or((None, Filters::default()), asked);
        let overview =
            overview::count(connection, digest::view(week, filters), self.config.time_zone, now).await?;
        Ok(Some(self.worded(told, &overview, report, language)))
    }

    fn worded(
        &self,
        told: &digests::Digest,
        overview: &Overview,
        report: Option<Report>,
        language: Language,
    ) -> Digest {
        let lines = |verdict: Verdict| -> Vec<Line> {
            // The main figures are told already.
            let details = overview.details.iter().filter(|one| one.verdict() == verdict);
            details.map(|one| self.line(language, one, detail(language, one))).collect()
        };
        // What customers say is told every week; of all else only what moved by more than chance.
        let main = overview.main.iter().filter(|one| {
            matches!(one.report, Report::Nps | Report::Satisfaction)
                || matches!(one.verdict(), Verdict::Better | Verdict::Worse)
        });
        let week = overview.view.cut.period;
        Digest {
            from: week.from(),
            till: week.to().pred_opt().unwrap_or_else(|| week.from()),
            view: told.name.clone(),
            main: main.map(|one| self.line(language, one, main_note(language, overview, one))).collect(),
            better: lines(Verdict::Better),
            worse: lines(Verdict::Worse),
            calm: overview.is_calm(),
            chart: overview
                .main
                .first()
                .filter(|main| main.report == Report::Nps)
                .and_then(|main| chart(language, main)),
            is_empty: overview.is_empty(),
            page: self.board(Report::Overview, &overview.view),
            report: report
                .filter(|report| *report != Report::Overview)
                .map(|report| self.board(report, &overview.view)),
        }
    }

    fn line(&self, language: Language, one: &Headline, note: String) -> Line {
        Line {
            title: words::title(language, one),
            figure: words::figure(language, &one.unit, &one.figure),
            note,
            url: self.board(one.report, &one.view),
        }
    }

    fn board(&self, report: Report, view: &View) -> Url {
        let mut url = self.config.base_url.clone();
        url.set_path(&format!("/board/{report}"));
        url.query_pairs_mut().extend_pairs(view.pairs());
        url
    }
}

/// The report and the filters of a saved address; its days are not those of the letter.
fn asked(address: &str) -> (Option<Report>, Filters) {
    let (report, query) = address.split_once('?').unwrap_or((address, ""));
    let pairs: Vec<_> = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    // What was a filter once and is none any more limits nothing.
    (Report::parse(report), Filters::of_pairs(&pairs).unwrap_or_default())
}

fn week(monday: NaiveDate) -> Option<Period> {
    Period::new(monday, monday.checked_add_days(chrono::Days::new(7))?).ok()
}

fn main_note(language: Language, overview: &Overview, one: &Headline) -> String {
    let said = words::sentence(language, overview, one);
    let days = words::of_days(language, one).map_or_else(String::new, |days| format!("{days}. "));
    format!("{said} {days}{}", base(language, one))
}

fn detail(language: Language, one: &Headline) -> String {
    let by = words::difference(language, one).unwrap_or_default();
    let was = one.before.as_ref().map(|before| words::figure(language, &one.unit, before));
    let was = was.map_or_else(String::new, |was| format!("{}. ", t!(language, "overview-was", figure = was)));
    format!("{by}, {was}{}", base(language, one))
}

/// Its interval and of how many it is.
fn base(language: Language, one: &Headline) -> String {
    let of = words::n(language, one);
    match words::interval(language, one) {
        Some(interval) => t!(language, "overview-base", interval = interval, of = of).into_owned(),
        None => format!("{of}."),
    }
}

/// The last weeks of a figure on an axis from the least to the greatest of their intervals.
fn chart(language: Language, main: &Headline) -> Option<Chart> {
    let steps = main.steps.get(main.steps.len().saturating_sub(WEEKS)..).unwrap_or_default();
    let ends: Vec<(f64, f64)> = steps.iter().filter_map(|step| step.figures.interval).collect();
    let low = ends.iter().map(|(low, _)| *low).fold(f64::INFINITY, f64::min);
    let high = ends.iter().map(|(_, high)| *high).fold(f64::NEG_INFINITY, f64::max);
    if ends.len() < 2 || low >= high {
        return None;
    }
    let bar = |step: &Step<Figure>| Bar {
        label: format::short_day(language, step.days.from()),
        figure: words::figure(language, &main.unit, &step.figures),
        span: step.figures.interval.map(|(from, to)| {
            (thousandths((from - low) / (high - low)), thousandths((to - low) / (high - low)))
        }),
    };
    Some(Chart {
        title: words::title(language, main),
        low: words::amount(language, &main.unit, low),
        high: words::amount(language, &main.unit, high),
        steps: steps.iter().map(bar).collect(),
    })
}

/// A part of a whole in thousandths.
fn thousandths(part: f64) -> u32 {
    format!("{:.0}", (part * 1000.0).clamp(0.0, 1000.0)).parse().unwrap_or(0)
}
