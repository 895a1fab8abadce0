//! The bar over every page of settings: one item in the navigation leads here, the bar to each of them.

use maud::{Markup, html};

use crate::{domain::language::Language, t, web::links};

/// The pages of settings, each with its words: what customers are asked, then how complaints are worked, then letters.
const PAGES: [(&str, &str); 13] = [
    (links::SURVEYS, "settings-surveys"),
    (links::ROADS, "settings-links"),
    (links::BRAND, "settings-brand"),
    (links::CHURN, "settings-churn"),
    (links::REPORT_SETTINGS, "settings-reports"),
    (links::CLOCKS, "settings-clocks"),
    (links::LEGAL_TERMS, "settings-legal-terms"),
    (links::ASSIGNING, "settings-assigning"),
    (links::ROOT_CAUSES, "settings-causes"),
    (links::OUTCOMES, "settings-outcomes"),
    (links::LETTERS, "settings-letters"),
    (links::INCOMING, "settings-incoming"),
    (links::SUPPRESSIONS, "settings-suppressions"),
];

/// Whether a section is a page of settings.
pub fn holds(section: &str) -> bool {
    PAGES.iter().any(|(address, _)| *address == section)
}

/// The bar, with the page of this address lit. On a phone it is one line that unfolds; where there is room, styles keep it open.
pub fn settings_bar(language: Language, here: &str) -> Markup {
    let pages = t!(language, "settings-pages");
    html! {
        nav.settings-bar.d-print-none aria-label=(pages) {
            details.unfolds {
                summary { (pages) }
                ul.nav.pills {
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
}
