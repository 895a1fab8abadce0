//! Taking an answer: one POST, one statement, and then a look at what became of it.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{self, Data, Path},
};
use futures_util::StreamExt as _;

use super::{
    Closed, instead, open, over,
    page::{Slots, Unkept},
    see,
    show::{self, Address},
    typed::Typed,
};
use crate::{
    actions::submit_answer::{Given, Outcome, submit_answer},
    store::StoreError,
    web::{failure::Failure, house::House, limits::TooSoon, links},
};

/// The largest body that is kept: a megabyte of Cyrillic is three of percent signs, and it is to come back in the form.
const LARGEST_BODY: usize = 4 * 1024 * 1024;
/// What is read past it and thrown away, so that the browser has sent all and listens to the answer.
const LARGEST_DISCARD: usize = 64 * 1024 * 1024;

pub(super) async fn submit(
    request: HttpRequest,
    house: Data<House>,
    token: Path<String>,
    body: web::Payload,
) -> Result<HttpResponse, Failure> {
    let Ok(invitation_id) = house.shared.keys.verify(&token) else {
        return Ok(instead(&house, house.language(), Closed::Forged));
    };
    let Some(body) = read(body).await? else {
        return Ok(match open(&house, invitation_id).await {
            Ok(Ok(opened)) => instead(&house, opened.language, Closed::TooLarge),
            Ok(Err(page)) => page,
            Err(_) => instead(&house, house.language(), Closed::TooLarge),
        });
    };
    let typed = Typed::read(&body);
    let again_later = |why| {
        let at = Address { action: &links::form(&token), seed: invitation_id };
        show::again_later(&house, &at, &typed, why, &Slots::default())
    };
    if let Some(too_soon) = TooSoon::of(&request) {
        return again_later(Unkept::TooSoon(too_soon.seconds()));
    }
    match take(&house, &token, invitation_id, &typed).await {
        Ok(Some(response)) => Ok(response),
        Ok(None) => again_later(Unkept::TooOften),
        Err(StoreError::Away(cause)) => {
            tracing::warn!(%cause, "the database does not answer");
            again_later(Unkept::Away)
        }
        Err(other) => Err(other.into()),
    }
}

/// The body of a form; none where it is larger than anybody types.
pub(super) async fn read(mut body: web::Payload) -> Result<Option<web::BytesMut>, Failure> {
    let mut kept = web::BytesMut::new();
    let mut length = 0;
    while let Some(part) = body.next().await {
        let part = part.map_err(|error| Failure::BadRequest(error.to_string()))?;
        length += part.len();
        if length <= LARGEST_BODY {
            kept.extend_from_slice(&part);
        } else if length > LARGEST_DISCARD {
            break;
        }
    }
    Ok((length <= LARGEST_BODY).then_some(kept))
}

/// Reads what was typed by the version it was typed for, stores it, and says what became of it.
///
/// None where it was corrected too often. The form names its version, so that storing needs no other query; where that is wrong, the invitation's own counts.
async fn take(
    house: &House,
    token: &str,
    invitation_id: i64,
    typed: &Typed,
) -> Result<Option<HttpResponse>, StoreError> {
    let mut shown = typed.version.filter(|id| house.versions.known(*id).is_some());
    loop {
        let version_id = match shown {
            Some(named) => named,
            None => match open(house, invitation_id).await? {
                Ok(opened) => opened.asked.version_id,
                Err(page) => return Ok(Some(page)),
            },
        };
        let mut connection = house.connection().await?;
        let Some(definition) = house.versions.get(&mut connection, version_id).await? else { break };
        let answer = match typed.answer(&definition) {
            Ok(answer) => answer,
            Err(problems) => {
                drop(connection);
                match open(house, invitation_id).await? {
                    Ok(opened) if opened.asked.version_id != version_id => {
                        shown = Some(opened.asked.version_id);
                        continue;
                    }
                    Ok(opened) => return Ok(Some(show::refused(house, token, &opened, typed, &problems))),
                    Err(page) => return Ok(Some(page)),
                }
            }
        };
        let language = house.language();
        let clockwork = house.clockwork();
        let clockwork = &*clockwork;
        let given = Given {
            invitation_id,
            version_id,
            definition: &definition,
            answer: &answer,
            language,
            clockwork,
        };
        match submit_answer(&mut connection, given, house.now()).await? {
            Outcome::Stored | Outcome::Changed | Outcome::Unchanged => {
                return Ok(Some(see(&links::thanks(token))));
            }
            Outcome::TooOften => return Ok(None),
            Outcome::OtherVersion(right) => shown = Some(right),
            Outcome::Expired | Outcome::Revoked | Outcome::Unknown => break,
        }
    }
    Ok(Some(match open(house, invitation_id).await? {
        Ok(opened) => instead(house, opened.language, over(house, &opened).unwrap_or(Closed::Expired)),
        Err(page) => page,
    }))
}
