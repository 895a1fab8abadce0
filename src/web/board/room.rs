//! What every report's page stands in: the strip of reports, the choice of days and filters, the moment the figures are of.

mod building;
mod chooser;

use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use chrono_tz::Tz;
use maud::{Markup, html};

pub use chooser::refused;

use super::{
    Page,
    ask::{self, Asking},
    parts,
    views::{self, Saved},
};
use crate::{
    domain::{
        cut::{Cut, Dimension, View},
        facts::Subject,
        language::Language,
        period::Period,
        questionnaire::SurveyKind,
        report::Report,
    },
    store::{
        Connection, StoreError,
        facts::{months, queue, state},
    },
    t,
    web::{
        failure::Failure,
        house::House,
        ui::{self, Frame, Tone, icon},
    },
    words::format,
};

/// Values of a dimension that its choice lists; others are reached by a click in a table, or by the address.
const MOST_VALUES: i64 = 200;

/// A report's page while it is drawn.
pub struct Room<'a> {
    pub frame: Frame<'a>,
    pub report: Report,
    pub view: View,
    pub zone: Tz,
    /// Today in that zone: steps that hold it are not whole yet.
    pub today: NaiveDate,
    /// The days there are facts of at all.
    pub span: Option<Period>,
    /// What the address asks of this report alone, beside its view: other days of it keep that.
    own: Vec<(String, String)>,
    preset: Option<crate::domain::period::Preset>,
    words: Vec<months::Word>,
    as_of: AsOf,
    saved: Saved,
    query: String,
}

/// Of what moment the figures are.
enum AsOf {
    /// All that was said until this moment is in them.
    Moment(DateTime<Utc>),
    /// They are being built anew; what stands there is nearly whole.
    Building,
    /// They are being built for the first time; so much is done, where that is known.
    Begun(Option<f64>),
}

impl AsOf {
    /// How the facts of a subject stand; none where all that was folded is in them, or there are none.
    async fn of(connection: &mut Connection, subject: Subject, zone: Tz) -> Result<Option<Self>, StoreError> {
        Ok(match state::read(connection, subject).await? {
            Some(state) if state.fits(subject, zone) && state.rebuilt_to.is_none() => None,
            Some(state) if state.rebuilt_at.is_some() => Some(Self::Building),
            begun => building::begun(connection, subject, zone, begun).await?,
        })
    }

    /// The one that less is in: a report is as old as the oldest of what it reads.
    fn or_older(self, other: Option<Self>) -> Self {
        match (self, other) {
            (Self::Begun(one), Some(Self::Begun(other))) => {
                Self::Begun(one.zip(other).map(|(one, other)| one.min(other)))
            }
            (begun @ Self::Begun(_), _) => begun,
            (_, Some(begun @ Self::Begun(_))) => begun,
            (Self::Building, _) | (_, Some(Self::Building)) => Self::Building,
            (moment, _) => moment,
        }
    }
}

