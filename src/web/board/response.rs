//! The page of the response: how many of those asked answer, where the others are lost, and whom the answers speak for.

mod heard;

use chrono::Duration;
use maud::{Markup, html};

use super::{
    Page, ask,
    parts::{self, MOST_GROUPS},
    room::Room,
};
use crate::{
    domain::{
        cut::{Cut, Dimension},
        facts::{Condition, Subject},
        language::Language,
        nps::Base,
        report::{Funnel, Group, ResponseReport, Stage},
        share::Share,
    },
    reports::response,
    t,
    web::ui::{
        self, Tone,
        chart::{Axis, Point},
    },
    words::format,
};

/// Draws it.
pub fn page(room: &Room<'_>, report: &ResponseReport) -> Page {
    let by = room.view.by.unwrap_or(Dimension::Store);
    let language = room.language();
    let body = html! {
        @if report.is_empty() {
            (room.empty())
        } @else {
            @if report.is_low() {
                (ui::notice(Tone::Warning, &t!(language, "board-response-low", share = format::percent(language, ResponseReport::LOW, 0))))
            }
            div.row.row-cards {
                div.col-lg-5 { (rate(room, report)) }
                div.col-lg-7 { (way(language, report)) }
                div.col-12 { (trend(room, report)) }
                div.col-12 { (kinds(room, report)) }
                div.col-12 { (groups(room, report, by)) }
                div.col-12 { (beside(language, report)) }
                @for one in &report.speaks_for { div.col-12 { (heard::speaks_for(language, one)) } }
            }
        }
        p.board-definition #definition { (t!(language, "board-response-definition", zone = room.zone.name())) }
    };
    Page { actions: html! {}, body }
}

/// The invitations that came to a stage or further, by all roads or by one.
fn reached(cut: &Cut, field: &str, stage: Stage) -> String {
    let condition = Condition::between(field, stage.number(), Stage::Completed.number());
    ask::rows(Subject::Invitations, cut, &[condition], 1)
}

fn flagged(cut: &Cut, condition: Condition) -> String {
    ask::rows(Subject::Invitations, cut, &[condition], 1)
}

fn share_words(language: Language, share: Share) -> Option<String> {
    Base::of(share.of())
        .shows_score()
        .then(|| share.value())?
        .map(|value| format::percent(language, value, 1))
}

fn interval(language: Language, share: Share) -> String {
    let ends = share.interval().map(|(low, high)| (low * 100.0, high * 100.0));
    parts::interval(language, ends, 1, &unit(language))
}

fn unit(language: Language) -> String {
    match language {
        Language::Russian => format!("{}%", format::NBSP),
        Language::English => "%".to_owned(),
    }
}

fn rate(room: &Room<'_>, report: &ResponseReport) -> Markup {
    let (language, cut) = (room.language(), &report.view.cut);
    let share = report.total.rate();
    let sent = report.total.reached(Stage::Sent);
    let before = report.before.as_ref().map(Funnel::rate).and_then(|before| {
        let figure = share_words(language, before)?;
        Some(t!(language, "board-response-before", share = figure, count = before.of()).into_owned())
    });
    html! {
        section.card.h-100 {
            div.card-body {
                h2.subheader { (t!(language, "board-response-rate")) }
                @match share.value().filter(|_| report.total.base().shows_score()) {
                    Some(value) => {
                        p.board-figure.figure { (format::decimal(language, value * 100.0, 1)) small { (unit(language)) } }
                        p.mb-1 { (parts::figure_interval(language, share.interval().map(|(low, high)| (low * 100.0, high * 100.0)), 1, &unit(language))) " " (parts::base(language, report.total.base())) }
                    }
                    None => p.board-figure-none { (t!(language, if sent == 0 { "board-response-nobody" } else { "board-response-few" })) }
                }
                @if sent > 0 {
                    p { a href=(reached(cut, "stage", Stage::Sent)) data-counts=(sent) { (t!(language, "board-response-of", count = sent)) } }
                    @match report.untested().filter(|_| before.is_some()) {
                        Some(why) => {
                            (parts::untested(language, why))
                            @if let (Some(compared), Some(before)) = (report.view.before(), before) {
                                p.text-secondary.board-before { (t!(language, "board-before", days = parts::days(language, compared.period), figure = before)) }
                            }
                        }
                        None => (parts::change(language, &report.view, room.span, report.change(), before)),
                    }
                }
                (wait(language, report))
            }
        }
    }
}

fn wait(language: Language, report: &ResponseReport) -> Markup {
    let span = |minutes: i64| format::span(language, Duration::minutes(minutes));
    let Some(median) = report.wait.median.filter(|_| Base::of(report.wait.n).shows_score()) else {
        return html! {};
    };
    html! {
        p.mb-0.mt-3 {
            (t!(language, "board-response-wait", median = span(median)))
            @if let Some((low, high)) = report.wait.interval {
                " " span.text-secondary { "(" (t!(language, "board-interval", low = span(low), high = span(high))) ")" }
            }
            ". "
            @if let Some(late) = report.wait.ninetieth { (t!(language, "board-response-wait-90", late = span(late))) }
        }
    }
}

