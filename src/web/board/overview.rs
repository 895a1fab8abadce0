//! The first page of the board: what changed, and what to look at, in one screen.

use maud::{Markup, html};

use super::{Page, ask, parts, retention::active_words, room::Room};
use crate::{
    domain::{
        facts::Subject,
        language::Language,
        nps::Base,
        report::{Headline, Overview, Report, Terms, Unit, Verdict, reasons::USUAL_HORIZON},
    },
    reports::overview::{self, MOST_VALUES, words},
    t,
    web::ui::{icon, spark::spark},
};

/// Lines of a column; all of them are in the file.
const MOST_LINES: usize = 8;

/// What belongs together, with the reports that tell of it.
const AREAS: [(&str, &[Report]); 3] = [
    ("voice", &[Report::Nps, Report::Satisfaction, Report::Response]),
    ("departures", &[Report::Reasons, Report::Retention]),
    ("complaints", &[Report::Complaints]),
];

/// Draws it.
pub fn page(room: &Room<'_>, overview: &Overview) -> Page {
    let language = room.language();
    let body = html! {
        @if overview.is_empty() {
            (room.empty())
        } @else {
            @if overview.is_calm() && overview.told(Verdict::Chance).next().is_some() {
                p.overview-calm { (t!(language, "overview-calm")) }
            }
            div.row.row-cards.overview-areas {
                @for (area, reports) in AREAS { (self::area(room, overview, area, reports)) }
            }
            div.row.row-cards.mt-0 {
                @for verdict in [Verdict::Better, Verdict::Worse, Verdict::Chance] {
                    div.col-md-6.col-lg-4 { (column(room, overview, verdict)) }
                }
            }
        }
        (definitions(room, overview))
    };
    let actions = html! { @if room.view.cut.filters.is_empty() { (room.monday()) } };
    Page { actions, body }
}

/// How each figure shown is counted, and how the overview looks through them.
fn definitions(room: &Room<'_>, overview: &Overview) -> Markup {
    let language = room.language();
    let mut shown: Vec<&Headline> = Vec::new();
    for main in overview.main.iter().filter(|_| !overview.is_empty()) {
        // Of money there is one for each currency.
        if !shown.iter().any(|known| known.topic == main.topic) {
            shown.push(main);
        }
    }
    html! {
        p.board-definition #definition { (t!(language, "overview-definition", most = MOST_VALUES, zone = room.zone.name())) }
        @if !shown.is_empty() {
            dl.board-definition.overview-definitions {
                @for main in shown {
                    dt id=(anchor(main)) { (words::title(language, main)) }
                    dd { (definition(language, overview.terms, main.topic.code())) }
                }
            }
        }
    }
}

fn anchor(main: &Headline) -> String {
    format!("definition-{}", main.topic.code())
}

fn definition(language: Language, terms: Terms, code: &str) -> String {
    let months = terms.horizon.unwrap_or(USUAL_HORIZON);
    let said = t!(language, &format!("overview-how-{code}"), months = months);
    match terms.active.filter(|_| matches!(code, "kept" | "lost")) {
        Some(active) => format!("{said} {}", active_words(language, active)),
        None => said.into_owned(),
    }
}

/// The facts that a headline counts; customers are looked up by the definition of the view as well.
fn rows(one: &Headline) -> String {
    match one.subject {
        Subject::Customers => ask::customers(&one.view, one.counted().period, &one.conditions, 1),
        subject => ask::rows(subject, one.counted(), &one.conditions, 1),
    }
}

fn count(room: &Room<'_>, one: &Headline) -> Markup {
    let words = words::n(room.language(), one);
    html! { @if one.figure.n > 0 { a.overview-n href=(rows(one)) { (words) } } @else { span.overview-n { (words) } } }
}

/// The main figures of an area in a card; nothing where it has none.
fn area(room: &Room<'_>, overview: &Overview, area: &str, reports: &[Report]) -> Markup {
    let mains: Vec<&Headline> = overview.main.iter().filter(|main| reports.contains(&main.report)).collect();
    html! {
        @if !mains.is_empty() {
            div.col-md-6.col-lg.overview-area {
                section.card.h-100 data-area=(area) {
                    div.card-header { h2.card-title { (t!(room.language(), &format!("overview-area-{area}"))) } }
                    div.overview-mains { @for main in mains { (figure(room, overview, main)) } }
                }
            }
        }
    }
}

