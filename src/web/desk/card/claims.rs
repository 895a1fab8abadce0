//! Legal claims on a card: what the law asks by when, and what customers' words hint at.

use chrono::{DateTime, Duration, NaiveDate, Utc};
use chrono_tz::Tz;
use maud::{Markup, html};
use serde_json::Value;

use super::page::CardPage;
use crate::{
    actions::{clockwork::clockwork, legal_terms::term, watch_clocks},
    domain::{
        alert::Policy,
        calendar::Calendar,
        complaint::State,
        language::Language,
        legal::{self, DATA_REQUEST_TERMS, Unit},
    },
    store::{
        Connection, StoreError,
        complaint_events::Event,
        legal_claims::{self, Claim},
        legal_terms,
    },
    t,
    web::{
        desk::wording::Clock,
        links,
        ui::{self, Tone},
    },
    words::format,
};

/// What the law asks of a complaint, and what it may ask.
pub struct Law {
    pub claims: Vec<Claim>,
    /// Terms that can be noted.
    pub offered: Vec<legal_terms::Row>,
    pub calendar: Calendar,
    policy: Policy,
}

impl Law {
    /// Reads them: the claims of one complaint, a few dozen terms, the calendar.
    pub async fn read(connection: &mut Connection, number: i64) -> Result<Self, StoreError> {
        let terms = legal_terms::all(connection).await?;
        Ok(Self {
            claims: legal_claims::of(connection, &[number]).await?,
            offered: terms.into_iter().map(|(row, _)| row).filter(|row| row.enabled).collect(),
            calendar: clockwork(connection).await?.calendar,
            policy: watch_clocks::policy(connection).await?,
        })
    }

    /// The day in the company's zone.
    pub fn today(&self, now: DateTime<Utc>) -> NaiveDate {
        self.calendar.date(now)
    }
}

impl CardPage<'_> {
    /// Every claim with its clock, and what may be done about it.
    pub fn claims(&self) -> Markup {
        let language = self.frame.language;
        let law = &self.loaded.law;
        if law.claims.is_empty() {
            return html! {};
        }
        html! {
            section.card.law-claims {
                div.card-header { h2.card-title { (ui::icon("scales")) (t!(language, "law-claims")) } }
                ul.list-group.list-group-flush { @for claim in &law.claims { (self.one_claim(claim)) } }
                div.card-footer.q-under { (t!(language, "law-never-paused")) }
            }
        }
    }

    fn one_claim(&self, claim: &Claim) -> Markup {
        let language = self.frame.language;
        let card = &self.loaded.card;
        let open = State::parse(&card.state).is_some_and(State::is_open);
        let tends = open
            && card.owner_id.is_some()
            && (card.owner_id == Some(self.me.id) || self.me.role.may_take_over());
        let clock = self.claim_clock(claim, open);
        let last = legal::said_day(claim.due_at, &self.loaded.law.calendar);
        html! {
            li.list-group-item {
                div.law-claim-head { strong { (titled(language, &claim.title_ru, &claim.title_en)) } }
                div { span class=(clock.class()) { (ui::icon(clock.picture)) (clock.words) } }
                div.q-under { (t!(language, "law-last-day", day = format::day(language, last))) }
                div.q-under {
                    (t!(language, "law-why", law = claim.law.as_str(), article = claim.article.as_str(),
                        length = length(language, claim.amount, &claim.unit), day = format::day(language, claim.demanded_on)))
                    @if claim.complaint_id != card.id {
                        ", " a href=(links::complaint(claim.complaint_id)) { (t!(language, "desk-number", number = claim.complaint_id.to_string())) }
                    }
                }
                @if claim.confirmed_at.is_none() { div { (ui::badge(Tone::Warning, &t!(language, "law-unconfirmed"))) } }
                @if tends {
                    div.law-claim-deeds {
                        @if claim.is_unmet() { (self.claim_button(claim.id, "met", "law-meet", "btn-outline-success")) }
                        @else { (self.claim_button(claim.id, "resume", "law-resume", "btn-outline-secondary")) }
                        (self.claim_button(claim.id, "withdraw", "law-withdraw", "btn-outline-secondary"))
                    }
                }
            }
        }
    }

    fn claim_clock(&self, claim: &Claim, open: bool) -> Clock {
        let language = self.frame.language;
        let zone = self.zone;
        let law = &self.loaded.law;
        let ended = claim.met_at.or_else(|| self.loaded.card.resolved_at.filter(|_| !open));
        if let Some(at) = ended {
            let late = at >= claim.due_at;
            let (tone, picture) = if late { (Tone::Bad, "alert") } else { (Tone::Good, "check") };
            let id = match (claim.met_at.is_some(), late) {
                (true, false) => "law-met",
                (true, true) => "law-met-late",
                (false, false) => "law-ended",
                (false, true) => "law-ended-late",
            };
            let words = t!(language, id, at = format::moment(language, at, zone)).into_owned();
            return Clock { tone, picture, words };
        }
        let now = self.loaded.now;
        let mut clock = Clock::running(language, now, claim.due_at);
        let approaches = legal::approaches(claim.due_at, law.policy.legal_working_days, &law.calendar);
        if clock.tone == Tone::Plain && now >= approaches {
            clock.tone = Tone::Warning;
        }
        clock
    }

    fn claim_button(&self, claim: i64, what: &str, words: &str, look: &str) -> Markup {
        html! {
            form method="post" action=(links::complaint_step(self.loaded.card.id, "claim")) {
                (self.seen())
                input type="hidden" name="what" value=(what);
                input type="hidden" name="claim" value=(claim);
                button class=(format!("btn btn-sm {look}")) type="submit" { (t!(self.frame.language, words)) }
            }
        }
    }

    /// Offers the clock of a request about personal data where the customer's words may be one. It starts by a press only.
    pub fn data_hint(&self) -> Markup {
        let language = self.frame.language;
        let law = &self.loaded.law;
        if law.claims.iter().any(|claim| claim.term_code.starts_with("data_")) {
            return html! {};
        }
        let Some((said, at)) = self.data_request() else { return html! {} };
        let offered: Vec<_> =
            law.offered.iter().filter(|row| DATA_REQUEST_TERMS.contains(&row.code.as_str())).collect();
        if offered.is_empty() {
            return html! {};
        }
        html! {
            div.alert.alert-info.law-hint role="status" {
                p.mb-1 { strong { (t!(language, "law-hint")) } }
                blockquote.prose { (crate::domain::text::one_line(said, 200)) }
                div.law-claim-deeds {
                    @for row in offered {
                        form method="post" action=(links::complaint_step(self.loaded.card.id, "claim")) {
                            (self.seen())
                            input type="hidden" name="what" value="add";
                            input type="hidden" name="term" value=(row.code);
                            input type="hidden" name="demanded" value=(law.today(at));
                            button.btn.btn-sm.btn-outline-primary type="submit" {
                                (titled(language, &row.title_ru, &row.title_en)) ": " (length(language, row.amount, &row.unit))
                            }
                        }
                    }
                }
            }
        }
    }

    /// The newest words of the customer that may be such a request, and when they were said.
    fn data_request(&self) -> Option<(&str, DateTime<Utc>)> {
        let answers = self
            .loaded
            .answers
            .iter()
            .filter(|answer| !answer.withdrawn)
            .filter_map(|answer| Some((answer.comment.as_deref()?, answer.answered_at)));
        let letters = self
            .loaded
            .events
            .iter()
            .filter(|event| event.by_customer)
            .filter_map(|event| Some((event.body.as_deref()?, event.at)));
        letters.chain(answers).filter(|(words, _)| legal::asks_about_data(words)).max_by_key(|(_, at)| *at)
    }
}

