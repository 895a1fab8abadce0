//! The page of the clocks: hours and limits, what they would mean now, and the days that are otherwise.

use chrono::{DateTime, Datelike, Utc};
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    super::meanwhile::Met,
    typed::{self, Form, Kind, Problem, TypedDay},
};
use crate::{
    domain::{
        calendar::{self, BadCalendar, DayOff},
        clock::{BadTargets, Clockwork, Deadlines, NEVER},
        severity::Severity,
    },
    store::calendar_days::Row,
    t,
    web::{
        links,
        ui::{self, Frame, Tone},
    },
    words::format,
};

/// Zones that are offered; any other of the IANA list can be typed.
const ZONES: [&str; 12] = [
    "Europe/Kaliningrad",
    "Europe/Moscow",
    "Europe/Samara",
    "Asia/Yekaterinburg",
    "Asia/Omsk",
    "Asia/Novosibirsk",
    "Asia/Krasnoyarsk",
    "Asia/Irkutsk",
    "Asia/Yakutsk",
    "Asia/Vladivostok",
    "Asia/Magadan",
    "Asia/Kamchatka",
];

/// What was just done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Done {
    Saved,
    Day,
    Removed,
}

impl Done {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Saved => "saved",
            Self::Day => "day",
            Self::Removed => "removed",
        }
    }
}

pub struct Page<'a> {
    pub frame: &'a Frame<'a>,
    pub now: DateTime<Utc>,
    pub form: &'a Form,
    /// The hidden field by which it knows what it showed.
    pub shown: &'a Markup,
    pub met: Option<&'a Met>,
    /// What the form means, if it can be read.
    pub clockwork: Option<&'a Clockwork>,
    pub year: i32,
    pub years: &'a [i32],
    pub days: &'a [Row],
    /// What the production calendar of the year follows.
    pub source: Option<&'a str>,
    pub day: &'a TypedDay,
    pub problem: Option<Problem>,
    pub done: Option<Done>,
}