/// The way as bars: each step's part of those that were sent.
fn way(language: Language, report: &ResponseReport) -> Markup {
    let (total, cut) = (&report.total, &report.view.cut);
    let most = total.reached(Stage::Planned);
    html! {
        section.card.h-100 {
            div.card-body {
                h2.subheader { (t!(language, "board-response-way")) }
                ul.list-unstyled.board-funnel {
                    @for stage in Stage::all() {
                        @let count = total.reached(*stage);
                        li {
                            span.board-rank-name { (t!(language, &format!("board-stage-{stage}"))) }
                            (parts::meter(Share::new(count, most)))
                            span.board-funnel-count { (counted(language, count, &reached(cut, "stage", *stage))) }
                            span.board-funnel-share.text-secondary {
                                @if let Some((share, words)) = total.of_before(*stage).and_then(|share| Some((share, share_words(language, share)?))) {
                                    (t!(language, "board-response-of-before", share = words))
                                    (parts::share_interval(language, share))
                                }
                            }
                        }
                    }
                }
                p.text-secondary.small.mb-0 { (t!(language, "board-response-way-lead")) }
            }
        }
    }
}

/// A count that leads to its rows; nought leads nowhere.
fn counted(language: Language, count: u64, address: &str) -> Markup {
    html! {
        @if count > 0 { a.figure href=(address) data-counts=(count) { (format::whole(language, count)) } } @else { span.figure { "0" } }
    }
}

fn trend(room: &Room<'_>, report: &ResponseReport) -> Markup {
    let (language, grain) = (room.language(), report.view.grain);
    let points: Vec<_> = report
        .steps
        .iter()
        .map(|step| {
            let share = Some(step.figures.rate()).filter(|_| step.figures.base().shows_score());
            Point {
                label: parts::step_label(language, grain, step.days),
                whole: room.is_whole(step.days),
                value: share.and_then(Share::value).map(|value| value * 100.0),
                interval: share.and_then(Share::interval).map(|(low, high)| (low * 100.0, high * 100.0)),
            }
        })
        .collect();
    let name = t!(language, "board-response-trend-picture");
    let unit = unit(language);
    let axis = Axis { low: 0.0, high: 100.0, unit: &unit };
    let title = format!(
        "{}: {}",
        t!(language, "board-response-rate"),
        t!(language, &format!("board-trend-{grain}-low"))
    );
    let picture = parts::Trend { title: &title, grain, name: &name, points: &points, axis, wide: true };
    let table = html! {
        thead { (head(language, &t!(language, &format!("board-grain-{grain}")), false)) }
        tbody {
            @for step in report.steps.iter().rev() {
                @let cut = report.view.cut.during(step.days);
                (row(language, &room.step(step.days), &step.figures, Some((&cut, "stage")), None))
            }
        }
    };
    picture.draw(language, &table)
}

fn kinds(room: &Room<'_>, report: &ResponseReport) -> Markup {
    let (language, cut) = (room.language(), &report.view.cut);
    let change = |group: &Group<Funnel>| parts::change_cell(language, group.change, 1);
    parts::card(
        &t!(language, "board-response-kinds"),
        &t!(language, "board-response-kinds-lead"),
        &html! {
            div.table-responsive tabindex="0" {
                table.table.table-vcenter.card-table.board-folds.board-folds-3.board-early {
                    thead { (head(language, &t!(language, "board-by-kind"), true)) }
                    tbody {
                        @for group in &report.kinds {
                            @let cut = cut.only(Dimension::Kind, &group.word);
                            @let name = parts::value_words(language, Dimension::Kind, &group.word);
                            (row(language, &html! { a href=(room.only(Dimension::Kind, &group.word)) { (name) } }, &group.figures, Some((&cut, "stage")), Some(&change(group))))
                        }
                    }
                    tbody {
                        tr { th colspan="9" scope="rowgroup" { (t!(language, "board-response-roads")) } }
                        @for group in &report.roads {
                            @let field = format!("stage:{}", group.word);
                            @let name = t!(language, &format!("board-road-{}", group.word));
                            (row(language, &html! { (name) }, &group.figures, Some((cut, &field)), Some(&change(group))))
                        }
                    }
                }
            }
        },
    )
}