/// A title in the reader's language.
pub fn titled<'a>(language: Language, russian: &'a str, english: &'a str) -> &'a str {
    match language {
        Language::Russian => russian,
        Language::English => english,
    }
}

/// `10 календарных дней`.
pub fn length(language: Language, amount: i16, unit: &str) -> String {
    match term(amount, unit) {
        None => format!("{amount} {unit}"),
        Some(term) => {
            let id = match term.unit {
                Unit::CalendarDays => "law-length-calendar_days",
                Unit::WorkingDays => "law-length-working_days",
                Unit::Months => "law-length-months",
            };
            t!(language, id, count = term.amount).into_owned()
        }
    }
}

/// An entry of the history about a claim or an alert, in a line.
pub fn told(language: Language, zone: Tz, event: &Event) -> String {
    let Some(detail) = &event.detail else { return String::new() };
    let text = |name: &str| detail.get(name).and_then(Value::as_str).unwrap_or_default();
    let moment = |name: &str| DateTime::parse_from_rfc3339(text(name)).map(|at| at.to_utc()).ok();
    // The midnight that ends a legal term is said as the day before it.
    let day = |name: &str| {
        moment(name).map(|at| format::date(language, at - Duration::seconds(1), zone)).unwrap_or_default()
    };
    if event.kind == "claim" {
        let title = titled(language, text("title_ru"), text("title_en"));
        return match text("deed") {
            "added" => {
                let demanded: Option<NaiveDate> = text("demanded_on").parse().ok();
                let demanded = demanded.map(|day| format::day(language, day)).unwrap_or_default();
                t!(language, "law-told-added", title = title, demanded = demanded, due = day("due"))
            }
            "moved" => t!(language, "law-told-moved", title = title, was = day("was"), due = day("due")),
            deed @ ("met" | "resumed" | "withdrawn" | "ended" | "runs") => {
                t!(language, &format!("law-told-{deed}"), title = title, due = day("due"))
            }
            _ => title.into(),
        }
        .into_owned();
    }
    let due = if text("clock") == "claim" {
        day("due")
    } else {
        moment("due").map(|at| format::moment(language, at, zone)).unwrap_or_default()
    };
    let people: Vec<&str> = detail
        .get("told")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let stage = if text("stage") == "missed" { "missed" } else { "approaching" };
    let clock = match text("clock") {
        "first_answer" => "law-clock-first_answer",
        "resolution" => "law-clock-resolution",
        _ => "law-clock-claim",
    };
    let told = t!(language, &format!("law-told-{stage}"), clock = t!(language, clock), due = due);
    if people.is_empty() {
        told.into_owned()
    } else {
        format!("{told} {}", t!(language, "law-told-whom", people = people.join(", ")))
    }
}
