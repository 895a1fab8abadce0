//! Forms of signed-in people: the body is read only if it was drawn for this very session.

use std::{future::Future, pin::Pin};

use actix_web::{
    Error, FromRequest, HttpRequest,
    dev::Payload,
    http::header,
    web::{Bytes, Data},
};
use futures_util::StreamExt as _;
use serde::de::DeserializeOwned;
use subtle::ConstantTimeEq as _;

use super::{failure::Failure, house::House, multipart::Parts, visitor::SESSION_COOKIE};
use crate::actions::sign_in::session_id;

/// A posted form, checked against forgery; the field `csrf` is drawn by `ui::form`.
pub struct Guarded<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Guarded<T> {
    type Error = Failure;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Failure>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let body = Bytes::from_request(request, payload);
        let request = request.clone();
        Box::pin(async move {
            let body = body.await.map_err(unread)?;
            let given = url::form_urlencoded::parse(&body)
                .find_map(|(name, value)| (name == "csrf").then(|| value.into_owned()))
                .unwrap_or_default();
            check(&request, &given)?;
            serde_urlencoded::from_bytes(&body)
                .map(Self)
                .map_err(|error| Failure::BadRequest(error.to_string()))
        })
    }
}

/// A posted form that may hold files, checked in the same way. Of one that is larger than is read, all that came before the
/// file that is too much.
pub struct GuardedParts(pub Parts);

/// The largest body of a form with files at an address, in bytes.
#[derive(Debug, Clone, Copy)]
pub struct LargestBody(pub usize);

/// So many times as much is let pass unread: a browser hears an answer only when it has sent all.
const LET_PASS: usize = 8;

/// The body up to a limit, and whether that was all of it.
async fn beginning(mut payload: Payload, limit: usize) -> Result<(Vec<u8>, bool), Failure> {
    let (mut body, mut passed) = (Vec::new(), 0_usize);
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|error| Failure::BadRequest(error.to_string()))?;
        passed = passed.saturating_add(chunk.len());
        if passed > limit.saturating_mul(LET_PASS) {
            return Err(Failure::TooLarge);
        }
        body.extend(chunk.iter().take(limit.saturating_sub(body.len())));
    }
    Ok((body, passed <= limit))
}

impl FromRequest for GuardedParts {
    type Error = Failure;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Failure>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let payload = payload.take();
        let request = request.clone();
        Box::pin(async move {
            let LargestBody(limit) =
                *request.app_data().ok_or_else(|| Failure::fault("no limit of a form with files"))?;
            let (body, whole) = beginning(payload, limit).await?;
            let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
            let kind = kind.unwrap_or_default();
            let parts = if whole {
                Parts::read(kind, &body)
                    .ok_or_else(|| Failure::BadRequest("the form could not be read".to_owned()))?
            } else {
                Parts::read_beginning(kind, &body).ok_or(Failure::TooLarge)?
            };
            check(&request, &parts.words("csrf"))?;
            Ok(Self(parts))
        })
    }
}

fn unread(error: Error) -> Failure {
    match error.as_response_error().status_code().as_u16() {
        413 => Failure::TooLarge,
        _ => Failure::BadRequest(error.to_string()),
    }
}

/// Whether the proof is that of the request's own session.
fn check(request: &HttpRequest, given: &str) -> Result<(), Failure> {
    let house = request.app_data::<Data<House>>().ok_or_else(|| Failure::fault("no house"))?;
    let cookie = request.cookie(SESSION_COOKIE).ok_or(Failure::Stale)?;
    let expected = base64::Engine::encode(
        &base64::engine::general_purpose::URL_SAFE_NO_PAD,
        house.shared.keys.mac("csrf", &session_id(cookie.value())),
    );
    if bool::from(given.as_bytes().ct_eq(expected.as_bytes())) { Ok(()) } else { Err(Failure::Stale) }
}
