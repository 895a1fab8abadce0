//! Words of staff that have not left: how long they wait, and the button that takes them back.

use maud::{Markup, html};

use super::page::CardPage;
use crate::{
    t,
    web::{assets, links, ui},
};

impl CardPage<'_> {
    pub fn leaving(&self) -> Markup {
        let language = self.frame.language;
        let card = &self.loaded.card;
        let mine = |author: Option<i64>| author == Some(self.me.id) || self.me.role.may_take_over();
        let leaving = || self.loaded.leaving.iter().filter(|letter| mine(letter.staff_id));
        html! {
            @if leaving().next().is_some() { script src=(assets::path("recall.js")) defer {} }
            @for letter in leaving() {
                @let seconds = (letter.due_at - self.loaded.now).num_seconds().max(0);
                div.alert.alert-info.leaving data-left=(seconds) {
                    p.leaving-words {
                        (ui::icon("mail"))
                        span.leaving-count data-words=(t!(language, "post-leaves-in", seconds = "{n}")) data-over=(t!(language, "post-leaves-now")) {
                            @if seconds > 0 { (t!(language, "post-leaves-in", seconds = seconds.to_string())) }
                            @else { (t!(language, "post-leaves-now")) }
                        }
                    }
                    form method="post" action=(links::complaint_step(card.id, "recall")) {
                        (self.frame.csrf())
                        input type="hidden" name="letter" value=(letter.id);
                        input type="hidden" name="kind" value=(letter.kind);
                        button.btn.btn-outline-primary type="submit" { (t!(language, "post-recall")) }
                    }
                }
            }
        }
    }
}
