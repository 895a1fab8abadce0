//! What a customer told the staff, on the card of a complaint that was taken in by hand.

use maud::{Markup, html};

use super::{history, page::CardPage};
use crate::{t, words::format};

impl CardPage<'_> {
    /// The subject and the customer's first words; none where no hand took it in.
    pub fn taken_in(&self) -> Option<Markup> {
        let first = self.loaded.events.iter().rev().find(|event| history::told_to_staff(event).is_some())?;
        let language = self.frame.language;
        let card = &self.loaded.card;
        if !matches!(card.source.as_str(), "phone" | "counter" | "letter" | "other") {
            return None;
        }
        Some(html! {
            div.card-body {
                p.text-secondary {
                    (history::title(language, first)) ", " (format::moment(language, first.at, self.zone))
                    @if let Some(staff) = &first.staff { ", " (t!(language, "intake-taken-by", name = staff.as_str())) }
                }
                @if let Some(subject) = &card.subject { p { strong { (subject) } } }
                @if let Some(body) = &first.body { blockquote.prose.answer-words { (body) } }
            }
        })
    }
}
