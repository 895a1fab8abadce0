//! The frame of staff pages: navigation, account, language, theme; and the frame of pages for nobody in particular.

use maud::{DOCTYPE, Markup, html};

use super::{parts::icon, settings_bar};
use crate::{
    domain::language::Language,
    t,
    web::{assets, house::House, links, visitor::Person},
};

/// More than so many is a number that nobody reads.
const MOST_COUNTED: i64 = 99;

/// What the frame knows of the page and of its reader.
pub struct Frame<'a> {
    pub language: Language,
    person: &'a Person,
    csrf: String,
    demo: bool,
    /// The section that is lit in the navigation: an address of `links`.
    section: &'static str,
}

impl<'a> Frame<'a> {
    #[must_use]
    pub fn new(house: &House, person: &'a Person, section: &'static str) -> Self {
        Self { language: person.language, person, csrf: person.csrf(house), demo: house.shared.demo, section }
    }

    /// Who reads it.
    #[must_use]
    pub const fn reader(&self) -> i64 {
        self.person.id
    }

    /// The hidden field that every form of a signed-in person carries.
    #[must_use]
    pub fn csrf(&self) -> Markup {
        html! { input type="hidden" name="csrf" value=(self.csrf); }
    }

    /// The whole page. `title` is also its only `h1`; `actions` stand beside it.
    #[must_use]
    pub fn page(&self, title: &str, actions: &Markup, body: &Markup) -> Markup {
        let language = self.language;
        document(
            language,
            title,
            &html! {
                a.visually-hidden-focusable.skip href="#content" { (t!(language, "frame-skip")) }
                div.page {
                    (self.navigation())
                    main.page-wrapper #content {
                        div.page-header.d-print-none {
                            div.container-xl {
                                div.row.g-2.align-items-center {
                                    div.col { h1.page-title { (title) } }
                                    div.col-auto.ms-auto { (actions) }
                                }
                            }
                        }
                        div.page-body {
                            div.container-xl {
                                @if settings_bar::holds(self.section) { (settings_bar::settings_bar(language, self.section)) }
                                (body)
                            }
                        }
                    }
                }
                @if self.is_desk() { (super::keys::keys(language, &self.person.keys)) }
            },
        )
    }

    /// Whether this is a page of the desk, where keys do something.
    fn is_desk(&self) -> bool {
        self.section.starts_with("/desk/") && self.person.role.may_work_complaints()
    }

    fn navigation(&self) -> Markup {
        let language = self.language;
        let role = self.person.role;
        html! {
            header.navbar.navbar-expand.d-print-none {
                div.container-xl {
                    a.navbar-brand href="/" { (icon("mark")) span { (t!(language, "frame-product")) } }
                    nav.navbar-nav aria-label=(t!(language, "frame-navigation")) {
                        @if role.may_work_complaints() {
                            (self.link(links::DESK, "inbox", "frame-desk"))
                            (self.link(links::CUSTOMERS, "user", "frame-customers"))
                        }
                        @if role.may_take_over() { (self.link(links::TEAM, "team", "frame-team")) }
                        @if role.may_read_reports() {
                            (self.link(links::BOARD, "gauge", "frame-board"))
                        }
                        @if role.may_administer() {
                            (self.link_lit(links::SURVEYS, "gear", "frame-settings", settings_bar::holds(self.section)))
                        }
                        @if self.demo {
                            (self.link(links::MAILBOX, "mailbox", "frame-mailbox"))
                        }
                    }
                    div.navbar-nav.ms-auto {
                        @if role.may_work_complaints() { (self.bell()) }
                        button.nav-link.theme-switch type="button" hidden aria-label=(t!(language, "frame-theme")) title=(t!(language, "frame-theme")) { (icon("theme")) }
                        (self.account())
                    }
                }
            }
        }
    }

    fn link(&self, to: &'static str, picture: &str, label: &str) -> Markup {
        self.link_lit(to, picture, label, self.section == to)
    }

    fn link_lit(&self, to: &'static str, picture: &str, label: &str, here: bool) -> Markup {
        let label = t!(self.language, label);
        html! {
            a.nav-link.active[here] href=(to) aria-current=[here.then_some(if self.section == to { "page" } else { "true" })] title=(label) {
                (icon(picture)) span.nav-link-title { (label) }
            }
        }
    }

    /// Deadlines that the reader was told of and has not looked at.
    fn bell(&self) -> Markup {
        let unseen = self.person.alerts;
        let words = t!(self.language, "law-bell", count = unseen);
        html! {
            a.nav-link.bell.active[self.section == links::ALERTS] href=(links::ALERTS) title=(words) aria-label=(words)
                aria-current=[(self.section == links::ALERTS).then_some("page")] {
                (icon("bell"))
                @if unseen > 0 { span.bell-count { @if unseen > MOST_COUNTED { (MOST_COUNTED) "+" } @else { (unseen) } } }
            }
        }
    }

    fn account(&self) -> Markup {
        let language = self.language;
        html! {
            details.nav-item.dropdown.account {
                summary.nav-link {
                    span.avatar.avatar-sm aria-hidden="true" { (initials(&self.person.name)) }
                    span.visually-hidden { (t!(language, "frame-account")) ": " }
                    span.account-name { (self.person.name) }
                }
                div.dropdown-menu.dropdown-menu-end.show {
                    div.dropdown-header { (self.person.name) " · " (t!(language, &format!("role-{}", role_code(self.person)))) }
                    @for other in Language::all() {
                        form method="post" action=(links::LANGUAGE) {
                            (self.csrf())
                            button.dropdown-item.active[*other == language] type="submit" name="language" value=(other.code()) lang=(other.code()) {
                                (t!(language, &format!("frame-language-{}", other.code())))
                            }
                        }
                    }
                    @if self.is_desk() { a.dropdown-item href=(links::KEYS) { (t!(language, "keys-open")) } }
                    div.dropdown-divider {}
                    form method="post" action=(links::SIGN_OUT) {
                        (self.csrf())
                        button.dropdown-item type="submit" { (t!(language, "frame-sign-out")) }
                    }
                }
            }
        }
    }
}