fn groups(room: &Room<'_>, report: &ResponseReport, by: Dimension) -> Markup {
    let language = room.language();
    let (listed, rest) = report.groups.split_at(report.groups.len().min(MOST_GROUPS));
    let others: Funnel = rest.iter().map(|group| group.figures).sum();
    parts::card(
        &t!(language, "board-response-groups"),
        &t!(language, "board-groups-lead"),
        &html! {
            (room.breakdowns(by))
            div.table-responsive tabindex="0" {
                table.table.table-vcenter.card-table.board-folds.board-folds-3.board-early {
                    thead { (head(language, &t!(language, &format!("board-by-{by}")), true)) }
                    tbody {
                        @for group in listed {
                            @let cut = report.view.cut.only(by, &group.word);
                            @let name = parts::value_words(language, by, &group.word);
                            @let change = parts::change_cell(language, group.change, 1);
                            (row(language, &html! { a href=(room.only(by, &group.word)) { (name) } }, &group.figures, Some((&cut, "stage")), Some(&change)))
                        }
                        @if !rest.is_empty() {
                            (row(language, &html! { (t!(language, "board-other-groups", count = rest.len())) }, &others, None, Some(&html! {})))
                        }
                    }
                }
            }
        },
    )
}

/// The stages that tables have a column for.
const COLUMNS: [Stage; 5] = [Stage::Sent, Stage::Delivered, Stage::Opened, Stage::Started, Stage::Completed];

fn head(language: Language, first: &str, changes: bool) -> Markup {
    html! {
        tr {
            th { (first) }
            @for stage in COLUMNS { th.number { (t!(language, &format!("board-stage-{stage}"))) } }
            th.number { (t!(language, "board-response-rate-short")) }
            th { (t!(language, "board-interval-column")) }
            @if changes { th { (t!(language, "board-change-column")) } }
        }
    }
}

fn row(
    language: Language,
    name: &Markup,
    funnel: &Funnel,
    rows: Option<(&Cut, &str)>,
    change: Option<&Markup>,
) -> Markup {
    let share = funnel.rate();
    let shown = share_words(language, share);
    html! {
        tr {
            td { (name) }
            @for stage in COLUMNS {
                td.number data-label=(t!(language, &format!("board-stage-{stage}"))) {
                    @let count = funnel.reached(stage);
                    @match rows {
                        Some((cut, field)) => (counted(language, count, &reached(cut, field, stage))),
                        None => (format::whole(language, count)),
                    }
                    (of_before(language, funnel, stage))
                }
            }
            td.number data-label=(t!(language, "board-response-rate-short")) { @if let Some(words) = &shown { strong { (words) } } @else { "–" } }
            td data-label=(t!(language, "board-interval-column")) {
                @if shown.is_some() { span.figure { (interval(language, share)) } " " }
                @if share.of() > 0 { (parts::base(language, funnel.base())) }
            }
            @if let Some(change) = change { td data-label=(t!(language, "board-change-column")) { (change) } }
        }
    }
}

/// The share of the step before with its interval, under the count; one of few is marked where not all of the row is.
fn of_before(language: Language, funnel: &Funnel, stage: Stage) -> Markup {
    let share = funnel.of_before(stage);
    html! {
        @if let Some((share, words)) = share.and_then(|share| Some((share, share_words(language, share)?))) {
            div.small { (words) }
            (parts::share_interval(language, share))
            @if Base::of(share.of()) == Base::Small && funnel.base() != Base::Small { (parts::base(language, Base::Small)) }
        }
    }
}

fn beside(language: Language, report: &ResponseReport) -> Markup {
    let (one, cut) = (&report.beside, &report.view.cut);
    let rows = [
        ("bounced", one.bounced, Condition::present("bounced")),
        ("reminded", one.reminded, Condition::present("reminded")),
        ("waiting", one.waiting, response::waiting(one.as_of)),
        ("expired", one.expired, response::expired(one.as_of)),
        ("unsubscribed", one.unsubscribed, Condition::present("unsubscribed")),
        ("withdrawn", one.withdrawn, Condition::present("withdrawn")),
        ("revoked", one.revoked, Condition::present("revoked")),
        ("robots", one.robots, Condition::present("robots")),
        ("own", one.own, Condition::between("own", 0, 1)),
        ("own-completed", one.own_completed, Condition::between("own", 1, 1)),
    ];
    parts::card(
        &t!(language, "board-response-beside"),
        &t!(language, "board-response-beside-lead"),
        &html! {
            div.table-responsive tabindex="0" {
                table.table.table-vcenter.card-table {
                    thead { tr { th { (t!(language, "board-response-what")) } th.number { (t!(language, "board-response-invitations")) } } }
                    tbody {
                        @for (name, count, condition) in rows {
                            tr {
                                td {
                                    (t!(language, &format!("board-beside-{name}")))
                                    @if name == "robots" && count > 0 {
                                        " " span.text-secondary { (t!(language, "board-robot-visits", count = one.robot_visits)) }
                                    }
                                }
                                td.number { (counted(language, count, &flagged(cut, condition))) }
                            }
                        }
                    }
                }
            }
        },
    )
}
