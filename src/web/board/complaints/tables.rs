//! The tables of the page: age, groups, causes, resolutions, compensation. Bars in them are only beside their figures.

use maud::{Markup, html};

use super::{Drawn, days, told, worked};
use crate::{
    domain::{
        cut::{Cut, Dimension},
        facts::Condition,
        nps::Base,
        period::Period,
        report::{
            Coded, Figures, Group,
            complaint_fields::{self as fields, ANSWER, SOLVING},
        },
    },
    t,
    web::board::parts::{self, MOST_GROUPS},
    words::format,
};

impl Drawn<'_> {
    pub(super) fn ages(&self) -> Markup {
        let language = self.language();
        let report = self.report;
        let most = report.backlog.groups.iter().map(|age| age.count).max().unwrap_or(0).max(1);
        parts::card(
            &t!(language, "board-complaints-ages"),
            &t!(language, "board-complaints-ages-lead"),
            &html! {
                div.table-responsive tabindex="0" { table.table.table-vcenter.card-table {
                    thead { tr { th { (t!(language, "board-complaints-age-column")) } th.board-wide { span.visually-hidden { (t!(language, "board-complaints-count-column")) } } th.number { (t!(language, "board-complaints-count-column")) } } }
                    tbody {
                        @for age in &report.backlog.groups {
                            tr {
                                td {
                                    @match age.to {
                                        Some(to) if to - age.from == 1 => (days(language, f64::from(age.from))),
                                        Some(to) => (t!(language, "board-complaints-ages-from", from = age.from, to = to - 1)),
                                        None => (t!(language, "board-complaints-ages-over", from = age.from)),
                                    }
                                }
                                td.board-wide { (meter(age.count, most)) }
                                td.number { (self.aged(age.from, age.to, age.count)) }
                            }
                        }
                    }
                } }
            },
        )
    }

    /// Those that are open since so many days: opened on the days that were as long ago.
    fn aged(&self, from: u32, to: Option<u32>, count: u64) -> Markup {
        let report = self.report;
        let ago = |days: u32| report.today.checked_sub_days(chrono::Days::new(days.into()));
        let until = if from == 0 {
            Some(report.reach.to().max(report.today.succ_opt().unwrap_or(report.today)))
        } else {
            ago(from.saturating_sub(1))
        };
        let since = to.map_or(Some(report.reach.from()), |to| ago(to.saturating_sub(1)));
        let opened = since.zip(until).and_then(|(since, until)| Period::new(since, until).ok());
        let (cut, open) = report.open(&report.view.cut, None);
        let cut = opened.map_or(cut.clone(), |opened| cut.during(opened));
        self.count(count, &cut, &[open])
    }

    pub(super) fn by_dimension(&self, by: Dimension) -> Markup {
        let language = self.language();
        let groups = self.report.groups.get(by.code()).map(Vec::as_slice).unwrap_or_default();
        parts::card(
            &t!(language, "board-groups"),
            &t!(language, "board-complaints-groups-lead"),
            &html! {
                (self.room.breakdowns(by))
                (self.table(&format!("board-by-{by}"), groups, |group| {
                    let name = html! { a href=(self.room.only(by, &group.word)) { (parts::value_words(language, by, &group.word)) } };
                    (name, self.report.view.cut.only(by, &group.word), Vec::new())
                }))
            },
        )
    }

    pub(super) fn by_field(&self, field: &'static str) -> Markup {
        let language = self.language();
        let groups = self.report.groups.get(field).map(Vec::as_slice).unwrap_or_default();
        parts::card(
            &t!(language, &format!("board-complaints-by-{field}")),
            &t!(language, &format!("board-complaints-by-{field}-lead")),
            &self.table(&format!("board-complaints-column-{field}"), groups, |group| {
                let name = html! { (self.word(field, &group.word)) };
                (name, self.report.view.cut.clone(), vec![Condition::is(field, &group.word)])
            }),
        )
    }

    /// What a field holds, as people call it.
    fn word(&self, field: &str, word: &str) -> String {
        let language = self.language();
        match field {
            fields::OWNER => match self.titles.owner(word) {
                Some(name) => name.to_owned(),
                None => t!(language, "board-complaints-nobody").into_owned(),
            },
            fields::SOURCE if !word.is_empty() => t!(language, &format!("find-source-{word}")).into_owned(),
            fields::SEVERITY if !word.is_empty() => t!(language, &format!("severity-{word}")).into_owned(),
            _ => word.to_owned(),
        }
    }

    fn table(
        &self,
        first: &str,
        groups: &[Group<Figures>],
        of: impl Fn(&Group<Figures>) -> (Markup, Cut, Vec<Condition>),
    ) -> Markup {
        let language = self.language();
        html! {
            div.table-responsive tabindex="0" { table.table.table-vcenter.card-table.board-folds.board-early.board-early-4 {
                thead { tr {
                    th { (t!(language, first)) }
                    th.number { (t!(language, "board-complaints-came")) }
                    th { (t!(language, "board-change-column")) }
                    th.number { (t!(language, "board-complaints-went")) }
                    th.number { (t!(language, "board-complaints-open-column")) }
                    th { (t!(language, "board-complaints-answer-in-time")) }
                    th { (t!(language, "board-complaints-solving-in-time")) }
                    th { (t!(language, "board-complaints-solving-median")) }
                } }
                tbody {
                    @for group in groups.iter().take(MOST_GROUPS) { (self.row(group, &of(group))) }
                    @if groups.len() > MOST_GROUPS {
                        tr { td colspan="8" { (t!(language, "board-other-groups", count = groups.len() - MOST_GROUPS)) } }
                    }
                }
            } }
        }
    }

    fn row(&self, group: &Group<Figures>, (name, cut, conditions): &(Markup, Cut, Vec<Condition>)) -> Markup {
        let language = self.language();
        let figures = &group.figures;
        let in_time = Condition::between(ANSWER.in_time, 1, 1);
        let with = |one: Condition| [conditions.as_slice(), &[one]].concat();
        let median =
            figures.solving.worked.median().filter(|_| Base::of(figures.solving.worked.n()).shows_score());
        html! {
            tr {
                td { (name) }
                td.number data-label=(t!(language, "board-complaints-came")) { (self.count_opened(figures.opened, cut, conditions)) }
                td data-label=(t!(language, "board-change-column")) { (change(language, group)) }
                td.number data-label=(t!(language, "board-complaints-went")) { (self.count_ended(figures.ended, cut, conditions)) }
                td.number data-label=(t!(language, "board-complaints-open-column")) { (self.count_open(figures.open, cut, conditions)) }
                td data-label=(t!(language, "board-complaints-answer-in-time")) {
                    (told(language, figures.answer.in_time))
                    @if figures.answer.in_time.of() > 0 {
                        br; (self.count_opened(figures.answer.in_time.count(), cut, &with(in_time)))
                        " " (t!(language, "board-complaints-of")) " "
                        (self.count_opened(figures.answer.in_time.of(), cut, &with(self.report.judged(ANSWER))))
                    }
                }
                td data-label=(t!(language, "board-complaints-solving-in-time")) {
                    (told(language, figures.solving.in_time))
                    @if figures.solving.in_time.of() > 0 {
                        br; (self.count_ended(figures.solving.in_time.count(), cut, &with(Condition::between(SOLVING.in_time, 1, 1))))
                        " " (t!(language, "board-complaints-of")) " "
                        (self.count_ended(figures.solving.in_time.of(), cut, conditions))
                    }
                }
                td data-label=(t!(language, "board-complaints-solving-median")) {
                    @match median {
                        Some(median) => {
                            strong.figure { (worked(language, median.value)) }
                            @if let Some((low, high)) = median.interval {
                                " " span.text-secondary { (t!(language, "board-interval", low = worked(language, low), high = worked(language, high))) }
                            }
                        }
                        None => span.text-secondary { "–" },
                    }
                }
            }
        }
    }

    pub(super) fn causes(&self) -> Markup {
        let language = self.language();
        self.coded("cause", fields::CAUSE, &self.report.causes, |code| self.titles.cause(language, code))
    }

    pub(super) fn resolutions(&self) -> Markup {
        let language = self.language();
        self.coded("resolution", fields::RESOLUTION, &self.report.resolutions, |code| {
            t!(language, &format!("desk-resolution-{code}")).into_owned()
        })
    }

    fn coded(&self, name: &str, field: &str, codes: &[Coded], title: impl Fn(&str) -> String) -> Markup {
        let language = self.language();
        let most = codes.iter().map(|one| one.share.count()).max().unwrap_or(0).max(1);
        parts::card(
            &t!(language, &format!("board-complaints-{name}s")),
            &t!(language, &format!("board-complaints-{name}s-lead")),
            &html! {
                @if codes.is_empty() { div.card-body.text-secondary { (t!(language, "board-complaints-none-ended")) } }
                @else {
                    div.table-responsive tabindex="0" { table.table.table-vcenter.card-table.board-folds {
                        thead { tr {
                            th { (t!(language, &format!("board-complaints-{name}-column"))) }
                            th.number { (t!(language, "board-complaints-count-column")) }
                            th { (t!(language, "board-complaints-share-column")) }
                            th.number { (t!(language, "board-complaints-together")) }
                        } }
                        tbody {
                            @for one in codes {
                                tr {
                                    td {
                                        @if one.code.is_empty() { span.text-secondary { (t!(language, &format!("board-complaints-no-{name}"))) } }
                                        @else { (title(&one.code)) }
                                        (meter(one.share.count(), most))
                                    }
                                    td.number data-label=(t!(language, "board-complaints-count-column")) { (self.count_ended(one.share.count(), &self.report.view.cut, &[Condition::is(field, &one.code)])) }
                                    td data-label=(t!(language, "board-complaints-share-column")) { (told(language, one.share)) }
                                    td.number data-label=(t!(language, "board-complaints-together")) { @if Base::of(one.share.of()).shows_score() { (format::percent(language, one.together, 1)) } @else { "–" } }
                                }
                            }
                        }
                    } }
                }
            },
        )
    }

    pub(super) fn paid(&self) -> Markup {
        let language = self.language();
        let report = self.report;
        parts::card(
            &t!(language, "board-complaints-paid"),
            &t!(language, "board-complaints-paid-lead"),
            &html! {
                @if report.paid.is_empty() { div.card-body.text-secondary { (t!(language, "board-complaints-paid-none")) } }
                @else {
                    div.table-responsive tabindex="0" { table.table.table-vcenter.card-table.board-folds.board-early.board-early-4 {
                        thead { tr {
                            th { (t!(language, "board-complaints-currency")) }
                            th.number { (t!(language, "board-complaints-count-column")) }
                            th.number { (t!(language, "board-complaints-paid-total")) }
                            th.number { (t!(language, "board-complaints-paid-median")) }
                        } }
                        tbody {
                            @for one in &report.paid {
                                @let field = fields::compensation(&one.currency);
                                tr {
                                    td { (one.currency) }
                                    td.number data-label=(t!(language, "board-complaints-count-column")) { (self.count_ended(one.n, &report.view.cut, &[Condition::present(&field)])) }
                                    td.number data-label=(t!(language, "board-complaints-paid-total")) { strong { (format::money(language, &one.total, &one.currency)) } }
                                    td.number data-label=(t!(language, "board-complaints-paid-median")) {
                                        @match one.median.filter(|_| Base::of(one.n).shows_score()) {
                                            Some(median) => (format::decimal(language, median.value / 100.0, 2)),
                                            None => "–",
                                        }
                                    }
                                }
                            }
                        }
                    } }
                }
            },
        )
    }
}

/// How the number opened moved; more complaints are worse.
fn change(language: crate::domain::language::Language, group: &Group<Figures>) -> Markup {
    html! {
        @match group.change {
            Some(change) => {
                @let class = match (change.significant, change.difference > 0.0) {
                    (true, true) => "board-change board-worse",
                    (true, false) => "board-change board-better",
                    (false, _) => "board-change",
                };
                span class=(class) {
                    strong.figure { (format::signed(language, change.difference, 0)) }
                    @if !change.significant { " " small.text-secondary { (t!(language, "board-chance")) } }
                }
            }
            None => span.text-secondary { "–" },
        }
    }
}

/// A horizontal bar of a table; its figure stands beside it.
fn meter(count: u64, most: u64) -> Markup {
    let share = crate::domain::share::Share::new(count, most).value().unwrap_or(0.0);
    html! { div.meter aria-hidden="true" { span style=(format!("width:{:.2}%", share * 100.0)) {} } }
}
