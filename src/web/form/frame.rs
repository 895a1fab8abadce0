//! The frame of customers' pages: one document with its own small style, nothing from anywhere else.

use std::sync::LazyLock;

use actix_web::{
    HttpResponse,
    http::{StatusCode, header},
};
use base64::Engine as _;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest as _, Sha256};

use crate::{
    domain::{brand::Brand, language::Language},
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
            }
            body { main { p.co { (brand.name) } (body) } }
        }
    }
}

/// A page as an answer, with headers stricter than those of staff pages.
#[must_use]
pub fn answer(status: StatusCode, page: Markup) -> HttpResponse {
    let mut response = HttpResponse::build(status);
    response
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CONTENT_SECURITY_POLICY, POLICY.as_str()))
        .insert_header((header::REFERRER_POLICY, "no-referrer"))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header(("X-Robots-Tag", "noindex, nofollow"));
    if status == StatusCode::SERVICE_UNAVAILABLE {
        response.insert_header((header::RETRY_AFTER, "30"));
    }
    response.body(page.into_string())
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
