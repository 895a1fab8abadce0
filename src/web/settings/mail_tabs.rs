//! The three pages about mail stand side by side: what leaves, what comes in, who gets nothing.

use maud::{Markup, html};

use crate::{domain::language::Language, t, web::links};

/// The tabs, with the page of this address lit.
#[must_use]
pub fn mail_tabs(language: Language, here: &str) -> Markup {
    let tab = |address: &'static str, words: &str| {
        let lit = address == here;
        html! {
            a.nav-link.active[lit] href=(address) aria-current=[lit.then_some("page")] { (words) }
        }
    };
    html! {
        nav.nav.nav-tabs.mb-3 aria-label=(t!(language, "mail-tabs")) {
            (tab(links::LETTERS, &t!(language, "mail-tab-letters")))
            (tab(links::INCOMING, &t!(language, "mail-tab-incoming")))
            (tab(links::SUPPRESSIONS, &t!(language, "mail-tab-suppressions")))
        }
    }
}
