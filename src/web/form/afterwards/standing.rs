//! Where a complaint stands, in words for the customer whose it is.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use maud::{Markup, html};

use crate::{
    domain::{complaint::State, language::Language},
    store::complaint_standings::{Standing, Written},
    t,
    words::format,
};

/// One complaint of an answer, and what was written about it, the newest first.
pub struct Complaint {
    pub standing: Standing,
    pub written: Vec<Written>,
}

impl Complaint {
    pub fn state(&self) -> State {
        State::parse(&self.standing.state).unwrap_or(State::New)
    }

    /// Its number, since when, how it stands, and what was promised.
    pub fn words(&self, language: Language, zone: Tz, now: DateTime<Utc>) -> Markup {
        let standing = &self.standing;
        let at = |at| format::moment(language, at, zone);
        let day = |at| format::date(language, at, zone);
        let stands = match (self.state(), standing.first_answered_at) {
            (State::New, _) => t!(language, "afterwards-new"),
            (State::InProgress, _) if standing.reopened > 0 => t!(language, "afterwards-again"),
            (State::InProgress, Some(answered)) => t!(language, "afterwards-answered", date = day(answered)),
            (State::InProgress, None) => t!(language, "afterwards-working"),
            (State::WaitingForCustomer, _) => t!(language, "afterwards-waiting"),
            (State::Resolved, _) => match standing.resolved_at {
                Some(resolved) => t!(language, "afterwards-resolved-on", date = day(resolved)),
                None => t!(language, "afterwards-resolved"),
            },
            (State::Closed, _) => t!(language, "afterwards-closed"),
            (State::Rejected, _) => t!(language, "afterwards-rejected"),
            (State::Duplicate, _) => t!(language, "afterwards-duplicate"),
        };
        let due = standing.first_answer_due;
        let owed =
            matches!(self.state(), State::New | State::InProgress) && standing.first_answered_at.is_none();
        html! {
            h2 { (t!(language, "afterwards-complaint", number = standing.id.to_string())) }
            p.m { (t!(language, "afterwards-since", date = day(standing.opened_at))) }
            p { (stands) }
            @if owed && due > now { p { (t!(language, "afterwards-promise", at = at(due))) } }
            @else if owed { p { (t!(language, "afterwards-promise-late", at = at(due))) } }
            @if self.state() == State::Rejected { p.m { (t!(language, "afterwards-recourse")) } }
        }
    }

    /// The letters and the customer's own additions, the newest first.
    pub fn dialogue(&self, language: Language, zone: Tz) -> Markup {
        html! {
            @if !self.written.is_empty() {
                h3 { (t!(language, "afterwards-dialogue")) }
                @for one in &self.written { (piece(language, zone, one)) }
            }
        }
    }
}

fn piece(language: Language, zone: Tz, one: &Written) -> Markup {
    let title = match one.letter_kind.as_deref() {
        Some("acknowledgement") => t!(language, "afterwards-acknowledged"),
        Some("resolved") => t!(language, "afterwards-letter-resolved"),
        Some(_) => t!(language, "afterwards-letter"),
        None => t!(language, "afterwards-you"),
    };
    html! {
        div.l {
            p.m {
                strong { (title) } @if let Some(staff) = &one.staff { ", " (staff) } ", "
                time datetime=(one.at.to_rfc3339()) { (format::moment(language, one.at, zone)) }
            }
            @if let Some(body) = &one.body { p.p { (body) } }
        }
    }
}