fn role_code(person: &Person) -> &'static str {
    person.role.code()
}

/// The first letters of the first two words of a name.
#[must_use]
pub fn initials(name: &str) -> String {
    name.split_whitespace()
        .filter_map(|word| word.chars().next())
        .take(2)
        .flat_map(char::to_uppercase)
        .collect()
}

fn document(language: Language, title: &str, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(language.code()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="robots" content="noindex";
                title { (title) " · " (t!(language, "frame-product")) }
                link rel="icon" href=(assets::path("mark.svg")) type="image/svg+xml";
                link rel="stylesheet" href=(assets::path("tabler.min.css"));
                link rel="stylesheet" href=(assets::path("otklik.css"));
                script src=(assets::path("theme.js")) {}
            }
            body { (body) }
        }
    }
}

/// A small page in the middle of the screen: signing in, failures.
#[must_use]
pub fn plain_page(language: Language, title: &str, body: &Markup) -> Markup {
    document(
        language,
        title,
        &html! {
            main.page.page-center #content {
                div.container.container-tight.py-4 {
                    div.text-center.mb-4 { a.navbar-brand.navbar-brand-autodark href="/" { (icon("mark")) span { (t!(language, "frame-product")) } } }
                    (body)
                }
            }
        },
    )
}

/// A wide page for whoever comes, signed in or not.
#[must_use]
pub fn open_page(language: Language, title: &str, actions: &Markup, body: &Markup) -> Markup {
    document(
        language,
        title,
        &html! {
            div.page {
                header.navbar.d-print-none {
                    div.container-xl {
                        a.navbar-brand href="/" { (icon("mark")) span { (t!(language, "frame-product")) } }
                        div.navbar-nav.ms-auto {
                            button.nav-link.theme-switch type="button" hidden aria-label=(t!(language, "frame-theme")) title=(t!(language, "frame-theme")) { (icon("theme")) }
                        }
                    }
                }
                main.page-wrapper #content {
                    div.page-header.d-print-none {
                        div.container-xl {
                            div.row.g-2.align-items-center {
                                div.col { h1.page-title { (title) } }
                                div.col-auto.ms-auto { (actions) }
                            }
                        }
                    }
                    div.page-body { div.container-xl { (body) } }
                }
            }
        },
    )
}

/// The page of a failed request.
#[must_use]
pub fn failure_page(language: Language, id: &str, request: &str, back: Option<&str>) -> Markup {
    let title = t!(language, id);
    plain_page(
        language,
        &title,
        &html! {
            div.empty {
                h1.empty-title { (title) }
                p.empty-subtitle.text-secondary { (t!(language, &format!("{id}-body"), request = request)) }
                div.empty-action.btn-list.justify-content-center {
                    @if let Some(back) = back { a.btn.btn-primary href=(back) { (t!(language, "failure-back")) } }
                    a.btn.btn-primary[back.is_none()].btn-outline-secondary[back.is_some()] href="/" { (t!(language, "failure-home")) }
                }
            }
        },
    )
}
