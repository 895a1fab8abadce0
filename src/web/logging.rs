//! Request logs: a number for each request, the route but never the path (paths hold tokens), no visitor addresses.

use std::borrow::Cow;

use actix_web::{
    Error, HttpMessage as _,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
};
use tracing::{Span, field};
use tracing_actix_web::{RequestId, RootSpanBuilder};

/// The route of a request. The library tries all patterns for it; customers' pages, asked for most, are told apart here.
fn route(request: &ServiceRequest) -> Cow<'static, str> {
    if let Some((_, rest)) = request.path().strip_prefix("/s/").and_then(|rest| rest.split_once('/')) {
        match rest {
            "thanks" => return Cow::Borrowed("/s/{token}/thanks"),
            "keep" => return Cow::Borrowed("/s/{token}/keep"),
            _ => {}
        }
    } else if request.path().starts_with("/s/") {
        return Cow::Borrowed("/s/{token}");
    }
    request.match_pattern().map_or(Cow::Borrowed("(none)"), Cow::Owned)
}

/// The span of one request.
pub struct RequestSpan;

impl RootSpanBuilder for RequestSpan {
    fn on_request_start(request: &ServiceRequest) -> Span {
        let route = route(request);
        let id = request.extensions().get::<RequestId>().map(ToString::to_string);
        tracing::info_span!(
            "request",
            method = %request.method(),
            route = %route,
            request = id,
            status = field::Empty,
        )
    }

    fn on_request_end<B: MessageBody>(span: Span, outcome: &Result<ServiceResponse<B>, Error>) {
        let status = match outcome {
            Ok(response) => response.status(),
            Err(error) => error.as_response_error().status_code(),
        };
        span.record("status", status.as_u16());
        if status.is_server_error() {
            tracing::warn!(parent: &span, "answered");
        } else {
            tracing::debug!(parent: &span, "answered");
        }
    }
}
