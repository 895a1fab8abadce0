//! The page of complaints: what comes, goes and waits, how long it takes, why, and whether customers were kept afterwards.

mod figures;
mod followed;
mod tables;

use maud::{Markup, html};

use super::{Page, ask, parts, room::Room};
use crate::{
    domain::{
        cut::{Cut, Dimension, View},
        facts::{Condition, Subject},
        kept::Kept,
        language::Language,
        nps::Base,
        report::{Change, ComplaintsReport},
        share::Share,
    },
    reports::complaints::{FIELDS, Titles, Told, kept::Gathered},
    t,
    web::ui::{
        self, Tone,
        chart::{FlowPoint, flow},
        icon,
    },
    words::format,
};

/// What the page is drawn from.
struct Drawn<'a> {
    room: &'a Room<'a>,
    report: &'a ComplaintsReport,
    titles: Titles<'a>,
}

/// Draws it.
pub fn page(room: &Room<'_>, told: &Told) -> Page {
    let by = room.view.by.unwrap_or(Dimension::Store);
    let (report, followed) = (&told.report, &told.followed);
    let drawn = Drawn { room, report, titles: told.titles() };
    let language = room.language();
    let body = html! {
        @if report.is_empty() {
            (empty(room))
        } @else {
            div.row.row-cards { (drawn.all(by)) }
        }
        @if !report.is_empty() || !followed.0.units.is_empty() { (drawn.followed(followed)) }
        p.board-definition #definition { (t!(language, "board-complaints-definition", zone = room.zone.name())) }
        p.board-definition { (t!(language, "board-complaints-definition-tests")) }
    };
    Page { actions: html! {}, body }
}

/// What the page shows of days without complaints, and the way to those with some.
fn empty(room: &Room<'_>) -> Markup {
    let language = room.language();
    let all = room.span.map(|span| {
        let days = parts::days(language, span);
        (room.at(&View::of(Cut::of(span))), t!(language, "board-empty-all", days = days))
    });
    let words = if all.is_some() { "board-complaints-empty-words" } else { "board-complaints-empty-nothing" };
    html! {
        div.card { (ui::empty(
            &t!(language, "board-complaints-empty", days = parts::days(language, room.view.cut.period)),
            &t!(language, words),
            all.as_ref().map(|(address, label)| (address.as_str(), label.as_ref())),
        )) }
    }
}

/// What stands in the place of a figure that too few complaints would give, or beside one of few.
fn base(language: Language, base: Base) -> Markup {
    html! {
        @match base {
            Base::Hidden | Base::CountsOnly => span.text-secondary { (t!(language, "board-complaints-too-few")) },
            Base::Small => (ui::badge(Tone::Warning, &t!(language, "board-complaints-small-base"))),
            Base::Normal => {}
        }
    }
}

impl Drawn<'_> {
    fn language(&self) -> Language {
        self.room.language()
    }

    fn all(&self, by: Dimension) -> Markup {
        html! {
            div.col-sm-6.col-lg-3 { (self.opened()) }
            div.col-sm-6.col-lg-3 { (self.ended()) }
            div.col-sm-6.col-lg-3 { (self.open()) }
            div.col-sm-6.col-lg-3 { (self.reopened()) }
            div.col-lg-6 { (self.answer()) }
            div.col-lg-6 { (self.solving()) }
            div.col-12 { (self.trend()) }
            div.col-12 { (self.ages()) }
            div.col-12 { (self.by_dimension(by)) }
            @for field in FIELDS { div.col-12 { (self.by_field(field)) } }
            div.col-lg-7 { (self.causes()) }
            div.col-lg-5 { (self.resolutions()) }
            div.col-12 { (self.paid()) }
        }
    }

    fn followed(&self, (gathered, kept): &(Gathered, Kept)) -> Markup {
        followed::section(self.language(), &self.report.view.cut, gathered, kept)
    }

    /// The complaints of a cut that meet some conditions, as a count that leads to them.
    fn count(&self, count: u64, cut: &Cut, conditions: &[Condition]) -> Markup {
        counted(self.language(), count, &ask::rows(Subject::Complaints, cut, conditions, 1))
    }

    /// Those opened in a cut.
    fn count_opened(&self, count: u64, cut: &Cut, more: &[Condition]) -> Markup {
        self.count(count, cut, more)
    }

    /// Those that ended in the days of a cut.
    fn count_ended(&self, count: u64, cut: &Cut, more: &[Condition]) -> Markup {
        let (cut, ended) = self.report.ended(cut);
        self.count(count, &cut, &[&[ended], more].concat())
    }

    /// Those of a cut that are open now.
    fn count_open(&self, count: u64, cut: &Cut, more: &[Condition]) -> Markup {
        let (cut, open) = self.report.open(cut, None);
        self.count(count, &cut, &[&[open], more].concat())
    }

    fn trend(&self) -> Markup {
        let (language, grain) = (self.language(), self.report.view.grain);
        let points: Vec<FlowPoint> = self
            .report
            .steps
            .iter()
            .map(|step| FlowPoint {
                label: parts::step_label(language, grain, step.days),
                whole: self.room.is_whole(step.days),
                came: step.figures.opened,
                went: step.figures.ended,
                left: step.figures.backlog,
            })
            .collect();
        let names = ["board-complaints-came", "board-complaints-went", "board-complaints-left"]
            .map(|key| t!(language, key));
        let table = html! {
            thead { tr {
                th { (t!(language, &format!("board-grain-{grain}"))) }
                @for name in &names { th.number { (name) } }
            } }
            tbody {
                @for step in self.report.steps.iter().rev() {
                    @let cut = self.report.view.cut.during(step.days);
                    @let last = step.days.to().pred_opt().unwrap_or_else(|| step.days.from());
                    @let (open, left) = self.report.open(&cut, Some(last));
                    tr {
                        td { (self.room.step(step.days)) }
                        td.number { (self.count_opened(step.figures.opened, &cut, &[])) }
                        td.number { (self.count_ended(step.figures.ended, &cut, &[])) }
                        td.number { (self.count(step.figures.backlog, &open, &[left])) }
                    }
                }
            }
        };
        let [came, went, left] = &names;
        parts::card(
            &t!(language, &format!("board-trend-{grain}")),
            &t!(language, "board-complaints-trend-lead"),
            &html! {
                @if points.len() > 1 {
                    div.card-body { (flow(language, &t!(language, "board-complaints-trend-picture"), [came, went, left], &points)) }
                }
                details.board-table open[points.len() <= 3] {
                    summary { (t!(language, "board-table")) }
                    div.table-responsive tabindex="0" { table.table.table-vcenter.card-table { (table) } }
                }
            },
        )
    }
}