/// A main figure: what it is now, what it did, and where.
fn figure(room: &Room<'_>, overview: &Overview, main: &Headline) -> Markup {
    let language = room.language();
    let title = words::title(language, main);
    let address = ask::address(main.report.code(), &main.view);
    let value = words::figure(language, &main.unit, &main.figure);
    html! {
        div.card-body.overview-main data-topic=(main.topic.code()) {
            div.overview-top {
                h3.overview-head { a href=(address) { (title) } }
                a.overview-how.d-print-none href=(format!("#{}", anchor(main))) aria-label=(t!(language, "overview-how", title = title.as_str())) { "?" }
            }
            div.overview-figure {
                div {
                    @match (&main.unit, main.figure.value) {
                        (Unit::Count, Some(_)) if main.figure.n > 0 => p.board-figure.figure {
                            a.overview-n href=(rows(main)) aria-label=(words::n(language, main)) { (value) }
                        },
                        (_, Some(_)) => p.board-figure.figure { (value) },
                        (_, None) => p.board-figure-none { (t!(language, "overview-too-few")) },
                    }
                    @if let Some(interval) = words::interval(language, main) {
                        p.mb-0.figure { (t!(language, "board-interval-figure", interval = interval)) }
                    }
                    // A count is its own number of facts.
                    @if main.unit != Unit::Count {
                        p.mb-0 {
                            (count(room, main))
                            @if Base::of(main.figure.n) == Base::Small && main.figure.interval.is_some() {
                                " " (parts::base(language, Base::Small))
                            }
                        }
                    }
                    @if let Some(days) = words::of_days(language, main) { p.mb-0.small.text-secondary.overview-days { (days) } }
                }
                (picture(room, main, &title))
            }
            @if room.view.before().is_some() {
                p class=(said_class(main.verdict())) { (mark(main)) (words::sentence(language, overview, main)) }
            }
        }
    }
}

fn picture(room: &Room<'_>, main: &Headline, title: &str) -> Markup {
    let language = room.language();
    let (Some(first), Some(last)) = (main.steps.first(), main.steps.last()) else { return html! {} };
    let grain = overview::recent(&main.view).grain;
    let label = |days| parts::step_name(language, grain, days);
    let name = t!(
        language,
        "overview-picture",
        title = title,
        grain = grain.code(),
        first = label(first.days),
        last = label(last.days)
    );
    let steps: Vec<_> = main.steps.iter().map(|step| (step.figures.value, step.figures.interval)).collect();
    html! {
        div.overview-spark {
            (spark(&name, &steps, grain.is_whole(last.days, room.today)))
            div.overview-ends aria-hidden="true" {
                span { (parts::step_label(language, grain, first.days)) }
                span { (parts::step_label(language, grain, last.days)) }
            }
        }
    }
}

const fn said_class(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Better => "overview-said board-better",
        Verdict::Worse => "overview-said board-worse",
        _ => "overview-said",
    }
}

fn mark(one: &Headline) -> Markup {
    let up = one.change.is_some_and(|change| change.difference > 0.0);
    html! {
        @if matches!(one.verdict(), Verdict::Better | Verdict::Worse) {
            (icon(if up { "up" } else { "down" })) " "
        }
    }
}

fn column(room: &Room<'_>, overview: &Overview, verdict: Verdict) -> Markup {
    let language = room.language();
    let mut all: Vec<&Headline> = overview.told(verdict).collect();
    if verdict == Verdict::Chance {
        // How far chance moved them says nothing: those that most answers stand behind come first.
        all.sort_by_key(|one| std::cmp::Reverse(one.figure.n));
    }
    let compared = overview.told(Verdict::Better).chain(overview.told(Verdict::Worse)).next().is_some()
        || overview.told(Verdict::Chance).next().is_some();
    let rest = all.len().saturating_sub(MOST_LINES);
    html! {
        section.card.h-100.overview-column data-verdict=(verdict) {
            div.card-header { h2.card-title { (t!(language, &format!("overview-{verdict}"))) } }
            @if all.is_empty() {
                div.card-body { p.text-secondary.mb-0 {
                    (t!(language, &if compared { format!("overview-none-{verdict}") } else { "overview-not-compared".to_owned() }))
                } }
            } @else {
                ul.list-group.list-group-flush {
                    @for one in all.iter().take(MOST_LINES) { (line(room, one)) }
                    @if rest > 0 { li.list-group-item.text-secondary { (t!(language, "overview-more", count = rest)) } }
                }
            }
        }
    }
}

fn line(room: &Room<'_>, one: &Headline) -> Markup {
    let language = room.language();
    let class = match one.verdict() {
        Verdict::Better => "overview-by board-better",
        Verdict::Worse => "overview-by board-worse",
        _ => "overview-by overview-chance",
    };
    html! {
        li.list-group-item.overview-line {
            div.overview-title {
                a href=(ask::address(one.report.code(), &one.view)) { (words::title(language, one)) }
                span class=(class) { (mark(one)) strong.figure { (words::difference(language, one).unwrap_or_default()) } }
            }
            div.small.text-secondary {
                span.figure { (words::figure(language, &one.unit, &one.figure)) }
                @if let Some(interval) = words::interval(language, one) { " (" span.figure { (interval) } ")" }
                @if let Some(before) = &one.before { ", " (t!(language, "overview-was", figure = words::figure(language, &one.unit, before))) }
                " · " (count(room, one))
                @if let Some(days) = words::of_days(language, one) { " · " (days) }
                @if Base::of(one.figure.n) == Base::Small { " " (parts::base(language, Base::Small)) }
            }
        }
    }
}
