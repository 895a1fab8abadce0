//! The clocks of a complaint on its card: each with its due time, how it stands, and why it is due then.

use chrono::{DateTime, Datelike, TimeDelta, Utc};
use maud::{Markup, html};

use super::page::CardPage;
use crate::{
    domain::{
        clock::{Cause, NEVER, Reason},
        complaint::State,
    },
    t,
    web::{
        desk::wording::Clock,
        ui::{self, Tone},
    },
    words::format,
};

/// One clock in the panel.
pub struct ClockRow {
    pub title: String,
    pub clock: Option<Clock>,
    pub due: DateTime<Utc>,
    /// In words; nothing where it was not told.
    pub why: Vec<String>,
}

impl CardPage<'_> {
    pub fn clocks(&self) -> Markup {
        let language = self.frame.language;
        html! {
            section.card {
                div.card-header { h2.card-title { (t!(language, "clocks-panel")) } }
                div.card-body { dl.facts.clocks-panel { @for row in self.clock_rows() { (self.clock_row(&row)) } } }
            }
        }
    }

    fn clock_rows(&self) -> Vec<ClockRow> {
        let language = self.frame.language;
        let (card, reasons) = (&self.loaded.card, &self.loaded.reasons);
        [
            ("desk-first-answer", card.first_answer_due, card.first_answered_at, &reasons.first_answer),
            ("desk-resolution-clock", card.resolution_due, card.resolved_at, &reasons.resolution),
        ]
        .into_iter()
        .map(|(title, due, kept, reason)| ClockRow {
            title: t!(language, title).into_owned(),
            clock: self.clock(due, kept, reason),
            due,
            why: self.why(due, kept, reason),
        })
        .collect()
    }

    fn clock_row(&self, row: &ClockRow) -> Markup {
        let language = self.frame.language;
        html! {
            dt { (row.title) }
            dd {
                @if let Some(clock) = &row.clock { span class=(clock.class()) { (ui::icon(clock.picture)) (clock.words) } }
                @if row.due < NEVER {
                    div.q-under { (t!(language, "clocks-due", weekday = self.weekday(row.due), at = format::moment(language, row.due, self.zone))) }
                }
                @for why in &row.why { div.q-under { (why) } }
            }
        }
    }

    fn clock(&self, due: DateTime<Utc>, kept: Option<DateTime<Utc>>, reason: &Reason) -> Option<Clock> {
        let language = self.frame.language;
        if let Some(at) = kept {
            let late = at > due;
            let id = if late { "desk-clock-kept-late" } else { "desk-clock-kept" };
            let words = t!(language, id, at = format::moment(language, at, self.zone)).into_owned();
            let tone = if late { Tone::Bad } else { Tone::Good };
            return Some(Clock { tone, picture: if late { "alert" } else { "check" }, words });
        }
        let plain = |words: String| Some(Clock { tone: Tone::Plain, picture: "clock", words });
        match State::parse(&self.loaded.card.state) {
            Some(State::New | State::InProgress) => Some(Clock::running(language, self.loaded.now, due)),
            // It was missed before the customer was asked: no waiting mends that.
            Some(State::WaitingForCustomer) if reason.stands_since.is_some_and(|since| due <= since) => {
                Some(Clock::running(language, self.loaded.now, due))
            }
            Some(State::WaitingForCustomer) => plain(match reason.stands_since {
                Some(since) => t!(language, "clocks-stands", at = format::moment(language, since, self.zone))
                    .into_owned(),
                None => t!(language, "desk-clock-waits").into_owned(),
            }),
            _ => plain(t!(language, "clocks-over").into_owned()),
        }
    }

    /// A clock that has ended may have been judged by rules that do not hold any more: then these would not explain it.
    fn why(&self, due: DateTime<Utc>, kept: Option<DateTime<Utc>>, reason: &Reason) -> Vec<String> {
        let language = self.frame.language;
        if reason.due != due {
            let over = kept.is_some() || !State::parse(&self.loaded.card.state).is_some_and(State::is_open);
            return over.then(|| t!(language, "clocks-why-judged").into_owned()).into_iter().collect();
        }
        let id = match reason.cause {
            Cause::Opened => "clocks-why-opened",
            Cause::Reopened => "clocks-why-reopened",
            Cause::Raised => "clocks-why-raised",
            Cause::Joined => "clocks-why-joined",
        };
        let why = t!(
            language,
            id,
            severity = t!(language, &format!("severity-{}", reason.severity.code())),
            allowed = self.worked(reason.allowed),
            weekday = self.weekday(reason.from),
            from = format::moment(language, reason.from, self.zone),
        );
        let paused = (reason.paused > TimeDelta::zero())
            .then(|| t!(language, "clocks-why-paused", paused = self.worked(reason.paused)).into_owned());
        std::iter::once(why.into_owned()).chain(paused).collect()
    }

    /// Worked time: in working days where it is whole ones, or else in hours.
    fn worked(&self, worked: TimeDelta) -> String {
        let language = self.frame.language;
        let minutes = worked.num_minutes();
        let day = self.loaded.clockwork.calendar.usual_day().map_or(0, |day| day.num_minutes());
        if day > 0 && minutes >= day && minutes % day == 0 {
            return t!(language, "clocks-allowed", days = minutes / day).into_owned();
        }
        match (minutes / 60, minutes % 60) {
            (0, minutes) => t!(language, "clocks-worked-minutes", minutes = minutes),
            (hours, 0) => t!(language, "clocks-worked-hours", hours = hours),
            (hours, minutes) => t!(language, "clocks-worked-both", hours = hours, minutes = minutes),
        }
        .into_owned()
    }

    fn weekday(&self, at: DateTime<Utc>) -> String {
        let day = at.with_timezone(&self.zone).weekday().number_from_monday();
        t!(self.frame.language, "clocks-weekday-short", day = day).into_owned()
    }
}