/// A count as a link to what it counts; nought leads nowhere.
fn counted(language: Language, count: u64, address: &str) -> Markup {
    html! {
        @if count == 0 { "0" } @else { a.figure href=(address) { (format::whole(language, count)) } }
    }
}

/// A share with its interval, or why it is not told.
fn told(language: Language, share: Share) -> Markup {
    let base = Base::of(share.of());
    html! {
        @match share.value().filter(|_| base.shows_score()) {
            Some(value) => {
                strong.figure { (format::percent(language, value, 1)) } " "
                span.text-secondary { (parts::interval(language, percents(share.interval()), 1, &percent(language))) } " "
                (self::base(language, base))
            }
            None if share.of() == 0 => span.text-secondary { "–" },
            None => (self::base(language, base)),
        }
    }
}

fn percents(ends: Option<(f64, f64)>) -> Option<(f64, f64)> {
    ends.map(|(low, high)| (low * 100.0, high * 100.0))
}

fn percent(language: Language) -> String {
    match language {
        Language::Russian => format!("{}%", format::NBSP),
        Language::English => "%".to_owned(),
    }
}

/// What more of a figure means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum More {
    Better,
    Worse,
    Neither,
}

/// How a figure moved: the difference in words, and whether that is more than chance.
fn moved(language: Language, change: Option<Change>, more: More, words: impl Fn(f64) -> String) -> Markup {
    let Some(Change { difference, significant, .. }) = change else {
        return html! {};
    };
    let class = match (significant, more, difference > 0.0) {
        (true, More::Better, true) | (true, More::Worse, false) => "board-change board-better",
        (true, More::Better, false) | (true, More::Worse, true) => "board-change board-worse",
        _ => "board-change",
    };
    let verdict = if significant { "board-change-real" } else { "board-change-chance" };
    html! {
        p class=(class) {
            @if significant { (icon(if difference > 0.0 { "up" } else { "down" })) }
            strong.figure { (words(difference)) } " " small { (t!(language, verdict)) }
        }
    }
}

/// Worked time: minutes, then hours; a working day has other lengths in other companies.
fn worked(language: Language, minutes: f64) -> String {
    if minutes.abs() < 90.0 {
        t!(language, "board-complaints-minutes", count = format::decimal(language, minutes, 0)).into_owned()
    } else {
        t!(language, "board-complaints-hours", count = format::decimal(language, minutes / 60.0, 1))
            .into_owned()
    }
}

/// Time on the wall: minutes, hours, then days.
fn passed(language: Language, minutes: f64) -> String {
    if minutes.abs() < 48.0 * 60.0 { worked(language, minutes) } else { days(language, minutes / 1_440.0) }
}

fn days(language: Language, days: f64) -> String {
    let decimals = usize::from(days.fract() != 0.0);
    t!(language, "board-complaints-days", count = format::decimal(language, days, decimals)).into_owned()
}
