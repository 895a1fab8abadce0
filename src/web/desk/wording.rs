//! Codes of complaints in words: clocks, signals, states, severities.

use bigdecimal::BigDecimal;
use chrono::{DateTime, Duration, Utc};
use maud::{Markup, html};
use tokio::try_join;

use crate::{
    domain::{
        clock::NEVER,
        complaint::State,
        language::Language,
        questionnaire::Wording,
        root_cause::{RootCause, RootCauses},
        severity::Severity,
    },
    store::{Connection, StoreError, parameters, reasons, root_causes},
    t,
    web::ui::Tone,
    words::{self, format},
};

/// From here on a running clock is shown as urgent.
const SOON: Duration = Duration::hours(4);

/// How a clock stands: never by colour alone.
pub struct Clock {
    pub tone: Tone,
    pub picture: &'static str,
    pub words: String,
}

impl Clock {
    /// A clock that runs towards `due`.
    pub fn running(language: Language, now: DateTime<Utc>, due: DateTime<Utc>) -> Self {
        if due >= NEVER {
            let words = t!(language, "clocks-due-never").into_owned();
            return Self { tone: Tone::Plain, picture: "clock", words };
        }
        let left = due - now;
        let span = format::span(language, left);
        if left < Duration::zero() {
            let words = t!(language, "desk-clock-late", span = span).into_owned();
            return Self { tone: Tone::Bad, picture: "alert", words };
        }
        let tone = if left < SOON { Tone::Warning } else { Tone::Plain };
        Self { tone, picture: "clock", words: t!(language, "desk-clock-left", span = span).into_owned() }
    }

    /// The next clock of a complaint, as the queue is ordered by it.
    pub fn next(language: Language, now: DateTime<Utc>, state: Option<State>, due: DateTime<Utc>) -> Self {
        if state == Some(State::WaitingForCustomer) && due >= NEVER {
            let words = t!(language, "desk-clock-waits").into_owned();
            return Self { tone: Tone::Plain, picture: "clock", words };
        }
        Self::running(language, now, due)
    }

    /// The class of its text.
    pub const fn class(&self) -> &'static str {
        match self.tone {
            Tone::Bad => "clock clock-late",
            Tone::Warning => "clock clock-soon",
            Tone::Good => "clock clock-kept",
            Tone::Plain | Tone::Notice => "clock",
        }
    }
}

/// What parameters and reasons are called.
pub struct Titles {
    pub parameters: Vec<(String, Wording)>,
    pub reasons: Vec<(String, Wording)>,
    pub causes: RootCauses,
}

impl Titles {
    /// Reads them all: a few dozen rows.
    pub async fn read(connection: &Connection) -> Result<Self, StoreError> {
        let (parameters, reasons, causes) = try_join!(
            parameters::titles(connection),
            reasons::titles(connection),
            root_causes::all(connection)
        )?;
        Ok(Self { parameters, reasons, causes })
    }

    /// The signals of a complaint in a line: `Доставка · просит связаться`. The score stands apart, so it is named only
    /// where it is all there is.
    pub fn signals(&self, language: Language, signals: &[String]) -> String {
        let words: Vec<String> = signals
            .iter()
            .filter(|signal| signals.len() == 1 || *signal != "nps")
            .map(|signal| match signal.split_once(':') {
                Some(("parameter", code)) => title(&self.parameters, language, code).to_owned(),
                Some(("reason", code)) => {
                    let reason = title(&self.reasons, language, code);
                    t!(language, "desk-signal-reason", reason = reason).into_owned()
                }
                _ => coded(language, "desk-signal", signal),
            })
            .collect();
        words.join(" · ")
    }
}

fn title<'a>(titles: &'a [(String, Wording)], language: Language, code: &'a str) -> &'a str {
    titles.iter().find(|(known, _)| known == code).map_or(code, |(_, words)| words.get(language))
}

/// The words of a code, or the code itself where it has none.
pub fn coded(language: Language, family: &str, code: &str) -> String {
    let id = format!("{family}-{code}");
    if words::has(language, &id) { t!(language, &id).into_owned() } else { code.to_owned() }
}

/// A state and how it is coloured.
pub fn state(language: Language, code: &str) -> (Tone, String) {
    let tone = match State::parse(code) {
        Some(State::New) => Tone::Notice,
        Some(State::WaitingForCustomer) => Tone::Warning,
        Some(State::Resolved | State::Closed) => Tone::Good,
        Some(State::InProgress | State::Rejected | State::Duplicate) | None => Tone::Plain,
    };
    (tone, coded(language, "state", code))
}

/// A severity by its stored rank and how it is coloured.
pub fn severity(language: Language, rank: i16) -> (Tone, String) {
    let severity = Severity::from_rank(rank).unwrap_or(Severity::Normal);
    let tone = match severity {
        Severity::Critical => Tone::Bad,
        Severity::High => Tone::Warning,
        Severity::Normal | Severity::Low => Tone::Plain,
    };
    (tone, t!(language, &format!("severity-{}", severity.code())).into_owned())
}

/// A customer's name, or what to call one who has none.
pub fn customer<'a>(name: &'a str, external_id: &'a str) -> &'a str {
    if name.is_empty() { external_id } else { name }
}

/// An amount as people type it, so that it is read again as the same.
pub fn typed_amount(language: Language, amount: &BigDecimal) -> String {
    let plain = amount.to_plain_string();
    match language {
        Language::Russian => plain.replace('.', ","),
        Language::English => plain,
    }
}

/// Root causes to choose from: the second level under its first.
pub fn causes(language: Language, causes: &RootCauses, chosen: &str) -> Markup {
    let option = |one: &RootCause| html! { option value=(one.code) selected[one.code == chosen] { (one.title.get(language)) } };
    html! {
        @for group in causes.groups() {
            @if group.leaves.is_empty() { (option(group.head)) }
            @else { optgroup label=(group.head.title.get(language)) { @for leaf in group.leaves { (option(leaf)) } } }
        }
    }
}
