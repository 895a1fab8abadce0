//! The bar over every page of settings: one item in the navigation leads here, the bar to each of them.

use maud::{Markup, html};

use crate::{domain::language::Language, t, web::links};

/// The pages of settings in the order in which a house is set up, each with its words.
const PAGES: [(&str, &str); 12] = [
    (links::SURVEYS, "settings-surveys"),
    (links::CLOCKS, "settings-clocks"),
    (links::CHURN, "settings-churn"),
    (links::OUTCOMES, "settings-outcomes"),
    (links::ROOT_CAUSES, "settings-causes"),
    (links::LEGAL_TERMS, "settings-legal-terms"),
    (links::ASSIGNING, "settings-assigning"),
    (links::LETTERS, "settings-letters"),
    (links::INCOMING, "settings-incoming"),
    (links::SUPPRESSIONS, "settings-suppressions"),
    (links::ROADS, "settings-links"),
    (links::BRAND, "settings-brand"),
];

/// Whether a section is a page of settings.
pub fn holds(section: &str) -> bool {
    PAGES.iter().any(|(address, _)| *address == section)
}

/// The bar, with the page of this address lit.
pub fn settings_bar(language: Language, here: &str) -> Markup {
    html! {
        nav.settings-bar.d-print-none aria-label=(t!(language, "settings-pages")) {
            ul.nav.nav-pills {
                @for (address, words) in PAGES {
                    @let lit = address == here;
                    li.nav-item {
                        a.nav-link.active[lit] href=(address) aria-current=[lit.then_some("page")] { (t!(language, words)) }
                    }
                }
            }
        }
    }
}
