//! Where a complaint stands, in words for the customer whose it is.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use maud::{Markup, html};

use crate::{
    actions::outcome_rules::Recourse,
    domain::{
        complaint::{Resolution, State},
        language::Language,
        remedy::{Compensation, Remedy},
    },
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
    pub fn words(
        &self,
        language: Language,
        zone: Tz,
        now: DateTime<Utc>,
        recourse: Option<&Recourse>,
    ) -> Markup {
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
            (self.outcome(language))
            @if let (State::Rejected, Some(recourse)) = (self.state(), recourse) { p.m.p { (recourse.get(language)) } }
        }
    }

    /// Who was right, and what was done.
    fn outcome(&self, language: Language) -> Markup {
        let standing = &self.standing;
        if !matches!(self.state(), State::Resolved | State::Closed) {
            return html! {};
        }
        let resolution = standing.resolution.as_deref().and_then(Resolution::parse);
        let given =
            standing.remedy_given.as_deref().and_then(Remedy::parse).filter(|one| *one != Remedy::Nothing);
        let paid =
            Compensation::stored(standing.compensation.as_ref(), standing.compensation_currency.as_deref());
        let paid = paid.map(|paid| format::money(language, paid.amount(), paid.currency().as_str()));
        let given = given.map(|given| t!(language, &format!("outcomes-given-{given}")).to_lowercase());
        let done: Vec<String> = given.into_iter().chain(paid).collect();
        html! {
            @if let Some(resolution) = resolution.filter(|one| *one != Resolution::Rejected) {
                p { (t!(language, &format!("outcomes-customer-{resolution}"))) }
            }
            @if !done.is_empty() { p { (t!(language, "outcomes-customer-given", given = done.join(", "))) } }
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
        Some("rejected") => t!(language, "outcomes-customer-rejected"),
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
