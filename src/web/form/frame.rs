//! The frame of customers' pages: one document with its own small style, nothing from anywhere else.

use std::{borrow::Cow, sync::LazyLock};

use actix_web::{
    HttpResponse,
    http::{
        StatusCode,
        header::{self, HeaderMap, HeaderName, HeaderValue},
    },
};
use base64::Engine as _;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest as _, Sha256};

use crate::{
    domain::{
        brand::{Brand, Palette},
        language::Language,
    },
    t,
};

const STYLE: &str = include_str!("style.css");

/// What a form runs where scripts run: it keeps what is typed. Nothing needs it.
pub const SCRIPT: &str = include_str!("form.js");

/// Admits this very style and this very script by their digests, the form's own address, and nothing else at all.
static POLICY: LazyLock<String> = LazyLock::new(|| {
    let digest =
        |text: &str| base64::engine::general_purpose::STANDARD.encode(Sha256::digest(text.as_bytes()));
    let (style, script) = (digest(STYLE), digest(SCRIPT));
    format!(
        "default-src 'none'; style-src 'sha256-{style}'; script-src 'sha256-{script}'; connect-src 'self'; \
         img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
});

/// Nothing that a browser can do is wanted here.
const PERMISSIONS: &str = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()";

/// A whole page. The empty icon keeps browsers from asking for one: the page is one request.
#[must_use]
pub fn document(language: Language, brand: &Brand, title: &str, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(language.code()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width,initial-scale=1";
                meta name="robots" content="noindex,nofollow";
                title { (title) " · " (brand.name) }
                link rel="icon" href="data:,";
                style { (PreEscaped(STYLE)) }
                @if let Some(own) = brand_style(brand) { style { (PreEscaped(own)) } }
            }
            body { main { p.co { (name_or_logo(brand)) } (body) } }
        }
    }
}

fn name_or_logo(brand: &Brand) -> Markup {
    html! {
        @match &brand.logo {
            Some(logo) => { img src=(logo.as_str()) alt=(brand.name); }
            None => { (brand.name) }
        }
    }
}

/// What a brand adds to the style: shades of its colour that can be read, and the size of its logo. Nothing in it is
/// anybody's own words, so it can be admitted by its digest.
fn brand_style(brand: &Brand) -> Option<String> {
    let mut style = String::new();
    if let Some(colour) = brand.colour {
        let (light, dark) = (Palette::light(colour), Palette::dark(colour));
        style = format!(
            ":root{{--a:{};--s:{}}}@media(prefers-color-scheme:dark){{:root{{--a:{};--s:{}}}}}",
            light.accent, light.tint, dark.accent, dark.tint
        );
    }
    if brand.logo.is_some() {
        style.push_str(
            ".co img{display:block;max-width:60%;max-height:3.5rem}\
             @media(prefers-color-scheme:dark){.co img{background:#fff;border-radius:.5rem;padding:.375rem}}",
        );
    }
    (!style.is_empty()).then_some(style)
}

/// The policy of a page: that of all, and the digest of the brand's style, which stands right behind our own.
fn policy(page: &str) -> Cow<'static, str> {
    let own = page
        .split_once(STYLE)
        .and_then(|(_, rest)| rest.strip_prefix("</style><style>"))
        .and_then(|rest| rest.split_once("</style>"));
    match own {
        None => Cow::Borrowed(POLICY.as_str()),
        Some((style, _)) => {
            let digest = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(style.as_bytes()));
            Cow::Owned(POLICY.replacen("style-src ", &format!("style-src 'sha256-{digest}' "), 1))
        }
    }
}

/// A page as an answer, with headers stricter than those of staff pages.
#[must_use]
pub fn answer(status: StatusCode, page: Markup) -> HttpResponse {
    let page = page.into_string();
    let mut response = HttpResponse::build(status);
    response.content_type("text/html; charset=utf-8");
    if status == StatusCode::SERVICE_UNAVAILABLE {
        response.insert_header((header::RETRY_AFTER, "30"));
    }
    response.insert_header((header::CONTENT_SECURITY_POLICY, policy(&page).as_ref()));
    let mut response = response.body(page);
    guard(response.headers_mut());
    response
}

/// Puts on what every answer to a customer carries, whatever it is: also redirects and failures.
pub fn guard(headers: &mut HeaderMap) {
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY.as_str()),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (HeaderName::from_static("x-robots-tag"), "noindex, nofollow"),
        (HeaderName::from_static("permissions-policy"), PERMISSIONS),
    ] {
        // A page may have said it already, and knows better: one with a script, for example.
        if let (false, Ok(value)) = (headers.contains_key(&name), HeaderValue::from_str(value)) {
            headers.insert(name, value);
        }
    }
}

/// A failure that no page of ours expected, in the same words as for staff, with the number to name.
#[must_use]
pub fn unexpected(language: Language, brand: &Brand, id: &str, number: &str) -> Markup {
    let title = t!(language, id);
    let body = html! {
        h1 { (title) }
        p { (t!(language, &format!("{id}-body"), request = number)) }
    };
    document(language, brand, &title, &body)
}

/// Why there is no form behind a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closed {
    Forged,
    Expired,
    /// Over, but their answer has been heard.
    Answered,
    Revoked,
    TooLarge,
    Away,
}

impl Closed {
    const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Forged => ("form-forged", "form-forged-body"),
            Self::Expired => ("form-expired", "form-expired-body"),
            Self::Answered => ("form-answered", "form-answered-body"),
            Self::Revoked => ("form-revoked", "form-revoked-body"),
            Self::TooLarge => ("form-too-large", "form-too-large-body"),
            Self::Away => ("form-away", "form-away-body"),
        }
    }

    const fn status(self) -> StatusCode {
        match self {
            Self::Forged => StatusCode::NOT_FOUND,
            Self::Expired | Self::Answered | Self::Revoked => StatusCode::GONE,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Away => StatusCode::SERVICE_UNAVAILABLE,
        }
    }
}

/// A kind page instead of a form, with the status of its reason.
#[must_use]
pub fn closed(language: Language, brand: &Brand, why: Closed) -> HttpResponse {
    let (title, body) = why.words();
    let title = t!(language, title);
    let limit = crate::words::format::whole(language, crate::domain::text::Text::LIMIT);
    let page = html! {
        h1 { (title) }
        p { (t!(language, body, company = &brand.name, limit = limit)) }
    };
    answer(why.status(), document(language, brand, &title, &page))
}
