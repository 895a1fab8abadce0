//! One table from failure to status. A fault shows fixed words and a request number, and is logged once, with its cause.

use actix_web::{
    HttpMessage as _, HttpResponse, ResponseError,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{StatusCode, header},
    middleware::Next,
};
use thiserror::Error;
use tracing_actix_web::RequestId;

use super::{
    form, links, ui,
    unsent::{self, Unsent},
    visitor,
};
use crate::store::StoreError;

/// Everything that can end a request early.
#[derive(Debug, Error)]
pub enum Failure {
    #[error("not found")]
    NotFound,
    #[error("forbidden")]
    Forbidden,
    /// Nobody is signed in: they are sent to sign in and come back to this address.
    #[error("sign in first")]
    SignIn { back: String },
    #[error("bad request: {0}")]
    BadRequest(String),
    #[error("too large")]
    TooLarge,
    /// The form belongs to another session.
    #[error("stale form")]
    Stale,
    #[error("away: {0}")]
    Away(String),
    #[error("fault: {0}")]
    Fault(Box<dyn std::error::Error + Send + Sync>),
}

impl Failure {
    const STALE: &str = "failure-stale";

    /// A fault of ours with its cause, for the log.
    pub fn fault(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Fault(cause.into())
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Away(cause) => Self::Away(cause),
            other => Self::fault(other),
        }
    }
}

/// Left on a response that leads to signing in: where words were typed, they are shown first.
#[derive(Clone)]
struct SignInFirst(String);

/// Left on a response so that the frame draws the page in the visitor's language.
#[derive(Clone, Copy)]
struct Shown(&'static str);

impl ResponseError for Failure {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Forbidden | Self::Stale => StatusCode::FORBIDDEN,
            Self::SignIn { .. } => StatusCode::SEE_OTHER,
            Self::BadRequest(_) => StatusCode::BAD_REQUEST,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Away(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Fault(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status_code());
        let shown = match self {
            Self::SignIn { back } => {
                let first = links::sign_in(Some(back));
                let mut response = response.insert_header((header::LOCATION, first.as_str())).finish();
                response.extensions_mut().insert(SignInFirst(first));
                return response;
            }
            Self::NotFound => "failure-not-found",
            Self::Forbidden => "failure-forbidden",
            Self::BadRequest(_) => "failure-bad-request",
            Self::TooLarge => "failure-too-large",
            Self::Stale => Self::STALE,
            Self::Away(cause) => {
                tracing::warn!(%cause, "the database does not answer");
                response.insert_header((header::RETRY_AFTER, "30"));
                "failure-away"
            }
            Self::Fault(cause) => {
                tracing::error!(cause = %chain(cause.as_ref()), "a fault");
                "failure-fault"
            }
        };
        let mut response = response.finish();
        response.extensions_mut().insert(Shown(shown));
        response
    }
}

/// A cause and all that is behind it, for the log.
fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        let cause_text = cause.to_string();
        if !text.contains(&cause_text) {
            text.push_str(": ");
            text.push_str(&cause_text);
        }
        next = cause.source();
    }
    text
}

/// Draws the page of a failed request: in the visitor's language, with the request's number.
///
/// # Errors
/// Those of the handler, which already are responses.
pub async fn draw<B: MessageBody + 'static>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let unsent = Unsent::keep(&mut request).await;
    let response = next.call(request).await?;
    let language = visitor::language_of(response.request());
    let first = response.response().extensions().get::<SignInFirst>().cloned();
    if let (Some(SignInFirst(first)), Some(unsent)) = (first, &unsent)
        && let Some(page) = unsent.page(language, "failure-signed-out", (&first, "sign-in-submit"))
    {
        let page = ui::respond(StatusCode::FORBIDDEN, page);
        return Ok(ServiceResponse::new(response.into_parts().0, page));
    }
    let shown = response.response().extensions().get::<Shown>().copied();
    let Some(Shown(id)) = shown else { return Ok(response.map_into_boxed_body()) };
    if let (Failure::STALE, Some(unsent)) = (id, &unsent) {
        let anew = unsent::anew(response.request());
        if let Some(page) = unsent.page(language, id, (&anew, "failure-anew")) {
            let page = ui::respond(StatusCode::FORBIDDEN, page);
            return Ok(ServiceResponse::new(response.into_parts().0, page));
        }
    }
    let number =
        response.request().extensions().get::<RequestId>().map(ToString::to_string).unwrap_or_default();
    let page = match response.request().app_data::<actix_web::web::Data<super::house::House>>() {
        Some(house) if form::is_for_customers(response.request().path()) => {
            form::unexpected(house.language(), &house.brand(), id, &number).into_string()
        }
        _ => {
            // What was too large to be read leads back to its form, where browsers keep what was typed.
            let too_large = response.status() == StatusCode::PAYLOAD_TOO_LARGE;
            let back = visitor::page_before(response.request())
                .filter(|back| too_large && back.starts_with('/') && !back.starts_with("//"));
            ui::failure_page(language, id, &number, back.as_deref()).into_string()
        }
    };
    let (request, mut old) = response.into_parts();
    old.headers_mut()
        .insert(header::CONTENT_TYPE, header::HeaderValue::from_static("text/html; charset=utf-8"));
    Ok(ServiceResponse::new(request, old.set_body(BoxBody::new(page))))
}