impl Page<'_> {
    pub fn render(&self) -> Markup {
        let language = self.frame.language;
        let body = html! {
            @if let Some(done) = self.done { (ui::notice(Tone::Good, &t!(language, &format!("clocks-done-{}", done.code())))) }
            @if let Some(problem) = self.problem { (ui::notice(Tone::Bad, &self.words(problem))) }
            @if let Some(met) = self.met { (met.told(language)) }
            form.card.mb-3 method="post" action=(links::CLOCKS) {
                (self.frame.csrf())
                (self.shown)
                div.card-body {
                    p.text-secondary { (t!(language, "clocks-lead")) }
                    div.row.g-4 {
                        div.col-lg-5 { (self.week()) }
                        div.col-lg-7 { (self.limits()) (self.preview()) }
                    }
                }
                div.card-footer.d-flex.flex-wrap.gap-2 {
                    button.btn.btn-primary type="submit" { (t!(language, "clocks-save")) }
                    button.btn.btn-outline-secondary type="submit" name="try" value="yes" { (t!(language, "clocks-try")) }
                }
            }
            (self.exceptions())
        };
        self.frame.page(&t!(language, "clocks-title"), &html! {}, &body)
    }

    fn blames(&self, name: &str) -> bool {
        match self.problem {
            Some(Problem::Zone) => name == "zone",
            Some(
                Problem::Hours(weekday)
                | Problem::Calendar(
                    BadCalendar::Backwards { weekday }
                    | BadCalendar::Overlap { weekday }
                    | BadCalendar::TooMany { weekday }
                    | BadCalendar::Weekday { weekday },
                ),
            ) => name == typed::day_field(weekday),
            Some(Problem::Calendar(BadCalendar::NoHours)) => name == typed::day_field(1),
            Some(Problem::Limit(severity, kind)) => name == typed::limit_field(severity, kind),
            Some(Problem::Targets(BadTargets::Order { severity })) => {
                name == typed::limit_field(severity, Kind::Resolution)
            }
            Some(Problem::Targets(BadTargets::Range { severity })) => {
                Kind::BOTH.iter().any(|kind| name == typed::limit_field(severity, *kind))
            }
            Some(Problem::Day | Problem::Year) => name == "day",
            Some(Problem::Note) => name == "note",
            Some(Problem::DayHours) => name == "hours",
            None => false,
        }
    }

    fn field(&self, name: &str, label: &str, hint: Option<&str>) -> Markup {
        let bad = self.blames(name);
        html! {
            input.form-control.is-invalid[bad] #(name) name=(name) type="text" value=(self.form.get(name)) autocomplete="off"
                aria-label=(label) placeholder=[hint] aria-invalid=[bad.then_some("true")];
        }
    }

    fn week(&self) -> Markup {
        let language = self.frame.language;
        let closed = t!(language, "clocks-closed");
        let bad = self.blames("zone");
        html! {
            fieldset {
                legend.h3 { (t!(language, "clocks-week")) }
                p.form-hint { (t!(language, "clocks-week-hint")) }
                @for weekday in 1..=7_u8 {
                    @let name = typed::day_field(weekday);
                    div.clocks-row {
                        label for=(name) { (t!(language, "clocks-weekday", day = weekday)) }
                        (self.field(&name, &t!(language, "clocks-weekday", day = weekday), Some(&closed)))
                    }
                }
                label.form-label.mt-3 for="zone" { (t!(language, "clocks-zone")) }
                input.form-control.is-invalid[bad] #zone name="zone" type="text" value=(self.form.get("zone")) list="clocks-zones"
                    required autocomplete="off" aria-invalid=[bad.then_some("true")];
                datalist #clocks-zones { @for zone in ZONES { option value=(zone) {} } }
            }
        }
    }

    fn limits(&self) -> Markup {
        let language = self.frame.language;
        html! {
            fieldset {
                legend.h3 { (t!(language, "clocks-limits")) }
                p.form-hint { (t!(language, "clocks-limits-hint")) }
                div.table-responsive {
                    table.table.clocks-limits {
                        thead { tr {
                            th scope="col" { (t!(language, "clocks-severity")) }
                            @for kind in Kind::BOTH { th scope="col" { (t!(language, &format!("clocks-limit-{}", kind.code()))) } }
                        } }
                        tbody {
                            @for severity in Severity::all().iter().rev().copied() {
                                @let words = t!(language, &format!("severity-{}", severity.code()));
                                tr {
                                    th scope="row" { (words) }
                                    @for kind in Kind::BOTH {
                                        @let label = format!("{words}: {}", t!(language, &format!("clocks-limit-{}", kind.code())));
                                        td { (self.field(&typed::limit_field(severity, kind), &label, None)) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// What a complaint of each severity would get that is opened now.
    fn preview(&self) -> Markup {
        let language = self.frame.language;
        let Some(clockwork) = self.clockwork else { return html! {} };
        let due = |at: DateTime<Utc>| {
            if at >= NEVER {
                return t!(language, "clocks-never").into_owned();
            }
            let day = clockwork.calendar.date(at).weekday().number_from_monday();
            let zone = clockwork.calendar.zone;
            format!(
                "{} {}",
                t!(language, "clocks-weekday-short", day = day),
                format::moment(language, at, zone)
            )
        };
        html! {
            h2.h3 #preview { (t!(language, "clocks-preview")) }
            @if clockwork.calendar.next_open(self.now).is_none() { (ui::notice(Tone::Warning, &t!(language, "clocks-never-open"))) }
            div.table-responsive {
                table.table.clocks-preview aria-labelledby="preview" {
                    thead { tr {
                        th scope="col" { (t!(language, "clocks-severity")) }
                        @for kind in Kind::BOTH { th scope="col" { (t!(language, &format!("clocks-limit-{}", kind.code()))) } }
                    } }
                    tbody {
                        @for severity in Severity::all().iter().rev().copied() {
                            @let deadlines = Deadlines::new(self.now, severity, clockwork);
                            tr {
                                th scope="row" { (t!(language, &format!("severity-{}", severity.code()))) }
                                td { (due(deadlines.first_answer)) }
                                td { (due(deadlines.resolution)) }
                            }
                        }
                    }
                }
            }
        }
    }

    fn exceptions(&self) -> Markup {
        let language = self.frame.language;
        let year = self.year.to_string();
        html! {
            section.card #days {
                div.card-header { h2.card-title { (t!(language, "clocks-days", year = year)) } }
                div.card-body {
                    p.text-secondary { (t!(language, "clocks-days-lead")) }
                    nav.mb-3 aria-label=(t!(language, "clocks-years")) {
                        ul.nav.pills {
                            @for year in self.years {
                                @let here = *year == self.year;
                                li.nav-item {
                                    a.nav-link.active[here] href={ (links::clocks_of_year(*year, None)) "#days" } aria-current=[here.then_some("page")] { (year) }
                                }
                            }
                        }
                    }
                    (self.day_form())
                }
                @if self.days.is_empty() { (ui::empty(&t!(language, "clocks-no-days"), &t!(language, "clocks-no-days-hint"), None)) }
                @else { (self.table()) }
                @if let Some(source) = self.source { div.card-footer.text-secondary { (t!(language, "clocks-source", source = source)) } }
            }
        }
    }

    fn day_form(&self) -> Markup {
        let language = self.frame.language;
        let TypedDay { day, kind, hours, note } = self.day;
        let kinds = ["closed".to_owned(), "shortened".to_owned(), "hours".to_owned()].into_iter();
        let likes = (1..=7).flat_map(|weekday| [typed::like(weekday, false), typed::like(weekday, true)]);
        let kinds = kinds.chain(likes).map(|code| {
            let words = self.kind(&code);
            (code, words)
        });
        let text = |name: &'static str, kind: &'static str, value: &str| {
            let bad = self.blames(name);
            html! {
                label.form-label for=(name) { (t!(language, &format!("clocks-day-{name}"))) }
                input.form-control.is-invalid[bad] #(name) name=(name) type=(kind) value=(value) autocomplete="off" required[name == "day"]
                    aria-invalid=[bad.then_some("true")];
            }
        };
        html! {
            form.row.g-2.align-items-end method="post" action=(links::CLOCKS_DAYS) {
                (self.frame.csrf())
                div.col-6.col-md-2 { (text("day", "date", day)) }
                div.col-6.col-md-3 {
                    label.form-label for="kind" { (t!(language, "clocks-day-kind")) }
                    select.form-select #kind name="kind" {
                        @for (code, words) in kinds { option value=(code) selected[code == *kind] { (words) } }
                    }
                }
                div.col-6.col-md-2 { (text("hours", "text", hours)) }
                div.col-6.col-md-3 { (text("note", "text", note)) }
                div.col-md-2 { button.btn.btn-primary.w-100 type="submit" { (t!(language, "clocks-day-save")) } }
            }
        }
    }

    /// What a kind of day is called: `closed`, `like6-shortened`.
    fn kind(&self, code: &str) -> String {
        let language = self.frame.language;
        match code.strip_prefix("like").map(|rest| rest.split_once('-').unwrap_or((rest, ""))) {
            Some((weekday, rest)) => {
                let id = if rest.is_empty() { "clocks-kind-like" } else { "clocks-kind-like-shortened" };
                t!(language, id, day = weekday.parse().unwrap_or(1_u8)).into_owned()
            }
            None => t!(language, &format!("clocks-kind-{code}")).into_owned(),
        }
    }

    fn table(&self) -> Markup {
        let language = self.frame.language;
        html! {
            div.table-responsive {
                table.table.card-table.stacks.clocks-days {
                    thead { tr {
                        th scope="col" { (t!(language, "clocks-day-day")) }
                        th scope="col" { (t!(language, "clocks-day-kind")) }
                        th scope="col" { (t!(language, "clocks-day-note")) }
                        th scope="col" { span.visually-hidden { (t!(language, "clocks-day-deeds")) } }
                    } }
                    tbody { @for row in self.days { (self.row(row)) } }
                }
            }
        }
    }

    fn row(&self, row: &Row) -> Markup {
        let language = self.frame.language;
        let day = format::day(language, row.day);
        let weekday = row.day.weekday().number_from_monday();
        let hours = match serde_json::from_value(row.otherwise.clone()) {
            Ok(DayOff::Hours { intervals }) => Some(calendar::write_hours(&intervals)),
            _ => None,
        };
        let change = format!("{}?day={}#days", links::CLOCKS, row.day);
        html! {
            tr {
                th.clocks-day scope="row" { (t!(language, "clocks-weekday-short", day = weekday)) " " (day) }
                td.clocks-kind { (hours.unwrap_or_else(|| self.kind(&TypedDay::from(row).kind))) }
                td.text-break {
                    @if let Some(note) = &row.note { (note) " " }
                    @if row.source != "preset" { (ui::badge(Tone::Notice, &t!(language, "clocks-own"))) }
                }
                td {
                    div.d-flex.gap-2.justify-content-end {
                        a.btn.btn-sm.btn-outline-secondary href=(change) aria-label=(t!(language, "clocks-change-day", day = day.clone())) { (t!(language, "clocks-change")) }
                        form method="post" action=(links::CLOCKS_DAYS_REMOVE) {
                            (self.frame.csrf())
                            input type="hidden" name="day" value=(row.day);
                            button.btn.btn-sm.btn-outline-secondary type="submit" aria-label=(t!(language, "clocks-remove-day", day = day)) { (t!(language, "clocks-remove")) }
                        }
                    }
                }
            }
        }
    }

    fn words(&self, problem: Problem) -> String {
        let language = self.frame.language;
        let severity = |severity: Severity| t!(language, &format!("severity-{}", severity.code()));
        let day = |id: &str, weekday: u8| t!(language, id, day = weekday);
        match problem {
            Problem::Zone => t!(language, "clocks-bad-zone"),
            Problem::Hours(weekday) => day("clocks-bad-hours", weekday),
            Problem::Calendar(BadCalendar::NoHours) => t!(language, "clocks-bad-no-hours"),
            Problem::Calendar(BadCalendar::Backwards { weekday } | BadCalendar::Weekday { weekday }) => {
                day("clocks-bad-backwards", weekday)
            }
            Problem::Calendar(BadCalendar::Overlap { weekday }) => day("clocks-bad-overlap", weekday),
            Problem::Calendar(BadCalendar::TooMany { weekday }) => day("clocks-bad-too-many", weekday),
            Problem::Limit(of, _) => t!(language, "clocks-bad-limit", severity = severity(of)),
            Problem::Targets(BadTargets::Range { severity: of }) => {
                t!(language, "clocks-bad-range", severity = severity(of))
            }
            Problem::Targets(BadTargets::Order { severity: of }) => {
                t!(language, "clocks-bad-order", severity = severity(of))
            }
            Problem::Day => t!(language, "clocks-bad-day"),
            Problem::Year => t!(language, "clocks-bad-year"),
            Problem::Note => t!(language, "clocks-bad-note"),
            Problem::DayHours => t!(language, "clocks-bad-day-hours"),
        }
        .into_owned()
    }
}
