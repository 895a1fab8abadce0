//! What was sent and cannot be taken just now: a page that keeps it, and sends it again with one press.

use actix_web::{
    HttpResponse,
    http::{StatusCode, header},
    web,
};
use maud::{Markup, html};
use url::form_urlencoded;

use super::{
    frame::{answer, document},
    submit,
};
use crate::{
    domain::{brand::Brand, language::Language},
    t,
    web::{failure::Failure, house::House, limits::TooSoon},
};

/// Fields kept at most: no form has more.
const MOST_FIELDS: usize = 200;
/// From this many characters on a field is shown, so that people see that their words are there.
const WORDS: usize = 40;

/// The page that the brake answers with; the body is read for it.
///
/// # Errors
/// When the body breaks off.
pub async fn too_soon(
    house: &House,
    action: &str,
    body: web::Payload,
    too_soon: TooSoon,
) -> Result<HttpResponse, Failure> {
    let body = submit::read(body).await?.unwrap_or_default();
    let language = language_of(&body, house);
    let seconds = too_soon.seconds();
    let title = t!(language, "limits-too-soon");
    let words = t!(language, "limits-too-soon-body", seconds = seconds);
    let page = page(language, &house.brand(), (&title, &words), action, &body);
    let mut response = answer(StatusCode::TOO_MANY_REQUESTS, page);
    response.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from(seconds));
    Ok(response)
}

/// The same while the database is away.
pub fn away(house: &House, action: &str, body: &[u8]) -> HttpResponse {
    let language = language_of(body, house);
    let (title, words) = (t!(language, "form-away"), t!(language, "form-away-typed"));
    let page = page(language, &house.brand(), (&title, &words), action, body);
    answer(StatusCode::SERVICE_UNAVAILABLE, page)
}

/// The language of the form that was sent: nobody else can be asked now.
fn language_of(body: &[u8], house: &House) -> Language {
    let said = form_urlencoded::parse(body).find(|(name, _)| name == "language");
    said.and_then(|(_, code)| Language::parse(&code)).unwrap_or(house.language())
}

fn page(
    language: Language,
    brand: &Brand,
    (title, words): (&str, &str),
    action: &str,
    body: &[u8],
) -> Markup {
    let fields: Vec<_> = form_urlencoded::parse(body).take(MOST_FIELDS).collect();
    let is_shown = |value: &str| value.contains('\n') || value.chars().nth(WORDS).is_some();
    let body = html! {
        div role="alert" { h1 { (title) } p { (words) } }
        form method="post" action=(action) accept-charset="utf-8" {
            @for (name, value) in &fields {
                @if is_shown(value) {
                    textarea name=(name) aria-label=(t!(language, "limits-words")) { "\n" (value) }
                } @else {
                    input type="hidden" name=(name) value=(value);
                }
            }
            button type="submit" { (t!(language, "limits-again")) }
        }
    };
    document(language, brand, title, &body)
}
