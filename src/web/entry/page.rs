//! The sign-in page.

use maud::{Markup, html};

use crate::{
    domain::language::Language,
    t,
    web::ui::{self, Tone},
};

pub fn sign_in(language: Language, email: &str, back: &str, refused: Option<&str>) -> Markup {
    ui::plain_page(
        language,
        &t!(language, "sign-in-title"),
        &html! {
            div.card.card-md {
                div.card-body {
                    h1.h2.text-center.mb-1 { (t!(language, "sign-in-title")) }
                    p.text-secondary.text-center.mb-4 { (t!(language, "sign-in-lead")) }
                    @if let Some(words) = refused { (ui::notice(Tone::Bad, words)) }
                    form method="post" action="/sign-in" {
                        input type="hidden" name="back" value=(back);
                        (ui::field("email", "email", &t!(language, "sign-in-email"), email, None, "username"))
                        (ui::field("password", "password", &t!(language, "sign-in-password"), "", None, "current-password"))
                        button.btn.btn-primary.w-100 type="submit" { (t!(language, "sign-in-submit")) }
                    }
                }
            }
        },
    )
}
