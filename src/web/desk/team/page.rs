//! The lead's view as a page: people in a table with the lists behind each number, ages as bars, what will be late today.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use maud::{Markup, html};

use crate::{
    domain::{complaint::State, language::Language},
    store::team::{AGES, Due, Holding, LISTED},
    t,
    web::{
        desk::{
            weighing,
            wording::{self, Clock},
        },
        links,
        ui::{self, Frame, Tone},
    },
    words::format,
};

/// How somebody is added, until there is a page for it.
const ADDING: &str = "otklik user add EMAIL --role handler";

pub struct TeamPage<'a> {
    pub now: DateTime<Utc>,
    pub zone: Tz,
    pub holdings: &'a [Holding],
    pub due: &'a [Due],
}

impl TeamPage<'_> {
    pub fn render(&self, frame: &Frame<'_>) -> Markup {
        let language = frame.language;
        let body = html! {
            (self.sums(language))
            section.card.mb-3 {
                div.card-header { h2.card-title { (t!(language, "weight-team-people")) } }
                @if self.holdings.is_empty() {
                    (ui::empty(&t!(language, "weight-team-none"), &t!(language, "weight-team-none-body", command = ADDING), None))
                } @else {
                    (self.people(language))
                }
            }
            div.row.g-3 {
                div.col-lg-5 { (self.ages(language)) }
                div.col-lg-7 { (self.late_today(language)) }
            }
        };
        frame.page(&t!(language, "weight-team"), &html! {}, &body)
    }

    fn sum(&self, of: fn(&Holding) -> i64) -> i64 {
        self.holdings.iter().map(of).sum()
    }

    fn sums(&self, language: Language) -> Markup {
        let sums = [
            ("weight-team-open", self.sum(|one| one.open)),
            ("weight-team-overdue", self.sum(|one| one.overdue)),
            ("weight-team-today", self.sum(|one| one.today)),
            ("weight-team-unanswered", self.sum(|one| one.unanswered)),
            ("weight-team-resolved", self.sum(|one| one.resolved)),
        ];
        html! {
            dl.team-sums {
                @for (key, sum) in sums {
                    div { dt { (t!(language, key)) } dd.team-late[key == "weight-team-overdue" && sum > 0] { (format::whole(language, sum)) } }
                }
            }
        }
    }

    fn people(&self, language: Language) -> Markup {
        let columns = [
            "weight-team-open",
            "weight-team-running",
            "weight-team-waiting",
            "weight-team-overdue",
            "weight-team-today",
            "weight-team-unanswered",
            "weight-team-oldest",
            "weight-team-mean",
            "weight-team-resolved",
        ];
        html! {
            table.table.table-vcenter.card-table.team {
                thead { tr {
                    th scope="col" { (t!(language, "weight-team-who")) }
                    @for key in columns { th.number scope="col" { (t!(language, key)) } }
                } }
                tbody { @for one in self.holdings { (self.person(language, one, &columns)) } }
            }
        }
    }

    fn person(&self, language: Language, one: &Holding, columns: &[&str; 9]) -> Markup {
        let age = |seconds: Option<TimeDelta>| {
            let words = seconds.map(|age| format::span(language, age));
            html! { (words.as_deref().unwrap_or("—")) }
        };
        let number = |count: i64| html! { @if count == 0 { span.text-secondary { "0" } } @else { (format::whole(language, count)) } };
        let list = |count: i64, more: &[(&str, &str)]| {
            html! {
                @if count == 0 { span.text-secondary { "0" } }
                @else { a href=(links::queue_of(one.owner_id, more)) { (format::whole(language, count)) } }
            }
        };
        let mean = one.mean_age.map(|seconds| std::time::Duration::from_secs_f64(seconds.clamp(0.0, 1e10)));
        let cells = [
            list(one.open, &[]),
            number(one.open - one.waiting),
            list(one.waiting, &[("state", State::WaitingForCustomer.code())]),
            list(one.overdue, &[("due", "overdue")]),
            list(one.today, &[("due", "today")]),
            number(one.unanswered),
            age(one.oldest.map(|at| self.now - at)),
            age(mean.and_then(|mean| TimeDelta::from_std(mean).ok())),
            number(one.resolved),
        ];
        html! {
            tr.team-nobody[one.owner_id.is_none()] {
                th.team-name scope="row" { (self.name(language, one)) }
                @for (cell, key) in cells.iter().zip(columns) {
                    td.number.team-late[*key == "weight-team-overdue" && one.overdue > 0] data-label=(t!(language, key)) { (cell) }
                }
            }
        }
    }

    fn name(&self, language: Language, one: &Holding) -> Markup {
        html! {
            @match &one.name {
                Some(name) => (name),
                None => (t!(language, "weight-team-nobody")),
            }
            @if one.gone {
                " " (ui::badge(if one.open > 0 { Tone::Bad } else { Tone::Plain }, &t!(language, "weight-team-gone")))
            } @else if let Some(since) = one.away_since {
                " " span title=(format::moment(language, since, self.zone)) { (ui::badge(Tone::Warning, &t!(language, "weight-team-away"))) }
            }
        }
    }

    fn ages(&self, language: Language) -> Markup {
        let counts: Vec<i64> = (0..AGES.len())
            .map(|group| self.holdings.iter().filter_map(|one| one.ages.get(group)).sum())
            .collect();
        let most = counts.iter().copied().max().unwrap_or(0).max(1);
        html! {
            section.card {
                div.card-header { h2.card-title { (t!(language, "weight-team-ages")) } }
                table.table.table-vcenter.card-table.team-ages {
                    caption.visually-hidden { (t!(language, "weight-team-ages")) }
                    tbody {
                        @for (group, count) in counts.iter().enumerate() {
                            tr {
                                th scope="row" { (age_group(language, group)) }
                                td.team-bar {
                                    svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" {
                                        rect width=(count * 100 / most) height="8" {}
                                    }
                                }
                                td.number { (format::whole(language, count)) }
                            }
                        }
                    }
                }
            }
        }
    }

    fn late_today(&self, language: Language) -> Markup {
        let room = usize::try_from(LISTED).unwrap_or(usize::MAX);
        html! {
            section.card {
                div.card-header { h2.card-title { (t!(language, "weight-team-late")) } }
                @if self.due.is_empty() {
                    (ui::empty(&t!(language, "weight-team-late-none"), &t!(language, "weight-team-late-none-body"), None))
                } @else {
                    ul.list-group.list-group-flush { @for one in self.due.iter().take(room) { (self.line(language, one)) } }
                    @if self.due.len() > room {
                        div.card-body.q-under { (t!(language, "weight-team-late-more", count = room)) }
                    }
                }
            }
        }
    }

    fn line(&self, language: Language, one: &Due) -> Markup {
        let clock = Clock::next(language, self.now, State::parse(&one.state), one.next_deadline);
        let (tone, severity) = wording::severity(language, one.severity);
        let why = weighing::short(language, one.why.as_ref(), "");
        let number = t!(language, "desk-number", number = one.id.to_string());
        html! {
            li.list-group-item.team-line {
                span class=(clock.class()) { (ui::icon(clock.picture)) (clock.words) }
                a href=(links::complaint(one.id)) { (number) }
                span.team-customer { (wording::customer(&one.customer, &one.customer_external_id)) }
                span title=[why] { (ui::badge(tone, &severity)) }
                span.text-secondary.ms-auto {
                    @match &one.owner { Some(owner) => (owner), None => (t!(language, "desk-owner-nobody")) }
                }
            }
        }
    }
}

/// `до 1 дня`, `1–3 дня`, `30 дней и больше`.
fn age_group(language: Language, group: usize) -> String {
    let from = AGES.get(group).copied().unwrap_or(0);
    match AGES.get(group + 1) {
        Some(to) if group == 0 => t!(language, "weight-age-first", to = *to),
        Some(to) => t!(language, "weight-age-middle", from = from, to = *to),
        None => t!(language, "weight-age-last", from = from),
    }
    .into_owned()
}
