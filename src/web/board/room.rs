//! What every report's page stands in: the strip of reports, the choice of days and filters, the moment the figures are of.

use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use chrono_tz::Tz;
use maud::{Markup, html};

use super::{
    Page,
    ask::{self, Asked, Asking, PRESETS, Problem},
    parts,
    views::{self, Saved},
};
use crate::{
    domain::{
        cut::{Comparison, Cut, Dimension, Grain, View},
        facts::Subject,
        history::ATTRIBUTES,
        language::Language,
        period::Period,
        questionnaire::SurveyKind,
        report::Report,
    },
    store::{
        Connection,
        facts::{months, queue, state},
        histories,
    },
    t,
    web::{
        failure::Failure,
        house::House,
        links,
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
    /// They are being built for the first time, or anew.
    Building,
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
        query: &str,
    ) -> Result<Self, Failure> {
        let zone = house.config().time_zone;
        // Facts that are not summed by month name no values: those of answers will do.
        let summed = Some(report.subject()).filter(|subject| !subject.dimensions().is_empty());
        let summed = summed.unwrap_or(Subject::Answers);
        let codes: Vec<_> = summed.dimensions().iter().map(|dimension| dimension.code()).collect();
        let words = if report.subject() == Subject::Customers {
            histories::words(connection, usize::try_from(MOST_VALUES).unwrap_or(0)).await?
        } else {
            months::words(connection, summed, &codes, MOST_VALUES).await?
        };
        let state = state::read(connection, report.subject()).await?;
        let as_of =
            if state.is_none_or(|state| !state.fits(report.subject(), zone) || state.rebuilt_to.is_some()) {
                AsOf::Building
            } else {
                AsOf::Moment(queue::waits_since(connection).await?.unwrap_or_else(|| house.now()))
            };
        let saved = Saved::read(connection, frame.reader()).await?;
        let Asking { view, preset } = asking;
        let today = house.now().with_timezone(&zone).date_naive();
        Ok(Self {
            frame,
            report,
            view,
            zone,
            today,
            span,
            preset,
            words,
            as_of,
            saved,
            query: query.to_owned(),
        })
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
        ask::address(self.report.code(), view)
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
            &html! { div.btn-list { (page.actions) (self.files()) } },
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
                a.btn.btn-outline-secondary href=(ask::address(&format!("{}.{ending}", self.report), &self.view)) download {
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

    fn chooser(&self) -> Markup {
        let language = self.language();
        let cut = &self.view.cut;
        html! {
            (presets(language, self.report, Some(&self.view), self.preset))
            div.board-cut {
                p.board-days {
                    strong { (parts::days(language, cut.period)) }
                    (parts::cut_words(language, cut))
                    @if let Some(before) = self.view.before() {
                        span.text-secondary { " · " (t!(language, "board-compared", days = parts::days(language, before.period))) }
                        @if self.is_running() { span.text-secondary.board-running { " · " (t!(language, "board-running")) } }
                    }
                }
                details.board-more {
                    summary.btn.btn-sm.btn-outline-secondary { (t!(language, "board-choose")) }
                    (self.form())
                }
                (self.saved.panel(&self.frame, self.report, &self.query))
            }
            @if !cut.filters.is_empty() {
                p.board-filters.d-print-none {
                    @for (dimension, values) in cut.filters.iter() {
                        @let without = View { cut: cut.without(dimension), ..self.view.clone() };
                        @for value in values {
                            a.badge.board-filter href=(self.at(&without)) title=(t!(language, "board-filter-remove")) {
                                (parts::value_words(language, dimension, value)) " ×"
                            }
                        }
                    }
                }
            }
        }
    }

    fn form(&self) -> Markup {
        let language = self.language();
        let view = &self.view;
        let last = view.cut.period.to().pred_opt().unwrap_or_else(|| view.cut.period.from());
        html! {
            form.board-form method="get" action=(links::board(self.report.code())) {
                (dates(language, &view.cut.period.from().to_string(), &last.to_string()))
                div {
                    label.form-label for="compare" { (t!(language, "board-compare")) }
                    select.form-select #compare name="compare" {
                        @for one in Comparison::all() {
                            option value=(one.code()) selected[view.comparison == *one] { (t!(language, &format!("board-compare-{one}"))) }
                        }
                    }
                }
                div {
                    label.form-label for="grain" { (t!(language, "board-grain")) }
                    select.form-select #grain name="grain" {
                        option value="" { (t!(language, "board-grain-fitting")) }
                        @for one in Grain::all() {
                            option value=(one.code()) selected[view.grain == *one && Grain::fitting(view.cut.period) != *one] { (t!(language, &format!("board-grain-{one}"))) }
                        }
                    }
                }
                @for dimension in self.dimensions() { (self.choice(dimension)) }
                @if let Some(by) = view.by { input type="hidden" name="by" value=(by.code()); }
                @for (name, value) in view.options.pairs() { input type="hidden" name=(name) value=(value); }
                div.board-form-end { button.btn.btn-primary type="submit" { (t!(language, "board-show")) } }
            }
        }
    }

    fn choice(&self, dimension: Dimension) -> Markup {
        let language = self.language();
        let chosen = self.view.cut.filters.of(dimension).unwrap_or_default();
        let code = dimension.code();
        html! {
            div {
                label.form-label for=(code) { (t!(language, &format!("board-by-{code}"))) }
                select.form-select id=(code) name=(code) {
                    option value="" { (t!(language, &format!("board-all-{code}"))) }
                    @for value in self.values(dimension) {
                        option value=(value) selected[chosen.iter().any(|known| known == value)] { (parts::value_words(language, dimension, value)) }
                    }
                }
            }
        }
    }

    /// The choice of what a table is broken down by, as links.
    #[must_use]
    pub fn breakdowns(&self, chosen: Dimension) -> Markup {
        let language = self.language();
        html! {
            nav.board-by.d-print-none aria-label=(t!(language, "board-by")) {
                @for dimension in self.dimensions().into_iter().filter(|one| !self.of_customers() || ATTRIBUTES.contains(one)) {
                    @let here = dimension == chosen;
                    a.active[here] href=(self.at(&View { by: Some(dimension), ..self.view.clone() })) aria-current=[here.then_some("true")] {
                        (t!(language, &format!("board-by-{dimension}")))
                    }
                }
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
        let name = if self.of_customers() { "board-buyers-empty" } else { "board-empty" };
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
                && !views::PASSING.contains(&name.as_ref())
        })
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    html! {
        nav.board-strip.d-print-none aria-label=(t!(language, "board-reports")) {
            @for report in Report::all().iter().copied() {
                a.active[report == here] href=(links::board_of(report.code(), &kept)) aria-current=[(report == here).then_some("page")] {
                    (t!(language, &format!("board-{report}-short")))
                }
            }
        }
    }
}

fn presets(
    language: Language,
    report: Report,
    view: Option<&View>,
    chosen: Option<crate::domain::period::Preset>,
) -> Markup {
    html! {
        nav.board-presets.d-print-none aria-label=(t!(language, "board-period")) {
            @for one in PRESETS {
                @let here = chosen == Some(one);
                a.btn.btn-sm.btn-primary[here].btn-outline-secondary[!here] href=(ask::preset(report.code(), view, chosen, one)) aria-current=[here.then_some("true")] {
                    (t!(language, &format!("board-preset-{}", one.code())))
                }
            }
        }
    }
}

fn dates(language: Language, from: &str, till: &str) -> Markup {
    html! {
        div {
            label.form-label for="from" { (t!(language, "board-from")) }
            input.form-control type="date" #from name="from" value=(from);
        }
        div {
            label.form-label for="till" { (t!(language, "board-till")) }
            input.form-control type="date" #till name="till" value=(till);
        }
    }
}

/// The page of an address that cannot be understood.
#[must_use]
pub fn refused(frame: &Frame<'_>, report: Report, asked: &Asked, problem: &Problem) -> Markup {
    let language = frame.language;
    let words = match problem {
        Problem::From(found) => t!(language, "board-bad-from", found = found.as_str()),
        Problem::To(found) => t!(language, "board-bad-to", found = found.as_str()),
        Problem::Order => t!(language, "board-bad-order"),
        Problem::Filter(found) => t!(language, "board-bad-filter", found = found.as_str()),
    };
    frame.page(
        &t!(language, &format!("board-{report}-title")),
        &html! {},
        &html! {
            (ui::notice(Tone::Bad, &words))
            (presets(language, report, None, None))
            div.card { div.card-body {
                form.board-form method="get" action=(links::board(report.code())) {
                    (dates(language, asked.get("from"), asked.get("till")))
                    div.board-form-end { button.btn.btn-primary type="submit" { (t!(language, "board-show")) } }
                }
            } }
        },
    )
}
