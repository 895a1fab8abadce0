//! The frame and the pieces that pages are made of: values that render themselves.

pub mod chart;
mod frame;
pub mod keys;
mod parts;
mod settings_bar;
pub mod spark;

use actix_web::{
    HttpResponse,
    http::{
        StatusCode,
        header::{HeaderName, HeaderValue},
    },
};
pub use frame::{Frame, failure_page, initials, open_page, plain_page};
use maud::Markup;
pub use parts::*;

/// A page as an answer.
#[must_use]
pub fn respond(status: StatusCode, page: Markup) -> HttpResponse {
    HttpResponse::build(status).content_type("text/html; charset=utf-8").body(page.into_string())
}

/// A page, with status 200.
#[must_use]
pub fn ok(page: Markup) -> HttpResponse {
    respond(StatusCode::OK, page)
}

/// A page that waits for something: the browser asks again by itself.
#[must_use]
pub fn reloaded(page: Markup) -> HttpResponse {
    let mut answer = ok(page);
    answer.headers_mut().insert(HeaderName::from_static("refresh"), HeaderValue::from_static("5"));
    answer
}