impl<'a> Room<'a> {
    /// Reads what the page needs beside its figures.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn enter(
        connection: &mut Connection,
        house: &House,
        frame: Frame<'a>,
        report: Report,
        asking: Asking,
        span: Option<Period>,
        (query, own): (&str, Vec<(String, String)>),
    ) -> Result<Self, Failure> {
        let zone = house.config().time_zone;
        // Facts that are not summed by month name no values: those of answers will do.
        let summed = Some(report.subject()).filter(|subject| !subject.dimensions().is_empty());
        let summed = summed.unwrap_or(Subject::Answers);
        let codes: Vec<_> = summed.dimensions().iter().map(|dimension| dimension.code()).collect();
        let words = if report.subject() == Subject::Customers {
            house.shared.reports.bought(connection, usize::try_from(MOST_VALUES).unwrap_or(0)).await?
        } else {
            months::words(connection, summed, &codes, MOST_VALUES).await?
        };
        // What waits in the queue may be of any of the subjects.
        let mut as_of = AsOf::Moment(queue::waits_since(connection).await?.unwrap_or_else(|| house.now()));
        for subject in report.stands_on() {
            as_of = as_of.or_older(AsOf::of(connection, *subject, zone).await?);
        }
        let saved = Saved::read(connection, frame.reader()).await?;
        let Asking { view, preset } = asking;
        let (query, today) = (query.to_owned(), house.now().with_timezone(&zone).date_naive());
        Ok(Self { frame, report, view, zone, today, span, own, preset, words, as_of, saved, query })
    }

    #[must_use]
    pub const fn language(&self) -> Language {
        self.frame.language
    }

    /// Whether a step of the view is all there.
    #[must_use]
    pub fn is_whole(&self, days: Period) -> bool {
        self.view.grain.is_whole(days, self.today)
    }

    /// A step of the view in a table, with a word where it is not whole.
    #[must_use]
    pub fn step(&self, days: Period) -> Markup {
        let (language, grain) = (self.language(), self.view.grain);
        html! {
            (parts::step_name(language, grain, days))
            @if !self.is_whole(days) {
                " " small.text-secondary.board-partial { (t!(language, "board-step-partial", grain = grain.code())) }
            }
        }
    }

    fn of_customers(&self) -> bool {
        self.report.subject() == Subject::Customers
    }

    /// The same page of another view.
    #[must_use]
    pub fn at(&self, view: &View) -> String {
        ask::and(&ask::address(self.report.code(), view), &self.own)
    }

    /// The same page of one value of a dimension.
    #[must_use]
    pub fn only(&self, dimension: Dimension, word: &str) -> String {
        let mut view = self.view.clone();
        view.cut = view.cut.only(dimension, word);
        view.by = view.by.filter(|by| *by != dimension);
        self.at(&view)
    }

    /// The values that a dimension has, in order.
    fn values(&self, dimension: Dimension) -> Vec<&str> {
        match dimension {
            // No survey was ever bought, nor any answer.
            Dimension::Kind | Dimension::Language if self.of_customers() => Vec::new(),
            Dimension::Kind => SurveyKind::all().iter().map(|kind| kind.code()).collect(),
            other => {
                let mut values: Vec<&str> = self
                    .words
                    .iter()
                    .filter(|word| word.dimension == other.code() && !word.word.is_empty())
                    .map(|word| word.word.as_str())
                    .collect();
                for chosen in self.view.cut.filters.of(other).into_iter().flatten() {
                    if !chosen.is_empty() && !values.contains(&chosen.as_str()) {
                        values.push(chosen);
                    }
                }
                values.sort_unstable();
                values
            }
        }
    }

    /// The dimensions worth a choice: those with more than one value.
    #[must_use]
    pub fn dimensions(&self) -> Vec<Dimension> {
        Dimension::all().iter().copied().filter(|dimension| self.values(*dimension).len() > 1).collect()
    }

    /// The whole page.
    #[must_use]
    pub fn page(&self, page: &Page) -> Markup {
        let language = self.language();
        self.frame.page(
            &t!(language, &format!("board-{}-title", self.report)),
            &html! { div.btn-list.board-actions { (page.actions) (self.files()) } },
            &html! {
                (strip(language, self.report, &self.query))
                p.h2.d-none.d-print-block { (t!(language, &format!("board-{}-title", self.report))) }
                (views::told(&self.frame, &self.query))
                @if matches!(self.as_of, AsOf::Building) { (ui::notice(Tone::Warning, &t!(language, "board-building"))) }
                (self.chooser())
                (page.body)
                (self.as_of())
            },
        )
    }

    /// The button of the Monday letter about everything.
    #[must_use]
    pub fn monday(&self) -> Markup {
        let back = format!("{}?{}", self.report, self.query);
        self.saved.monday(&self.frame, None, &back)
    }

    /// Whether it is the beginning of a calendar unit that is compared with the same days of the one before.
    fn is_running(&self) -> bool {
        let period = self.view.cut.period;
        let apart = |before: Cut| before.period.to() < period.from();
        period.from().day() == 1 && period.to() > self.today && self.view.before().is_some_and(apart)
    }

    fn files(&self) -> Markup {
        let language = self.language();
        html! {
            @for ending in ["xlsx", "csv"] {
                a.btn.btn-outline-secondary href=(ask::and(&ask::address(&format!("{}.{ending}", self.report), &self.view), &self.own)) download {
                    (icon("download")) (ending.to_uppercase()) span.visually-hidden { (t!(language, "board-download")) }
                }
            }
        }
    }

    fn as_of(&self) -> Markup {
        let language = self.language();
        html! {
            @if let AsOf::Moment(at) = self.as_of {
                p.board-as-of data-as-of=(at.to_rfc3339()) { (t!(language, "board-as-of", moment = format::moment(language, at, self.zone))) }
            }
        }
    }

    /// What the page shows of days without facts, and the way to those with some.
    #[must_use]
    pub fn empty(&self) -> Markup {
        let language = self.language();
        let all = self.span.map(|span| {
            (
                self.at(&View::of(Cut::of(span))),
                t!(language, "board-empty-all", days = parts::days(language, span)),
            )
        });
        let name = match self.report {
            Report::Overview => "overview-empty",
            _ if self.of_customers() => "board-buyers-empty",
            _ => "board-empty",
        };
        let words = format!("{name}-{}", if all.is_some() { "words" } else { "nothing" });
        html! {
            div.card { (ui::empty(
                &t!(language, name, days = parts::days(language, self.view.cut.period)),
                &t!(language, &words),
                all.as_ref().map(|(address, label)| (address.as_str(), label.as_ref())),
            )) }
        }
    }
}

/// The reports as a strip; days and filters go with the reader.
fn strip(language: Language, here: Report, query: &str) -> Markup {
    // What is broken down is each report's own.
    let kept: Vec<(String, String)> = url::form_urlencoded::parse(query.as_bytes())
        .filter(|(name, _)| {
            !matches!(name.as_ref(), "by" | "horizon" | "ranked" | "active" | "margin" | "regular")
                && !super::comments::OWN.contains(&name.as_ref())
                && !views::PASSING.contains(&name.as_ref())
        })
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    parts::reports(language, Some(here), &kept)
}
