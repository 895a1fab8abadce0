//! The history of a complaint in words: who, when, what, old -> new; letters with how they fared.

use chrono::DateTime;
use chrono_tz::Tz;
use maud::{Markup, html};

use crate::{
    domain::{language::Language, severity::Severity, text},
    store::complaint_events::Event,
    t,
    web::{
        desk::wording,
        ui::{self, Tone},
    },
    words::format,
};

/// The history, newest first; what one person did at one moment is one entry.
pub fn timeline(language: Language, zone: Tz, events: &[Event]) -> Markup {
    html! {
        ol.history {
            @for deed in events.chunk_by(|a, b| {
                a.at == b.at && a.staff_id == b.staff_id && a.by_customer == b.by_customer
            }) {
                li {
                    @if let Some(newest) = deed.first() {
                        p.history-head {
                            strong { (who(language, newest)) } " "
                            time datetime=(newest.at.to_rfc3339()) { (format::moment(language, newest.at, zone)) }
                        }
                    }
                    @for event in deed.iter().rev() { (one(language, zone, event)) }
                }
            }
        }
    }
}

/// One entry for a warning: `Мария Лебедева, 21 ноября 2026, 20:09: заметка «…»`.
pub fn in_a_line(language: Language, zone: Tz, event: &Event) -> String {
    let what = match &event.body {
        Some(body) => format!("{}: {}", title(language, event), text::one_line(body, 160)),
        None if event.kind == "field" => change(language, zone, event),
        None => title(language, event),
    };
    format!("{}, {}. {what}", who(language, event), format::moment(language, event.at, zone))
}

pub fn who(language: Language, event: &Event) -> String {
    match &event.staff {
        Some(name) => name.clone(),
        None if event.by_customer => t!(language, "desk-by-customer").into_owned(),
        None => t!(language, "desk-by-itself").into_owned(),
    }
}

fn title(language: Language, event: &Event) -> String {
    let kind = match (event.kind.as_str(), event.letter_kind.as_deref()) {
        ("letter", Some(kind @ ("acknowledgement" | "resolved"))) => kind,
        ("customer", _) if event.field.is_some() => "withdrawn",
        ("taken", _) if event.old_value.is_some() => "taken-over",
        (kind, _) => kind,
    };
    match kind {
        "opened" if event.unfinished => t!(language, "keep-event-opened").into_owned(),
        "signal" if event.unfinished => t!(language, "keep-event-signal").into_owned(),
        kind => wording::coded(language, "desk-event", kind),
    }
}

fn one(language: Language, zone: Tz, event: &Event) -> Markup {
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
        ("field", _) => html! { p.history-field { (change(language, zone, event)) } },
        ("taken", _) => html! {
            p.history-deed { (title(language, event)) @if event.old_value.is_some() { ": " (values(language, zone, event)) } }
        },
        (_, body) => html! {
            p.history-deed { (title(language, event)) }
            @if event.field.is_some() { p.history-field { (change(language, zone, event)) } }
            @if let Some(body) = body { div.said.said-plain { div.prose { (body) } } }
        },
    }
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
    html! {
        (ui::badge(tone, &wording::coded(language, "desk-letter", state)))
        @if let Some(at) = event.letter_sent_at { " " span.text-secondary { (format::moment(language, at, zone)) } }
        @if let (true, Some(failure)) = (tone == Tone::Bad, &event.letter_failure) { " " span.text-danger { (failure) } }
    }
}

/// `Состояние: новая → в работе`.
fn change(language: Language, zone: Tz, event: &Event) -> String {
    let field = wording::coded(language, "desk-field", event.field.as_deref().unwrap_or(""));
    format!("{field}: {}", values(language, zone, event))
}

fn values(language: Language, zone: Tz, event: &Event) -> String {
    let value = |value: &Option<String>| match value {
        Some(value) => self::value(language, zone, event.field.as_deref().unwrap_or(""), value),
        None => "—".to_owned(),
    };
    match (&event.old_value, &event.new_value) {
        (None, Some(_)) => value(&event.new_value),
        _ => format!("{} → {}", value(&event.old_value), value(&event.new_value)),
    }
}

fn value(language: Language, zone: Tz, field: &str, value: &str) -> String {
    match field {
        "state" => wording::coded(language, "state", value),
        "severity" => {
            let known = value.parse().ok().and_then(Severity::from_rank).or_else(|| Severity::parse(value));
            wording::coded(language, "severity", known.map_or(value, |known| known.code()))
        }
        "root_cause" => wording::coded(language, "desk-cause", value),
        "remedy_sought" => wording::coded(language, "together-remedy", value),
        "resolution" => wording::coded(language, "desk-resolution", value),
        _ => DateTime::parse_from_rfc3339(value)
            .map_or_else(|_| value.to_owned(), |at| format::moment(language, at.to_utc(), zone)),
    }
}
