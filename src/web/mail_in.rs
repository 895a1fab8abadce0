//! Letters from a mail server by HTTP: `POST /mail/incoming`, for who holds the token of the house.

use std::{future::Future, pin::Pin};

use actix_web::{
    FromRequest, HttpRequest, HttpResponse,
    dev::Payload,
    http::{StatusCode, header},
    web::{self, BytesMut, Data},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use futures_util::StreamExt as _;

use super::{failure::Failure, house::House, links};
use crate::{actions::receive_mail::receive_mail, domain::token::Keys, store::StoreError};

/// What the token is signed for.
const PURPOSE: &str = "mail-in";
/// Who the envelope was for, where the mail server says so.
const RECIPIENT: &str = "Otklik-Recipient";

pub fn routes(service: &mut web::ServiceConfig) {
    service.route(links::MAIL_IN, web::post().to(receive));
}

/// The token of this house; it changes with the secret.
#[must_use]
pub fn token(keys: &Keys) -> String {
    URL_SAFE_NO_PAD.encode(keys.mac(PURPOSE, b""))
}

/// A mail server that showed the token.
pub struct MailServer;

impl FromRequest for MailServer {
    type Error = actix_web::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Self::Error>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let house = request.app_data::<Data<House>>().ok_or_else(|| Failure::fault("no house"))?;
            let given = request
                .headers()
                .get(header::AUTHORIZATION)
                .and_then(|value| value.to_str().ok())
                .and_then(|value| value.split_once(' '))
                .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
                .and_then(|(_, token)| URL_SAFE_NO_PAD.decode(token.trim()).ok())
                .unwrap_or_default();
            if house.shared.keys.check(PURPOSE, b"", &given) {
                return Ok(Self);
            }
            let refusal = HttpResponse::Unauthorized()
                .insert_header((header::WWW_AUTHENTICATE, "Bearer"))
                .content_type("text/plain; charset=utf-8")
                .body("the token is missing or wrong; see: otklik receive --token\n");
            Err(actix_web::error::InternalError::from_response("no token", refusal).into())
        })
    }
}

/// Answers for programs: 200 the letter is kept; 400, 413 it is not and never will be; 503 try again.
async fn receive(
    _: MailServer,
    house: Data<House>,
    request: HttpRequest,
    mut body: web::Payload,
) -> HttpResponse {
    let largest = house.config().mail_largest;
    let mut raw = BytesMut::new();
    while let Some(piece) = body.next().await {
        let Ok(piece) = piece else { return said(StatusCode::BAD_REQUEST, "the letter broke off") };
        if raw.len() + piece.len() > largest {
            return said(
                StatusCode::PAYLOAD_TOO_LARGE,
                &format!("a letter may have {} MB", largest / 1024 / 1024),
            );
        }
        raw.extend_from_slice(&piece);
    }
    if raw.trim_ascii().is_empty() {
        return said(
            StatusCode::BAD_REQUEST,
            "no letter: the body is the message as it came, message/rfc822",
        );
    }
    let recipient = request.headers().get(RECIPIENT).and_then(|value| value.to_str().ok());
    match keep(&house, &raw, recipient).await {
        Ok(words) => said(StatusCode::OK, &words),
        Err(cause) => {
            tracing::error!(%cause, "a letter from outside is not kept or not read");
            let mut answer = said(StatusCode::SERVICE_UNAVAILABLE, "not now; give it again later");
            answer.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from_static("60"));
            answer
        }
    }
}

async fn keep(house: &House, raw: &[u8], recipient: Option<&str>) -> Result<String, StoreError> {
    let mut connection = house.connection().await?;
    let taken = receive_mail(&mut connection, &house.shared.keys, raw, recipient, house.now()).await?;
    Ok(match taken.done {
        Some(done) => format!("{}: {}, {}", taken.id, done.kind, done.outcome),
        None if taken.known => format!("{}: known already", taken.id),
        None => format!("{}: kept, read later", taken.id),
    })
}

fn said(status: StatusCode, words: &str) -> HttpResponse {
    HttpResponse::build(status).content_type("text/plain; charset=utf-8").body(format!("{words}\n"))
}
