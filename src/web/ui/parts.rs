//! Badges, fields, empty states, pictures: the small pieces of staff pages.

use maud::{Markup, html};

use crate::domain::language::Language;
use crate::t;

/// A line picture in the colour of the text; decoration only, so hidden from screen readers.
#[must_use]
pub fn icon(name: &str) -> Markup {
    let path = match name {
        "mark" => "M4 5h16v11H9l-5 4z M8.5 10.5a3.5 3.5 0 0 0 7 0",
        "inbox" => "M4 13l3-8h10l3 8v6H4z M4 13h5a3 3 0 0 0 6 0h5",
        "gauge" => "M4 17a8 8 0 1 1 16 0 M12 17l4-5",
        "bars" => "M4 20h16 M6 20v-7h3v7 M11 20V6h3v14 M16 20v-10h3v10",
        "mail" => "M3 6h18v12H3z M3 7l9 6 9-6",
        "asks" => "M8 4h8v3H8z M8 5H5v16h14V5h-3 M9 13l2 2 4-4",
        "code" => "M4 4h6v6H4z M14 4h6v6h-6z M4 14h6v6H4z M14 14h3v3h-3z M20 20v-3 M17 20h-3",
        "gear" => "M4 7h9 M17 7h3 M15 5v4 M4 17h3 M11 17h9 M9 15v4 M4 12h13 M20 12h0",
        "close" => "M6 6l12 12 M18 6L6 18",
        "mailbox" => "M10 20v-8a4 4 0 0 0-8 0v6h20v-7a4 4 0 0 0-4-4H7 M15 11V3h4v3h-4",
        "palette" => {
            "M12 3a9 9 0 0 0 0 18c2 0 1-3 3-3h2a4 4 0 0 0 4-4 9 9 0 0 0-9-11z M8 10v.01 M12 7.5v.01 M16 10v.01"
        }
        "theme" => "M12 3a9 9 0 1 0 9 9 7 7 0 0 1-9-9z",
        "clock" => "M12 3a9 9 0 1 0 .01 0 M12 7v5l3 2",
        "bell" => "M6 16V11a6 6 0 0 1 12 0v5l2 2H4z M10 21h4",
        "scales" => "M12 4v16 M7 20h10 M5 7h14 M5 7l-3 7a3 3 0 0 0 6 0z M19 7l-3 7a3 3 0 0 0 6 0z",
        "alert" => "M12 4l9 16H3z M12 10v4 M12 17v.01",
        "check" => "M5 12l5 5L20 7",
        "cross" => "M6 6l12 12 M18 6L6 18",
        "lock" => "M6 11h12v9H6z M9 11V8a3 3 0 0 1 6 0v3",
        "pencil" => "M4 20l1-4L16 5l3 3L8 19z",
        "eye" => "M2 12s4-7 10-7 10 7 10 7-4 7-10 7S2 12 2 12z M12 9a3 3 0 1 0 .01 0",
        "pen" => "M4 20l1-5L16 4l4 4L9 19z M13 7l4 4",
        "user" => "M12 4a4 4 0 1 0 .01 0 M5 21a7 7 0 0 1 14 0",
        "team" => {
            "M9 5a3.5 3.5 0 1 0 .01 0 M3 20a6 6 0 0 1 12 0 M16 5.5a3 3 0 0 1 0 6 M17.5 14.5a5.5 5.5 0 0 1 3.5 5.5"
        }
        "up" => "M12 19V5 M6 11l6-6 6 6",
        "star" => "M12 4l2.5 5.2 5.5.8-4 4 1 5.6-5-2.7-5 2.7 1-5.6-4-4 5.5-.8z",
        "down" => "M12 5v14 M6 13l6 6 6-6",
        "download" => "M12 4v11 M7 11l5 5 5-5 M4 20h16",
        "note" => "M5 4h14v16l-4-3H5z M9 9h6 M9 13h4",
        "link" => "M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-6-6l-1 1 M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 6 6l1-1",
        "merge" => "M6 4v5l6 5v6 M18 4v5l-6 5 M9 17l3 3 3-3",
        "reply" => "M9 14L4 9l5-5 M4 9h10a6 6 0 0 1 6 6v4",
        _ => "M4 12h16",
    };
    html! {
        svg.icon xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="24" height="24" fill="none"
            stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" {
            path d=(path) {}
        }
    }
}

/// How a badge speaks: by colour and always by its words too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    Plain,
    Good,
    Notice,
    Warning,
    Bad,
}

/// A short mark in a row.
#[must_use]
pub fn badge(tone: Tone, words: &str) -> Markup {
    let class = match tone {
        Tone::Plain => "badge bg-secondary-lt",
        Tone::Good => "badge bg-green-lt",
        Tone::Notice => "badge bg-blue-lt",
        Tone::Warning => "badge bg-yellow-lt",
        Tone::Bad => "badge bg-red-lt",
    };
    html! { span class=(class) { (words) } }
}

/// What a list shows when there is nothing in it, and what to do about that.
#[must_use]
pub fn empty(title: &str, words: &str, action: Option<(&str, &str)>) -> Markup {
    html! {
        div.empty {
            p.empty-title { (title) }
            p.empty-subtitle.text-secondary { (words) }
            @if let Some((address, label)) = action {
                div.empty-action { a.btn.btn-primary href=(address) { (label) } }
            }
        }
    }
}

/// A message above a form or a page: `role=alert` for errors, so that it is read out.
#[must_use]
pub fn notice(tone: Tone, words: &str) -> Markup {
    let class = match tone {
        Tone::Plain | Tone::Notice => "alert alert-info",
        Tone::Good => "alert alert-success",
        Tone::Warning => "alert alert-warning",
        Tone::Bad => "alert alert-danger",
    };
    let role = if matches!(tone, Tone::Bad | Tone::Warning) { "alert" } else { "status" };
    html! { div class=(class) role=(role) { (words) } }
}

/// A labelled text field with its error, tied together for screen readers.
#[must_use]
pub fn field(
    name: &str,
    kind: &str,
    label: &str,
    value: &str,
    error: Option<&str>,
    autocomplete: &str,
) -> Markup {
    let error_id = format!("{name}-error");
    html! {
        div.mb-3 {
            label.form-label for=(name) { (label) }
            input.form-control.is-invalid[error.is_some()] #(name) name=(name) type=(kind) value=(value) required
                autocomplete=(autocomplete) autofocus[autocomplete == "username"] aria-describedby=[error.map(|_| error_id.as_str())] aria-invalid=[error.map(|_| "true")];
            @if let Some(error) = error { div.invalid-feedback id=(error_id) { (error) } }
        }
    }
}

/// Links below a keyset list: onward, and back to the beginning when not there.
#[must_use]
pub fn pages(language: Language, first: Option<&str>, next: Option<&str>) -> Markup {
    html! {
        @if first.is_some() || next.is_some() {
            nav.d-flex.gap-2.justify-content-end.mt-3 aria-label=(t!(language, "pages-name")) {
                @if let Some(first) = first { a.btn.btn-outline-secondary href=(first) { (t!(language, "pages-first")) } }
                @if let Some(next) = next { a.btn.btn-outline-primary href=(next) rel="next" { (t!(language, "pages-next")) } }
            }
        }
    }
}
