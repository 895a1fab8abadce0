//! What came while a card was open: told above it, and to whoever types on it.

use maud::{Markup, html};

use super::{history, page::CardPage};
use crate::{
    t,
    web::{assets, desk::presence, ui},
};

/// More is a history to be read there.
const TOLD: usize = 8;

impl CardPage<'_> {
    /// Who else is here, what came since, and what the page knows of itself.
    pub fn together(&self) -> Markup {
        let language = self.frame.language;
        let card = &self.loaded.card;
        html! {
            div #live data-number=(card.id) data-version=(card.version) data-entry=(self.newest()) data-page=(self.loaded.page) {
                (self.frame.csrf())
                p.presents #presence { (presence::in_words(language, &self.loaded.present)) }
                div #news role="status" aria-live="polite" { (self.news()) }
            }
            script src=(assets::path("live.js")) defer {}
            script src=(assets::path("drafts.js")) defer {}
            script src=(assets::path("files.js")) defer {}
        }
    }

    /// The newest entry that this page shows.
    pub(super) fn newest(&self) -> i64 {
        self.loaded.events.first().map_or(0, |event| event.id)
    }

    fn news(&self) -> Markup {
        let language = self.frame.language;
        let Some(since) = self.loaded.since else { return html! {} };
        let news: Vec<_> = self.loaded.events.iter().filter(|event| event.id > since).collect();
        html! {
            @if !news.is_empty() {
                div.alert.alert-info.news {
                    p.mb-1 { (ui::icon("alert")) strong { (t!(language, "together-news")) } }
                    ul.mb-2 {
                        @for event in news.iter().take(TOLD).rev() { li { (history::in_a_line(language, self.zone, &self.loaded.causes, event)) } }
                    }
                    div.d-flex.gap-2.flex-wrap {
                        button.btn.btn-sm.btn-primary type="button" data-read hidden { (t!(language, "together-read")) }
                        a.btn.btn-sm.btn-outline-secondary href="#history" { (t!(language, "together-show")) }
                    }
                }
            }
        }
    }
}
