//! The history of a complaint in words: who, when, what, old -> new; letters with how they fared.

use chrono::DateTime;
use chrono_tz::Tz;
use maud::{Markup, html};
use serde::Deserialize as _;

use super::{claims, mail};
use crate::{
    domain::{
        language::Language,
        priority::{Part, Reason},
        remedy::Compensation,
        root_cause::RootCauses,
        severity::Severity,
        text,
    },
    store::complaint_events::Event,
    t,
    web::{
        desk::{weighing, wording},
        links,
        ui::{self, Tone},
    },
    words::format,
};

/// Deeds that stand open; older ones unfold.
const OPEN: usize = 30;

/// The history, newest first; what one person did at one moment is one deed. `older` leads to what stands before.
pub fn timeline(
    language: Language,
    zone: Tz,
    causes: &RootCauses,
    events: &[Event],
    older: Option<&str>,
) -> Markup {
    let deeds: Vec<&[Event]> = deeds(events).collect();
    let (open, folded) = deeds.split_at(deeds.len().min(OPEN));
    html! {
        ol.history { @for deed in open { (one_deed(language, zone, causes, deed, events)) } }
        @if !folded.is_empty() {
            details.history-older {
                summary { (t!(language, "weight-history-older", count = folded.len())) }
                ol.history { @for deed in folded { (one_deed(language, zone, causes, deed, events)) } }
            }
        }
        @if let Some(older) = older { p.history-all { a href=(older) { (t!(language, "weight-history-all")) } } }
    }
}

/// Entries put together: those of one person at one moment.
pub fn deeds(events: &[Event]) -> impl Iterator<Item = &[Event]> {
    events.chunk_by(|a, b| {
        a.at == b.at
            && a.staff_id == b.staff_id
            && a.by_customer == b.by_customer
            && a.incoming_letter_id == b.incoming_letter_id
    })
}

/// What somebody did at one moment; `events` are the whole history.
pub fn one_deed(
    language: Language,
    zone: Tz,
    causes: &RootCauses,
    deed: &[Event],
    events: &[Event],
) -> Markup {
    html! {
        li {
            @if let Some(newest) = deed.first() {
                p.history-head {
                    strong { (who(language, newest)) } " "
                    time datetime=(newest.at.to_rfc3339()) { (format::moment(language, newest.at, zone)) }
                    @if let Some(title) = deed.iter().find_map(Event::macro_title) { " · " (t!(language, "macros-by", title = title)) }
                }
            }
            @for event in deed.iter().rev() {
                @if event.kind == "mail" { (mail::entry(language, event, events)) } @else { (one(language, zone, causes, event)) }
            }
        }
    }
}

/// One entry for a warning: `Мария Лебедева, 21 ноября 2026, 20:09: заметка «…»`.
pub fn in_a_line(language: Language, zone: Tz, causes: &RootCauses, event: &Event) -> String {
    let what = match &event.body {
        Some(body) => format!("{}: {}", title(language, event), text::one_line(body, 160)),
        None if event.kind == "field" => change(language, zone, causes, event),
        None => in_words(language, zone, causes, event),
    };
    format!("{}, {}. {what}", who(language, event), format::moment(language, event.at, zone))
}

/// What an entry tells without the words that somebody wrote: its title, what it is about, what it changed.
pub fn in_words(language: Language, zone: Tz, causes: &RootCauses, event: &Event) -> String {
    if event.kind == "field" {
        return change(language, zone, causes, event);
    }
    if matches!(event.kind.as_str(), "claim" | "alert") {
        return claims::told(language, zone, event);
    }
    let title = title(language, event);
    let more = match (&event.field, about(language, zone, event)) {
        (Some(_), None) if event.kind != "customer" => change(language, zone, causes, event),
        (_, about) => about.unwrap_or_default(),
    };
    if more.is_empty() { title } else { format!("{title}: {more}") }
}

/// By whom.
pub fn who(language: Language, event: &Event) -> String {
    match &event.staff {
        Some(name) => name.clone(),
        None if event.by_customer => t!(language, "desk-by-customer").into_owned(),
        None => t!(language, "desk-by-itself").into_owned(),
    }
}

pub fn title(language: Language, event: &Event) -> String {
    let kind = match (event.kind.as_str(), event.letter_kind.as_deref()) {
        ("letter", Some(kind @ ("acknowledgement" | "resolved"))) => kind,
        ("letter", Some("rejected")) => "letter-rejected",
        ("customer", _) if event.field.is_some() => "withdrawn",
        ("customer", _) if told_to_staff(event).is_some() => {
            return wording::coded(language, "intake-said", told_to_staff(event).unwrap_or_default());
        }
        ("mail", _) if event.field.is_some() => "taken-out",
        ("taken", _) if event.old_value.is_some() => "taken-over",
        ("file", _) => match event.detail.as_ref().and_then(|detail| detail.get("deed")?.as_str()) {
            Some("removed") => "file-removed",
            Some("restored") => "file-restored",
            _ => "file",
        },
        (kind, _) => kind,
    };
    match kind {
        "opened" if event.unfinished => t!(language, "keep-event-opened").into_owned(),
        "signal" if event.unfinished => t!(language, "keep-event-signal").into_owned(),
        kind => wording::coded(language, "desk-event", kind),
    }
}

/// By which road the customer said it to the staff, if they did.
pub fn told_to_staff(event: &Event) -> Option<&str> {
    let source = event.detail.as_ref()?.get("source")?.as_str();
    source.filter(|_| event.kind == "customer")
}

