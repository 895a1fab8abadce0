//! The page that asks whether the letters should end, and says that they have.

use maud::{Markup, html};

use crate::{
    domain::{brand::Brand, language::Language},
    t,
    web::form::frame::document,
};

/// The page of one link.
pub struct Page<'a> {
    pub language: Language,
    pub brand: &'a Brand,
    pub action: &'a str,
    /// The letters have ended.
    pub stopped: bool,
    /// Whether there is a way back.
    pub may_return: bool,
}

impl Page<'_> {
    #[must_use]
    pub fn draw(&self) -> Markup {
        let language = self.language;
        let title = t!(language, if self.stopped { "unsubscribe-done" } else { "unsubscribe-title" });
        let body = if self.stopped { self.done(&title) } else { self.question(&title) };
        document(language, self.brand, &title, &body)
    }

    fn question(&self, title: &str) -> Markup {
        let language = self.language;
        html! {
            h1 { (title) }
            p { (t!(language, "unsubscribe-body")) }
            p.m { (t!(language, "unsubscribe-answers")) }
            form method="post" action=(self.action) {
                button type="submit" name="do" value="unsubscribe" { (t!(language, "unsubscribe-button")) }
            }
        }
    }

    fn done(&self, title: &str) -> Markup {
        let language = self.language;
        html! {
            div role="status" {
                h1 { (title) }
                p { (t!(language, "unsubscribe-done-body")) }
                p.m { (t!(language, "unsubscribe-answers")) }
            }
            @if self.may_return {
                form method="post" action=(self.action) {
                    button type="submit" name="do" value="subscribe" { (t!(language, "unsubscribe-again")) }
                }
            }
        }
    }
}