fn one(language: Language, zone: Tz, causes: &RootCauses, event: &Event) -> Markup {
    match (event.kind.as_str(), &event.body) {
        ("letter" | "note", body) => html! {
            div class=(if event.kind == "note" { "said said-note" } else { "said said-letter" }) {
                p.said-head {
                    (ui::icon(if event.kind == "note" { "note" } else { "mail" })) (title(language, event))
                    @if event.kind == "letter" { " " (fate(language, zone, event)) }
                }
                @if let Some(body) = body { div.prose { (body) } }
            }
        },
        ("customer", body) => html! {
            div.said.said-customer {
                p.said-head { (ui::icon("user")) (title(language, event)) }
                @if let Some(body) = body { div.prose { (body) } }
            }
        },
        ("field", body) => html! {
            p.history-field { (change(language, zone, causes, event)) }
            @if let Some(body) = body { div.said.said-plain { div.prose { (body) } } }
        },
        ("claim" | "alert", _) => html! { p.history-deed { (claims::told(language, zone, event)) } },
        ("taken", _) => html! {
            p.history-deed { (title(language, event)) @if event.old_value.is_some() { ": " (values(language, zone, causes, event)) } }
        },
        (_, body) => html! {
            p.history-deed {
                (title(language, event))
                @if let Some(about) = about(language, zone, event) { ": " (about) }
                @if let Some(number) = other(event) { " " a href=(links::complaint(number)) { (t!(language, "desk-number", number = number.to_string())) } }
            }
            @if event.field.is_some() { p.history-field { (change(language, zone, causes, event)) } }
            @if let Some(body) = body { div.said.said-plain { div.prose { (body) } } }
        },
    }
}

/// What an entry is about, by its detail: a file, a moment, how the customer was told.
fn about(language: Language, zone: Tz, event: &Event) -> Option<String> {
    let text = |key: &str| event.detail.as_ref()?.get(key)?.as_str();
    let moment = text("until").and_then(|at| DateTime::parse_from_rfc3339(at).ok());
    let until = moment.map(|at| {
        t!(language, "weight-until", at = format::moment(language, at.to_utc(), zone)).into_owned()
    });
    let parts = [
        text("name").map(str::to_owned),
        until,
        text("told")
            .filter(|told| *told != "letter")
            .map(|told| wording::coded(language, "outcomes-told", told)),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// The other complaint that an entry speaks of.
fn other(event: &Event) -> Option<i64> {
    event.detail.as_ref()?.get("number")?.as_i64()
}

/// Whether a letter has arrived, as far as is known.
fn fate(language: Language, zone: Tz, event: &Event) -> Markup {
    let Some(state) = event.letter_state.as_deref() else { return html! {} };
    let tone = match state {
        "sent" => Tone::Good,
        "failed" | "unknown" => Tone::Bad,
        "cancelled" => Tone::Warning,
        _ => Tone::Notice,
    };
    let moment = |at| format::moment(language, at, zone);
    // The head of the deed tells its own moment already.
    let left = event.letter_sent_at.map(moment).filter(|left| *left != moment(event.at));
    html! {
        (ui::badge(tone, &wording::coded(language, "desk-letter", state)))
        @if let Some(at) = left { " " span.text-secondary { (at) } }
        @if let (true, Some(failure)) = (tone == Tone::Bad, &event.letter_failure) { " " span.text-danger { (failure) } }
    }
}

/// `Состояние: новая → в работе`.
fn change(language: Language, zone: Tz, causes: &RootCauses, event: &Event) -> String {
    let field = wording::coded(language, "desk-field", event.field.as_deref().unwrap_or(""));
    let because = because(language, event).map_or_else(String::new, |words| format!(" ({words})"));
    format!("{field}: {}{because}", values(language, zone, causes, event))
}

/// The reasons that a rule had.
fn because(language: Language, event: &Event) -> Option<String> {
    let detail = event.detail.as_ref()?;
    let reasons = detail.get("because").and_then(|because| Vec::<Reason>::deserialize(because).ok());
    let parts = detail.get("parts").and_then(|parts| Vec::<(Part, u8)>::deserialize(parts).ok());
    let words = match (reasons, parts) {
        (Some(reasons), _) => weighing::reasons(language, &reasons, ""),
        (None, Some(parts)) => weighing::points(language, &parts),
        (None, None) => return None,
    };
    (!words.is_empty()).then_some(words)
}

fn values(language: Language, zone: Tz, causes: &RootCauses, event: &Event) -> String {
    let value = |value: &Option<String>| match value {
        Some(value) => self::value(language, zone, causes, event.field.as_deref().unwrap_or(""), value),
        None => "—".to_owned(),
    };
    match (&event.old_value, &event.new_value) {
        (None, Some(_)) => value(&event.new_value),
        _ => format!("{} → {}", value(&event.old_value), value(&event.new_value)),
    }
}

fn value(language: Language, zone: Tz, causes: &RootCauses, field: &str, value: &str) -> String {
    match field {
        "state" => wording::coded(language, "state", value),
        "severity" | "severity_by_hand" => {
            let known = value.parse().ok().and_then(Severity::from_rank).or_else(|| Severity::parse(value));
            wording::coded(language, "severity", known.map_or(value, |known| known.code()))
        }
        "root_cause" => causes.title(language, value),
        "remedy_sought" => wording::coded(language, "outcomes-sought", value),
        "resolution" => wording::coded(language, "desk-resolution", value),
        "remedy_given" => wording::coded(language, "outcomes-given", value),
        "compensation" => value.parse::<Compensation>().map_or_else(
            |_| value.to_owned(),
            |paid| format::money(language, paid.amount(), paid.currency().as_str()),
        ),
        _ => DateTime::parse_from_rfc3339(value)
            .map_or_else(|_| value.to_owned(), |at| format::moment(language, at.to_utc(), zone)),
    }
}
